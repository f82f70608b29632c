#include "services/inventory/gs1/date.h"

#include "absl/strings/str_format.h"

namespace waystation::inventory::gs1 {
namespace {

int TwoDigits(absl::string_view text, size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

int FullYear(int two_digits, int current_year) {
  const int century = current_year - current_year % 100;
  const int ahead = two_digits - current_year % 100;
  if (ahead >= 51) return century - 100 + two_digits;
  if (ahead <= -50) return century + 100 + two_digits;
  return century + two_digits;
}

std::optional<absl::CivilDay> ReadDate(absl::string_view yymmdd, int current_year,
                                       DayZero day_zero) {
  const int year = FullYear(TwoDigits(yymmdd, 0), current_year);
  const int month = TwoDigits(yymmdd, 2);
  const int day = TwoDigits(yymmdd, 4);
  if (month < 1 || month > 12) return std::nullopt;
  if (day == 0) {
    if (day_zero == DayZero::kRefused) return std::nullopt;
    return absl::CivilDay(absl::CivilMonth(year, month) + 1) - 1;
  }
  const absl::CivilDay civil(year, month, day);
  // A day that the month lacks would have become one of the next month.
  if (civil.day() != day) return std::nullopt;
  return civil;
}

std::optional<std::string> WriteDate(absl::CivilDay day, int current_year) {
  const int two_digits = static_cast<int>(day.year() % 100);
  if (FullYear(two_digits, current_year) != day.year()) return std::nullopt;
  return absl::StrFormat("%02d%02d%02d", two_digits, day.month(), day.day());
}

}  // namespace waystation::inventory::gs1
