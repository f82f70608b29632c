// Expected deliveries as rows: those that have not ended, and by item what of them is to come. A
// transfer on its way is kept as one of the receiver's, under its own name.
#ifndef SERVICES_HEADQUARTERS_STORE_DELIVERY_ROWS_H_
#define SERVICES_HEADQUARTERS_STORE_DELIVERY_ROWS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/rows.h"
#include "waystation/headquarters/v1/resupply.pb.h"
#include "waystation/headquarters/v1/supply_state.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::headquarters {

// Takes the place of what was known of the delivery; one that has ended is dropped.
absl::Status FoldDelivery(storage::RowWriter& rows,
                          const inventory::v1::ExpectedDelivery& delivery);

// What is expected of an item, by id, which has just become an alias is of the kept item.
absl::Status RenameComing(storage::RowWriter& rows, const std::string& alias);

// The same of a transfer that is on its way and says when it should arrive. One that names an
// expected delivery is not kept: that says already what comes.
absl::Status FoldTransfer(storage::RowWriter& rows, const inventory::v1::Transfer& transfer);

// Counts what the movement brought to the delivery that it names, or took back from it.
absl::Status FoldArrival(storage::RowWriter& rows, const inventory::v1::Movement& movement);

// What comes of the item at the facility, compared with its level. `run_out_day` and `today` as in
// domain/resupply.h.
absl::StatusOr<v1::Resupply> LoadResupply(const storage::RowReader& rows,
                                          const std::string& facility, const std::string& item,
                                          v1::SupplyState state, int64_t run_out_day,
                                          int64_t today);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_DELIVERY_ROWS_H_
