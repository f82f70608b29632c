// Minimum, maximum and what to order. The rules and where they are from: ListMinimumMaximum in
// report.proto.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_MINIMUM_MAXIMUM_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_MINIMUM_MAXIMUM_H_

#include <cstdint>

#include "services/inventory/domain/reports/item_book.h"
#include "services/inventory/domain/reports/level.h"
#include "waystation/inventory/v1/report.pb.h"

namespace waystation::inventory {

struct OrderRules {
  int64_t look_back_days = 0;
  int64_t lead_time_days = 0;
  int64_t safety_days = 0;
  int64_t review_days = 0;
};

// What the request says, and where it says nothing the defaults of the contract.
OrderRules RulesOf(const v1::ListMinimumMaximumRequest& request);

// `on_order`: base units on their way or asked for.
v1::MinimumMaximumLine MinimumMaximumLineOf(const ItemBook& book, const OrderRules& rules,
                                            int64_t on_order);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_MINIMUM_MAXIMUM_H_
