#ifndef CLIENTS_LOAD_CATCH_UP_H_
#define CLIENTS_LOAD_CATCH_UP_H_

#include "absl/status/status.h"
#include "clients/load/options.h"

namespace waystation::load {

// Asks headquarters how far its copy of inventory's log is, until it is at the head, and prints how
// many entries a second it folded meanwhile.
absl::Status MeasureCatchUp(const Options& options);

}  // namespace waystation::load

#endif  // CLIENTS_LOAD_CATCH_UP_H_
