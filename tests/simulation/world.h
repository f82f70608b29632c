#ifndef TESTS_SIMULATION_WORLD_H_
#define TESTS_SIMULATION_WORLD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/disk.h"

namespace waystation::simulation {

struct WorldOptions {
  uint64_t seed = 0;
  // Commands that clients send, all services together; a few more are sent to finish.
  int64_t operations = 0;
  // RocksDB on a fault file system, else memory disks.
  bool real_disks = false;
  Sabotage sabotage = Sabotage::kNone;
  // Nothing befalls the services but commands, following, time and `cut`. On real disks.
  bool calm = false;
  // The power of one service, by its number in the cluster, goes at a sync point of its disk,
  // counted from its first opening on, and comes back at once.
  struct PowerCut {
    size_t service = 0;
    int64_t sync = 0;
  };
  std::optional<PowerCut> cut = std::nullopt;
  // Prints all that happens.
  bool print = false;
};

struct WorldReport {
  // Empty, or the first thing that was wrong.
  std::string problem;
  int64_t operations = 0;
  // Of all that happened, rows included: equal for equal options.
  std::string digest;
  // The last of what happened.
  std::vector<std::string> last_lines;
  // How often what happened, to see that a run was worth something.
  std::map<std::string, int64_t> counts;
};

// Facility, inventory and headquarters in this thread, from one seed: their real stores, decisions,
// folds and answers, driven by clients who lose answers and repeat themselves, following each other
// over a hostile network, under wrong clocks, on failing disks, ended and opened apart. Now and
// then and at the end all is made quiet, and then everything must agree.
WorldReport RunWorld(const WorldOptions& options);

// The least number of operations with which the same options still end in a problem, supposing that
// more of them never mend it. REQUIRES: with options.operations they do.
int64_t ShortestFailure(const WorldOptions& options);

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_WORLD_H_
