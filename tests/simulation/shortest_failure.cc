#include "tests/simulation/world.h"

namespace waystation::simulation {

int64_t ShortestFailure(const WorldOptions& options) {
  int64_t good = 0;
  int64_t bad = options.operations;
  while (good + 1 < bad) {
    WorldOptions half = options;
    half.operations = good + (bad - good) / 2;
    (RunWorld(half).problem.empty() ? good : bad) = half.operations;
  }
  return bad;
}

}  // namespace waystation::simulation
