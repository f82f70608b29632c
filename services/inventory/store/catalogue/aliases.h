// Items that were merged into others. An item that is none costs nothing here: its own row is found
// first, and only what has no such row is looked for among the aliases.
#ifndef SERVICES_INVENTORY_STORE_CATALOGUE_ALIASES_H_
#define SERVICES_INVENTORY_STORE_CATALOGUE_ALIASES_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/controlled.pb.h"
#include "waystation/inventory/v1/count.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/recall.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// By id; nullopt when it is no alias.
absl::StatusOr<std::optional<v1::Item>> LoadAlias(const storage::RowReader& rows,
                                                  absl::string_view item);
// By id, whichever it is; nullopt when not known.
absl::StatusOr<std::optional<v1::Item>> LoadItemOrAlias(const storage::RowReader& rows,
                                                        absl::string_view item);
// The item, or of an alias the one that it stands for; NOT_KNOWN. REQUIRES: a well-formed name.
absl::StatusOr<v1::Item> RequireKept(const storage::RowReader& rows, const std::string& name);

// All aliases and what they stand for, by name: for what looks at many items.
using KeptItems = std::map<std::string, std::string>;
absl::StatusOr<KeptItems> LoadKeptItems(const storage::RowReader& rows);

// The ids of all that are one thing with the item: the kept one first, then its aliases.
absl::StatusOr<std::vector<std::string>> SameThing(const storage::RowReader& rows,
                                                   const std::string& item);

// Puts the kept item where an alias is named, and says so where the field can; whether any was.
// Lines that are then about the same become one, where each may be named once.
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::CreateItemRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::UpdateItemRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::CreateMovementRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::CreateCountRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows,
                              v1::CreateRequisitionRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows,
                              v1::CreateExpectedDeliveryRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows,
                              v1::CreateReservationRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::CreateTransferRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::ReceiveTransferRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::ReturnTransferRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::RecordHandoverRequest& request);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::CreateRecallRequest& request);
// Of what was recorded before the merge and has not happened yet.
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::Movement& held);
absl::StatusOr<bool> TakeKept(const storage::RowReader& rows, v1::Transfer& waiting);

// Runs the command, and when it names what is not known once more with the kept items in place of
// aliases: only then is anything looked for among these.
template <typename Request, typename Run>
absl::StatusOr<storage::Decision> WithKeptItems(const storage::RowReader& rows,
                                                const Request& request, Run run) {
  absl::StatusOr<storage::Decision> decision = run(request);
  if (decision.ok() || ReasonOf(decision.status()) != Reason::ERROR_REASON_NOT_KNOWN) {
    return decision;
  }
  Request kept = request;
  ASSIGN_OR_RETURN(const bool taken, TakeKept(rows, kept));
  return taken ? run(kept) : decision;
}

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CATALOGUE_ALIASES_H_
