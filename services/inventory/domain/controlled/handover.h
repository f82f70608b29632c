// Counts of controlled items as one shift hands over to the next: counted against the register.
#ifndef SERVICES_INVENTORY_DOMAIN_CONTROLLED_HANDOVER_H_
#define SERVICES_INVENTORY_DOMAIN_CONTROLLED_HANDOVER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/controlled.pb.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

struct HandoverState {
  // nullopt: never heard of.
  std::optional<FacilityFacts> facility;
  std::set<std::string> known_items;  // Of those that were counted.
  // By item: what the register has at HandoverTime, of every item counted and every controlled one.
  std::map<std::string, int64_t> register_quantities;
};

// By which the register is read: a time that has not come counts as now.
absl::Time HandoverTime(const v1::Handover& handover, const DecideContext& context);

// Decides a handover: HandoverRecorded. Never refused but for NOT_KNOWN (facility, items).
absl::StatusOr<v1::Event> DecideRecordHandover(const v1::RecordHandoverRequest& request,
                                               const HandoverState& state,
                                               const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CONTROLLED_HANDOVER_H_
