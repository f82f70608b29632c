#include "services/inventory/domain/reports/stock_out.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {

int64_t UnknownDays(const ReportDays& days, int64_t window_days) {
  if (!days.record.has_value()) return window_days;
  return std::min(window_days, days.as_of - *days.record);
}

v1::StockOutLine StockOutLineOf(const ItemBook& book, int64_t window_days) {
  const int64_t unknown = UnknownDays(book.days, window_days);
  const Level level = ComputeLevel(book, window_days - unknown);
  v1::StockOutLine line;
  line.set_item(book.item);
  line.set_vital_class(book.vital_class);
  line.set_in_stock_days(static_cast<int32_t>(level.in_stock_days));
  line.set_stock_out_days(static_cast<int32_t>(level.stock_out_days));
  line.set_expired_only_days(static_cast<int32_t>(level.expired_only_days));
  line.set_before_first_days(static_cast<int32_t>(level.before_first_days));
  line.set_unknown_days(static_cast<int32_t>(unknown));
  for (const DaysOut& period : level.periods) {
    if (line.periods_size() == kMaxPeriodsOut) break;
    v1::DayRange* range = line.add_periods();
    *range->mutable_first_date() = DateOf(period.first);
    *range->mutable_last_date() = DateOf(period.last);
  }
  line.set_out_now(book.first_usable_day.has_value() && level.usable == 0);
  return line;
}

void AddTo(const v1::StockOutLine& line, v1::StockOutTotals& totals) {
  const int64_t days = line.in_stock_days() + line.stock_out_days();
  totals.set_item_count(totals.item_count() + 1);
  totals.set_item_days(totals.item_days() + days);
  totals.set_stock_out_item_days(totals.stock_out_item_days() + line.stock_out_days());
  if (line.vital_class() != v1::VITAL_CLASS_VITAL) return;
  totals.set_vital_item_count(totals.vital_item_count() + 1);
  totals.set_vital_item_days(totals.vital_item_days() + days);
  totals.set_vital_stock_out_item_days(totals.vital_stock_out_item_days() + line.stock_out_days());
}

std::vector<v1::ExpiringLot> ExpiringLots(const ItemBook& book, const Level& level,
                                          int64_t within_days) {
  std::vector<v1::ExpiringLot> lots;
  for (const auto& [name, stock] : book.lots) {
    const LotDate& date = stock.facts.date;
    if (stock.usable <= 0 || !date.dated) continue;
    if (date.expiry_day > book.days.as_of + within_days) continue;
    v1::ExpiringLot lot;
    lot.set_item(book.item);
    lot.set_lot(name);
    *lot.mutable_expiry_date() = DateOf(date.expiry_day);
    lot.set_date_kind(date.kind);
    lot.set_days_left(date.expiry_day - book.days.as_of);
    lot.set_quantity(stock.usable);
    const auto unused = level.expires_unused.find(name);
    if (IsPast(date, book.days.as_of)) {
      lot.set_expires_unused_quantity(stock.usable);
    } else if (unused != level.expires_unused.end()) {
      lot.set_expires_unused_quantity(unused->second);
    }
    *lot.mutable_daily_use() = DailyUseOf(level);
    lot.set_vital_class(book.vital_class);
    if (!stock.facts.owners.empty()) lot.set_owner(stock.facts.owners[0]);
    lots.push_back(std::move(lot));
  }
  std::sort(lots.begin(), lots.end(), [](const v1::ExpiringLot& a, const v1::ExpiringLot& b) {
    return std::tuple(a.days_left(), std::string(a.lot())) <
           std::tuple(b.days_left(), std::string(b.lot()));
  });
  return lots;
}

}  // namespace waystation::inventory
