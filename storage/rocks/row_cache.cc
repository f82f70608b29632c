#include "storage/rocks/row_cache.h"

#include <cstring>
#include <iterator>
#include <utility>

namespace waystation::storage {
namespace {

constexpr size_t kMaxValueBytes = 1024;
// Of a row's place in the table, half of whose places may be empty, and what the allocator adds.
constexpr size_t kEntryBytes = 112;

bool IsLarge(const std::optional<std::string>& value) {
  return value.has_value() && value->size() > kMaxValueBytes;
}

}  // namespace

bool RowCache::Find(absl::string_view key, std::optional<std::string>* value) {
  const auto found = rows_.find(key);
  if (found == rows_.end()) return false;
  Row& row = found->second;
  row.used = true;
  if (row.there) {
    value->emplace(row.bytes.get() + key.size(), row.value_bytes);
  } else {
    value->reset();
  }
  return true;
}

void RowCache::Insert(absl::string_view key, const std::optional<std::string>& value) {
  if (const auto row = rows_.find(key); row != rows_.end()) {
    Replace(row, value);
  } else if (!IsLarge(value)) {
    Add(key, value, /*used=*/false);
  }
  if (bytes_ > max_bytes_) Sweep();
}

void RowCache::Apply(const RowChanges& changes) {
  ++version_;
  for (const auto& [key, value] : changes) {
    if (const auto row = rows_.find(key); row != rows_.end()) Replace(row, value);
  }
  if (bytes_ > max_bytes_) Sweep();
}

void RowCache::Clear() {
  ++version_;
  rows_.clear();
  bytes_ = 0;
}

size_t RowCache::BytesOf(const Rows::value_type& row) {
  return row.first.size() + row.second.room_bytes + kEntryBytes;
}

void RowCache::Add(absl::string_view key, const std::optional<std::string>& value, bool used) {
  Row row;
  row.there = value.has_value();
  row.used = used;
  row.value_bytes = row.room_bytes = static_cast<uint32_t>(row.there ? value->size() : 0);
  row.bytes = std::make_unique<char[]>(key.size() + row.room_bytes);
  std::memcpy(row.bytes.get(), key.data(), key.size());
  if (row.there) std::memcpy(row.bytes.get() + key.size(), value->data(), value->size());
  const absl::string_view own_key(row.bytes.get(), key.size());
  bytes_ += BytesOf(*rows_.emplace(own_key, std::move(row)).first);
}

void RowCache::Replace(Rows::iterator row, const std::optional<std::string>& value) {
  const size_t wanted = value.has_value() ? value->size() : 0;
  if (IsLarge(value)) {
    Forget(row);
  } else if (wanted > row->second.room_bytes) {
    // What lived in the old piece of memory, the key too, moves to a larger one.
    const std::string key(row->first);
    const bool used = row->second.used;
    Forget(row);
    Add(key, value, used);
  } else {
    row->second.there = value.has_value();
    row->second.value_bytes = static_cast<uint32_t>(wanted);
    if (wanted > 0) {
      std::memcpy(row->second.bytes.get() + row->first.size(), value->data(), wanted);
    }
  }
}

void RowCache::Forget(Rows::iterator row) {
  bytes_ -= BytesOf(*row);
  rows_.erase(row);
}

void RowCache::Sweep() {
  for (auto row = rows_.begin(); row != rows_.end();) {
    const auto next = std::next(row);
    if (row->second.used) {
      row->second.used = false;
    } else {
      Forget(row);
    }
    row = next;
  }
  // All of it in use: begin anew rather than sweep again at once.
  if (bytes_ > max_bytes_ / 2) {
    rows_.clear();
    bytes_ = 0;
  }
}

}  // namespace waystation::storage
