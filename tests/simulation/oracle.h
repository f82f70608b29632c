// What must hold once all is quiet, beyond what each service's clients hold it to.
#ifndef TESTS_SIMULATION_ORACLE_H_
#define TESTS_SIMULATION_ORACLE_H_

#include <string>
#include <vector>

#include "storage/log.h"
#include "storage/rows.h"
#include "tests/simulation/node.h"

namespace waystation::simulation {

// Each is empty when all is well, else says the first thing that is wrong.

// The node's rows are what its own log and those of `sources`, folded from nothing, come to.
// REQUIRES: all are open, the node has caught up.
std::string CheckRebuild(Node& node, const std::vector<Node*>& sources);

// Headquarters' levels, and the indexes over them, are what plain bookkeeping from the events of
// inventory's log comes to.
std::string CheckLevels(const storage::RowReader& rows, const storage::Log& inventory);

// Of all rows but storage's own, which name histories: equal for equal seeds.
std::string DigestOfRows(const storage::RowReader& rows);

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_ORACLE_H_
