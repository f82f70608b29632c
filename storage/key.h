// Order-preserving keys: comparing encoded keys byte by byte gives the order of what they encode.
//
//   key      := table (1 byte) part*
//   int64    := 8 bytes, big-endian, top bit flipped
//   string   := bytes with 00 written as 00 FF, then 00 01; so a key that ends after a string is
//               the prefix of exactly the keys that go on after that string
//   reversed := the part's bytes complemented, so that larger values come first
#ifndef STORAGE_KEY_H_
#define STORAGE_KEY_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace waystation::storage {

// Builds a key: KeyBuilder(kMovement).String(facility).Descending(time_us).String(id).Take().
class KeyBuilder {
 public:
  explicit KeyBuilder(uint8_t table) { key_.push_back(static_cast<char>(table)); }

  KeyBuilder& String(absl::string_view part);
  KeyBuilder& Int64(int64_t part);
  KeyBuilder& DescendingInt64(int64_t part);
  KeyBuilder& DescendingString(absl::string_view part);

  std::string Take() { return std::move(key_); }

 private:
  std::string key_;
};

// Reads the parts of a key in the order they were written. A wrong call or damaged bytes set ok()
// to false and give zero values from then on; check ok() once at the end, with AtEnd().
class KeyReader {
 public:
  explicit KeyReader(absl::string_view key);

  uint8_t table() const { return table_; }
  std::string String();
  int64_t Int64();
  int64_t DescendingInt64();
  std::string DescendingString();
  bool ok() const { return ok_; }
  bool AtEnd() const { return ok_ && rest_.empty(); }

 private:
  uint8_t table_ = 0;
  absl::string_view rest_;
  bool ok_ = true;
};

// The least key greater than every key that begins with `prefix`: the end of a scan over the
// prefix. Empty (no end) when the prefix is all FF.
std::string PrefixEnd(absl::string_view prefix);

}  // namespace waystation::storage

#endif  // STORAGE_KEY_H_
