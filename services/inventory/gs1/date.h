#ifndef SERVICES_INVENTORY_GS1_DATE_H_
#define SERVICES_INVENTORY_GS1_DATE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace waystation::inventory::gs1 {

// The year that two digits mean in `current_year` (GS1 General Specifications 7.12): the one from
// 49 years back to 50 years ahead.
int FullYear(int two_digits, int current_year);

// What day 00 means.
enum class DayZero { kLastOfMonth, kRefused };

// The day of "YYMMDD"; nullopt when there is no such day. REQUIRES: six digits.
std::optional<absl::CivilDay> ReadDate(absl::string_view yymmdd, int current_year,
                                       DayZero day_zero);

// "YYMMDD"; nullopt when it would be read as a day of another century.
std::optional<std::string> WriteDate(absl::CivilDay day, int current_year);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_DATE_H_
