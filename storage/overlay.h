#ifndef STORAGE_OVERLAY_H_
#define STORAGE_OVERLAY_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"

namespace waystation::storage {

// Changes held in memory over rows that stay as they are: what lets a command see the one before it
// in its group. Reads and scans show both merged. A cursor made before a Put or Delete is invalid
// after it.
class RowOverlay : public RowWriter {
 public:
  // `base` must outlive the overlay.
  explicit RowOverlay(const RowReader* base) : base_(base) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override;
  std::unique_ptr<RowCursor> Scan(absl::string_view begin, absl::string_view end) const override;
  void Put(absl::string_view key, absl::string_view value) override;
  void Delete(absl::string_view key) override;

  // Makes all of `changes` its own.
  void Apply(RowChanges changes);

  const RowChanges& changes() const { return changes_; }
  RowChanges TakeChanges() { return std::move(changes_); }

 private:
  const RowReader* base_;
  RowChanges changes_;
};

}  // namespace waystation::storage

#endif  // STORAGE_OVERLAY_H_
