#include <map>
#include <string>
#include <utility>

#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {

using storage::RowReader;

namespace {

using Changes = std::map<int64_t, int64_t>;

// The changes of a position on `days`, by its row's key.
absl::StatusOr<Changes> LoadChanges(const RowReader& rows, const std::string& row_key,
                                    const DaySpan& days) {
  Changes deltas;
  if (days.from >= days.last) return deltas;
  const std::string prefix = DayPrefixOf(row_key);
  auto cursor = rows.Scan(PositionDayKey(prefix, days.from), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader reader(cursor->key());
    reader.String();
    ReadPosition(reader);
    const int64_t day = reader.Int64();
    reader.Int64();
    if (!reader.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
    deltas[day] += change;
  }
  RETURN_IF_ERROR(cursor->status());
  return deltas;
}

}  // namespace

absl::Status LoadPosition(const RowReader& rows, absl::string_view facility, const PositionKey& key,
                          const DaySpan& days, Book& book) {
  if (book.contains(key)) return absl::OkStatus();
  const std::string row_key = PositionRowKey(facility, key);
  ASSIGN_OR_RETURN(const int64_t total, GetInt64(rows, row_key));
  ASSIGN_OR_RETURN(Changes deltas, LoadChanges(rows, row_key, days));
  book.emplace(key, Position(total, std::move(deltas)));
  return absl::OkStatus();
}

absl::StatusOr<PositionKey> PositionInDayKey(absl::string_view row_key) {
  storage::KeyReader key(row_key);
  key.String();
  PositionKey position = ReadPosition(key);
  key.Int64();
  key.Int64();
  if (!key.AtEnd()) return DamagedRow();
  return position;
}

absl::Status LoadEver(const RowReader& rows, absl::string_view facility, const std::string& item,
                      const std::string& place, const DaySpan& days, LedgerState& ledger) {
  const std::string prefix =
      DayPrefixOf(place.empty() ? PositionPrefix(facility, LastId(item))
                                : PositionPrefix(facility, LastId(item), place));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  while (cursor->Valid()) {
    ASSIGN_OR_RETURN(const PositionKey key, PositionInDayKey(cursor->key()));
    RETURN_IF_ERROR(LoadPosition(rows, facility, key, days, ledger.book));
    RETURN_IF_ERROR(LoadLot(rows, facility, item, key.lot, ledger.lot_dates));
    cursor = rows.Scan(storage::PrefixEnd(DayPrefixOf(PositionRowKey(facility, key))),
                       storage::PrefixEnd(prefix));
  }
  return cursor->status();
}

absl::Status LoadHolding(const RowReader& rows, absl::string_view facility, const std::string& item,
                         const std::string& place, const DaySpan& days, LedgerState& ledger) {
  const std::string prefix = place.empty() ? PositionPrefix(facility, LastId(item))
                                           : PositionPrefix(facility, LastId(item), place);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    PositionKey position = ReadPosition(key);
    if (!key.AtEnd()) return DamagedRow();
    RETURN_IF_ERROR(LoadLot(rows, facility, item, position.lot, ledger.lot_dates));
    ASSIGN_OR_RETURN(const int64_t total, DecodeInt64(cursor->value()));
    ASSIGN_OR_RETURN(Changes deltas, LoadChanges(rows, std::string(cursor->key()), days));
    ledger.book.emplace(std::move(position), Position(total, std::move(deltas)));
  }
  return cursor->status();
}

}  // namespace waystation::inventory
