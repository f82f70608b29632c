// Times as the service orders them: whole microseconds since 1970-01-01T00:00:00Z, as record times
// are.
#ifndef SERVICES_FACILITY_DOMAIN_TIMES_H_
#define SERVICES_FACILITY_DOMAIN_TIMES_H_

#include <cstdint>

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace waystation::facility {

// Rounded down. REQUIRES: IsTime(time).
int64_t ToMicros(const google::protobuf::Timestamp& time);
int64_t ToMicros(absl::Time time);
google::protobuf::Timestamp ToTimestamp(int64_t micros);
google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& time);
google::protobuf::Duration ToDuration(int64_t micros);

// What a google.protobuf.Timestamp may hold: years 1 to 9999, nanoseconds of a second. A device
// whose clock stands at 1970 still told a time.
bool IsTime(const google::protobuf::Timestamp& time);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_TIMES_H_
