#include "storage/overlay.h"

#include <utility>

namespace waystation::storage {
namespace {

// Both sources in key order; where they meet, the change hides the row.
class MergedCursor : public RowCursor {
 public:
  MergedCursor(std::unique_ptr<RowCursor> rows, RowChanges::const_iterator change,
               RowChanges::const_iterator end)
      : rows_(std::move(rows)), change_(change), end_(end) {
    Settle();
  }

  bool Valid() const override { return on_change_ || on_row_; }
  absl::string_view key() const override { return on_change_ ? change_->first : rows_->key(); }
  absl::string_view value() const override {
    return on_change_ ? absl::string_view(*change_->second) : rows_->value();
  }
  absl::Status status() const override { return rows_->status(); }

  void Next() override {
    if (on_change_) {
      ++change_;
    } else {
      rows_->Next();
    }
    Settle();
  }

 private:
  void Settle() {
    on_change_ = on_row_ = false;
    // A failed base ends the scan at once: going on with changes alone would hide rows.
    while (rows_->status().ok() && (rows_->Valid() || change_ != end_)) {
      const bool change_first =
          change_ != end_ && (!rows_->Valid() || change_->first <= rows_->key());
      if (!change_first) {
        on_row_ = true;
        return;
      }
      if (rows_->Valid() && rows_->key() == change_->first) {
        rows_->Next();
        if (!rows_->status().ok()) return;
      }
      if (change_->second.has_value()) {
        on_change_ = true;
        return;
      }
      ++change_;
    }
  }

  const std::unique_ptr<RowCursor> rows_;
  RowChanges::const_iterator change_;
  const RowChanges::const_iterator end_;
  bool on_change_ = false;
  bool on_row_ = false;
};

}  // namespace

absl::StatusOr<std::optional<std::string>> RowOverlay::Get(absl::string_view key) const {
  const auto change = changes_.find(key);
  if (change != changes_.end()) return change->second;
  return base_->Get(key);
}

std::unique_ptr<RowCursor> RowOverlay::Scan(absl::string_view begin, absl::string_view end) const {
  const auto first = changes_.lower_bound(begin);
  auto last = end.empty() ? changes_.end() : changes_.lower_bound(end);
  if (!end.empty() && end <= begin) last = first;
  return std::make_unique<MergedCursor>(base_->Scan(begin, end), first, last);
}

void RowOverlay::Put(absl::string_view key, absl::string_view value) {
  changes_.insert_or_assign(std::string(key), std::string(value));
}

void RowOverlay::Delete(absl::string_view key) {
  changes_.insert_or_assign(std::string(key), std::nullopt);
}

void RowOverlay::Apply(RowChanges changes) {
  while (!changes.empty()) {
    auto placed = changes_.insert(changes.extract(changes.begin()));
    if (!placed.inserted) placed.position->second = std::move(placed.node.mapped());
  }
}

}  // namespace waystation::storage
