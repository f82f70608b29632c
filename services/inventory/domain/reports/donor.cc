#include "services/inventory/domain/reports/donor.h"

#include <map>
#include <set>
#include <utility>

#include "services/inventory/domain/reports/consumption.h"

namespace waystation::inventory {
namespace {

struct OwnerSums {
  v1::DonorLine line;
  FlowSums sums;
  std::set<std::string> others;
};

std::string FirstOwner(const LotBook& lot) {
  return lot.facts.owners.empty() ? std::string() : lot.facts.owners[0];
}

bool Wanted(const OwnerFilter& filter, const std::string& owner) {
  if (owner.empty()) return filter.with_unowned;
  return filter.owner.empty() || filter.owner == owner;
}

void AddLot(const LotBook& lot, int64_t as_of, OwnerSums& owner) {
  v1::DonorLine& line = owner.line;
  if (IsPast(lot.facts.date, as_of)) {
    line.set_expired_quantity(line.expired_quantity() + lot.usable);
  } else {
    line.set_left_quantity(line.left_quantity() + lot.usable);
  }
  line.set_quarantined_quantity(line.quarantined_quantity() + lot.quarantined);
  line.set_damaged_quantity(line.damaged_quantity() + lot.damaged);
  if (lot.facts.owners.size() < 2) return;
  line.set_mixed_quantity(line.mixed_quantity() + lot.all());
  owner.others.insert(lot.facts.owners.begin() + 1, lot.facts.owners.end());
}

v1::DonorLine Finish(OwnerSums owner) {
  v1::DonorLine line = std::move(owner.line);
  const FlowSums& sums = owner.sums;
  const int64_t closing = line.left_quantity() + line.expired_quantity() +
                          line.quarantined_quantity() + line.damaged_quantity();
  line.set_opening_quantity(closing - sums.net());
  line.set_received_quantity(sums.received);
  line.set_found_quantity(sums.count_gain + sums.shortfall);
  line.set_transferred_in_quantity(sums.transferred_in);
  line.set_used_quantity(sums.consumed());
  line.set_wasted_quantity(sums.wasted());
  line.set_lost_quantity(sums.count_loss);
  line.set_transferred_out_quantity(sums.transferred_out);
  line.set_kits_quantity(sums.from_kits - sums.into_kits);
  line.set_other_out_quantity(sums.other_out - sums.other_in);
  for (const std::string& other : owner.others) line.add_other_owners(other);
  return line;
}

}  // namespace

std::vector<v1::DonorLine> DonorLines(const ItemBook& book, const OwnerFilter& filter) {
  std::map<std::string, OwnerSums> owners;
  for (const auto& [name, lot] : book.lots) {
    const std::string owner = FirstOwner(lot);
    if (!Wanted(filter, owner)) continue;
    OwnerSums& of_owner = owners[owner];
    of_owner.line.set_owner(owner);
    of_owner.line.set_item(book.item);
    AddLot(lot, book.days.as_of, of_owner);
  }
  for (const FlowLine& flow : book.flows) {
    const auto lot = book.lots.find(flow.lot);
    const std::string owner = lot == book.lots.end() ? std::string() : FirstOwner(lot->second);
    const auto of_owner = owners.find(owner);
    if (of_owner != owners.end()) of_owner->second.sums.Add(flow.kind, flow.quantity);
  }
  std::vector<v1::DonorLine> lines;
  for (auto& [owner, of_owner] : owners) lines.push_back(Finish(std::move(of_owner)));
  return lines;
}

}  // namespace waystation::inventory
