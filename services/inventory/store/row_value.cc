#include "services/inventory/store/row_value.h"

#include "services/inventory/domain/names.h"

namespace waystation::inventory {

std::string EncodeInt64(int64_t value) {
  std::string bytes(8, '\0');
  uint64_t bits = static_cast<uint64_t>(value);
  for (int i = 7; i >= 0; --i, bits >>= 8) bytes[i] = static_cast<char>(bits & 0xFF);
  return bytes;
}

absl::StatusOr<int64_t> DecodeInt64(absl::string_view bytes) {
  if (bytes.size() != 8) return DamagedRow();
  uint64_t bits = 0;
  for (const char byte : bytes) bits = bits << 8 | static_cast<uint8_t>(byte);
  return static_cast<int64_t>(bits);
}

std::string EncodeInt64Pair(int64_t first, int64_t second) {
  return EncodeInt64(first) + EncodeInt64(second);
}

absl::StatusOr<std::pair<int64_t, int64_t>> DecodeInt64Pair(absl::string_view bytes) {
  if (bytes.size() != 16) return DamagedRow();
  ASSIGN_OR_RETURN(const int64_t first, DecodeInt64(bytes.substr(0, 8)));
  ASSIGN_OR_RETURN(const int64_t second, DecodeInt64(bytes.substr(8)));
  return std::pair(first, second);
}

std::string EncodeLot(const LotFacts& lot) {
  storage::KeyBuilder owners(static_cast<uint8_t>(lot.date.kind));
  owners.Int64(lot.date.expiry_day);
  for (const std::string& owner : lot.owners) owners.String(owner);
  return owners.Take();
}

absl::StatusOr<LotFacts> DecodeLot(absl::string_view bytes) {
  if (bytes.empty() || !v1::DateKind_IsValid(bytes[0])) return DamagedRow();
  storage::KeyReader value(bytes);
  LotFacts lot;
  lot.date.kind = static_cast<v1::DateKind>(value.table());
  lot.date.dated = lot.date.kind != v1::DATE_KIND_NONE;
  lot.date.expiry_day = value.Int64();
  while (value.ok() && !value.AtEnd()) lot.owners.push_back(value.String());
  if (!value.ok()) return DamagedRow();
  return lot;
}

PositionKey ReadPosition(storage::KeyReader& key) {
  PositionKey position;
  position.item = ItemName(key.String());
  position.place = key.String();
  position.lot = key.String();
  position.condition = static_cast<v1::Condition>(key.Int64());
  return position;
}

absl::Status DamagedRow() { return absl::InternalError("a row holds a value of another form"); }

absl::StatusOr<int64_t> GetInt64(const storage::RowReader& rows, absl::string_view key) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(key));
  if (!value.has_value()) return 0;
  return DecodeInt64(*value);
}

absl::StatusOr<std::pair<int64_t, int64_t>> GetInt64Pair(const storage::RowReader& rows,
                                                         absl::string_view key) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(key));
  if (!value.has_value()) return std::pair<int64_t, int64_t>(0, 0);
  return DecodeInt64Pair(*value);
}

}  // namespace waystation::inventory
