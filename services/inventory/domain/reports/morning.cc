#include "services/inventory/domain/reports/morning.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/requests/expected_delivery.h"
#include "services/inventory/domain/requests/requisition.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

// What is still wanted of the line: all that was asked until someone decides, then what is on its
// way.
int64_t WantedOf(const v1::Requisition& requisition, const v1::RequisitionLine& line) {
  if (requisition.state() == v1::REQUISITION_STATE_APPROVED) return line.outstanding_quantity();
  return std::max<int64_t>(0, line.quantity() - line.fulfilled_quantity());
}

v1::OverdueLine OverdueOf(const std::string& name, const std::string& number,
                          const std::string& counterpart, int64_t due, int64_t day) {
  v1::OverdueLine line;
  line.set_name(name);
  line.set_number(number);
  line.set_counterpart(counterpart);
  *line.mutable_due_date() = DateOf(due);
  line.set_overdue_days(day - due);
  return line;
}

// What runs out first leads; of what is out the latest: that is news, the rest was known.
int64_t RunOutRank(const v1::RunOutLine& line) {
  if (!line.has_run_out_date()) return std::numeric_limits<int64_t>::max();
  const int64_t day = DayNumber(line.run_out_date());
  return line.state() == v1::RUN_OUT_STATE_OUT ? -day : day;
}

// VITAL, ESSENTIAL, NORMAL, then what has no class.
int ClassRank(v1::VitalClass vital_class) {
  return vital_class == v1::VITAL_CLASS_UNSPECIFIED ? std::numeric_limits<int>::max()
                                                    : static_cast<int>(vital_class);
}

template <typename Lines>
int Cut(Lines& lines) {
  const int count = lines.size();
  if (count > kMaxMorningLines) lines.DeleteSubrange(kMaxMorningLines, count - kMaxMorningLines);
  return count;
}

v1::RunOutLine LineOf(const ItemBook& book, const Level& level,
                      const std::optional<NextDelivery>& next) {
  v1::RunOutLine line;
  line.set_item(book.item);
  line.set_vital_class(book.vital_class);
  line.set_usable_quantity(level.usable);
  line.set_quarantined_quantity(level.quarantined);
  line.set_recalled_quantity(level.recalled);
  *line.mutable_daily_use() = DailyUseOf(level);
  if (next.has_value()) {
    line.set_next_delivery(next->number);
    *line.mutable_next_delivery_date() = DateOf(next->day);
    line.set_next_delivery_quantity(next->quantity);
  }
  return line;
}

}  // namespace

