// One item's stock at one facility at the end of a day, with the flows of the days up to it: what
// reports are computed from. Loaded by store/reports, so that the rules touch no rows.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_ITEM_BOOK_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_ITEM_BOOK_H_

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/inventory/domain/ledger/lot.h"
#include "services/inventory/domain/reports/flow.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// Products of quantities and days leave 64 bits; sums of quantities stay in them, as the gross
// inflow of an item at a facility does.
__extension__ using Wide = __int128;

// The nearest value that 64 bits can say.
inline int64_t Saturate(Wide value) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  return value > kMost ? kMost : static_cast<int64_t>(value);
}

// The days that a report is of: its last one, and the latest by then with a record.
struct ReportDays {
  int64_t as_of = 0;
  std::optional<int64_t> record;  // nullopt: the facility has recorded nothing by as_of.
};

// Of one lot, by condition.
struct LotBook {
  int64_t usable = 0;
  int64_t quarantined = 0;
  int64_t damaged = 0;
  LotFacts facts = {};

  int64_t all() const { return usable + quarantined + damaged; }
};

struct ItemBook {
  std::string item;  // "items/{item}"
  v1::VitalClass vital_class = v1::VITAL_CLASS_UNSPECIFIED;
  ReportDays days = {};
  // At the end of days.as_of; every lot with stock then or a line in `flows`.
  std::map<std::string, LotBook> lots = {};
  // From some day on up to days.as_of, in order of days.
  std::vector<FlowLine> flows = {};
  // By lot, the day on which the first of its recalls was recorded that stand on days.as_of.
  std::map<std::string, int64_t> recalled = {};
  // The first day by days.as_of with a line of usable stock, however long ago; nullopt: none.
  std::optional<int64_t> first_usable_day = {};
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_ITEM_BOOK_H_
