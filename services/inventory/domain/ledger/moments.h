// When things count within their day, and the counts that come after them.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_MOMENTS_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_MOMENTS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/inventory/domain/ledger/book.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// When a leg of `movement`, and what an exception is about, counts. Recorded before there were
// counts: at the beginning of the day, where it is another than the movement's.
Moment MomentOf(const v1::Movement& movement, const v1::Leg& leg);
Moment MomentOf(const v1::Exception& exception);
// Of the movement itself.
Moment MomentOf(const v1::Movement& movement);

// What a count says of a position that it names.
struct Counted {
  int64_t quantity = 0;
  int64_t difference = 0;
};

// A count at or after something that a command posts.
struct CountAhead {
  Moment moment;
  std::string name;
  std::string place;
  // Of these items it says, complete, that nothing else was at the place; `every_item`: of all.
  bool every_item = false;
  std::set<std::string> whole_items = {};
  std::map<PositionKey, Counted> positions = {};
};

// The counts of a position, the earliest first: those that name it, and the complete ones that do
// not, which have counted it as nothing.
std::vector<CountMark> MarksOf(const std::vector<CountAhead>& counts, const PositionKey& key);
}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_MOMENTS_H_
