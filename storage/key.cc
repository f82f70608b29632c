#include "storage/key.h"

namespace waystation::storage {
namespace {

constexpr uint64_t kSignBit = uint64_t{1} << 63;
constexpr size_t kInt64Bytes = 8;

void AppendBigEndian(uint64_t value, std::string* out) {
  char bytes[kInt64Bytes];
  for (size_t i = kInt64Bytes; i > 0; --i, value >>= 8) bytes[i - 1] = static_cast<char>(value);
  out->append(bytes, kInt64Bytes);
}

// Hardly any string holds a zero byte: copied in whole
// pieces, for keys are made for every row that a line touches.
void AppendAscendingString(absl::string_view part, std::string* out) {
  for (size_t zero = part.find('\0'); zero != absl::string_view::npos; zero = part.find('\0')) {
    out->append(part.data(), zero + 1);
    out->push_back('\xFF');
    part.remove_prefix(zero + 1);
  }
  out->append(part.data(), part.size());
  out->append("\0\x01", 2);
}

// Every byte is complemented on the way out.
void AppendDescendingString(absl::string_view part, std::string* out) {
  const auto put = [&](uint8_t byte) { out->push_back(static_cast<char>(byte ^ 0xFF)); };
  for (char c : part) {
    put(static_cast<uint8_t>(c));
    if (c == '\0') put(0xFF);
  }
  put(0x00);
  put(0x01);
}

// Takes an int64 off the front of `rest`; false when it is too short.
bool TakeInt64(absl::string_view* rest, uint64_t mask, int64_t* value) {
  if (rest->size() < kInt64Bytes) return false;
  uint64_t bits = 0;
  for (size_t i = 0; i < kInt64Bytes; ++i) {
    bits = bits << 8 | static_cast<uint8_t>((*rest)[i]);
  }
  rest->remove_prefix(kInt64Bytes);
  *value = static_cast<int64_t>((bits ^ mask) ^ kSignBit);
  return true;
}

// Takes a string off the front of `rest`; false when its escapes or its end are damaged.
bool TakeAscendingString(absl::string_view* rest, std::string* value) {
  while (true) {
    const size_t zero = rest->find('\0');
    if (zero == absl::string_view::npos || zero + 1 == rest->size()) return false;
    value->append(rest->data(), zero);
    const uint8_t next = static_cast<uint8_t>((*rest)[zero + 1]);
    rest->remove_prefix(zero + 2);
    if (next == 0x01) return true;
    if (next != 0xFF) return false;
    value->push_back('\0');
  }
}

// The same for a descending one.
bool TakeDescendingString(absl::string_view* rest, std::string* value) {
  for (size_t i = 0; i < rest->size(); ++i) {
    const uint8_t byte = static_cast<uint8_t>((*rest)[i]) ^ 0xFF;
    if (byte != 0x00) {
      value->push_back(static_cast<char>(byte));
      continue;
    }
    if (++i == rest->size()) return false;
    const uint8_t next = static_cast<uint8_t>((*rest)[i]) ^ 0xFF;
    if (next == 0x01) {
      rest->remove_prefix(i + 1);
      return true;
    }
    if (next != 0xFF) return false;
    value->push_back('\0');
  }
  return false;
}

}  // namespace

KeyBuilder& KeyBuilder::String(absl::string_view part) {
  AppendAscendingString(part, &key_);
  return *this;
}

KeyBuilder& KeyBuilder::Int64(int64_t part) {
  AppendBigEndian(static_cast<uint64_t>(part) ^ kSignBit, &key_);
  return *this;
}

KeyBuilder& KeyBuilder::DescendingInt64(int64_t part) {
  AppendBigEndian(~(static_cast<uint64_t>(part) ^ kSignBit), &key_);
  return *this;
}

KeyBuilder& KeyBuilder::DescendingString(absl::string_view part) {
  AppendDescendingString(part, &key_);
  return *this;
}

KeyReader::KeyReader(absl::string_view key) {
  if (key.empty()) {
    ok_ = false;
    return;
  }
  table_ = static_cast<uint8_t>(key[0]);
  rest_ = key.substr(1);
}

std::string KeyReader::String() {
  std::string value;
  ok_ = ok_ && TakeAscendingString(&rest_, &value);
  return ok_ ? value : std::string();
}

int64_t KeyReader::Int64() {
  int64_t value = 0;
  ok_ = ok_ && TakeInt64(&rest_, 0, &value);
  return ok_ ? value : 0;
}

int64_t KeyReader::DescendingInt64() {
  int64_t value = 0;
  ok_ = ok_ && TakeInt64(&rest_, ~uint64_t{0}, &value);
  return ok_ ? value : 0;
}

std::string KeyReader::DescendingString() {
  std::string value;
  ok_ = ok_ && TakeDescendingString(&rest_, &value);
  return ok_ ? value : std::string();
}

std::string PrefixEnd(absl::string_view prefix) {
  while (!prefix.empty() && static_cast<uint8_t>(prefix.back()) == 0xFF) prefix.remove_suffix(1);
  std::string end(prefix);
  if (!end.empty()) end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  return end;
}

}  // namespace waystation::storage
