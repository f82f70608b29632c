#ifndef SERVICES_RUNTIME_WATCH_HUB_H_
#define SERVICES_RUNTIME_WATCH_HUB_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/limits.h"
#include "services/runtime/watch_stream.h"
#include "storage/rows.h"

namespace waystation::runtime {

class StoreHost;

struct WatchOptions {
  // After a message the next change waits so long; changes meanwhile are merged.
  absl::Duration min_interval = absl::Milliseconds(200);
  // A message comes at least so often, changed or not: ages go on.
  absl::Duration max_interval = absl::Seconds(10);
};

// Makes the latest message, serialized; on the reader pool.
using MakeWatchMessage =
    std::function<absl::StatusOr<std::string>(const storage::RowReader& rows, absl::Time now)>;

// All watchers of one store. Those who ask the same question get the same messages: each is made
// once, however many watch. Thread-safe.
class WatchHub {
 public:
  // `host` must outlive it, and its signal's closing ends all streams (OVERLOADED).
  static std::shared_ptr<WatchHub> Make(StoreHost* host, size_t max_watchers = kMaxWatchers);
  virtual ~WatchHub() = default;

  // From now on `stream` gets the latest of what `question` asks, first as of this moment or later.
  // `make` and `options` are the same for the same question; the first ones count. The stream ends
  // with what `make` fails with, OVERLOADED when there are too many watchers, LOG_UNAVAILABLE when
  // the store stays closed for longer than max_interval.
  virtual void Join(const std::string& question, const WatchOptions& options, MakeWatchMessage make,
                    std::shared_ptr<WatchStream> stream) = 0;

  struct Counts {
    size_t watchers = 0;
    size_t questions = 0;
    int64_t made = 0;  // Messages since the beginning.
  };
  virtual Counts counts() const = 0;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WATCH_HUB_H_
