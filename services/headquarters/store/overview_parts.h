// What keeps a facility running, for its line in the overview.
#ifndef SERVICES_HEADQUARTERS_STORE_OVERVIEW_PARTS_H_
#define SERVICES_HEADQUARTERS_STORE_OVERVIEW_PARTS_H_

#include <string>

#include "absl/status/status.h"
#include "services/headquarters/domain/ending_tally.h"
#include "services/headquarters/store/facts.h"
#include "waystation/headquarters/v1/overview.pb.h"

namespace waystation::headquarters {

// The groups of limits, and what binds the facility: `binding` was told of its supplies.
absl::Status FillAutonomy(Facts& facts, const std::string& facility_id, EndingTally& binding,
                          v1::FacilityOverview& out);

// REQUIRES: the reporting state is filled.
absl::Status FillBeds(Facts& facts, const std::string& facility_id, v1::FacilityOverview& out);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_OVERVIEW_PARTS_H_
