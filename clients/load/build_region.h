#ifndef CLIENTS_LOAD_BUILD_REGION_H_
#define CLIENTS_LOAD_BUILD_REGION_H_

#include "absl/status/status.h"
#include "clients/load/options.h"

namespace waystation::load {

// Records the region of `options`: items, facilities, then at each facility a receipt of every item
// twenty days ago and a use of every item ten days ago, `options.lines` lines a movement. Tells on
// stderr how it goes, and prints each phase as a run is printed.
absl::Status BuildRegion(const Options& options);

}  // namespace waystation::load

#endif  // CLIENTS_LOAD_BUILD_REGION_H_
