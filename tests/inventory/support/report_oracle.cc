#include "tests/inventory/support/report_oracle.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "tests/inventory/support/posted_movements.h"
#include "tests/inventory/support/report_legs.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {
namespace {

std::string FacilityOfMovement(const v1::Movement& movement) {
  return movement.name().substr(0, movement.name().find("/movements/"));
}

bool IsIn(const v1::Account& account, v1::Condition condition) {
  if (account.kind() != v1::ACCOUNT_KIND_POSITION) return false;
  return account.condition() == condition ||
         (account.condition() == v1::CONDITION_UNSPECIFIED && condition == v1::CONDITION_USABLE);
}

std::string OwnerOfLine(const v1::Movement& movement, int index) {
  const std::string& owner = movement.lines(index).owner();
  return owner.empty() ? movement.donation().donor() : owner;
}

}  // namespace

ReportOracle::ReportOracle(const storage::Log& log) {
  const std::string wrong = VisitEntries(log, [this](const common::v1::LogEntry& entry) {
    return VisitPosted(entry, [&](const v1::Movement& movement) {
      movements_.push_back(movement);
      revisions_[movement.name()] = entry.revision();
      return "";
    });
  });
  if (!wrong.empty()) std::abort();
  std::set<std::string> taken_back;
  for (const v1::Movement& movement : movements_) {
    if (!movement.reverses().empty()) taken_back.insert(movement.reverses());
  }
  for (const v1::Movement& movement : movements_) {
    const std::string facility = FacilityOfMovement(movement);
    const bool stands = movement.reverses().empty() && !taken_back.contains(movement.name());
    for (const v1::Leg& leg : movement.legs()) {
      steps_.push_back(
          {&movement, leg, DayNumber(leg.day()), stands, !leg.difference_of().empty()});
      const std::string lot = LotId(facility, leg.item(), leg.lot());
      expiries_[lot] =
          leg.has_expiry_date() ? std::optional(DayNumber(leg.expiry_date())) : std::nullopt;
      const bool of_kit = movement.kind() == v1::MOVEMENT_KIND_UNPACK
                              ? leg.line_index() > 0
                              : movement.kind() == v1::MOVEMENT_KIND_PACK && leg.line_index() == 0;
      const bool brings = of_kit || movement.kind() == v1::MOVEMENT_KIND_RECEIPT ||
                          movement.kind() == v1::MOVEMENT_KIND_ADJUSTMENT_GAIN ||
                          movement.kind() == v1::MOVEMENT_KIND_TRANSFER_IN ||
                          movement.kind() == v1::MOVEMENT_KIND_RETURN;
      if (!brings || leg.line_index() < 0) continue;
      const std::string owner = OwnerOfLine(movement, leg.line_index());
      std::vector<std::string>& owners = owners_[lot];
      if (owner.empty() || std::count(owners.begin(), owners.end(), owner) > 0) continue;
      owners.push_back(owner);
    }
  }
}

std::vector<const ReportOracle::Step*> ReportOracle::StepsOf(const std::string& facility,
                                                             const std::string& item) const {
  std::vector<const Step*> steps;
  for (const Step& step : steps_) {
    if (step.leg.item() == item && FacilityOfMovement(*step.movement) == facility) {
      steps.push_back(&step);
    }
  }
  return steps;
}

std::optional<int64_t> ReportOracle::RecordDay(const std::string& facility, int64_t as_of) const {
  std::optional<int64_t> record;
  for (const Step& step : steps_) {
    if (step.day > as_of || FacilityOfMovement(*step.movement) != facility) continue;
    record = std::max(record.value_or(step.day), step.day);
  }
  return record;
}

std::map<std::string, int64_t> ReportOracle::StockBefore(const std::vector<const Step*>& steps,
                                                         int64_t day,
                                                         v1::Condition condition) const {
  std::map<std::string, int64_t> stock;
  for (const Step* step : steps) {
    if (step->day >= day) continue;
    if (IsIn(step->leg.to(), condition)) stock[step->leg.lot()] += step->leg.quantity();
    if (IsIn(step->leg.from(), condition)) stock[step->leg.lot()] -= step->leg.quantity();
  }
  return stock;
}

// Part of a count's difference: it stands whatever becomes of the movement that re-derived it.
bool ReportOracle::IsCounted(const Step& step) { return !step.leg.count().empty(); }

