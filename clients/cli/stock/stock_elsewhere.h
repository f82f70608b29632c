#ifndef CLIENTS_CLI_STOCK_STOCK_ELSEWHERE_H_
#define CLIENTS_CLI_STOCK_STOCK_ELSEWHERE_H_

#include "clients/cli/context.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {

// Where a line that named no place came out short, since several other places hold the item and the
// ledger guesses at none, or what is left of it is not usable: tells which places hold it, and what
// to do if it was taken there. Nothing otherwise.
void PrintElsewhere(const inventory::v1::CreateMovementResponse& response, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_STOCK_STOCK_ELSEWHERE_H_
