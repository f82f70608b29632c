// Keys of rows. The first byte of an input names up to four parts (two bits each); the rest is read
// once as a key's bytes, once as the values of two keys. Reading ends whatever the bytes; what is
// read writes the same bytes again; and keys compare as their values do.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "storage/key.h"

namespace {

using waystation::storage::KeyBuilder;
using waystation::storage::KeyReader;
using waystation::storage::PrefixEnd;

constexpr int kParts = 4;
constexpr uint8_t kTable = 7;

enum class Kind { kString, kInt64, kDescendingInt64, kDescendingString };

struct Part {
  Kind kind;
  std::string text;
  int64_t number = 0;
};
using Parts = std::vector<Part>;

void Require(bool holds) {
  if (!holds) abort();
}

std::vector<Kind> KindsOf(uint8_t byte) {
  std::vector<Kind> kinds;
  for (int i = 0; i < kParts; ++i) kinds.push_back(static_cast<Kind>(byte >> (2 * i) & 3));
  return kinds;
}

std::string Write(uint8_t table, const Parts& parts) {
  KeyBuilder key(table);
  for (const Part& part : parts) {
    switch (part.kind) {
      case Kind::kString:
        key.String(part.text);
        break;
      case Kind::kInt64:
        key.Int64(part.number);
        break;
      case Kind::kDescendingInt64:
        key.DescendingInt64(part.number);
        break;
      case Kind::kDescendingString:
        key.DescendingString(part.text);
        break;
    }
  }
  return key.Take();
}

Parts Read(KeyReader& key, const std::vector<Kind>& kinds) {
  Parts parts;
  for (const Kind kind : kinds) {
    Part part{kind, "", 0};
    if (kind == Kind::kString) part.text = key.String();
    if (kind == Kind::kDescendingString) part.text = key.DescendingString();
    if (kind == Kind::kInt64) part.number = key.Int64();
    if (kind == Kind::kDescendingInt64) part.number = key.DescendingInt64();
    if (!key.ok()) Require(part.text.empty() && part.number == 0 && !key.AtEnd());
    parts.push_back(part);
  }
  return parts;
}

// Takes values from the front of `rest`: a length byte and text, or eight bytes, the last of them
// short or absent.
Parts TakeValues(absl::string_view& rest, const std::vector<Kind>& kinds) {
  Parts parts;
  for (const Kind kind : kinds) {
    Part part{kind, "", 0};
    const bool is_text = kind == Kind::kString || kind == Kind::kDescendingString;
    size_t length = 8;
    if (is_text && !rest.empty()) {
      length = static_cast<uint8_t>(rest[0]);
      rest.remove_prefix(1);
    }
    const absl::string_view bytes = rest.substr(0, length);
    rest.remove_prefix(bytes.size());
    if (is_text) {
      part.text = std::string(bytes);
    } else {
      uint64_t bits = 0;
      for (char byte : bytes) bits = bits << 8 | static_cast<uint8_t>(byte);
      part.number = static_cast<int64_t>(bits);
    }
    parts.push_back(part);
  }
  return parts;
}

std::strong_ordering Compare(const Parts& a, const Parts& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    std::strong_ordering order = a[i].text <=> b[i].text;
    if (order == 0) order = a[i].number <=> b[i].number;
    const bool descends =
        a[i].kind == Kind::kDescendingInt64 || a[i].kind == Kind::kDescendingString;
    if (order != 0) return descends ? 0 <=> order : order;
  }
  return std::strong_ordering::equal;
}

void CheckReadBack(const std::string& key, const Parts& parts, const std::vector<Kind>& kinds) {
  KeyReader reader(key);
  Require(reader.table() == kTable);
  const Parts read = Read(reader, kinds);
  Require(reader.AtEnd() && Compare(read, parts) == 0);
}

void CheckPrefixEnd(absl::string_view prefix, absl::string_view key) {
  const std::string end = PrefixEnd(prefix);
  const bool begins = key.substr(0, prefix.size()) == prefix;
  const bool in_range = key >= prefix && (end.empty() || key < absl::string_view(end));
  Require(begins == in_range);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::vector<Kind> kinds = KindsOf(data[0]);
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  KeyReader reader(bytes);
  const Parts read = Read(reader, kinds);
  if (reader.AtEnd()) Require(absl::string_view(Write(reader.table(), read)) == bytes);

  absl::string_view rest = bytes;
  const Parts a = TakeValues(rest, kinds);
  const Parts b = TakeValues(rest, kinds);
  const std::string a_key = Write(kTable, a);
  const std::string b_key = Write(kTable, b);
  CheckReadBack(a_key, a, kinds);
  CheckReadBack(b_key, b, kinds);
  Require((a_key <=> b_key) == Compare(a, b));
  CheckPrefixEnd(bytes.substr(0, bytes.size() / 2), bytes);
  CheckPrefixEnd(bytes.substr(0, bytes.size() / 2), bytes.substr(bytes.size() / 2));
  return 0;
}
