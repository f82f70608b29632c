#ifndef SERVICES_RUNTIME_CIVIL_H_
#define SERVICES_RUNTIME_CIVIL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "waystation/common/v1/civil_date.pb.h"

namespace waystation::runtime {

// The IANA zone "Area/Place" (or "UTC"). NOT_KNOWN with the name when this machine has no such
// zone: never UTC in its stead. Cached; thread-safe.
absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view name);

// Days since 1970-01-01.
int64_t DayNumber(absl::CivilDay day);
absl::CivilDay DayOfNumber(int64_t number);

// REQUIRES: a day that exists (validate.h, CheckDate).
absl::CivilDay FromProto(const common::v1::CivilDate& date);
common::v1::CivilDate ToProto(absl::CivilDay day);

// To microseconds, as record times are.
absl::Time FromProto(const google::protobuf::Timestamp& time);
google::protobuf::Timestamp ToProto(absl::Time time);

// "2026-11-28T18:00:00Z": to the second, for messages.
std::string UtcText(absl::Time time);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_CIVIL_H_
