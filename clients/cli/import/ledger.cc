#include "clients/cli/import/ledger.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/ledger_line.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateMovementRequest;
using inventory::v1::CreateMovementResponse;
using inventory::v1::Movement;

// What inventory takes as a document number.
constexpr size_t kMaxDocumentNumber = 64;

// Facility and item.
using SeriesKey = std::pair<std::string, std::string>;

struct Entry {
  LedgerLine line;
  CsvRow row;
  // Of this line alone; then it and what follows is rejected.
  std::vector<RowProblem> problems;
};

class LedgerImport : public ImportKind {
 public:
  LedgerImport(const LedgerOptions& options, const ImportFacts* facts, LedgerBalances* balances)
      : options_(options), facts_(*facts), balances_(balances) {
    const LedgerColumns& names = options_.columns;
    for (const std::string& column :
         {names.facility, names.item, names.year, names.month, names.opening, names.received,
          names.distributed, names.adjustment, names.closing}) {
      if (!column.empty()) columns_.push_back(column);
    }
  }

  std::string name() const override { return "ledger"; }
  const std::vector<std::string>& columns() const override { return columns_; }
  CsvOptions::Others other_columns() const override { return CsvOptions::Others::kKept; }

  void Add(CsvRow row, ImportSink* sink) override {
    std::vector<RowProblem> problems;
    std::optional<LedgerKey> key = ReadLedgerKey(row, options_.columns, &problems);
    if (!key.has_value()) {
      AddUnreadable(row, sink);
      sink->Reject({row}, problems);
      return;
    }
    if (++lines_ > kMaxLedgerLines) {
      sink->Reject({row}, {{row.line, "", "", "got more than 1,000,000 lines; split by facility"}});
      return;
    }
    const bool dated = problems.empty();
    Entry entry{
        .line = {.key = *std::move(key)}, .row = std::move(row), .problems = std::move(problems)};
    ReadLedgerFigures(entry.row, options_.columns, &entry.line, &entry.problems);
    CheckNames(&entry);
    SeriesKey series(entry.line.key.facility, entry.line.key.item);
    if (dated) {
      series_[std::move(series)].push_back(std::move(entry));
      return;
    }
    undated_.emplace(std::move(series), entry.row.line);
    sink->Reject({entry.row}, entry.problems);
  }

  void AddUnreadable(const CsvRow& row, ImportSink*) override {
    if (unreadable_ == 0) unreadable_ = row.line;
  }

  absl::Status Finish(ImportSink* sink) override;

 private:
  struct Link {
    const Entry* entry;
    std::vector<LedgerPart> parts;
  };

  void CheckNames(Entry* entry);
  // `missing` is the row that is in the way.
  static void HoldBack(const std::vector<Entry>& entries, int64_t missing, ImportSink* sink);
  void Arrange(std::vector<Entry>* entries, ImportSink* sink);
  absl::StatusOr<int64_t> Before(const LedgerKey& first);
  void RemarkOpening(const Entry& entry, const Entry* prior, int64_t before, ImportSink* sink);
  ImportCommand CommandOf(const Entry& entry, const LedgerPart& part, size_t number) const;

  LedgerOptions options_;
  const ImportFacts& facts_;
  LedgerBalances* balances_;
  std::vector<std::string> columns_;
  std::map<SeriesKey, std::vector<Entry>> series_;
  // The code that each id was first made of.
  std::map<std::string, std::string> code_of_facility_;
  std::map<std::string, std::string> code_of_item_;
  // What was asked for: by facility and day.
  std::map<std::pair<std::string, absl::CivilDay>, std::map<std::string, int64_t>> known_balances_;
  size_t lines_ = 0;
  // The first line of which not even the series can be told; 0: none.
  int64_t unreadable_ = 0;
  // The first line of a series whose month can't be told.
  std::map<SeriesKey, int64_t> undated_;
};

// Facility and item must exist, and two codes must not become one.
void LedgerImport::CheckNames(Entry* entry) {
  auto check = [&](const std::string& column, const std::string& id, bool exists, const char* what,
                   std::map<std::string, std::string>* codes) {
    const std::string& code = entry->row.Text(column);
    const std::string& first = codes->emplace(id, code).first->second;
    std::string want;
    if (!exists) want = absl::StrCat("the code of ", what, " that exists (", id, " does not)");
    if (first != code) {
      want =
          absl::StrCat("\"", Quotable(first), "\", or a code that does not make the same id, ", id);
    }
    if (want.empty()) return;
    entry->problems.push_back({entry->row.line, column, Quotable(code),
                               absl::StrCat("got \"", Quotable(code), "\", want ", want)});
  };
  const LedgerKey& key = entry->line.key;
  check(options_.columns.facility, key.facility,
        facts_.zones.count(absl::StrCat("facilities/", key.facility)) > 0, "a facility",
        &code_of_facility_);
  check(options_.columns.item, key.item, facts_.items.count(absl::StrCat("items/", key.item)) > 0,
        "an item", &code_of_item_);
}

