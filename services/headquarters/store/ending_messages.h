// What ends, as it is told: limits and supplies alike.
#ifndef SERVICES_HEADQUARTERS_STORE_ENDING_MESSAGES_H_
#define SERVICES_HEADQUARTERS_STORE_ENDING_MESSAGES_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/headquarters/domain/ending_tally.h"
#include "services/headquarters/store/facts.h"
#include "services/headquarters/store/keys.h"
#include "waystation/headquarters/v1/ending.pb.h"

namespace waystation::headquarters {

// nullopt: the level has no run-out.
std::optional<EndingMark> SupplyMark(const ReadMoment& moment, const FacilityFacts& facility,
                                     const std::string& item_id, const Level& level,
                                     const Reading& reading);

absl::StatusOr<v1::Ending> MakeLimitEnding(Facts& facts, const std::string& facility_id,
                                           const LimitId& id, const Limit& limit);

// REQUIRES: the level has a run-out.
absl::StatusOr<v1::Ending> MakeSupplyEnding(Facts& facts, const std::string& facility_id,
                                            const std::string& item_id, const Level& level);

// The first one of the tally, with its counts. REQUIRES: one was told of, of this facility.
absl::StatusOr<v1::EndingGroup> MakeGroup(Facts& facts, const std::string& facility_id,
                                          const EndingTally& tally);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_ENDING_MESSAGES_H_
