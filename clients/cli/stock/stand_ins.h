#ifndef CLIENTS_CLI_STOCK_STAND_INS_H_
#define CLIENTS_CLI_STOCK_STAND_INS_H_

#include "absl/status/status.h"
#include "clients/cli/context.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {

// Of an issue for use that came out short, or (`status`) was refused for it: what may stand in for
// the items that were short, with how much of it is usable at the facility. Shown to people, never
// taken by itself. Nothing otherwise, nor when the server does not answer: what is recorded is
// recorded.
void PrintStandIns(const inventory::v1::CreateMovementResponse& response, Context* context);
void PrintStandIns(const inventory::v1::CreateMovementRequest& request, const absl::Status& status,
                   Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_STOCK_STAND_INS_H_
