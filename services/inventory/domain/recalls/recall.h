#ifndef SERVICES_INVENTORY_DOMAIN_RECALLS_RECALL_H_
#define SERVICES_INVENTORY_DOMAIN_RECALLS_RECALL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/recall.pb.h"

namespace waystation::inventory {

// For a new recall.
struct NewRecallState {
  bool item_known = false;
  int64_t last_number = 0;
};

// One for each verb; REQUIRES: the request is valid, and the recall is the one it names, as stored.
// Errors in the order of the contract.
absl::StatusOr<v1::Event> DecideCreateRecall(const v1::CreateRecallRequest& request,
                                             const NewRecallState& state,
                                             const DecideContext& context);
absl::StatusOr<v1::Event> DecideWithdrawRecall(const v1::WithdrawRecallRequest& request,
                                               v1::Recall recall, const DecideContext& context);
// `expected_quantity`: what the facility should find by its books.
v1::Event DecideAcknowledgeRecall(const v1::AcknowledgeRecallRequest& request,
                                  const v1::Recall& recall, int64_t expected_quantity,
                                  const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_RECALLS_RECALL_H_
