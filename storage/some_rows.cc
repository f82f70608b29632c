#include "storage/some_rows.h"

namespace waystation::storage {
namespace {

class SomeRowsCursor : public RowCursor {
 public:
  SomeRowsCursor(std::unique_ptr<RowCursor> rows, const SomeRows::Wanted& wanted)
      : rows_(std::move(rows)), wanted_(wanted) {
    Settle();
  }

  bool Valid() const override { return rows_->Valid(); }
  absl::string_view key() const override { return rows_->key(); }
  absl::string_view value() const override { return rows_->value(); }
  absl::Status status() const override { return rows_->status(); }
  void Next() override {
    rows_->Next();
    Settle();
  }

 private:
  void Settle() {
    while (rows_->Valid() && !wanted_(rows_->key())) rows_->Next();
  }

  const std::unique_ptr<RowCursor> rows_;
  const SomeRows::Wanted& wanted_;
};

}  // namespace

absl::StatusOr<std::optional<std::string>> SomeRows::Get(absl::string_view key) const {
  return rows_.Get(key);
}

std::unique_ptr<RowCursor> SomeRows::Scan(absl::string_view begin, absl::string_view end) const {
  return std::make_unique<SomeRowsCursor>(rows_.Scan(begin, end), wanted_);
}

}  // namespace waystation::storage
