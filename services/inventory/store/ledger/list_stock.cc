#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/blocked.h"
#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/domain/reservations/promises.h"
#include "services/inventory/domain/reservations/reservation.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/places/storage_view.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// The position of a row of position or position_day.
absl::StatusOr<PositionKey> PositionOf(absl::string_view row_key, int64_t* day) {
  storage::KeyReader key(row_key);
  key.String();
  PositionKey position = ReadPosition(key);
  if (day != nullptr) {
    *day = key.Int64();
    key.Int64();
  }
  if (!key.AtEnd()) return DamagedRow();
  return position;
}

// What can still be taken of the items of one facility after another, today.
class Availability {
 public:
  Availability(const RowReader& rows, absl::Time now)
      : rows_(rows), now_(now), storage_(rows, now) {}

  // Tells how the line's stock is kept there.
  absl::Status FillStorage(absl::string_view facility, v1::StockLine& line) {
    return storage_.Fill(facility, line);
  }

  // Tells how much of a line of usable stock is reserved and how much available.
  absl::Status Fill(absl::string_view facility, int64_t today, v1::StockLine& line) {
    if (line.facility() != facility_ || line.item() != item_) {
      facility_ = line.facility();
      item_ = line.item();
      ledger_ = LedgerState();
      RETURN_IF_ERROR(LoadPromises(rows_, facility, {item_}, "", now_, {.from = today}, ledger_));
      RETURN_IF_ERROR(LoadRecalledLots(rows_, item_, ledger_.recalled));
    }
    int64_t spare = line.quantity();
    const Promises promises(ledger_.reservations, "", now_, today);
    if (promises.Hold(item_)) {
      SpareStock stock(promises, ledger_.book, ledger_.lot_dates, ledger_.recalled, item_);
      spare = stock.Take(line.place(), line.lot(), "", today, line.quantity());
    }
    line.set_reserved_quantity(line.quantity() - spare);
    const bool blocked =
        line.expired() || !line.recalls().empty() || IsBlocked(line.blocked_reason());
    line.set_available_quantity(blocked ? 0 : spare);
    return absl::OkStatus();
  }

 private:
  const RowReader& rows_;
  const absl::Time now_;
  StorageView storage_;
  std::string facility_;
  std::string item_;
  LedgerState ledger_;
};

// Collects lines in the condition asked for until a page is full. Pages go on after a position's
// row key, whichever table is scanned.
class StockPage {
 public:
  // `available`: told with each line of usable stock; nullptr: not told.
  StockPage(const RowReader& rows, const Page& page, v1::Condition condition,
            Availability* available, v1::ListStockResponse* response)
      : rows_(rows),
        page_(page),
        condition_(condition),
        available_(available),
        response_(response) {}

  bool more() const { return more_; }
  const std::string& last_key() const { return last_key_; }

  absl::Status Add(absl::string_view facility, const PositionKey& position, int64_t quantity,
                   int64_t day) {
    if (quantity == 0) return absl::OkStatus();
    if (condition_ != v1::CONDITION_UNSPECIFIED && position.condition != condition_) {
      return absl::OkStatus();
    }
    if (response_->lines_size() == page_.size) {
      more_ = true;
      return absl::OkStatus();
    }
    last_key_ = PositionRowKey(facility, position);
    v1::StockLine* line = response_->add_lines();
    line->set_facility(FacilityName(facility));
    line->set_item(position.item);
    line->set_place(position.place);
    line->set_lot(position.lot);
    line->set_condition(position.condition);
    line->set_quantity(quantity);
    RETURN_IF_ERROR(SetLot(facility, day, *line));
    if (available_ == nullptr) return absl::OkStatus();
    RETURN_IF_ERROR(available_->FillStorage(facility, *line));
    if (position.condition != v1::CONDITION_USABLE) return absl::OkStatus();
    return available_->Fill(facility, day, *line);
  }

 private:
  absl::Status SetLot(absl::string_view facility, int64_t day, v1::StockLine& line) {
    ASSIGN_OR_RETURN(const std::optional<LotFacts> found,
                     LoadLotFacts(rows_, facility, LastId(line.item()), line.lot()));
    const LotFacts lot = found.value_or(LotFacts());
    line.set_date_kind(lot.date.kind);
    if (lot.date.dated) {
      *line.mutable_expiry_date() = DateOf(lot.date.expiry_day);
      line.set_expired(IsPast(lot.date, day));
    }
    for (size_t i = 0; i < lot.owners.size(); ++i) {
      i == 0 ? line.set_owner(lot.owners[i]) : line.add_other_owners(lot.owners[i]);
    }
    return SetRecalls(line);
  }

