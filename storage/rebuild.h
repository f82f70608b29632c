// The proof that rows are a cache: fold the logs again from nothing and compare.
#ifndef STORAGE_REBUILD_H_
#define STORAGE_REBUILD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/log.h"
#include "storage/projector.h"
#include "storage/rows.h"

namespace waystation::storage {

// One row that differs.
struct RowDifference {
  std::string key;
  std::string live;  // Empty and `live_present` false when the live rows lack it.
  std::string rebuilt;
  bool live_present = false;
  bool rebuilt_present = false;
};

struct EqualityReport {
  int64_t rows_compared = 0;
  int64_t difference_count = 0;
  std::vector<RowDifference> differences;  // The first 100.

  bool equal() const { return difference_count == 0; }
  // "12,345 rows, all equal" or the count with the first differing keys in hex, one a line.
  std::string ToString() const;
};

// One log and the projector that folds it.
struct RebuildSource {
  const Log* log = nullptr;
  const Projector* projector = nullptr;
};

// Folds all sources from revision 1 into `empty_rows` and compares with `live`, every table,
// request index and `applied` included. REQUIRES: no writes meanwhile.
absl::StatusOr<EqualityReport> RebuildAndCompare(absl::Span<const RebuildSource> sources,
                                                 const RowReader& live, RowStore& empty_rows);

// Compares two sets of rows key by key.
absl::StatusOr<EqualityReport> CompareRows(const RowReader& live, const RowReader& rebuilt);

}  // namespace waystation::storage

#endif  // STORAGE_REBUILD_H_
