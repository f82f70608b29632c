#ifndef SERVICES_INVENTORY_DOMAIN_REQUESTS_REQUISITION_H_
#define SERVICES_INVENTORY_DOMAIN_REQUESTS_REQUISITION_H_

#include <optional>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/requests/verb.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::inventory {

// One for each verb; REQUIRES: the request is valid, and the requisition is the one it names, as
// stored. Errors in the order of the contract.
absl::StatusOr<v1::Event> DecideCreateRequisition(const v1::CreateRequisitionRequest& request,
                                                  const NewcomerState& state,
                                                  const DecideContext& context);
// Nothing can be sent to a facility that is closed; a planned one may be supplied before it opens.
absl::StatusOr<v1::Event> DecideApproveRequisition(const v1::ApproveRequisitionRequest& request,
                                                   v1::Requisition requisition,
                                                   const std::optional<FacilityFacts>& facility,
                                                   const DecideContext& context);
absl::StatusOr<v1::Event> DecideRejectRequisition(const v1::RejectRequisitionRequest& request,
                                                  v1::Requisition requisition,
                                                  const DecideContext& context);
absl::StatusOr<v1::Event> DecideCancelRequisition(const v1::CancelRequisitionRequest& request,
                                                  v1::Requisition requisition,
                                                  const DecideContext& context);
absl::StatusOr<v1::Event> DecideCloseRequisition(const v1::CloseRequisitionRequest& request,
                                                 v1::Requisition requisition,
                                                 const DecideContext& context);

// Neither rejected nor at its end: something may still be sent for it.
bool IsOpen(const v1::Requisition& requisition);

// The stored requisition as it is answered: with what is outstanding and back-ordered.
v1::Requisition WithBalances(v1::Requisition requisition);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REQUESTS_REQUISITION_H_
