// Days out of stock, and lots that expire.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_STOCK_OUT_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_STOCK_OUT_H_

#include <cstdint>
#include <vector>

#include "services/inventory/domain/reports/item_book.h"
#include "services/inventory/domain/reports/level.h"
#include "waystation/inventory/v1/report_line.pb.h"

namespace waystation::inventory {

// How many of the `window_days` that end with the as-of day come after the record day.
int64_t UnknownDays(const ReportDays& days, int64_t window_days);

// Over the `window_days` that end with the as-of day. REQUIRES: book.flows has every line of them.
v1::StockOutLine StockOutLineOf(const ItemBook& book, int64_t window_days);

// Adds a line to the sums.
void AddTo(const v1::StockOutLine& line, v1::StockOutTotals& totals);

// Lots with something usable whose date is at most `within_days` after the as-of day, past or not;
// by date, then by lot. `level` is the book's.
std::vector<v1::ExpiringLot> ExpiringLots(const ItemBook& book, const Level& level,
                                          int64_t within_days);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_STOCK_OUT_H_
