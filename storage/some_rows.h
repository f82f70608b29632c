#ifndef STORAGE_SOME_ROWS_H_
#define STORAGE_SOME_ROWS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"

namespace waystation::storage {

// A scan over the rows whose keys are wanted: those of one source among the rows of several.
class SomeRows : public RowReader {
 public:
  using Wanted = std::function<bool(absl::string_view key)>;

  // `rows` must outlive this, this its cursors.
  SomeRows(const RowReader& rows, Wanted wanted) : rows_(rows), wanted_(std::move(wanted)) {}

  // Any row, wanted or not.
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override;
  std::unique_ptr<RowCursor> Scan(absl::string_view begin, absl::string_view end) const override;

 private:
  const RowReader& rows_;
  const Wanted wanted_;
};

}  // namespace waystation::storage

#endif  // STORAGE_SOME_ROWS_H_
