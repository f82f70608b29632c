#include "clients/cli/import/cells.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

constexpr size_t kMaxId = 63;

bool IsDigits(absl::string_view text) {
  return text.find_first_not_of("0123456789") == absl::string_view::npos;
}

}  // namespace

bool IsId(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxId && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::string IdOf(absl::string_view text) {
  std::string id;
  for (char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      id.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  id.resize(std::min(id.size(), kMaxId));
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
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
  std::string want = absl::StrCat("a whole number, ", least, " to ", most);
  if (most == std::numeric_limits<int64_t>::max()) {
    want = absl::StrCat("a whole number of at least ", least);
  }
  Problem(column, absl::StrCat("got \"", Quotable(text), "\", want ", want));
  return when_empty.value_or(least);
}

int64_t Cells::Decimal(absl::string_view column, int digits) const {
  const std::string& text = Text(column);
  if (text.empty()) return 0;
  size_t point = text.find('.');
  std::string whole = text.substr(0, point);
  std::string part = point == std::string::npos ? "" : text.substr(point + 1);
  auto places = static_cast<size_t>(digits);
  while (part.size() > places && part.back() == '0') part.pop_back();
  bool plain = !whole.empty() && IsDigits(whole) && IsDigits(part) && part.size() <= places &&
               text.back() != '.';
  int64_t number = 0;
  if (plain && absl::SimpleAtoi(whole + part + std::string(places - part.size(), '0'), &number)) {
    return number;
  }
  Problem(column,
          absl::StrCat("got \"", Quotable(text), "\", want a number such as 12 or 1.5, with up to ",
                       digits, " digits after a decimal point"));
  return 0;
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
    const std::string& wanted = first.Text(column);
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

void AddNames(const Cells& cells, Names* names) {
  for (const char* language : {"az", "hy", "ru", "en"}) {
    const std::string& text = cells.Text(absl::StrCat("name_", language));
    if (text.empty()) continue;
    common::v1::LocalizedText* name = names->Add();
    name->set_language(language);
    name->set_text(text);
  }
  if (names->empty()) {
    cells.Problem("name_en", "got no name in any language, want at least one");
  }
}

absl::Time TimeOf(const Cells& cells, absl::TimeZone zone, const ImportFacts& facts) {
  absl::CivilDay zero = DayZero(zone, facts);
  absl::CivilDay day = cells.Need("day", ParseRelativeDay(cells.Text("day"), zero), zero);
  int minutes = cells.Need("time", ParseMinutes(cells.Text("time")), 0);
  return absl::FromCivil(absl::CivilMinute(day) + minutes, zone);
}

}  // namespace waystation::cli