// A line is missing and nothing tells from where in the series, or even from which: the next
// month's opening would be posted as a difference that it is not.
void LedgerImport::HoldBack(const std::vector<Entry>& entries, int64_t missing, ImportSink* sink) {
  for (const Entry& entry : entries) {
    std::vector<RowProblem> problems = entry.problems;
    if (problems.empty()) {
      problems.push_back({entry.row.line, "", "",
                          absl::StrCat("held back: row ", missing,
                                       " may be an earlier month of the same series; mend it and "
                                       "import the file again"),
                          true});
    }
    sink->Reject({entry.row}, problems);
  }
}

// Sorts by month, takes lines that are there twice away, and rejects what follows a wrong line.
void LedgerImport::Arrange(std::vector<Entry>* entries, ImportSink* sink) {
  std::stable_sort(entries->begin(), entries->end(), [](const Entry& a, const Entry& b) {
    return a.line.key.month < b.line.key.month;
  });
  std::vector<Entry> kept;
  int64_t wrong = 0;
  for (Entry& entry : *entries) {
    Entry* prior = kept.empty() ? nullptr : &kept.back();
    bool again = prior != nullptr && prior->line.key.month == entry.line.key.month;
    if (again && wrong == 0 && entry.problems.empty() && SameFigures(prior->line, entry.line)) {
      sink->Remark({entry.row.line, "", "", "line-repeated",
                    absl::StrCat("says the same as row ", prior->row.line, "; taken once")});
      sink->Nothing(1);
      continue;
    }
    if (again && wrong == 0) {
      std::string text = absl::StrCat("rows ", prior->row.line, " and ", entry.row.line,
                                      " are of the same month and differ, want one of them");
      prior->problems.push_back({prior->row.line, "", "", text});
      entry.problems.push_back({entry.row.line, "", "", text});
      sink->Reject({prior->row}, prior->problems);
      wrong = prior->row.line;
      kept.pop_back();
    }
    if (wrong != 0 && entry.problems.empty()) {
      entry.problems.push_back({entry.row.line, "", "",
                                absl::StrCat("held back: row ", wrong,
                                             ", an earlier month of the same series, is wrong"),
                                true});
    }
    if (entry.problems.empty()) {
      kept.push_back(std::move(entry));
      continue;
    }
    if (wrong == 0) wrong = entry.row.line;
    sink->Reject({entry.row}, entry.problems);
  }
  *entries = std::move(kept);
}

absl::StatusOr<int64_t> LedgerImport::Before(const LedgerKey& first) {
  absl::CivilDay day = absl::CivilDay(first.month) - 1;
  auto [known, fresh] =
      known_balances_.emplace(std::pair(first.facility, day), std::map<std::string, int64_t>());
  if (fresh) {
    auto balances = balances_->At(absl::StrCat("facilities/", first.facility), day);
    if (!balances.ok()) return balances.status();
    known->second = *std::move(balances);
  }
  auto balance = known->second.find(absl::StrCat("items/", first.item));
  return balance == known->second.end() ? 0 : balance->second;
}

void LedgerImport::RemarkOpening(const Entry& entry, const Entry* prior, int64_t before,
                                 ImportSink* sink) {
  const LedgerLine& line = entry.line;
  auto remark = [&](const char* sort, const std::string& text) {
    sink->Remark(
        {entry.row.line, options_.columns.opening, absl::StrCat(line.opening), sort, text});
  };
  std::string posted =
      absl::StrCat(line.opening > before ? "+" : "", line.opening - before,
                   " is posted as a count difference on ", MonthText(line.key.month), "-01");
  if (prior == nullptr) {
    if (line.opening != before && before == 0) {
      remark("opening-stock", absl::StrCat("first line of its series: ", posted));
    } else if (line.opening != before) {
      remark("opening-differs", absl::StrCat("the ledger has ", before, ": ", posted));
    }
    return;
  }
  int64_t missing = line.key.month - prior->line.key.month - 1;
  if (line.opening != before) {
    remark(missing > 0 ? "opening-differs-after-gap" : "opening-differs",
           absl::StrCat(MonthText(prior->line.key.month), " (row ", prior->row.line, ") closed at ",
                        before, ": ", posted));
  } else if (missing > 0) {
    remark("months-missing",
           absl::StrCat(missing, " months after ", MonthText(prior->line.key.month),
                        " have no line; the opening agrees"));
  }
}