  absl::Status SetRecalls(v1::StockLine& line) {
    if (items_looked_up_.insert(line.item()).second) {
      RETURN_IF_ERROR(LoadRecalledLots(rows_, line.item(), recalled_));
    }
    const auto recalls = recalled_.find({line.item(), line.lot()});
    if (recalls == recalled_.end()) return absl::OkStatus();
    for (const std::string& recall : recalls->second) line.add_recalls(recall);
    return absl::OkStatus();
  }

  const RowReader& rows_;
  const Page& page_;
  const v1::Condition condition_;
  Availability* const available_;
  v1::ListStockResponse* response_;
  bool more_ = false;
  std::string last_key_;
  RecalledLots recalled_;
  std::set<std::string> items_looked_up_;
};

// Everything recorded so far, of positions below `prefix`.
absl::Status AddTotals(const RowReader& rows, absl::string_view facility, const std::string& prefix,
                       const std::string& begin, int64_t today, StockPage& page) {
  auto cursor = rows.Scan(begin, storage::PrefixEnd(prefix));
  for (; cursor->Valid() && !page.more(); cursor->Next()) {
    ASSIGN_OR_RETURN(const PositionKey position, PositionOf(cursor->key(), nullptr));
    ASSIGN_OR_RETURN(const int64_t total, DecodeInt64(cursor->value()));
    RETURN_IF_ERROR(page.Add(facility, position, total, today));
  }
  return cursor->status();
}

// At the end of `as_of`: the sum of each position's changes to that day.
absl::Status AddBalances(const RowReader& rows, absl::string_view facility,
                         const std::string& prefix, const std::string& begin, int64_t as_of,
                         StockPage& page) {
  std::optional<PositionKey> current;
  int64_t balance = 0;
  auto cursor = rows.Scan(DayPrefixOf(begin), storage::PrefixEnd(DayPrefixOf(prefix)));
  for (; cursor->Valid() && !page.more(); cursor->Next()) {
    int64_t day = 0;
    ASSIGN_OR_RETURN(PositionKey position, PositionOf(cursor->key(), &day));
    if (current != position) {
      if (current.has_value()) RETURN_IF_ERROR(page.Add(facility, *current, balance, as_of));
      current = std::move(position);
      balance = 0;
    }
    ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
    if (day <= as_of) balance += change;
  }
  RETURN_IF_ERROR(cursor->status());
  if (current.has_value() && !page.more()) {
    RETURN_IF_ERROR(page.Add(facility, *current, balance, as_of));
  }
  return absl::OkStatus();
}

absl::Status AddFacility(const RowReader& rows, const v1::ListStockRequest& request,
                         const std::string& facility_name, const Page& page, absl::Time now,
                         StockPage& stock) {
  ASSIGN_OR_RETURN(const FacilityFacts facts, RequireFacility(rows, facility_name));
  const absl::string_view facility = LastId(facility_name);
  const std::string prefix = request.item().empty()
                                 ? PositionPrefix(facility)
                                 : PositionPrefix(facility, LastId(request.item()));
  // Passed over whole when the page before ended in a later facility.
  std::string begin = prefix;
  if (!page.after_key.empty()) {
    const std::string after = storage::PrefixEnd(page.after_key);
    if (after >= storage::PrefixEnd(prefix)) return absl::OkStatus();
    if (after > begin) begin = after;
  }
  if (request.has_as_of_date()) {
    return AddBalances(rows, facility, prefix, begin, DayNumber(request.as_of_date()), stock);
  }
  return AddTotals(rows, facility, prefix, begin, DayOf(now, facts.zone), stock);
}

// Every position that the item ever had at the facility, with all changes, and their lots.
absl::Status LoadItemHistory(const RowReader& rows, absl::string_view facility,
                             const std::string& item, Book& book, LotDates& dates) {
  const std::string prefix = DayPrefixOf(PositionPrefix(facility, LastId(item)));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    int64_t day = 0;
    ASSIGN_OR_RETURN(const PositionKey position, PositionOf(cursor->key(), &day));
    ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
    book[position].Add(day, change);
    if (dates.contains({item, position.lot})) continue;
    ASSIGN_OR_RETURN(const std::optional<LotFacts> lot,
                     LoadLotFacts(rows, facility, LastId(item), position.lot));
    dates[{item, position.lot}] = lot.value_or(LotFacts()).date;
  }
  return cursor->status();
}

