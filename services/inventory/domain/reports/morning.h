// The morning sheet: which items need someone, the worst first.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_MORNING_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_MORNING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/inventory/domain/reports/item_book.h"
#include "services/inventory/domain/reports/level.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/report.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::inventory {

// The next confirmed delivery of an item: the first by its last day, from the as-of day on.
struct NextDelivery {
  std::string number;
  int64_t day = 0;
  int64_t quantity = 0;
};

// What is asked for and coming at a facility. Requests as answered: with what is missing.
struct Coming {
  std::map<std::string, NextDelivery> next_confirmed = {};  // By item name.
  std::map<std::string, int64_t> on_order = {};
  std::vector<v1::OverdueLine> overdue_deliveries = {};
  std::vector<v1::OverdueLine> overdue_requisitions = {};
  bool incomplete = false;  // Not every request was looked at.
};

// Adds what is `expected`, and then the requisitions: of these only what no delivery is for counts
// as on order. Those that have ended add nothing. `day` is the as-of day.
void AddDeliveries(const std::vector<v1::ExpectedDelivery>& expected, int64_t day, Coming& coming);
void AddRequisitions(const std::vector<v1::Requisition>& asked,
                     const std::vector<v1::ExpectedDelivery>& expected, int64_t day,
                     Coming& coming);

// The item's line when it is out, or runs out at most `within_days` after the as-of day and before
// the day after which `next` comes; nullopt when nobody has to think of it.
std::optional<v1::RunOutLine> RunOutLineOf(const ItemBook& book, const Level& level,
                                           const std::optional<NextDelivery>& next,
                                           int64_t within_days);

// Sorts each list, sets the counts and cuts the lists to kMaxMorningLines.
void FinishSheet(v1::GetMorningSheetResponse& sheet);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_MORNING_H_
