#include "services/inventory/domain/calendar.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace waystation::inventory {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);

}  // namespace

int64_t DayNumber(const common::v1::CivilDate& date) {
  return absl::CivilDay(date.year(), date.month(), date.day()) - kEpoch;
}

common::v1::CivilDate DateOf(int64_t day) { return DateOf(kEpoch + day); }

common::v1::CivilDate DateOf(absl::CivilDay civil) {
  common::v1::CivilDate date;
  date.set_year(static_cast<int32_t>(civil.year()));
  date.set_month(civil.month());
  date.set_day(civil.day());
  return date;
}

std::string DateText(int64_t day) {
  const absl::CivilDay civil = kEpoch + day;
  return absl::StrFormat("%04d-%02d-%02d", civil.year(), civil.month(), civil.day());
}

int64_t MonthsAfter(int64_t day, int months) {
  const absl::CivilDay civil = kEpoch + day;
  const absl::CivilMonth month = absl::CivilMonth(civil) + months;
  const absl::CivilDay later = absl::CivilDay(month) + (civil.day() - 1);
  return std::min(later, absl::CivilDay(month + 1)) - kEpoch;
}

absl::Time StartOfDay(int64_t day, absl::TimeZone zone) {
  return absl::FromCivil(kEpoch + day, zone);
}

int64_t DayOf(absl::Time time, absl::TimeZone zone) {
  return absl::ToCivilDay(time, zone) - kEpoch;
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Microseconds(timestamp.nanos() / 1000);
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  timestamp.set_nanos(static_cast<int32_t>(absl::ToInt64Microseconds(time - second) * 1000));
  return timestamp;
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%SZ", time, absl::UTCTimeZone());
}

}  // namespace waystation::inventory
