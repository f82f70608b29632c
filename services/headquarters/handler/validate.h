// What is wrong with a request by itself, all of it at once.
#ifndef SERVICES_HEADQUARTERS_HANDLER_VALIDATE_H_
#define SERVICES_HEADQUARTERS_HANDLER_VALIDATE_H_

#include "services/runtime/validate.h"
#include "waystation/headquarters/v1/supply.pb.h"

namespace waystation::headquarters {

runtime::Violations ValidateListSupplyLevels(const v1::ListSupplyLevelsRequest& request);
runtime::Violations ValidateGetSupplyLevel(const v1::GetSupplyLevelRequest& request);
runtime::Violations ValidateWatchSupplyLevels(const v1::WatchSupplyLevelsRequest& request);
runtime::Violations ValidateListEndings(const v1::ListEndingsRequest& request);
runtime::Violations ValidateListFacilityOverviews(const v1::ListFacilityOverviewsRequest& request);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_HANDLER_VALIDATE_H_
