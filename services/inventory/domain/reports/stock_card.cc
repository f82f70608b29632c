#include "services/inventory/domain/reports/stock_card.h"

#include <set>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

bool Touches(const CardFilter& filter, const v1::Leg& leg, const v1::Account& account) {
  return account.kind() == v1::ACCOUNT_KIND_POSITION &&
         IsOfCard(filter, {leg.item(), account.place(), leg.lot(), ConditionOf(account)});
}

// Adds the leg to the line. True when it is of the card.
bool AddLeg(const CardFilter& filter, const v1::Leg& leg, v1::StockCardLine& line) {
  const bool in = Touches(filter, leg, leg.to());
  const bool out = Touches(filter, leg, leg.from());
  if (in && out) {
    line.set_moved_quantity(line.moved_quantity() + leg.quantity());
  } else if (in) {
    line.set_in_quantity(line.in_quantity() + leg.quantity());
    if (!leg.difference_of().empty()) {
      line.set_shortfall_quantity(line.shortfall_quantity() + leg.quantity());
    }
  } else if (out) {
    line.set_out_quantity(line.out_quantity() + leg.quantity());
  }
  return in || out;
}

// The other end of a move, as seen from the card.
std::string OtherPlace(const CardFilter& filter, const v1::Movement& about) {
  if (about.to_place() != filter.place) return about.to_place();
  for (const v1::Leg& leg : about.legs()) {
    if (leg.item() == filter.item && leg.from().kind() == v1::ACCOUNT_KIND_POSITION) {
      return leg.from().place();
    }
  }
  return "";
}

// The other place of a move, the other item of a merge, or whom it came from.
std::string CounterpartOf(const CardFilter& filter, const v1::Movement& about) {
  if (!about.to_place().empty()) return OtherPlace(filter, about);
  if (about.kind() != v1::MOVEMENT_KIND_MERGE) return about.source();
  for (const v1::MovementLine& line : about.lines()) {
    if (line.item() == filter.item) return line.entered_item();
    if (line.entered_item() == filter.item) return line.item();
  }
  return "";
}

void Describe(const v1::Movement& movement, const v1::Movement& about, const CardFilter& filter,
              v1::StockCardLine& line) {
  line.set_movement(movement.name());
  line.set_kind(movement.kind());
  line.set_document_number(about.document_number());
  line.set_goods_receipt_number(about.goods_receipt_number());
  line.set_counterpart(CounterpartOf(filter, about));
  line.set_purpose(about.purpose());
  line.set_waste_reason(about.waste_reason());
  line.set_recorded_by(movement.recorded_by());
  *line.mutable_effective_time() = movement.effective_time();
  *line.mutable_record_time() = movement.record_time();
  line.set_reversed_by(movement.reversed_by());
  line.set_reverses(movement.reverses());
  *line.mutable_exceptions() = movement.exceptions();
  line.set_clock_suspect(movement.clock_suspect());
}

}  // namespace

bool IsOfCard(const CardFilter& filter, const PositionKey& position) {
  return position.item == filter.item && (filter.place.empty() || position.place == filter.place) &&
         (filter.lot.empty() || position.lot == filter.lot) &&
         (filter.condition == v1::CONDITION_UNSPECIFIED || position.condition == filter.condition);
}

std::optional<v1::StockCardLine> StockCardLineOf(const v1::Movement& movement,
                                                 const v1::Movement& about,
                                                 const std::string& other_facility,
                                                 const CardFilter& filter, int64_t day,
                                                 absl::TimeZone zone) {
  v1::StockCardLine line;
  std::set<std::string> lots;
  for (const v1::Leg& leg : movement.legs()) {
    if (leg.item() != filter.item || DayNumber(leg.day()) != day) continue;
    if (AddLeg(filter, leg, line)) lots.insert(leg.lot());
  }
  if (lots.empty()) return std::nullopt;
  *line.mutable_day() = DateOf(day);
  line.set_late_days(DayOf(TimeOf(movement.record_time()), zone) - day);
  for (const std::string& lot : lots) {
    if (line.lots_size() == kMaxCardLots) {
      line.set_more_lots(static_cast<int32_t>(lots.size()) - kMaxCardLots);
      break;
    }
    line.add_lots(lot);
  }
  Describe(movement, about, filter, line);
  if (!other_facility.empty()) line.set_counterpart(other_facility);
  return line;
}

}  // namespace waystation::inventory
