// The command that makes a count of a dip; as store/commands.h.
#ifndef SERVICES_INVENTORY_STORE_PLACES_TANK_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_PLACES_TANK_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/tank.pb.h"

namespace waystation::inventory {

absl::StatusOr<storage::Decision> PostTankDip(const storage::RowReader& rows,
                                              const storage::DecideContext& context,
                                              const v1::PostTankDipRequest& request);

absl::Status Answer(const storage::Outcome& outcome, v1::PostTankDipResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_TANK_COMMANDS_H_
