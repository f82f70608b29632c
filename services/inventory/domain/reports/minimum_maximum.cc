#include "services/inventory/domain/reports/minimum_maximum.h"

#include <algorithm>

#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

// What `days` use at the daily use, rounded up to a whole base unit.
int64_t UseOf(const Level& level, int64_t days) {
  const Wide use = Wide{level.consumed} * days;
  return Saturate((use + level.in_stock_days - 1) / level.in_stock_days);
}

v1::MinimumMaximumState StateOf(const Level& level, const v1::MinimumMaximumLine& line) {
  if (level.usable == 0 && level.has_use()) return v1::MINIMUM_MAXIMUM_STATE_OUT;
  if (level.in_stock_days == 0) return v1::MINIMUM_MAXIMUM_STATE_NO_EVIDENCE;
  if (level.consumed == 0) return v1::MINIMUM_MAXIMUM_STATE_UNUSED;
  const int64_t usable = line.usable_quantity() - line.expires_unused_quantity();
  if (usable < line.minimum_quantity()) return v1::MINIMUM_MAXIMUM_STATE_BELOW_MINIMUM;
  if (line.usable_quantity() > line.maximum_quantity()) {
    return v1::MINIMUM_MAXIMUM_STATE_ABOVE_MAXIMUM;
  }
  return v1::MINIMUM_MAXIMUM_STATE_BETWEEN;
}

}  // namespace

OrderRules RulesOf(const v1::ListMinimumMaximumRequest& request) {
  OrderRules rules;
  rules.look_back_days = request.look_back_days() == 0 ? kUseWindowDays : request.look_back_days();
  rules.lead_time_days = request.has_lead_time_days() ? request.lead_time_days() : kLeadTimeDays;
  rules.review_days = request.has_review_days() ? request.review_days() : kReviewDays;
  rules.safety_days =
      request.has_safety_days() ? request.safety_days() : (rules.review_days + 1) / 2;
  return rules;
}

v1::MinimumMaximumLine MinimumMaximumLineOf(const ItemBook& book, const OrderRules& rules,
                                            int64_t on_order) {
  const Level level = ComputeLevel(book, rules.look_back_days);
  v1::MinimumMaximumLine line;
  line.set_item(book.item);
  line.set_vital_class(book.vital_class);
  *line.mutable_daily_use() = DailyUseOf(level);
  line.set_usable_quantity(level.usable);
  line.set_expires_unused_quantity(level.all_expires_unused());
  line.set_quarantined_quantity(level.quarantined);
  line.set_on_order_quantity(on_order);
  if (level.has_use()) {
    const int64_t reorder_days = rules.lead_time_days + rules.safety_days;
    line.set_average_monthly_quantity(UseOf(level, kMonthDays));
    line.set_minimum_quantity(UseOf(level, reorder_days));
    line.set_maximum_quantity(UseOf(level, reorder_days + rules.review_days));
    const int64_t lasting = line.usable_quantity() - line.expires_unused_quantity();
    line.set_stock_months_tenths(
        Saturate(Wide{lasting} * level.in_stock_days * 10 / (Wide{level.consumed} * kMonthDays)));
    const Wide lacking = Wide{line.maximum_quantity()} - lasting - on_order;
    line.set_proposed_quantity(Saturate(std::max<Wide>(0, lacking)));
  }
  line.set_state(StateOf(level, line));
  return line;
}

}  // namespace waystation::inventory
