#include "services/inventory/domain/reports/stock_card.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/reports/flow_keys.h"
#include "services/inventory/store/reports/list_reports.h"
#include "services/inventory/store/reports/load_reports.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "services/inventory/store/transfers/load_transfers.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// Where a card stands at the ends of three days.
struct CardBalances {
  int64_t opening = 0;  // The day before the card's first.
  int64_t closing = 0;  // Its last.
  int64_t start = 0;    // The day that the page begins with.
};

absl::StatusOr<CardBalances> LoadBalances(const RowReader& rows, const ReportScope& scope,
                                          const CardFilter& filter, int64_t from, int64_t start) {
  CardBalances balances;
  const absl::string_view item = LastId(filter.item);
  const std::string prefix =
      DayPrefixOf(filter.place.empty() ? PositionPrefix(scope.facility, item)
                                       : PositionPrefix(scope.facility, item, filter.place));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const PositionKey position = ReadPosition(key);
    const int64_t day = key.Int64();
    key.Int64();
    if (!key.AtEnd()) return DamagedRow();
    if (!IsOfCard(filter, position)) continue;
    ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
    if (day < from) balances.opening += change;
    if (day <= scope.days.as_of) balances.closing += change;
    if (day <= start) balances.start += change;
  }
  RETURN_IF_ERROR(cursor->status());
  return balances;
}

// A movement on a day, and the key of it in movement_item.
struct CardEntry {
  std::string key;
  int64_t day = 0;
  std::string movement;
};

absl::StatusOr<CardEntry> ReadEntry(std::string row_key) {
  storage::KeyReader key(row_key);
  key.String();
  key.String();
  CardEntry entry;
  IndexedMovement indexed = ReadIndexedMovement(key);
  if (!key.AtEnd()) return DamagedRow();
  entry.day = indexed.at.day;
  entry.movement = std::move(indexed.movement);
  entry.key = std::move(row_key);
  return entry;
}

// Movements by their own days and by the other days of their legs, as one list, newest first.
class CardCursor {
 public:
  CardCursor(const RowReader& rows, const std::string& begin, const std::string& end)
      : own_(rows.Scan(begin, end)), other_(rows.Scan(OtherDayKey(begin), OtherDayKey(end))) {}

  // nullopt at the end.
  absl::StatusOr<std::optional<CardEntry>> Take() {
    RETURN_IF_ERROR(own_->status());
    RETURN_IF_ERROR(other_->status());
    if (!own_->Valid() && !other_->Valid()) return std::optional<CardEntry>();
    const bool own =
        !other_->Valid() || (own_->Valid() && own_->key().substr(1) <= other_->key().substr(1));
    storage::RowCursor& first = own ? *own_ : *other_;
    std::string key(first.key());
    key[0] = static_cast<char>(kMovementItemTable);
    first.Next();
    ASSIGN_OR_RETURN(CardEntry entry, ReadEntry(std::move(key)));
    return std::optional<CardEntry>(std::move(entry));
  }

 private:
  std::unique_ptr<storage::RowCursor> own_;
  std::unique_ptr<storage::RowCursor> other_;
};

// The facility at the other end of the movement's transfer; empty where it is of none.
absl::StatusOr<std::string> OtherFacility(const RowReader& rows, const ReportScope& scope,
                                          const v1::Movement& movement) {
  const auto ids = TransferIds(movement.transfer());
  if (!ids.has_value()) return std::string();
  if (ids->first != scope.facility) return FacilityName(ids->first);
  ASSIGN_OR_RETURN(const v1::Transfer transfer, RequireTransfer(rows, movement.transfer()));
  return transfer.to_facility();
}

// The line of an entry; nullopt when none of it is of the card.
absl::StatusOr<std::optional<v1::StockCardLine>> LoadLine(const RowReader& rows,
                                                          const ReportScope& scope,
                                                          const CardFilter& filter,
                                                          const CardEntry& entry) {
  ASSIGN_OR_RETURN(const std::optional<v1::Movement> movement,
                   LoadMovement(rows, scope.facility, entry.movement));
  if (!movement.has_value()) return DamagedRow();
  std::optional<v1::Movement> original;
  if (!movement->reverses().empty()) {
    ASSIGN_OR_RETURN(original, LoadMovement(rows, scope.facility, LastId(movement->reverses())));
    if (!original.has_value()) return DamagedRow();
  }
  ASSIGN_OR_RETURN(const std::string other_facility, OtherFacility(rows, scope, *movement));
  return StockCardLineOf(*movement, original.has_value() ? *original : *movement, other_facility,
                         filter, entry.day, scope.facts.zone);
}

}  // namespace

absl::StatusOr<std::string> GetStockCard(const RowReader& rows,
                                         const v1::GetStockCardRequest& request, const Page& page,
                                         absl::Time now, v1::GetStockCardResponse* response) {
  ASSIGN_OR_RETURN(const ReportScope scope,
                   LoadScope(rows, request.facility(), request.item(), AsOfOf(request), now));
  ASSIGN_OR_RETURN(const int64_t from,
                   FromDay(scope, request.has_from_date() ? &request.from_date() : nullptr,
                           scope.days.as_of - kUseWindowDays + 1, kLastReportDay));
  const CardFilter filter = {.item = request.item(),
                             .place = request.place(),
                             .lot = request.lot(),
                             .condition = request.condition()};
  int64_t start = scope.days.as_of;
  if (!page.after_key.empty()) {
    ASSIGN_OR_RETURN(const CardEntry after, ReadEntry(page.after_key));
    start = after.day;
  }
  ASSIGN_OR_RETURN(const CardBalances balances, LoadBalances(rows, scope, filter, from, start));
  SetScope(scope, *response->mutable_basis());
  *response->mutable_from_date() = DateOf(from);
  response->set_opening_quantity(balances.opening);
  response->set_closing_quantity(balances.closing);

  const absl::string_view item = LastId(request.item());
  CardCursor cursor(rows, MovementItemPrefix(scope.facility, item, start),
                    MovementItemPrefix(scope.facility, item, from - 1));
  int64_t balance = balances.start;
  std::string last_key;
  int scanned = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<CardEntry> entry, cursor.Take());
    if (!entry.has_value()) return std::string();
    // Lines of the page before on its last day only take the balance back.
    const bool told = !page.after_key.empty() && entry->key <= page.after_key;
    if (!told && (response->lines_size() == page.size || scanned == kRowsScannedPerPage)) {
      return last_key;
    }
    ASSIGN_OR_RETURN(std::optional<v1::StockCardLine> line, LoadLine(rows, scope, filter, *entry));
    if (!told) {
      ++scanned;
      last_key = entry->key;
    }
    if (!line.has_value()) continue;
    line->set_balance_quantity(balance);
    balance -= line->in_quantity() - line->out_quantity();
    if (!told) *response->add_lines() = *std::move(line);
  }
}

}  // namespace waystation::inventory
