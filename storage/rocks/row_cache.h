#ifndef STORAGE_ROCKS_ROW_CACHE_H_
#define STORAGE_ROCKS_ROW_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"

namespace waystation::storage {

// Rows that the one writing thread looked up lately, as they are after its last write; also which
// there are not. A command looks up what the one before it did (the item, the facility, the same
// shelf), and a look-up in the database costs ten times one in here. Not thread-safe.
class RowCache {
 public:
  // Forgets what was not used lately once rows, with what they take in the table, come to more.
  explicit RowCache(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Whether anything is known of the row; then `value` becomes its value, or nullopt when there is
  // no such row.
  bool Find(absl::string_view key, std::optional<std::string>* value);

  // Notes what a look-up found. Large values are not kept.
  void Insert(absl::string_view key, const std::optional<std::string>& value);

  // Gives the rows that are held their new values, and the cache a new version.
  void Apply(const RowChanges& changes);

  // Forgets everything, with a new version.
  void Clear();

  // Changes whenever the rows may have: what was looked up under another must not be inserted.
  uint64_t version() const { return version_; }

 private:
  // Key and value lie in one piece of memory, and the table holds rows, not pointers to them: what
  // a look-up costs is the memory that it has to wait for.
  struct Row {
    std::unique_ptr<char[]> bytes;  // The key, then the value.
    uint32_t value_bytes = 0;
    uint32_t room_bytes = 0;  // For the value.
    bool there = false;
    bool used = false;  // Found since the last sweep; the others go with the next.
  };
  // By keys that lie in the rows' own bytes.
  using Rows = absl::flat_hash_map<absl::string_view, Row>;

  static size_t BytesOf(const Rows::value_type& row);
  void Add(absl::string_view key, const std::optional<std::string>& value, bool used);
  // Of a row that is held; a large value is forgotten with its row.
  void Replace(Rows::iterator row, const std::optional<std::string>& value);
  void Forget(Rows::iterator row);
  void Sweep();

  const size_t max_bytes_;
  uint64_t version_ = 0;
  Rows rows_;
  size_t bytes_ = 0;  // Of all in rows_.
};

}  // namespace waystation::storage

#endif  // STORAGE_ROCKS_ROW_CACHE_H_
