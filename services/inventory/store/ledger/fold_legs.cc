#include "services/inventory/store/ledger/fold_legs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/store/ledger/item_at_facility.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

bool IsPosition(const v1::Account& account) { return account.kind() == v1::ACCOUNT_KIND_POSITION; }

// What the legs of a movement add up to, so that each row is read and written once.
struct LegSums {
  std::map<std::string, int64_t> rows;    // Position, position_day.
  std::map<std::string, int64_t> inflow;  // Item id to change of gross inflow.
  std::map<std::string, LotFacts> lots;   // Owners: only those that this movement names.
};

// In a reversal all are but its own shortfalls, and what re-derives differences of other counts.
bool IsInverse(const v1::Movement& movement, const v1::Leg& leg) {
  if (movement.kind() != v1::MOVEMENT_KIND_REVERSAL) return false;
  if (!leg.count().empty()) return leg.count() == movement.count();
  const auto& own = movement.exceptions();
  return std::find(own.begin(), own.end(), leg.difference_of()) == own.end();
}

PositionKey PositionOf(const v1::Leg& leg, const v1::Account& account) {
  return {leg.item(), account.place(), leg.lot(), ConditionOf(account)};
}

void AddPosition(LegSums& sums, absl::string_view facility, const PositionKey& key,
                 const Moment& moment, int64_t change) {
  sums.rows[PositionRowKey(facility, key)] += change;
  sums.rows[PositionDayKey(facility, key, moment)] += change;
}

LegSums SumLegs(absl::string_view facility, const v1::Movement& movement) {
  LegSums sums;
  for (const v1::Leg& leg : movement.legs()) {
    const std::string item(LastId(leg.item()));
    const Moment moment = MomentOf(movement, leg);
    const bool inverse = IsInverse(movement, leg);
    int64_t& inflow = sums.inflow[item];
    if (IsPosition(leg.to())) {
      AddPosition(sums, facility, PositionOf(leg, leg.to()), moment, leg.quantity());
      if (!inverse) inflow += leg.quantity();
    }
    if (IsPosition(leg.from())) {
      AddPosition(sums, facility, PositionOf(leg, leg.from()), moment, -leg.quantity());
      if (inverse) inflow -= leg.quantity();
    }
    LotDate date = {.dated = leg.has_expiry_date(), .expiry_day = 0, .kind = leg.date_kind()};
    if (date.dated) date.expiry_day = DayNumber(leg.expiry_date());
    LotFacts& lot = sums.lots[LotKey(facility, item, leg.lot())];
    lot.date = date;
    if (leg.line_index() >= 0 && leg.line_index() < movement.lines_size() &&
        BringsIn(movement, leg.line_index())) {
      AddOwner(OwnerOf(movement, movement.lines(leg.line_index())), lot);
    }
  }
  return sums;
}

}  // namespace

absl::Status FoldLegs(RowWriter& rows, absl::string_view facility, const v1::Movement& movement) {
  const LegSums sums = SumLegs(facility, movement);
  for (const auto& [key, change] : sums.rows) {
    if (change == 0) continue;
    ASSIGN_OR_RETURN(const int64_t before, GetInt64(rows, key));
    if (before + change == 0) {
      rows.Delete(key);
    } else {
      rows.Put(key, EncodeInt64(before + change));
    }
  }
  for (const auto& [item, change] : sums.inflow) {
    ASSIGN_OR_RETURN(ItemAtFacility kept, GetItemAtFacility(rows, item, facility));
    kept.gross_inflow += change;
    PutItemAtFacility(rows, item, facility, kept);
  }
  for (const auto& [key, told] : sums.lots) {
    ASSIGN_OR_RETURN(const std::optional<std::string> before, rows.Get(key));
    LotFacts lot;
    if (before.has_value()) {
      ASSIGN_OR_RETURN(lot, DecodeLot(*before));
    }
    lot.date = told.date;
    for (const std::string& owner : told.owners) AddOwner(owner, lot);
    const std::string after = EncodeLot(lot);
    if (before != after) rows.Put(key, after);
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
