#ifndef STORAGE_ROCKS_ROW_CACHE_H_
#define STORAGE_ROCKS_ROW_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/strings/string_view.h"
#include "storage/rows.h"

namespace waystation::storage {

// Rows that the one writing thread looked up lately, as they are after its last write; also which
// there are not. A command looks up what the one before it did (the item, the facility, the same
// shelf), and a look-up in the database costs ten times one in here. Not thread-safe.
class RowCache {
 public:
  // At most so much memory after every call, by what the rows themselves take.
  explicit RowCache(size_t max_bytes) : max_bytes_(max_bytes) {}

  // What is known of the row: its value, or nullopt when there is no such row; nullptr when nothing
  // is known. Lives until the next call.
  const std::optional<std::string>* Find(absl::string_view key);

  // Notes what a look-up found. Large values are not kept.
  void Insert(absl::string_view key, const std::optional<std::string>& value);

  // Gives the rows that are held their new values, and the cache a new version.
  void Apply(const RowChanges& changes);

  // Forgets everything, with a new version.
  void Clear();

  // Changes whenever the rows may have: what was looked up under another must not be inserted.
  uint64_t version() const { return version_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
  };
  struct Row {
    std::optional<std::string> value;
    bool used = false;  // Found since the last sweep; the others go with the next.
  };
  using Rows = std::unordered_map<std::string, Row, Hash, std::equal_to<>>;

  // Of a row that is held; a large value is forgotten with its row.
  void Replace(Rows::iterator row, const std::optional<std::string>& value);
  void Sweep();

  const size_t max_bytes_;
  uint64_t version_ = 0;
  Rows rows_;
  size_t bytes_ = 0;  // Of all in rows_.
};

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROW_CACHE_H_
