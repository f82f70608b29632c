#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/import/item_line.h"
#include "clients/cli/text/times.h"
#include "waystation/inventory/v1/count.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Count;
using inventory::v1::CountLine;
using inventory::v1::CreateCountRequest;
using inventory::v1::CreateCountResponse;

// What all rows of a count say alike.
void SetHead(const Cells& cells, const ImportFacts& facts, absl::TimeZone zone, Count* count) {
  count->set_kind(cells.WordIn<inventory::v1::CountKind>("kind"));
  count->set_complete(cells.YesNo("complete"));
  count->set_place(cells.Text("place").empty() ? "" : cells.Id("place"));
  *count->mutable_counted_time() = ToProto(TimeOf(cells, zone, facts));
  count->set_counted_by(cells.Text("counted_by"));
  count->set_second_counted_by(cells.Text("second_counted_by"));
  count->set_document_number(cells.Text("count"));
  if (count->counted_by().empty()) {
    cells.Problem("counted_by", "got nothing, want who counted");
  } else if (count->counted_by() == count->second_counted_by()) {
    cells.Problem("second_counted_by", "want another person than counted_by, or nothing");
  }
  if (cells.Text("count").empty()) {
    cells.Problem("count", "got nothing, want a number: by it a second import is known");
  }
}

CountLine LineOf(const Cells& cells, const ImportFacts& facts, absl::TimeZone zone) {
  CountLine line;
  SetItem(cells, facts, &line);
  line.set_lot(cells.Text("lot"));
  if (!cells.Text("expiry_day").empty()) {
    const absl::CivilDay zero = DayZero(zone, facts);
    *line.mutable_expiry_date() =
        ToProto(cells.Need("expiry_day", ParseRelativeDay(cells.Text("expiry_day"), zero), zero));
  }
  line.set_date_kind(
      cells.WordIn<inventory::v1::DateKind>("date_kind", inventory::v1::DATE_KIND_UNSPECIFIED));
  line.set_condition(
      cells.WordIn<inventory::v1::Condition>("condition", inventory::v1::CONDITION_UNSPECIFIED));
  line.set_quantity(cells.Number("quantity", 0, std::numeric_limits<int64_t>::max(), std::nullopt));
  SetPacks(cells, facts, &line);
  line.set_note(cells.Text("note"));
  return line;
}

// The same lot on two rows, which a server would refuse by the line and not by the row.
bool IsSameLot(const CountLine& a, const CountLine& b) {
  const auto said = [](const CountLine& line) {
    return std::max<int>(line.condition(), inventory::v1::CONDITION_USABLE);
  };
  const bool same_date =
      a.lot().empty() ? FormatDay(a.expiry_date()) == FormatDay(b.expiry_date()) : true;
  return a.item() == b.item() && a.lot() == b.lot() && same_date && said(a) == said(b);
}

class CountImport : public GroupedKind {
 public:
  explicit CountImport(const ImportFacts* facts) : facts_(*facts) {}

  std::string name() const override { return "counts"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "facility", "count", "kind",       "complete", "place", "day",        "time",
        "item",     "lot",   "expiry_day", "quantity", "packs", "counted_by", "second_counted_by",
        "note"};
    return *kColumns;
  }

  const std::vector<std::string>& optional_columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{"date_kind", "condition"};
    return *kColumns;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow& row) const override {
    if (row.Text("count").empty()) return std::nullopt;
    return absl::StrCat(row.Text("facility"), "\n", row.Text("count"));
  }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    const size_t before = problems->size();
    auto request = std::make_unique<CreateCountRequest>();
    Count* count = request->mutable_count();
    Cells first(&group[0], problems);
    request->set_parent(absl::StrCat("facilities/", first.Text("facility")));
    const absl::TimeZone zone = ZoneOf(first, request->parent(), facts_);
    SetHead(first, facts_, zone, count);
    for (const CsvRow& row : group) {
      Cells cells(&row, problems);
      cells.SameAs(group[0],
                   {"kind", "complete", "place", "day", "time", "counted_by", "second_counted_by"});
      CountLine line = LineOf(cells, facts_, zone);
      for (const CountLine& other : count->lines()) {
        if (!IsSameLot(line, other)) continue;
        cells.Problem("lot", "got the same item, lot and condition again, want one row of them");
        break;
      }
      *count->add_lines() = std::move(line);
    }
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    const std::string lane = request->parent();
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<CreateCountResponse>(),
                                     .id_kind = name(),
                                     .natural_key = {first.Text("facility"), first.Text("count")},
                                     .lane = lane,
                                     .rows = group});
    return commands;
  }

 private:
  const ImportFacts& facts_;
};

}  // namespace

std::unique_ptr<ImportKind> MakeCountImport(const ImportFacts* facts) {
  return std::make_unique<CountImport>(facts);
}

}  // namespace waystation::cli
