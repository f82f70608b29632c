#ifndef STORAGE_MEMORY_MEMORY_LOG_H_
#define STORAGE_MEMORY_MEMORY_LOG_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/log.h"

namespace waystation::storage {

// Logs in memory, for tests and models. Opening a partition again fences the handle that had it;
// the groups stay as long as the engine.
class MemoryLogEngine : public LogEngine {
 public:
  MemoryLogEngine();
  ~MemoryLogEngine() override;

  absl::StatusOr<std::unique_ptr<Log>> Open(absl::string_view partition) override;

  // The next append answers `result`; for kUnknown, `written` tells whether it was written all the
  // same.
  void FailNextAppend(AppendResult result, bool written);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace waystation::storage

#endif  // STORAGE_MEMORY_MEMORY_LOG_H_
