#ifndef CLIENTS_CLI_PLACE_OF_STOCK_H_
#define CLIENTS_CLI_PLACE_OF_STOCK_H_

#include <string>

#include "absl/status/status.h"
#include "clients/cli/context.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {

// Names the place on each outgoing line that leaves it out. A line stays without one, which means
// "main", when main holds the item, when no place does, or when the server does not answer: what
// happened can be recorded all the same. When a single other place holds it, that one is named and
// the person told. When several do, the person is asked: a wrong guess would book a shortfall here
// and leave stock there that is gone.
absl::Status NamePlaces(const std::string& facility, inventory::v1::Movement* movement,
                        Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_PLACE_OF_STOCK_H_
