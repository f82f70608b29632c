#include "services/runtime/revision_signal.h"

#include <utility>
#include <vector>

namespace waystation::runtime {

RevisionSignal::Id RevisionSignal::Add(Callback callback) {
  std::lock_guard<std::mutex> lock(mutex_);
  callbacks_.emplace(++last_id_, std::make_shared<const Callback>(std::move(callback)));
  return last_id_;
}

void RevisionSignal::Remove(Id id) {
  std::shared_ptr<const Callback> removed;  // Destroyed outside the lock.
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = callbacks_.find(id);
  if (found == callbacks_.end()) return;
  removed = std::move(found->second);
  callbacks_.erase(found);
}

int64_t RevisionSignal::Position(const std::string& log) const {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = positions_.find(log);
  return found == positions_.end() ? -1 : found->second;
}

void RevisionSignal::Set(const std::string& log, int64_t revision) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    positions_[log] = revision;
  }
  Fire();
}

void RevisionSignal::Close() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
  }
  Fire();
}

bool RevisionSignal::closed() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return closed_;
}

void RevisionSignal::Fire() {
  std::vector<std::shared_ptr<const Callback>> callbacks;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    callbacks.reserve(callbacks_.size());
    for (const auto& [id, callback] : callbacks_) callbacks.push_back(callback);
  }
  for (const auto& callback : callbacks) (*callback)();
}

}  // namespace waystation::runtime
