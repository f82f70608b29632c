#include "clients/cli/import_row.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"
#include "clients/cli/times.h"

namespace waystation::cli {
namespace {

constexpr size_t kMaxId = 63;

size_t IndexOf(const std::vector<std::string>& columns, absl::string_view column) {
  return static_cast<size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
}

bool IsId(const std::string& text) {
  return !text.empty() && text.size() <= kMaxId && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace

const std::string& Cells::Text(absl::string_view column) const {
  return row_->fields[IndexOf(*columns_, column)];
}

void Cells::Problem(absl::string_view column, const std::string& text) const {
  problems_->push_back({row_->line, std::string(column), Quotable(Text(column)), text});
}

std::string Cells::Id(absl::string_view column) const {
  const std::string& text = Text(column);
  if (!IsId(text)) {
    Problem(column, absl::StrCat("got \"", Quotable(text),
                                 "\", want 1 to 63 of a-z, 0-9 and -, neither first nor last a -"));
  }
  return text;
}

int64_t Cells::Number(absl::string_view column, int64_t least, int64_t most,
                      std::optional<int64_t> when_empty) const {
  const std::string& text = Text(column);
  if (text.empty() && when_empty.has_value()) return *when_empty;
  int64_t number = 0;
  // SimpleAtoi alone would pass blanks and a plus sign.
  bool plain = !text.empty() && text.find_first_not_of("-0123456789") == std::string::npos;
  if (plain && absl::SimpleAtoi(text, &number) && number >= least && number <= most) return number;
  Problem(column,
          absl::StrCat("got \"", Quotable(text), "\", want a whole number, ", least, " to ", most));
  return when_empty.value_or(least);
}

bool Cells::YesNo(absl::string_view column) const {
  const std::string& text = Text(column);
  if (text != "yes" && text != "no") {
    Problem(column, absl::StrCat("got \"", Quotable(text), "\", want yes or no"));
  }
  return text == "yes";
}

void Cells::SameAs(const CsvRow& first, std::initializer_list<absl::string_view> same) const {
  for (absl::string_view column : same) {
    const std::string& wanted = first.fields[IndexOf(*columns_, column)];
    if (Text(column) == wanted) continue;
    Problem(column, absl::StrCat("got \"", Quotable(Text(column)), "\", want \"", Quotable(wanted),
                                 "\" as in row ", first.line, ", of which this is a part"));
  }
}

absl::TimeZone ZoneOf(const Cells& cells, const std::string& facility, const ImportFacts& facts) {
  auto zone = facts.zones.find(facility);
  if (zone != facts.zones.end()) return zone->second;
  cells.Problem("facility", absl::StrCat("got \"", Quotable(cells.Text("facility")),
                                         "\", want a facility that exists"));
  return absl::UTCTimeZone();
}

absl::CivilDay DayZero(absl::TimeZone zone, const ImportFacts& facts) {
  return facts.day_zero.value_or(absl::ToCivilDay(facts.log_birth, zone));
}

absl::Time TimeOf(const Cells& cells, absl::TimeZone zone, const ImportFacts& facts) {
  absl::CivilDay zero = DayZero(zone, facts);
  absl::CivilDay day = cells.Need("day", ParseRelativeDay(cells.Text("day"), zero), zero);
  int minutes = cells.Need("time", ParseMinutes(cells.Text("time")), 0);
  return absl::FromCivil(absl::CivilMinute(day) + minutes, zone);
}

}  // namespace waystation::cli
