// How long one thing at a facility lasts, as the facility service told it, and read at a time.
#ifndef SERVICES_HEADQUARTERS_DOMAIN_LIMIT_H_
#define SERVICES_HEADQUARTERS_DOMAIN_LIMIT_H_

#include <cstdint>
#include <limits>
#include <optional>

#include "google/protobuf/timestamp.pb.h"
#include "waystation/facility/v1/autonomy.pb.h"
#include "waystation/headquarters/v1/ending.pb.h"

namespace waystation::headquarters {

// All times are microseconds since 1970.
inline constexpr int64_t kNoTime = std::numeric_limits<int64_t>::max();

// A limit with its last known value, which stays when the limit becomes unknown.
struct Limit {
  int64_t unknown_reason = 0;  // waystation.facility.v1.UnknownReason as last told; 0: has a value.
  int64_t known_until_us = kNoTime;  // Of the value; so below. kNoTime: there never was one.
  int64_t observed_us = kNoTime;     // Its oldest reading.
  int64_t ends_us = kNoTime;         // kNoTime: nobody told an end.
  int64_t act_by_us = kNoTime;
  int64_t supply_end = 0;    // waystation.facility.v1.SupplyEnd
  int64_t safe_because = 0;  // waystation.facility.v1.SafeBecause
  // Since when the log says that it is unknown: by its reason, or because the facility is silent or
  // closed. kNoTime: it does not, and known_until_us alone tells.
  int64_t unknown_since_us = kNoTime;
  friend bool operator==(const Limit&, const Limit&) = default;
};

// How the facility stands with those who ask about it.
struct Contact {
  bool closed = false;
  bool said_silent = false;
  int64_t report_time_us = 0;  // 0: it never reported.
  int64_t report_interval_us = 0;
};

struct LimitReading {
  v1::EndingState state = v1::ENDING_STATE_UNSPECIFIED;
  v1::EndingUnknown unknown = v1::ENDING_UNKNOWN_UNSPECIFIED;
  int64_t unknown_since_us = kNoTime;  // Of UNKNOWN only.
};

int64_t MicrosOf(const google::protobuf::Timestamp& time);

// The limit once it is told again, recorded at `record_time_us`; nullopt: it is new.
Limit ToldAgain(const std::optional<Limit>& before, const facility::v1::AutonomyLimit& told,
                const Contact& contact, int64_t record_time_us);

// The limit once the facility stands otherwise.
Limit InContact(Limit limit, const Contact& contact, int64_t record_time_us);

LimitReading ReadLimit(const Limit& limit, const Contact& contact, int64_t now_us);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_LIMIT_H_
