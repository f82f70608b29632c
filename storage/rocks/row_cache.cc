#include "storage/rocks/row_cache.h"

#include <utility>

namespace waystation::storage {
namespace {

constexpr size_t kMaxValueBytes = 1024;
// Of the two strings, their node and its place in the table.
constexpr size_t kEntryBytes = 120;

std::string_view View(absl::string_view text) { return {text.data(), text.size()}; }

bool IsLarge(const std::optional<std::string>& value) {
  return value.has_value() && value->size() > kMaxValueBytes;
}

// A string that was given a shorter value still has the memory of the longer one.
size_t BytesOf(const std::string& key, const std::optional<std::string>& value) {
  return key.capacity() + (value.has_value() ? value->capacity() : 0) + kEntryBytes;
}

}  // namespace

const std::optional<std::string>* RowCache::Find(absl::string_view key) {
  const auto row = rows_.find(View(key));
  if (row == rows_.end()) return nullptr;
  row->second.used = true;
  return &row->second.value;
}

void RowCache::Insert(absl::string_view key, const std::optional<std::string>& value) {
  if (const auto row = rows_.find(View(key)); row != rows_.end()) {
    Replace(row, value);
  } else if (!IsLarge(value)) {
    const auto inserted = rows_.emplace(std::string(key), Row{value, false}).first;
    bytes_ += BytesOf(inserted->first, inserted->second.value);
  }
  if (bytes_ > max_bytes_) Sweep();
}

void RowCache::Apply(const RowChanges& changes) {
  ++version_;
  for (const auto& [key, value] : changes) {
    if (const auto row = rows_.find(View(key)); row != rows_.end()) Replace(row, value);
  }
  if (bytes_ > max_bytes_) Sweep();
}

void RowCache::Clear() {
  ++version_;
  rows_.clear();
  bytes_ = 0;
}

void RowCache::Replace(Rows::iterator row, const std::optional<std::string>& value) {
  bytes_ -= BytesOf(row->first, row->second.value);
  if (IsLarge(value)) {
    rows_.erase(row);
    return;
  }
  row->second.value = value;
  bytes_ += BytesOf(row->first, row->second.value);
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