std::map<std::string, ReportOracle::Sums> ReportOracle::SumsOf(
    const std::vector<const Step*>& steps, int64_t day) const {
  std::map<std::string, Sums> lots;
  for (const Step* step : steps) {
    const v1::Leg& leg = step->leg;
    if (step->day != day) continue;
    Sums& sums = lots[leg.lot()];
    const bool to_usable = IsIn(leg.to(), v1::CONDITION_USABLE);
    const bool from_usable = IsIn(leg.from(), v1::CONDITION_USABLE);
    if (step->of_shortfall) {
      if (to_usable) sums.inflow += leg.quantity();
      if (from_usable) sums.inflow -= leg.quantity();
      continue;
    }
    if (IsCounted(*step)) {
      const int64_t sign = step->movement->kind() == v1::MOVEMENT_KIND_REVERSAL ? -1 : 1;
      if (to_usable) (sign > 0 ? sums.inflow : sums.other_out) += sign * leg.quantity();
      if (from_usable) (sign > 0 ? sums.other_out : sums.inflow) += sign * leg.quantity();
      continue;
    }
    if (!step->stands || (to_usable && from_usable)) continue;
    if (leg.to().kind() == v1::ACCOUNT_KIND_CONSUMED) {
      sums.consumed += leg.quantity();
    } else if (leg.from().kind() == v1::ACCOUNT_KIND_CONSUMED) {
      sums.consumed -= leg.quantity();
    } else if (to_usable) {
      sums.inflow += leg.quantity();
    } else if (from_usable) {
      sums.other_out += leg.quantity();
    }
  }
  return lots;
}

std::optional<int64_t> ReportOracle::Expiry(const std::string& facility, const std::string& item,
                                            const std::string& lot) const {
  const auto found = expiries_.find(LotId(facility, item, lot));
  return found == expiries_.end() ? std::nullopt : found->second;
}

bool ReportOracle::InStock(const std::vector<const Step*>& steps, const std::string& facility,
                           const std::string& item, int64_t day) const {
  for (const auto& [lot, sums] : SumsOf(steps, day)) {
    if (sums.inflow > 0) return true;
  }
  for (const auto& [lot, quantity] : StockBefore(steps, day, v1::CONDITION_USABLE)) {
    if (quantity > 0 && Expiry(facility, item, lot).value_or(day) >= day) return true;
  }
  return false;
}

std::optional<int64_t> ReportOracle::FirstDay(const std::string& facility, const std::string& item,
                                              int64_t as_of) const {
  const auto steps = StepsOf(facility, item);
  std::set<int64_t> days;
  for (const Step* step : steps) days.insert(step->day);
  for (const int64_t day : days) {
    if (day > as_of) break;
    for (const auto& [lot, sums] : SumsOf(steps, day)) {
      if (sums.inflow != 0 || sums.consumed != 0 || sums.other_out != 0) return day;
    }
  }
  return std::nullopt;
}

void ReportOracle::AddCounted(const Step& step, v1::ConsumptionLine& line) {
  const int64_t quantity = step.leg.quantity();
  const bool more = step.leg.from().kind() == v1::ACCOUNT_KIND_COUNT_DIFFERENCE;
  const bool taken_back = step.movement->kind() == v1::MOVEMENT_KIND_REVERSAL;
  if (more != taken_back) {
    line.set_count_gain_quantity(line.count_gain_quantity() + (more ? quantity : -quantity));
  } else {
    line.set_count_loss_quantity(line.count_loss_quantity() + (more ? -quantity : quantity));
  }
}

