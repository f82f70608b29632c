// A level read on a day: the only place where "today" enters.
#ifndef SERVICES_HEADQUARTERS_DOMAIN_READING_H_
#define SERVICES_HEADQUARTERS_DOMAIN_READING_H_

#include <cstdint>
#include <optional>

#include "services/headquarters/domain/level.h"
#include "waystation/headquarters/v1/supply.pb.h"
#include "waystation/headquarters/v1/supply_state.pb.h"

namespace waystation::headquarters {

struct Reading {
  v1::SupplyState state = v1::SUPPLY_STATE_UNSPECIFIED;
  std::optional<int64_t> days_left;  // Of SUPPLY_STATE_LASTS only; never negative.
};

// `today` is the civil day in the facility's zone. A day before the record day is taken as the
// record day: a clock that went back does not make stock last longer. Past its run-out, or past the
// last expiry of its usable lots, stock that the record still shows is UNKNOWN, not zero: the
// facility has recorded nothing since that would tell.
Reading ReadLevel(const Level& level, int64_t today);

v1::UseEvidence ToProto(Evidence evidence);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_READING_H_