void SetAvailable(const LedgerState& ledger, const std::string& item, int64_t day, absl::Time now,
                  v1::GetStockBalanceResponse& response) {
  std::vector<Claim> claims = ClaimsOf(ledger.reservations, item, now);
  int64_t reserved = 0;
  for (const Claim& claim : claims) reserved += claim.quantity;
  response.set_reserved_quantity(reserved);
  claims.push_back({.good_day = day, .quantity = std::numeric_limits<int64_t>::max()});
  std::vector<Supply> supplies =
      SuppliesOf(ledger.book, ledger.lot_dates, item, day, ledger.recalled);
  DropBlocked(ledger.storage.exposures, item, now, supplies);
  response.set_available_quantity(Keep(claims, supplies).back());
}

}  // namespace

absl::StatusOr<std::string> ListStock(const RowReader& rows, const v1::ListStockRequest& given,
                                      const Page& page, absl::Time now,
                                      v1::ListStockResponse* response) {
  v1::ListStockRequest request = given;
  if (!request.item().empty()) {
    ASSIGN_OR_RETURN(const v1::Item kept, RequireKept(rows, request.item()));
    request.set_item(kept.name());
  }
  Availability available(rows, now);
  StockPage stock(rows, page, request.condition(), request.has_as_of_date() ? nullptr : &available,
                  response);
  if (!request.facility().empty()) {
    RETURN_IF_ERROR(AddFacility(rows, request, request.facility(), page, now, stock));
  } else {
    const std::string prefix = ItemFacilityPrefix(LastId(request.item()));
    auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
    for (; cursor->Valid() && !stock.more(); cursor->Next()) {
      storage::KeyReader key(cursor->key());
      key.String();
      const std::string facility = key.String();
      if (!key.AtEnd()) return DamagedRow();
      RETURN_IF_ERROR(AddFacility(rows, request, FacilityName(facility), page, now, stock));
    }
    RETURN_IF_ERROR(cursor->status());
  }
  return stock.more() ? stock.last_key() : std::string();
}

absl::Status GetStockBalance(const RowReader& rows, const v1::GetStockBalanceRequest& given,
                             absl::Time now, v1::GetStockBalanceResponse* response) {
  ASSIGN_OR_RETURN(const FacilityFacts facts, RequireFacility(rows, given.facility()));
  ASSIGN_OR_RETURN(const v1::Item kept, RequireKept(rows, given.item()));
  v1::GetStockBalanceRequest request = given;
  request.set_item(kept.name());
  const int64_t day = request.has_date() ? DayNumber(request.date()) : DayOf(now, facts.zone);
  LedgerState ledger;
  RETURN_IF_ERROR(LoadItemHistory(rows, LastId(request.facility()), request.item(), ledger.book,
                                  ledger.lot_dates));
  RETURN_IF_ERROR(LoadPromises(rows, LastId(request.facility()), {request.item()}, "", now,
                               {.from = day}, ledger));
  std::map<v1::Condition, Position> sums;
  RETURN_IF_ERROR(LoadRecalledLots(rows, request.item(), ledger.recalled));
  RETURN_IF_ERROR(
      LoadExposuresOf(rows, LastId(request.facility()), request.item(), ledger.storage.exposures));
  int64_t expired = 0;
  int64_t recalled_quantity = 0;
  int64_t blocked_quantity = 0;
  for (const auto& [key, position] : ledger.book) {
    sums[key.condition].Merge(position);
    if (key.condition != v1::CONDITION_USABLE) continue;
    if (IsPast(DateOfLot(ledger.lot_dates, key.item, key.lot), day)) {
      expired += position.BalanceAt(day);
    }
    if (ledger.recalled.contains({key.item, key.lot})) {
      recalled_quantity += position.BalanceAt(day);
    }
    if (IsBlocked(BlockedAt(ledger.storage.exposures, key.item, key.lot, key.place, now))) {
      blocked_quantity += position.BalanceAt(day);
    }
  }
  const Position& usable = sums[v1::CONDITION_USABLE];
  *response->mutable_date() = DateOf(day);
  response->set_opening_quantity(usable.BalanceAt(day - 1));
  response->set_closing_quantity(usable.BalanceAt(day));
  response->set_expired_quantity(expired);
  response->set_recalled_quantity(recalled_quantity);
  response->set_blocked_quantity(blocked_quantity);
  response->set_lowest_quantity(usable.LowestFrom(day).quantity);
  response->set_quarantined_quantity(sums[v1::CONDITION_QUARANTINED].BalanceAt(day));
  response->set_damaged_quantity(sums[v1::CONDITION_DAMAGED].BalanceAt(day));
  SetAvailable(ledger, request.item(), day, now, *response);
  return absl::OkStatus();
}

}  // namespace waystation::inventory
