#ifndef CLIENTS_CPP_STEADY_H_
#define CLIENTS_CPP_STEADY_H_

#include "absl/time/time.h"

namespace waystation::client {

// For the intervals of waiting: goes on evenly from an arbitrary start, whatever is done to this
// machine's clock. Not a time of day.
absl::Time SteadyNow();

// What this machine's clock says at the moment `steady` of SteadyNow, as both stand now: a deadline
// as gRPC takes it, which makes it steady again at once.
absl::Time MachineTime(absl::Time steady);

}  // namespace waystation::client

#endif  // CLIENTS_CPP_STEADY_H_