ImportCommand LedgerImport::CommandOf(const Entry& entry, const LedgerPart& part,
                                      size_t number) const {
  const LedgerLine& line = entry.line;
  const LedgerKey& key = line.key;
  const std::string month = MonthText(key.month);
  auto request = std::make_unique<CreateMovementRequest>();
  request->set_parent(absl::StrCat("facilities/", key.facility));
  Movement* movement = request->mutable_movement();
  movement->set_kind(part.kind);
  movement->set_intent(inventory::v1::INTENT_HAPPENED);
  movement->set_opening_history(true);
  if (part.kind == inventory::v1::MOVEMENT_KIND_RECEIPT) movement->set_source(options_.supplier);
  if (part.kind == inventory::v1::MOVEMENT_KIND_ISSUE) movement->set_purpose(options_.purpose);
  absl::TimeZone zone = facts_.zones.at(request->parent());
  *movement->mutable_happened_time() = ToProto(absl::FromCivil(part.time, zone));
  std::string number_text = absl::StrCat(month, "/", key.item, "/", part.word);
  if (number_text.size() <= kMaxDocumentNumber) movement->set_document_number(number_text);
  // All figures, so that a line that was changed since is no longer the same command, whichever of
  // its figures it is.
  movement->set_note(absl::StrCat(part.word, " ", month, ": opening ", line.opening, ", received ",
                                  line.received, ", distributed ", line.distributed,
                                  ", adjustment ", line.adjustment, ", closing ", line.closing));
  inventory::v1::MovementLine* moved = movement->add_lines();
  moved->set_item(absl::StrCat("items/", key.item));
  moved->set_quantity(part.quantity);
  ImportCommand command;
  command.lane = request->parent();
  command.chain = absl::StrCat(key.facility, "/", key.item);
  command.id_kind = name();
  // By number, not by word: whatever of the line was sent first is in the way of a changed line.
  command.natural_key = {key.facility, key.item, month, absl::StrCat(number)};
  command.request = std::move(request);
  command.response = std::make_unique<CreateMovementResponse>();
  command.rows.push_back(entry.row);
  return command;
}

absl::Status LedgerImport::Finish(ImportSink* sink) {
  if (unreadable_ != 0) {
    for (const auto& [key, entries] : series_) HoldBack(entries, unreadable_, sink);
    return absl::OkStatus();
  }
  std::vector<Link> links;
  int64_t commands = 0;
  for (auto& [key, entries] : series_) {
    if (auto undated = undated_.find(key); undated != undated_.end()) {
      HoldBack(entries, undated->second, sink);
      continue;
    }
    Arrange(&entries, sink);
    const Entry* prior = nullptr;
    int64_t before = 0;
    for (const Entry& entry : entries) {
      if (prior == nullptr) {
        absl::StatusOr<int64_t> balance = Before(entry.line.key);
        if (!balance.ok()) return balance.status();
        before = *balance;
      }
      RemarkOpening(entry, prior, before, sink);
      links.push_back({&entry, PartsOfLine(entry.line, before)});
      commands += static_cast<int64_t>(links.back().parts.size());
      if (links.back().parts.empty()) sink->Nothing(1);
      prior = &entry;
      before = entry.line.closing;
    }
  }
  // By month first, so that all facilities are at work at once and each goes forward in time.
  std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
    return a.entry->line.key.month < b.entry->line.key.month;
  });
  sink->Expect(commands);
  for (const Link& link : links) {
    for (size_t i = 0; i < link.parts.size(); ++i) {
      sink->Send(CommandOf(*link.entry, link.parts[i], i));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SetLedgerColumn(absl::string_view text, LedgerColumns* columns) {
  const std::map<absl::string_view, std::string*> meanings = {
      {"facility", &columns->facility},
      {"item", &columns->item},
      {"year", &columns->year},
      {"month", &columns->month},
      {"opening", &columns->opening},
      {"received", &columns->received},
      {"distributed", &columns->distributed},
      {"adjustment", &columns->adjustment},
      {"closing", &columns->closing},
      {"facility-type", &columns->facility_type},
      {"region", &columns->region},
      {"district", &columns->district},
      {"latitude", &columns->latitude},
      {"longitude", &columns->longitude},
      {"item-type", &columns->item_type},
      {"item-name", &columns->item_name}};
  size_t equals = text.find('=');
  auto meaning = meanings.find(text.substr(0, equals));
  bool may_be_none =
      meaning != meanings.end() && (meaning->first == "year" || meaning->first == "adjustment");
  if (equals != absl::string_view::npos && meaning != meanings.end() &&
      (may_be_none || equals + 1 < text.size())) {
    *meaning->second = std::string(text.substr(equals + 1));
    return absl::OkStatus();
  }
  std::string known;
  for (const auto& [word, unused] : meanings) {
    absl::StrAppend(&known, known.empty() ? "" : ", ", word);
  }
  return absl::InvalidArgumentError(absl::StrCat("got \"", Quotable(text),
                                                 "\", want MEANING=COLUMN with one of ", known,
                                                 "; year and adjustment may be of no column"));
}

std::unique_ptr<ImportKind> MakeLedgerImport(const LedgerOptions& options, const ImportFacts* facts,
                                             LedgerBalances* balances) {
  return std::make_unique<LedgerImport>(options, facts, balances);
}

}  // namespace waystation::cli
