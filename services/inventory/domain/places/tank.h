// What was dipped in a tank beside what the book had there.
#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_TANK_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_TANK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/book.h"
#include "services/inventory/domain/ledger/lot.h"
#include "waystation/inventory/v1/count.pb.h"
#include "waystation/inventory/v1/tank.pb.h"

namespace waystation::inventory {

// What was booked in or out of a position at one time; millilitres.
struct BookedChange {
  Moment moment;
  int64_t quantity = 0;
};

// A lot of a liquid in a tank, in one condition.
struct TankPosition {
  PositionKey key;
  LotDate date;
  std::vector<BookedChange> changes;
};

// All that ever lay in a tank.
struct TankBook {
  std::vector<TankPosition> positions;
  // Items that lie there and are not counted in millilitres.
  std::vector<std::string> other_items;
};

// In the order in which it leaves: usable first, of these the earliest date, undated last.
void SortAsLeaving(TankBook& book);

// What the book has by all changes, and what it had at the moment, its own time included.
int64_t BookNow(const TankBook& book);
int64_t BookAt(const TankBook& book, const Moment& moment);

// Fills in what follows from `level_ml`, beside the book as it was at the moment.
void CompareWithBook(const TankBook& book, const Moment& moment, v1::TankDip& dip);

// By more than so many millilitres, either way; 0: any.
bool DiffersBy(const v1::TankDip& dip, int64_t variance_above_ml);

// The item that the dip is of: the one that the book has there, or where it has none the one that
// is wanted ("items/{item}"). INVALID_FIELD of item when several lie there, another one does, or
// none is named.
absl::StatusOr<std::string> ItemOfDip(const v1::TankDip& dip, const std::string& wanted);

// The dip spread over what the book has of the item: what is missing leaves in order, what is over
// is of the last usable one. Lot "none" where the book has nothing.
std::vector<v1::CountLine> SpreadDip(const v1::TankDip& dip, const std::string& item);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_TANK_H_
