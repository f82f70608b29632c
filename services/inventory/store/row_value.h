// Reading and writing row values.
#ifndef SERVICES_INVENTORY_STORE_ROW_VALUE_H_
#define SERVICES_INVENTORY_STORE_ROW_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/ledger/book.h"
#include "services/inventory/domain/ledger/lot.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "storage/rows.h"

namespace waystation::inventory {

// Eight bytes.
std::string EncodeInt64(int64_t value);
// INTERNAL for other bytes than EncodeInt64 makes; so below.
absl::StatusOr<int64_t> DecodeInt64(absl::string_view bytes);
std::string EncodeInt64Pair(int64_t first, int64_t second);
absl::StatusOr<std::pair<int64_t, int64_t>> DecodeInt64Pair(absl::string_view bytes);
std::string EncodeLot(const LotFacts& lot);
absl::StatusOr<LotFacts> DecodeLot(absl::string_view bytes);

// What a key of position or position_day says before the day, read from behind the facility. Names
// nothing usable when the reader is not ok afterwards.
PositionKey ReadPosition(storage::KeyReader& key);

absl::Status DamagedRow();

// The number in a row; 0 when there is no such row.
absl::StatusOr<int64_t> GetInt64(const storage::RowReader& rows, absl::string_view key);

// The two numbers in a row; both 0 when there is no such row.
absl::StatusOr<std::pair<int64_t, int64_t>> GetInt64Pair(const storage::RowReader& rows,
                                                         absl::string_view key);

// The message in a row; nullopt when there is no such row.
template <typename Message>
absl::StatusOr<std::optional<Message>> GetMessage(const storage::RowReader& rows,
                                                  absl::string_view key) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(key));
  if (!value.has_value()) return std::optional<Message>();
  Message message;
  if (!message.ParseFromString(*value)) return DamagedRow();
  return std::optional<Message>(std::move(message));
}

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_ROW_VALUE_H_
