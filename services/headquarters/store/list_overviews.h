#ifndef SERVICES_HEADQUARTERS_STORE_LIST_OVERVIEWS_H_
#define SERVICES_HEADQUARTERS_STORE_LIST_OVERVIEWS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/headquarters/store/facts.h"
#include "waystation/headquarters/v1/overview.pb.h"
#include "waystation/headquarters/v1/supply.pb.h"

namespace waystation::headquarters {

struct OverviewPage {
  std::vector<v1::FacilityOverview> overviews;
  // Where the next page goes on; empty when this is the last. Opaque.
  std::string next_key;
};

// One page of the facilities that either source knows, in order of their ids. REQUIRES: `request`
// is validated. Its page token is not looked at: `after_key` is next_key of the page before.
absl::StatusOr<OverviewPage> ListOverviews(Facts& facts,
                                           const v1::ListFacilityOverviewsRequest& request,
                                           int page_size, const std::string& after_key);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_LIST_OVERVIEWS_H_