void ReportOracle::AddStanding(const Step& step, v1::ConsumptionLine& line,
                               std::map<v1::Purpose, int64_t>& used,
                               std::map<v1::WasteReason, int64_t>& wasted) {
  const v1::Movement* movement = step.movement;
  const v1::Leg& leg = step.leg;
  switch (movement->kind()) {
    case v1::MOVEMENT_KIND_RECEIPT:
      line.set_received_quantity(line.received_quantity() + leg.quantity());
      break;
    case v1::MOVEMENT_KIND_ADJUSTMENT_GAIN:
      line.set_count_gain_quantity(line.count_gain_quantity() + leg.quantity());
      break;
    case v1::MOVEMENT_KIND_ADJUSTMENT_LOSS:
      line.set_count_loss_quantity(line.count_loss_quantity() + leg.quantity());
      break;
    case v1::MOVEMENT_KIND_WASTE:
      wasted[movement->waste_reason()] += leg.quantity();
      line.set_wasted_quantity(line.wasted_quantity() + leg.quantity());
      break;
    case v1::MOVEMENT_KIND_ISSUE:
      used[movement->purpose()] += leg.quantity();
      line.set_consumed_quantity(line.consumed_quantity() + leg.quantity());
      break;
    case v1::MOVEMENT_KIND_RETURN:
      used[movement->purpose()] -= leg.quantity();
      line.set_consumed_quantity(line.consumed_quantity() - leg.quantity());
      line.set_returned_quantity(line.returned_quantity() + leg.quantity());
      break;
    case v1::MOVEMENT_KIND_TRANSFER_IN:
      if (leg.from().kind() == v1::ACCOUNT_KIND_IN_TRANSIT) {
        line.set_transferred_in_quantity(line.transferred_in_quantity() + leg.quantity());
      } else {
        line.set_count_gain_quantity(line.count_gain_quantity() + leg.quantity());
      }
      break;
    case v1::MOVEMENT_KIND_TRANSFER_OUT:
      line.set_transferred_out_quantity(line.transferred_out_quantity() + leg.quantity());
      break;
    case v1::MOVEMENT_KIND_UNPACK:
    case v1::MOVEMENT_KIND_PACK:
      if (NetOf(leg) > 0) {
        line.set_from_kits_quantity(line.from_kits_quantity() + leg.quantity());
      } else {
        line.set_into_kits_quantity(line.into_kits_quantity() + leg.quantity());
      }
      break;
    default:
      std::abort();
  }
}

v1::ConsumptionLine ReportOracle::Consumption(const std::string& facility, const std::string& item,
                                              int64_t from, int64_t as_of) const {
  v1::ConsumptionLine line;
  std::map<v1::Purpose, int64_t> used;
  std::map<v1::WasteReason, int64_t> wasted;
  int64_t opening = 0;
  int64_t closing = 0;
  for (const Step* step : StepsOf(facility, item)) {
    const v1::Leg& leg = step->leg;
    if (step->day < from) opening += NetOf(leg);
    if (step->day <= as_of) closing += NetOf(leg);
    if (step->day < from || step->day > as_of || NetOf(leg) == 0) continue;
    if (step->of_shortfall) {
      line.set_shortfall_quantity(line.shortfall_quantity() + NetOf(leg));
      continue;
    }
    if (IsCounted(*step)) {
      AddCounted(*step, line);
    } else if (step->stands) {
      AddStanding(*step, line, used, wasted);
    }
  }
  line.set_opening_quantity(opening);
  line.set_closing_quantity(closing);
  for (const auto& [purpose, quantity] : used) {
    if (quantity == 0) continue;
    v1::PurposeQuantity* part = line.add_consumed();
    part->set_purpose(purpose);
    part->set_quantity(quantity);
  }
  for (const auto& [reason, quantity] : wasted) {
    v1::WasteQuantity* part = line.add_wasted();
    part->set_waste_reason(reason);
    part->set_quantity(quantity);
  }
  return line;
}

v1::StockOutLine ReportOracle::StockOut(const std::string& facility, const std::string& item,
                                        int64_t as_of, int64_t window_days) const {
  v1::StockOutLine line;
  const auto steps = StepsOf(facility, item);
  const std::optional<int64_t> record = RecordDay(facility, as_of);
  const std::optional<int64_t> first = FirstDay(facility, item, as_of);
  std::map<std::string, int64_t> counts;
  for (int64_t day = as_of - window_days + 1; day <= as_of; ++day) {
    if (!record.has_value() || day > *record) {
      ++counts["unknown"];
    } else if (InStock(steps, facility, item, day)) {
      ++counts["in"];
    } else if (!first.has_value() || day < *first) {
      ++counts["before"];
    } else {
      ++counts["out"];
      bool expired = false;
      for (const auto& [lot, quantity] : StockBefore(steps, day, v1::CONDITION_USABLE)) {
        expired = expired || quantity > 0;
      }
      if (expired) ++counts["expired"];
      const int last = line.periods_size() - 1;
      if (last >= 0 && DayNumber(line.periods(last).last_date()) == day - 1) {
        *line.mutable_periods(last)->mutable_last_date() = DateOf(day);
      } else {
        v1::DayRange* range = line.add_periods();
        *range->mutable_first_date() = DateOf(day);
        *range->mutable_last_date() = DateOf(day);
      }
    }
  }
  line.set_in_stock_days(static_cast<int32_t>(counts["in"]));
  line.set_stock_out_days(static_cast<int32_t>(counts["out"]));
  line.set_expired_only_days(static_cast<int32_t>(counts["expired"]));
  line.set_before_first_days(static_cast<int32_t>(counts["before"]));
  line.set_unknown_days(static_cast<int32_t>(counts["unknown"]));
  return line;
}

