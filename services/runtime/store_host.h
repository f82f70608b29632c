#ifndef SERVICES_RUNTIME_STORE_HOST_H_
#define SERVICES_RUNTIME_STORE_HOST_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/revision_signal.h"
#include "services/runtime/service.h"
#include "services/runtime/store_slot.h"
#include "services/runtime/writer.h"
#include "storage/store.h"

namespace waystation::runtime {

class Follower;
class WatchHub;

// How a followed log stands.
struct FollowState {
  std::string log;  // Such as "facility/main".
  int64_t applied_revision = 0;
  int64_t source_head_revision = 0;  // As last heard; never less than applied.
  // When the source last said where its head is, by this process's clock; InfinitePast before it
  // ever did. The copy is as of then when applied has reached the head.
  absl::Time last_confirm_time = absl::InfinitePast();
  // The same moment by SteadyNow: ages are taken from it, whatever was done to the clock since.
  absl::Time last_confirm_moment = absl::InfinitePast();
  // What the source thinks of its clock, as it last said; UNSPECIFIED before it ever did.
  common::v1::ClockState source_clock = common::v1::CLOCK_STATE_UNSPECIFIED;
  bool reachable = false;
  std::string last_error;  // English, for operators; empty while reachable.
};

// A store with its writer thread, its followers and its signal: all that handlers need. Thread-safe
// but for Start, Drain and Close. After a failed write the store is opened anew by itself
// (writer.h); followers then go on from what its rows hold.
class StoreHost {
 public:
  // Opens <env.data_folder> as storage::Store does, with the log "<service>/main", and fails as it
  // does (FOLDER_IN_USE, FOLDER_NEWER, FOLDER_KIND, LOG_DAMAGED). The folds must outlive the host.
  static absl::StatusOr<std::unique_ptr<StoreHost>> Open(
      const ServiceEnvironment& env, const std::string& service, int64_t row_format,
      const storage::EventFold* fold, std::vector<storage::FollowedLog> followed);
  ~StoreHost();

  // The store, to be held for one piece of work and never while waiting: after a failed write it is
  // closed, when nobody holds it any more, and opened again. Null meanwhile.
  std::shared_ptr<storage::Store> store() const { return slot_.Get(); }
  Writer& writer() { return *writer_; }
  RevisionSignal& signal() { return signal_; }
  WatchHub& watches() { return *watches_; }
  const ServiceEnvironment& environment() const { return env_; }
  const std::string& service() const { return service_; }
  const std::string& log_name() const { return options_.log; }

  // Rows as they are now; what is written later does not show. Never null; LOG_UNAVAILABLE to every
  // read while the store is closed. Held no longer than store()'s pointer.
  std::unique_ptr<storage::RowReader> Snapshot() const { return SnapshotOf(slot_.Get()); }
  // How far `rows` hold the followed `log`. REQUIRES: it is followed.
  absl::StatusOr<storage::LogPosition> Applied(const std::string& log,
                                               const storage::RowReader& rows) const;
  absl::Time Now() const { return env_.clock->Now(); }
  storage::ClockReading ReadClock() const { return env_.clock->Read(); }

  // One for each followed log, in the order given to Open.
  const std::vector<FollowState> FollowStates() const;

  // Where the sources are is asked of env.channel_to, at each connection.
  void StartFollowing();
  // Returns when no follower runs any more.
  void StopFollowing();

  // Writer and followers. A service's Start() needs no more.
  absl::Status Start();
  // Stops followers, ends watches and waits (OVERLOADED), finishes queued writes.
  void Drain();
  // Drain() if not done, then closes the store.
  absl::Status Close();

 private:
  StoreHost(const ServiceEnvironment& env, const std::string& service);

  // Opens the store into the slot and tells how far its rows are.
  absl::Status OpenStore();
  // Closes the store and opens it again, if the disk gives it a chance: else it stays open for
  // reads. On the writer thread.
  absl::Status Reopen();

  const ServiceEnvironment env_;
  const std::string service_;
  storage::StoreOptions options_;
  std::vector<storage::FollowedLog> followed_;
  RevisionSignal signal_;
  StoreSlot slot_;
  std::unique_ptr<Writer> writer_;
  std::shared_ptr<WatchHub> watches_;
  std::vector<std::unique_ptr<Follower>> followers_;
  bool drained_ = false;
  bool closed_ = false;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_STORE_HOST_H_
