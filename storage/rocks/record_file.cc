#include "storage/rocks/record_file.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "rocksdb/env.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kHeaderBytes = 7;
enum Type : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

constexpr std::array<uint32_t, 256> MakeTable() {
  constexpr uint32_t kPolynomial = 0x82F63B78;  // CRC-32C, reversed.
  std::array<uint32_t, 256> table = {};
  for (uint32_t i = 0; i < table.size(); ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? kPolynomial : 0);
    table[i] = value;
  }
  return table;
}

constexpr std::array<uint32_t, 256> kCrcTable = MakeTable();

uint32_t MaskedCrc(absl::string_view bytes) {
  uint32_t crc = ~uint32_t{0};
  for (char byte : bytes) crc = crc >> 8 ^ kCrcTable[(crc ^ static_cast<uint8_t>(byte)) & 0xFF];
  crc = ~crc;
  return (crc >> 15 | crc << 17) + 0xA282EAD8;
}

uint32_t LittleEndian(absl::string_view bytes, size_t at, size_t count) {
  uint32_t value = 0;
  for (size_t i = count; i > 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[at + i - 1]);
  return value;
}

struct Fragment {
  uint8_t type = 0;  // 0: none that is whole.
  size_t end = 0;
};

// The fragment at `at`; none when it is not one that is whole, within its block.
Fragment ReadFragment(absl::string_view bytes, size_t at) {
  const size_t block_end = std::min(bytes.size(), (at / kBlockBytes + 1) * kBlockBytes);
  if (at + kHeaderBytes > block_end) return {};
  const size_t length = LittleEndian(bytes, at + 4, 2);
  const uint8_t type = static_cast<uint8_t>(bytes[at + 6]);
  const size_t end = at + kHeaderBytes + length;
  if (type < kFull || type > kLast || end > block_end) return {};
  if (LittleEndian(bytes, at, 4) != MaskedCrc(bytes.substr(at + 6, length + 1))) return {};
  return {type, end};
}

// Where the next fragment begins: past the zeros that end a block.
size_t NextStart(size_t at) {
  const size_t left = kBlockBytes - at % kBlockBytes;
  return left < kHeaderBytes ? at + left : at;
}

bool Begins(const Fragment& fragment) { return fragment.type == kFull || fragment.type == kFirst; }

// Whether a record begins after `bad`, where no whole fragment is.
bool BeginsAgain(absl::string_view bytes, size_t bad) {
  // In the same block it may be anywhere, for no length can be trusted.
  const size_t next_block = (bad / kBlockBytes + 1) * kBlockBytes;
  for (size_t at = bad + 1; at < std::min(next_block, bytes.size()); ++at) {
    if (Begins(ReadFragment(bytes, at))) return true;
  }
  // Every later block begins with a fragment, and as long as they are whole one leads to the next.
  for (size_t block = next_block; block < bytes.size(); block += kBlockBytes) {
    for (size_t at = block; at < block + kBlockBytes;) {
      const Fragment fragment = ReadFragment(bytes, at);
      if (Begins(fragment)) return true;
      if (fragment.type == 0) break;
      at = NextStart(fragment.end);
    }
  }
  return false;
}

}  // namespace

RecordFileReport InspectRecords(absl::string_view bytes) {
  RecordFileReport report;
  bool within = false;  // Between a first and a last fragment.
  size_t at = 0;
  while (at < bytes.size()) {
    const Fragment fragment = ReadFragment(bytes, at);
    if (fragment.type == 0 || within == Begins(fragment)) break;
    within = fragment.type == kFirst || fragment.type == kMiddle;
    at = NextStart(fragment.end);
    if (!within) report.whole_bytes = std::min(fragment.end, bytes.size());
  }
  report.ends_badly = within || at < bytes.size();
  report.goes_on = at < bytes.size() && (Begins(ReadFragment(bytes, at)) || BeginsAgain(bytes, at));
  return report;
}

absl::StatusOr<RecordFileReport> InspectRecordFile(rocksdb::Env* env, const std::string& path) {
  std::string bytes;
  RETURN_IF_ERROR(FromRocks(rocksdb::ReadFileToString(env, path, &bytes), path));
  return InspectRecords(bytes);
}

}  // namespace waystation::storage
