#include "services/inventory/domain/reports/consumption.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "services/inventory/domain/calendar.h"

namespace waystation::inventory {
namespace {

int64_t SumOf(const std::map<int64_t, int64_t>& parts) {
  return std::accumulate(parts.begin(), parts.end(), int64_t{0},
                         [](int64_t sum, const auto& part) { return sum + part.second; });
}

// The first and the last day of the period that `day` is in, within `from` to `to`.
std::pair<int64_t, int64_t> PeriodOf(int64_t day, int64_t from, int64_t to,
                                     v1::ReportPeriod period) {
  switch (period) {
    case v1::REPORT_PERIOD_DAY:
      return {day, day};
    case v1::REPORT_PERIOD_MONTH: {
      common::v1::CivilDate first = DateOf(day);
      first.set_day(1);
      const int64_t begin = DayNumber(first);
      return {std::max(from, begin), std::min(to, MonthsAfter(begin, 1) - 1)};
    }
    default:
      return {from, to};
  }
}

void Fill(const FlowSums& sums, v1::ConsumptionLine& line) {
  line.set_received_quantity(sums.received);
  line.set_consumed_quantity(sums.consumed());
  for (const auto& [purpose, quantity] : sums.consumed_by_purpose) {
    if (quantity == 0) continue;
    v1::PurposeQuantity* part = line.add_consumed();
    part->set_purpose(static_cast<v1::Purpose>(purpose));
    part->set_quantity(quantity);
  }
  line.set_returned_quantity(sums.returned);
  line.set_wasted_quantity(sums.wasted());
  for (const auto& [reason, quantity] : sums.wasted_by_reason) {
    if (quantity == 0) continue;
    v1::WasteQuantity* part = line.add_wasted();
    part->set_waste_reason(static_cast<v1::WasteReason>(reason));
    part->set_quantity(quantity);
  }
  line.set_count_gain_quantity(sums.count_gain);
  line.set_count_loss_quantity(sums.count_loss);
  line.set_shortfall_quantity(sums.shortfall);
  line.set_transferred_in_quantity(sums.transferred_in);
  line.set_transferred_out_quantity(sums.transferred_out);
  line.set_from_kits_quantity(sums.from_kits);
  line.set_into_kits_quantity(sums.into_kits);
  line.set_other_in_quantity(sums.other_in);
  line.set_other_out_quantity(sums.other_out);
}

}  // namespace

void FlowSums::Add(const FlowKind& kind, int64_t quantity) {
  const bool in = IsStock(kind.to);
  if (in == IsStock(kind.from)) return;
  switch (in ? kind.from : kind.to) {
    case FlowEnd::kSource:
      // Nothing goes back to a source but by a reversal, which counts against what came.
      (in ? received : other_out) += quantity;
      return;
    case FlowEnd::kConsumed:
      consumed_by_purpose[kind.detail] += in ? -quantity : quantity;
      if (in) returned += quantity;
      return;
    case FlowEnd::kWasted:
      if (in) {
        other_in += quantity;
      } else {
        wasted_by_reason[kind.detail] += quantity;
      }
      return;
    case FlowEnd::kDifference:
      (!in ? count_loss : kind.detail == kOfShortfall ? shortfall : count_gain) += quantity;
      return;
    case FlowEnd::kTransit:
      (in ? transferred_in : transferred_out) += quantity;
      return;
    case FlowEnd::kKit:
      (in ? from_kits : into_kits) += quantity;
      return;
    default:
      (in ? other_in : other_out) += quantity;
  }
}

int64_t FlowSums::consumed() const { return SumOf(consumed_by_purpose); }

int64_t FlowSums::wasted() const { return SumOf(wasted_by_reason); }

int64_t FlowSums::net() const {
  const int64_t in = received + count_gain + shortfall + transferred_in + from_kits + other_in;
  const int64_t out = consumed() + wasted() + count_loss + transferred_out + into_kits + other_out;
  return in - out;
}

std::vector<v1::ConsumptionLine> ConsumptionLines(const ItemBook& book, int64_t from,
                                                  v1::ReportPeriod period) {
  std::map<std::pair<int64_t, int64_t>, FlowSums> periods;
  int64_t balance = 0;
  for (const auto& [lot, stock] : book.lots) balance += stock.all();
  for (const FlowLine& flow : book.flows) {
    balance -= ChangeOfStock(flow.kind, flow.quantity);
    if (IsStock(flow.kind.from) && IsStock(flow.kind.to)) continue;
    periods[PeriodOf(flow.day, from, book.days.as_of, period)].Add(flow.kind, flow.quantity);
  }
  std::vector<v1::ConsumptionLine> lines;
  for (const auto& [days, sums] : periods) {
    v1::ConsumptionLine line;
    line.set_item(book.item);
    *line.mutable_first_date() = DateOf(days.first);
    *line.mutable_last_date() = DateOf(days.second);
    line.set_opening_quantity(balance);
    Fill(sums, line);
    balance += sums.net();
    line.set_closing_quantity(balance);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace waystation::inventory
