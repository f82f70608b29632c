#ifndef TESTS_STORAGE_SUPPORT_ENGINES_H_
#define TESTS_STORAGE_SUPPORT_ENGINES_H_

#include <memory>
#include <string>

#include "storage/log.h"

namespace waystation::storage::testing {

// RocksDB behind the seam: each partition a database in a folder of that name.
class RocksLogEngine : public LogEngine {
 public:
  explicit RocksLogEngine(std::string folder) : folder_(std::move(folder)) {}
  absl::StatusOr<std::unique_ptr<Log>> Open(absl::string_view partition) override;

 private:
  const std::string folder_;
};

}  // namespace waystation::storage::testing

#endif  // TESTS_STORAGE_SUPPORT_ENGINES_H_
