// Days and times between messages, keys and arithmetic.
#ifndef SERVICES_INVENTORY_DOMAIN_CALENDAR_H_
#define SERVICES_INVENTORY_DOMAIN_CALENDAR_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "waystation/common/v1/civil_date.pb.h"

namespace waystation::inventory {

// Days since 1970-01-01, negative before. REQUIRES: a day of the calendar.
int64_t DayNumber(const common::v1::CivilDate& date);
common::v1::CivilDate DateOf(int64_t day);
common::v1::CivilDate DateOf(absl::CivilDay day);

// "2027-03-31".
std::string DateText(int64_t day);

// The same day of the month so many months later; the first of the month after where that month has
// no such day.
int64_t MonthsAfter(int64_t day, int months);

// When the day begins in `zone`.
absl::Time StartOfDay(int64_t day, absl::TimeZone zone);

// The civil day of `time` in `zone`.
int64_t DayOf(absl::Time time, absl::TimeZone zone);

// Times are kept to the microsecond, the log's own grain; finer parts are cut off.
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp TimestampOf(absl::Time time);

// "2026-11-23T10:40:16Z", for error variables.
std::string TimeText(absl::Time time);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CALENDAR_H_
