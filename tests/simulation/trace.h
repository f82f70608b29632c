#ifndef TESTS_SIMULATION_TRACE_H_
#define TESTS_SIMULATION_TRACE_H_

#include <deque>
#include <string>

#include "storage/base/digest.h"

namespace waystation::simulation {

// All that happened in a run, in order, as one digest and the last lines. Nothing goes in that is
// not the seed's doing: no folder, no time of the machine, no random name of a log.
class Trace {
 public:
  explicit Trace(bool print) : print_(print) {}

  void Note(std::string line);

  // In hex.
  std::string digest() const;
  const std::deque<std::string>& last_lines() const { return last_lines_; }

 private:
  const bool print_;
  storage::Digest digest_ = {};
  std::deque<std::string> last_lines_;
};

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_TRACE_H_
