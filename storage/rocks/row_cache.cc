#include "storage/rocks/row_cache.h"

#include <utility>

namespace waystation::storage {
namespace {

constexpr size_t kMaxValueBytes = 1024;
// Of the two strings, their node and its place in the table.
constexpr size_t kEntryBytes = 120;

std::string_view View(absl::string_view text) { return {text.data(), text.size()}; }

size_t BytesOf(absl::string_view key, const std::optional<std::string>& value) {
  return key.size() + (value.has_value() ? value->size() : 0) + kEntryBytes;
}

}  // namespace

const std::optional<std::string>* RowCache::Find(absl::string_view key) {
  const auto row = rows_.find(View(key));
  if (row == rows_.end()) return nullptr;
  row->second.used = true;
  return &row->second.value;
}

void RowCache::Insert(absl::string_view key, const std::optional<std::string>& value) {
  if (value.has_value() && value->size() > kMaxValueBytes) return;
  if (bytes_ >= max_bytes_) Sweep();
  if (rows_.insert_or_assign(std::string(key), Row{value, false}).second) {
    bytes_ += BytesOf(key, value);
  }
}

void RowCache::Apply(const RowChanges& changes) {
  ++version_;
  for (const auto& [key, value] : changes) {
    const auto row = rows_.find(View(key));
    if (row == rows_.end()) continue;
    if (value.has_value() && value->size() > kMaxValueBytes) {
      rows_.erase(row);
    } else {
      row->second.value = value;
    }
  }
}

void RowCache::Clear() {
  ++version_;
  rows_.clear();
  bytes_ = 0;
}

void RowCache::Sweep() {
  bytes_ = 0;
  for (auto row = rows_.begin(); row != rows_.end();) {
    if (!row->second.used) {
      row = rows_.erase(row);
    } else {
      bytes_ += BytesOf(row->first, row->second.value);
      row->second.used = false;
      ++row;
    }
  }
  // All of it in use: begin anew rather than sweep again at once.
  if (bytes_ > max_bytes_ / 2) {
    rows_.clear();
    bytes_ = 0;
  }
}

}  // namespace waystation::storage
