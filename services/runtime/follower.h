#ifndef SERVICES_RUNTIME_FOLLOWER_H_
#define SERVICES_RUNTIME_FOLLOWER_H_

#include <memory>
#include <string>

#include "services/runtime/store_host.h"

namespace waystation::runtime {

// Follows one log of another service into the host's rows, for as long as it runs: asks the source
// what it is (and refuses data of the other kind), streams groups from the position that the rows
// hold, folds each on the writer thread before it reads the next. A lost connection is tried again
// after 0.1 s, doubling to 5 s; a source with another history has its rows dropped and is followed
// from the beginning. Thread-safe.
class Follower {
 public:
  // `host` must outlive it and follow `log`.
  static std::unique_ptr<Follower> Make(StoreHost* host, const std::string& log);
  // Stops as by Stop().
  virtual ~Follower() = default;

  virtual void Start() = 0;
  // Returns when nothing of it runs any more. REQUIRES: not called by a callback or the writer
  // thread.
  virtual void Stop() = 0;
  // The rows may hold less than they did: follows again from what they hold.
  virtual void StartOver() = 0;
  virtual FollowState state() const = 0;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_FOLLOWER_H_
