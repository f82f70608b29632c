#ifndef SERVICES_RUNTIME_REVISION_SIGNAL_H_
#define SERVICES_RUNTIME_REVISION_SIGNAL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace waystation::runtime {

// How far a store's rows are, log by log, and who wants to hear of it. Thread-safe.
class RevisionSignal {
 public:
  using Callback = std::function<void()>;
  using Id = uint64_t;

  // `callback` runs after each advance of any log, own or followed, and once more when the signal
  // closes; on the writer thread, so it must only note and enqueue. It may call Add and Remove.
  Id Add(Callback callback);

  // The callback may be running on another thread still when this returns, and not after that: keep
  // what it needs alive by shared ownership.
  void Remove(Id id);

  // The revision of `log` that the rows hold; 0 when nothing is, -1 for a log this store knows
  // nothing of.
  int64_t Position(const std::string& log) const;

  // The rows now hold `revision` of `log`. Goes back when a source's history changed.
  void Set(const std::string& log, int64_t revision);

  // The store drains: calls every callback; what waits gives up.
  void Close();
  bool closed() const;

 private:
  void Fire();

  mutable std::mutex mutex_;
  std::map<std::string, int64_t> positions_;
  std::map<Id, std::shared_ptr<const Callback>> callbacks_;
  Id last_id_ = 0;
  bool closed_ = false;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_REVISION_SIGNAL_H_
