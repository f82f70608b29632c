// What a facility has of an alias becomes the kept item's in its book.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_MERGED_STOCK_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_MERGED_STOCK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// What moving it needs to know.
struct MergedStockState {
  std::string alias = {};  // "items/{item}"; so `kept`.
  std::string kept = {};
  // Of all stock of both, whatever place, lot and condition; the reservations that hold any of it.
  LedgerState ledger = {};
  std::optional<absl::Time> latest_effective_time = {};
  // Of both items, the earliest first.
  std::vector<v1::Exception> open_shortfalls = {};
};

// MovementPosted of kind MERGE, unless nothing is left to move, and MergedStockMoved.
//
// All stock of the alias goes to the same place, lot and condition of the kept item; a lot known of
// both keeps the stricter date. Use of one that was short while the other lay there was use of that
// stock: an open shortfall of either is covered by what both had then, and what is left of an
// alias' shortfall is the kept item's from now on. Reservations promise the kept item. Promises
// that can't be kept any more shrink. Errors: QUANTITY_OVERFLOW. REQUIRES: the facility is known.
absl::StatusOr<std::vector<v1::Event>> DecideMoveMergedStock(MergedStockState state,
                                                             const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_MERGED_STOCK_H_
