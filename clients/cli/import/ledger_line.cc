#include "clients/cli/import/ledger_line.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

// Whatever the file, lines of other centuries are slips.
constexpr int64_t kFirstYear = 1900;
constexpr int64_t kLastYear = 2999;

std::optional<absl::CivilMonth> MonthOf(const Cells& cells, const LedgerColumns& columns) {
  const std::string& text = cells.Text(columns.month);
  int64_t year = 0;
  int64_t month = 0;
  if (columns.year.empty()) {
    bool form = text.size() >= 7 && text[4] == '-' && absl::SimpleAtoi(text.substr(0, 4), &year) &&
                absl::SimpleAtoi(text.substr(5, 2), &month) && (text.size() == 7 || text[7] == '-');
    if (form && year >= kFirstYear && year <= kLastYear && month >= 1 && month <= 12) {
      return absl::CivilMonth(year, static_cast<int>(month));
    }
    cells.Problem(columns.month,
                  absl::StrCat("got \"", Quotable(text), "\", want a month such as 2019-01"));
    return std::nullopt;
  }
  year = cells.Number(columns.year, kFirstYear, kLastYear, std::nullopt);
  month = cells.Number(columns.month, 1, 12, std::nullopt);
  return absl::CivilMonth(year, static_cast<int>(month));
}

absl::CivilDay LastDay(absl::CivilMonth month) { return absl::CivilDay(month + 1) - 1; }

// 30 days and more lie between the middle days of any two months.
absl::CivilDay MiddleDay(absl::CivilMonth month) {
  const int day = month.month() == 2 ? 14 : month.month() == 3 ? 16 : 15;
  return absl::CivilDay(month) + (day - 1);
}

absl::CivilMinute At(absl::CivilDay day, int hour) { return absl::CivilMinute(day) + 60 * hour; }

}  // namespace

std::optional<LedgerKey> ReadLedgerKey(const CsvRow& row, const LedgerColumns& columns,
                                       std::vector<RowProblem>* problems) {
  size_t before = problems->size();
  Cells cells(&row, problems);
  LedgerKey key;
  key.facility = IdOf(cells.Text(columns.facility));
  key.item = IdOf(cells.Text(columns.item));
  for (const auto& [id, column] :
       {std::pair(&key.facility, &columns.facility), {&key.item, &columns.item}}) {
    if (!id->empty()) continue;
    cells.Problem(*column, absl::StrCat("got \"", Quotable(cells.Text(*column)),
                                        "\", want a code with letters or digits"));
  }
  const bool series_known = problems->size() == before;
  key.month = MonthOf(cells, columns).value_or(absl::CivilMonth());
  if (!series_known) return std::nullopt;
  return key;
}

void ReadLedgerFigures(const CsvRow& row, const LedgerColumns& columns, LedgerLine* line,
                       std::vector<RowProblem>* problems) {
  size_t before = problems->size();
  Cells cells(&row, problems);
  auto number = [&](const std::string& column, int64_t least) {
    return column.empty() ? 0 : cells.Number(column, least, kMaxLedgerQuantity, std::nullopt);
  };
  line->opening = number(columns.opening, 0);
  line->received = number(columns.received, 0);
  line->distributed = number(columns.distributed, 0);
  line->adjustment = number(columns.adjustment, -kMaxLedgerQuantity);
  line->closing = number(columns.closing, 0);
  if (problems->size() > before) return;
  int64_t sum = line->opening + line->received - line->distributed + line->adjustment;
  if (sum == line->closing) return;
  cells.Problem(columns.closing,
                absl::StrCat("got ", line->closing, ", want ", sum, " = opening ", line->opening,
                             " + received ", line->received, " - distributed ", line->distributed,
                             line->adjustment < 0 ? " - " : " + ", "adjustment ",
                             line->adjustment < 0 ? -line->adjustment : line->adjustment));
}

std::vector<LedgerPart> PartsOfLine(const LedgerLine& line, int64_t before) {
  constexpr auto kGain = inventory::v1::MOVEMENT_KIND_ADJUSTMENT_GAIN;
  constexpr auto kLoss = inventory::v1::MOVEMENT_KIND_ADJUSTMENT_LOSS;
  absl::CivilDay first(line.key.month);
  std::vector<LedgerPart> parts;
  auto add = [&parts](absl::string_view word, inventory::v1::MovementKind kind, int64_t quantity,
                      absl::CivilMinute time) {
    if (quantity > 0) parts.push_back({word, kind, quantity, time});
  };
  add("opening", kGain, line.opening - before, At(first, 6));
  add("opening", kLoss, before - line.opening, At(first, 6));
  add("received", inventory::v1::MOVEMENT_KIND_RECEIPT, line.received, At(first, 9));
  add("found", kGain, line.adjustment, At(first, 9));
  add("distributed", inventory::v1::MOVEMENT_KIND_ISSUE, line.distributed,
      At(MiddleDay(line.key.month), 12));
  add("lost", kLoss, -line.adjustment, At(LastDay(line.key.month), 18));
  return parts;
}

std::string MonthText(absl::CivilMonth month) {
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

}  // namespace waystation::cli
