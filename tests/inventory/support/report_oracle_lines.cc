#include <algorithm>
#include <tuple>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "tests/inventory/support/report_legs.h"
#include "tests/inventory/support/report_oracle.h"

namespace waystation::inventory {

std::vector<v1::StockCardLine> ReportOracle::Card(const std::string& facility,
                                                  const std::string& item, const std::string& place,
                                                  int64_t from, int64_t as_of) const {
  struct Entry {
    int64_t day;
    int64_t time_us;
    int64_t revision;
    std::string movement;
    v1::StockCardLine line;
  };
  std::map<std::pair<std::string, int64_t>, Entry> entries;
  int64_t balance = 0;
  const auto is_of_card = [&place](const v1::Account& account) {
    return IsHeld(account) && (place.empty() || account.place() == place);
  };
  for (const Step* step : StepsOf(facility, item)) {
    const bool in = is_of_card(step->leg.to());
    const bool out = is_of_card(step->leg.from());
    if ((!in && !out) || step->day > as_of) continue;
    const int64_t quantity = step->leg.quantity();
    balance += (in ? quantity : 0) - (out ? quantity : 0);
    if (step->day < from) continue;
    Entry& entry = entries[{step->movement->name(), step->day}];
    entry.day = step->day;
    entry.time_us = absl::ToUnixMicros(TimeOf(step->movement->effective_time()));
    entry.movement = step->movement->name();
    entry.revision = revisions_.at(entry.movement);
    v1::StockCardLine& line = entry.line;
    if (in && out) {
      line.set_moved_quantity(line.moved_quantity() + quantity);
    } else if (in) {
      line.set_in_quantity(line.in_quantity() + quantity);
    } else {
      line.set_out_quantity(line.out_quantity() + quantity);
    }
  }
  std::vector<Entry> sorted;
  for (auto& [key, entry] : entries) sorted.push_back(std::move(entry));
  std::sort(sorted.begin(), sorted.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(-a.day, -a.time_us, -a.revision, a.movement) <
           std::tuple(-b.day, -b.time_us, -b.revision, b.movement);
  });
  std::vector<v1::StockCardLine> lines;
  for (Entry& entry : sorted) {
    entry.line.set_movement(entry.movement);
    *entry.line.mutable_day() = DateOf(entry.day);
    entry.line.set_balance_quantity(balance);
    balance -= entry.line.in_quantity() - entry.line.out_quantity();
    lines.push_back(std::move(entry.line));
  }
  return lines;
}

std::map<std::string, v1::DonorLine> ReportOracle::Donors(const std::string& facility,
                                                          const std::string& item,
                                                          int64_t as_of) const {
  std::map<std::string, v1::DonorLine> donors;
  for (const Step* step : StepsOf(facility, item)) {
    const v1::Leg& leg = step->leg;
    if (step->day > as_of) continue;
    const auto owners = owners_.find(LotId(facility, item, leg.lot()));
    const bool owned = owners != owners_.end() && !owners->second.empty();
    v1::DonorLine& line = donors[owned ? owners->second[0] : ""];
    // All that is there, usable or not, in one number.
    line.set_left_quantity(line.left_quantity() + NetOf(leg));
    if (!step->stands || step->of_shortfall) continue;
    if (leg.from().kind() == v1::ACCOUNT_KIND_SOURCE) {
      line.set_received_quantity(line.received_quantity() + leg.quantity());
    } else if (leg.to().kind() == v1::ACCOUNT_KIND_CONSUMED) {
      line.set_used_quantity(line.used_quantity() + leg.quantity());
    } else if (leg.from().kind() == v1::ACCOUNT_KIND_CONSUMED) {
      line.set_used_quantity(line.used_quantity() - leg.quantity());
    } else if (leg.to().kind() == v1::ACCOUNT_KIND_WASTED) {
      line.set_wasted_quantity(line.wasted_quantity() + leg.quantity());
    }
  }
  return donors;
}

}  // namespace waystation::inventory
