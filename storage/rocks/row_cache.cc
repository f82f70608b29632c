#include "storage/rocks/row_cache.h"

#include <utility>

namespace waystation::storage {
namespace {

constexpr size_t kMaxValueBytes = 1024;
// Of the two strings, their node and its place in the table.
constexpr size_t kEntryBytes = 120;

std::string_view View(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace

const std::optional<std::string>* RowCache::Find(absl::string_view key) {
  if (const auto row = young_.find(View(key)); row != young_.end()) return &row->second;
  const auto row = old_.find(View(key));
  if (row == old_.end()) return nullptr;
  // Copied, not moved: Insert may let go of the old ones.
  const std::optional<std::string> value = row->second;
  Insert(key, value);
  return &young_.find(View(key))->second;
}

void RowCache::Insert(absl::string_view key, const std::optional<std::string>& value) {
  const size_t bytes = value.has_value() ? value->size() : 0;
  if (bytes > kMaxValueBytes) return;
  if (young_bytes_ >= max_bytes_ / 2) {
    old_ = std::move(young_);
    young_.clear();
    young_bytes_ = 0;
  }
  young_bytes_ += key.size() + bytes + kEntryBytes;
  young_.insert_or_assign(std::string(key), value);
}

void RowCache::Apply(const RowChanges& changes) {
  ++version_;
  for (const auto& [key, value] : changes) {
    const bool large = value.has_value() && value->size() > kMaxValueBytes;
    for (Rows* rows : {&young_, &old_}) {
      const auto row = rows->find(key);
      if (row == rows->end()) continue;
      if (large) {
        rows->erase(row);
      } else {
        row->second = value;
      }
    }
  }
}

void RowCache::Clear() {
  ++version_;
  young_.clear();
  old_.clear();
  young_bytes_ = 0;
}

}  // namespace waystation::storage
