// What became of stock within some days.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_CONSUMPTION_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_CONSUMPTION_H_

#include <cstdint>
#include <map>
#include <vector>

#include "services/inventory/domain/reports/item_book.h"
#include "waystation/inventory/v1/report.pb.h"

namespace waystation::inventory {

// Sums of flows by the columns of reports; each flow is in exactly one, flows within stock in none.
struct FlowSums {
  int64_t received = 0;
  std::map<int64_t, int64_t> consumed_by_purpose = {};  // Less what came back.
  int64_t returned = 0;
  std::map<int64_t, int64_t> wasted_by_reason = {};
  int64_t count_gain = 0;
  int64_t count_loss = 0;
  int64_t shortfall = 0;
  int64_t transferred_in = 0;
  int64_t transferred_out = 0;
  int64_t from_kits = 0;
  int64_t into_kits = 0;
  int64_t other_in = 0;
  int64_t other_out = 0;

  void Add(const FlowKind& kind, int64_t quantity);
  int64_t consumed() const;
  int64_t wasted() const;
  // By how much stock in all conditions grew.
  int64_t net() const;
};

// One line for each period of `from` to book.days.as_of on which anything moved. REQUIRES:
// book.flows has every line from `from` on and none before.
std::vector<v1::ConsumptionLine> ConsumptionLines(const ItemBook& book, int64_t from,
                                                  v1::ReportPeriod period);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_CONSUMPTION_H_
