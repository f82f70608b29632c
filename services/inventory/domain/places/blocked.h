// What a posting does about stock that was out of its range for too long, and about closed places.
#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_BLOCKED_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_BLOCKED_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/fefo.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/reservations/keep.h"

namespace waystation::inventory {

// WRONG_STATE for an order that brings something into a closed place. REQUIRES: it is an order.
absl::Status CheckPlacesOpen(const Posting& posting);

// Within `spare` (nullptr: any), what is not blocked, for an order that uses, sends, packs or
// unpacks usable stock; for all else `spare` as it is.
SpareOfLot UnblockedOnly(const Posting& posting, const v1::MovementLine& line,
                         const std::string& place, SpareOfLot spare);

// The lots that a line without a lot takes last: recalled ones, and of a fact that uses or sends
// stock those that were blocked in the place when it happened.
RecalledLots TakenLast(const Posting& posting, const v1::MovementLine& line,
                       const std::string& place);

// STOCK_BLOCKED: of what the line wants so much is there and blocked. REQUIRES: some is.
absl::Status StockBlocked(const Posting& posting, const v1::MovementLine& line,
                          const std::string& place, int64_t available, int64_t blocked);

// BLOCKED_STOCK_USED where the movement uses, sends, packs or unpacks such stock.
void FlagBlockedUse(Posting& posting, const Subject& subject, int64_t quantity);

// Takes out what is blocked at that time.
void DropBlocked(const LotExposures& lots, const std::string& item, absl::Time time,
                 std::vector<Supply>& supplies);

// STOCK_BLOCKED of a promise that only such stock could keep.
absl::Status PromiseBlocked(const LotExposures& lots, const std::string& item, const Claim& claim,
                            int64_t available, int64_t blocked, absl::Time time);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_BLOCKED_H_
