// Whether an item runs out before more of it comes: deliveries compared with a level on a day.
#ifndef SERVICES_HEADQUARTERS_DOMAIN_RESUPPLY_H_
#define SERVICES_HEADQUARTERS_DOMAIN_RESUPPLY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/headquarters/domain/level.h"
#include "waystation/headquarters/v1/resupply.pb.h"
#include "waystation/headquarters/v1/supply_state.pb.h"

namespace waystation::headquarters {

// A delivery of which something of the item is still missing.
struct Coming {
  int64_t latest_day = 0;  // The last day on which it may come.
  bool confirmed = false;
};

struct ResupplyReading {
  v1::ResupplyOutlook outlook = v1::RESUPPLY_OUTLOOK_UNSPECIFIED;
  std::optional<int64_t> gap_days;  // Of GAP only; never negative.
  // Which of the deliveries told of.
  std::optional<size_t> next_confirmed;
  std::optional<size_t> next_unconfirmed;
  std::optional<size_t> overdue;
};

// `state` and `run_out_day` as the level reads on `today`, which is the day asked about or the
// facility's record day, whichever is later. Of equals the first one told of comes first.
ResupplyReading ReadResupply(const std::vector<Coming>& deliveries, v1::SupplyState state,
                             int64_t run_out_day, int64_t today);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_RESUPPLY_H_