v1::MinimumMaximumLine ReportOracle::Use(const std::string& facility, const std::string& item,
                                         int64_t as_of, int64_t window_days) const {
  v1::MinimumMaximumLine line;
  v1::DailyUse& use = *line.mutable_daily_use();
  use.set_window_days(static_cast<int32_t>(window_days));
  const std::optional<int64_t> record = RecordDay(facility, as_of);
  if (!record.has_value()) return line;
  const auto steps = StepsOf(facility, item);
  int64_t consumed = 0;
  for (int64_t day = *record - window_days + 1; day <= *record; ++day) {
    for (const auto& [lot, sums] : SumsOf(steps, day)) consumed += sums.consumed;
    if (InStock(steps, facility, item, day)) use.set_in_stock_days(use.in_stock_days() + 1);
  }
  use.set_consumed_quantity(std::max<int64_t>(consumed, 0));
  int64_t usable = 0;
  for (const auto& [lot, quantity] : StockBefore(steps, as_of + 1, v1::CONDITION_USABLE)) {
    if (Expiry(facility, item, lot).value_or(*record) >= *record) usable += quantity;
  }
  int64_t quarantined = 0;
  for (const auto& [lot, quantity] : StockBefore(steps, as_of + 1, v1::CONDITION_QUARANTINED)) {
    quarantined += quantity;
  }
  line.set_usable_quantity(usable);
  line.set_quarantined_quantity(quarantined);
  return line;
}

std::vector<v1::ExpiringLot> ReportOracle::Expiring(const std::string& facility,
                                                    const std::string& item, int64_t as_of,
                                                    int64_t window_days) const {
  std::vector<v1::ExpiringLot> lots;
  const v1::DailyUse use = Use(facility, item, as_of, window_days).daily_use();
  const int64_t record = RecordDay(facility, as_of).value_or(as_of);
  struct Left {
    int64_t expiry;
    std::string lot;
    int64_t quantity;
    int64_t units;
  };
  std::vector<Left> left;
  for (const auto& [lot, quantity] :
       StockBefore(StepsOf(facility, item), as_of + 1, v1::CONDITION_USABLE)) {
    const int64_t expiry = Expiry(facility, item, lot).value_or(std::int64_t{1} << 40);
    if (quantity > 0) left.push_back({expiry, lot, quantity, quantity * use.in_stock_days()});
  }
  std::sort(left.begin(), left.end(), [](const Left& a, const Left& b) {
    return std::tie(a.expiry, a.lot) < std::tie(b.expiry, b.lot);
  });
  // Day by day: each takes `consumed` units from what is good on it, first expiring first.
  const bool used = use.in_stock_days() > 0 && use.consumed_quantity() > 0;
  for (int64_t day = record + 1; used && day <= record + 4000; ++day) {
    int64_t wanted = use.consumed_quantity();
    for (Left& lot : left) {
      if (lot.expiry < day) continue;
      const int64_t taken = std::min(wanted, lot.units);
      lot.units -= taken;
      wanted -= taken;
    }
  }
  for (const Left& lot : left) {
    if (lot.expiry == std::int64_t{1} << 40) continue;
    v1::ExpiringLot line;
    line.set_lot(lot.lot);
    line.set_days_left(lot.expiry - as_of);
    line.set_quantity(lot.quantity);
    if (lot.expiry < as_of) {
      line.set_expires_unused_quantity(lot.quantity);
    } else if (used) {
      const int64_t units = lot.quantity * use.in_stock_days() - lot.units;
      line.set_expires_unused_quantity(lot.quantity - units / use.in_stock_days());
    }
    lots.push_back(std::move(line));
  }
  return lots;
}

}  // namespace waystation::inventory
