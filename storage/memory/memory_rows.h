#ifndef STORAGE_MEMORY_MEMORY_ROWS_H_
#define STORAGE_MEMORY_MEMORY_ROWS_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"

namespace waystation::storage {

// Rows in memory, for tests, models and small rebuilds. A snapshot shares the rows until the next
// write copies them.
class MemoryRowStore : public RowStore {
 public:
  MemoryRowStore();

  std::unique_ptr<RowReader> Snapshot() const override;
  absl::Status Write(const RowChanges& changes) override;
  absl::Status DeleteRange(absl::string_view begin, absl::string_view end) override;

 private:
  using Rows = std::map<std::string, std::string, std::less<>>;
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace waystation::storage

#endif  // STORAGE_MEMORY_MEMORY_ROWS_H_