void AddDeliveries(const std::vector<v1::ExpectedDelivery>& expected, int64_t day, Coming& coming) {
  for (const v1::ExpectedDelivery& delivery : expected) {
    if (!IsExpected(delivery)) continue;
    const int64_t latest = DayNumber(delivery.latest_date());
    int lacking = 0;
    for (const v1::ExpectedDeliveryLine& line : delivery.lines()) {
      if (line.missing_quantity() <= 0) continue;
      ++lacking;
      coming.on_order[line.item()] += line.missing_quantity();
      if (delivery.state() != v1::EXPECTED_DELIVERY_STATE_CONFIRMED || latest < day) continue;
      const auto next = coming.next_confirmed.find(line.item());
      if (next != coming.next_confirmed.end() && next->second.day <= latest) continue;
      coming.next_confirmed[line.item()] = {delivery.number(), latest, line.missing_quantity()};
    }
    if (latest >= day || lacking == 0) continue;
    v1::OverdueLine overdue =
        OverdueOf(delivery.name(), delivery.number(), delivery.source(), latest, day);
    overdue.set_item_count(lacking);
    overdue.set_confirmed(delivery.state() == v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
    coming.overdue_deliveries.push_back(std::move(overdue));
  }
}

void AddRequisitions(const std::vector<v1::Requisition>& asked,
                     const std::vector<v1::ExpectedDelivery>& expected, int64_t day,
                     Coming& coming) {
  std::map<std::pair<std::string, std::string>, int64_t> coming_for;
  for (const v1::ExpectedDelivery& delivery : expected) {
    if (!IsExpected(delivery) || delivery.requisition().empty()) continue;
    for (const v1::ExpectedDeliveryLine& line : delivery.lines()) {
      coming_for[{delivery.requisition(), line.item()}] += line.missing_quantity();
    }
  }
  for (const v1::Requisition& requisition : asked) {
    if (!IsOpen(requisition)) continue;
    int lacking = 0;
    for (const v1::RequisitionLine& line : requisition.lines()) {
      const int64_t wanted = WantedOf(requisition, line);
      if (wanted > 0) ++lacking;
      const int64_t beyond = wanted - coming_for[{requisition.name(), line.item()}];
      if (beyond > 0) coming.on_order[line.item()] += beyond;
    }
    if (!requisition.has_needed_by_date() || lacking == 0) continue;
    const int64_t due = DayNumber(requisition.needed_by_date());
    if (due >= day) continue;
    v1::OverdueLine overdue =
        OverdueOf(requisition.name(), requisition.number(), requisition.asked_of(), due, day);
    overdue.set_item_count(lacking);
    overdue.set_confirmed(requisition.state() == v1::REQUISITION_STATE_APPROVED);
    coming.overdue_requisitions.push_back(std::move(overdue));
  }
}

std::optional<v1::RunOutLine> RunOutLineOf(const ItemBook& book, const Level& level,
                                           const std::optional<NextDelivery>& next,
                                           int64_t within_days) {
  if (!book.days.record.has_value() || !book.first_usable_day.has_value()) return std::nullopt;
  const int64_t today = book.days.as_of;
  v1::RunOutLine line = LineOf(book, level, next);
  int64_t first_day_without = today;
  if (level.usable == 0) {
    line.set_state(v1::RUN_OUT_STATE_OUT);
    if (level.last_in_stock_day.has_value()) {
      *line.mutable_run_out_date() = DateOf(*level.last_in_stock_day);
    }
  } else {
    // What is not used ends when the last of it expires, if all of it does.
    const std::optional<int64_t> end = level.has_use() ? level.run_out_day : level.usable_until_day;
    if (!end.has_value()) return std::nullopt;
    if (!level.has_use() && *end >= today) return std::nullopt;
    if (*end > today + within_days) return std::nullopt;
    if (next.has_value() && *end >= today && next->day <= *end + 1) return std::nullopt;
    *line.mutable_run_out_date() = DateOf(*end);
    line.set_state(*end < today ? v1::RUN_OUT_STATE_UNKNOWN : v1::RUN_OUT_STATE_LASTS);
    if (*end >= today) line.set_days_left(*end - today);
    first_day_without = std::max(today, *end + 1);
  }
  if (next.has_value()) line.set_gap_days(next->day - first_day_without);
  return line;
}

void FinishSheet(v1::GetMorningSheetResponse& sheet) {
  std::sort(sheet.mutable_run_outs()->begin(), sheet.mutable_run_outs()->end(),
            [](const v1::RunOutLine& a, const v1::RunOutLine& b) {
              return std::tuple(ClassRank(a.vital_class()), a.state() != v1::RUN_OUT_STATE_OUT,
                                RunOutRank(a), std::string(a.item())) <
                     std::tuple(ClassRank(b.vital_class()), b.state() != v1::RUN_OUT_STATE_OUT,
                                RunOutRank(b), std::string(b.item()));
            });
  std::sort(sheet.mutable_expiring_lots()->begin(), sheet.mutable_expiring_lots()->end(),
            [](const v1::ExpiringLot& a, const v1::ExpiringLot& b) {
              return std::tuple(a.days_left(), std::string(a.item()), std::string(a.lot())) <
                     std::tuple(b.days_left(), std::string(b.item()), std::string(b.lot()));
            });
  const auto longest_overdue = [](const v1::OverdueLine& a, const v1::OverdueLine& b) {
    return std::tuple(-a.overdue_days(), std::string(a.number())) <
           std::tuple(-b.overdue_days(), std::string(b.number()));
  };
  for (auto* overdue : {sheet.mutable_overdue_deliveries(), sheet.mutable_overdue_requisitions()}) {
    std::sort(overdue->begin(), overdue->end(), longest_overdue);
  }
  std::sort(sheet.mutable_quarantine()->begin(), sheet.mutable_quarantine()->end(),
            [](const v1::QuarantineLine& a, const v1::QuarantineLine& b) {
              return std::tuple(-a.waiting_days(), std::string(a.item()), std::string(a.place()),
                                std::string(a.lot())) <
                     std::tuple(-b.waiting_days(), std::string(b.item()), std::string(b.place()),
                                std::string(b.lot()));
            });
  sheet.set_run_out_count(Cut(*sheet.mutable_run_outs()));
  sheet.set_expiring_lot_count(Cut(*sheet.mutable_expiring_lots()));
  sheet.set_overdue_delivery_count(Cut(*sheet.mutable_overdue_deliveries()));
  sheet.set_overdue_requisition_count(Cut(*sheet.mutable_overdue_requisitions()));
  sheet.set_quarantine_count(Cut(*sheet.mutable_quarantine()));
}

}  // namespace waystation::inventory
