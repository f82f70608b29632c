#include "services/headquarters/domain/resupply.h"

namespace waystation::headquarters {
namespace {

// What the next deliveries mean for a level that has run out or will.
void Compare(const std::vector<Coming>& deliveries, v1::SupplyState state, int64_t run_out_day,
             int64_t today, ResupplyReading& reading) {
  if (!reading.next_confirmed.has_value()) {
    reading.outlook = reading.next_unconfirmed.has_value() ? v1::RESUPPLY_OUTLOOK_NOTHING_CONFIRMED
                                                           : v1::RESUPPLY_OUTLOOK_NOTHING_COMING;
    return;
  }
  const bool out = state == v1::SUPPLY_STATE_OUT;
  const int64_t first_day_without = out ? today : run_out_day + 1;
  const int64_t comes = deliveries[*reading.next_confirmed].latest_day;
  if (!out && comes <= first_day_without) {
    reading.outlook = v1::RESUPPLY_OUTLOOK_IN_TIME;
    return;
  }
  reading.outlook = v1::RESUPPLY_OUTLOOK_GAP;
  reading.gap_days = comes - first_day_without;
}

}  // namespace

ResupplyReading ReadResupply(const std::vector<Coming>& deliveries, v1::SupplyState state,
                             int64_t run_out_day, int64_t today) {
  ResupplyReading reading;
  for (size_t i = 0; i < deliveries.size(); ++i) {
    const Coming& delivery = deliveries[i];
    std::optional<size_t>& first = delivery.latest_day < today ? reading.overdue
                                   : delivery.confirmed        ? reading.next_confirmed
                                                               : reading.next_unconfirmed;
    if (!first.has_value() || delivery.latest_day < deliveries[*first].latest_day) first = i;
  }
  switch (state) {
    case v1::SUPPLY_STATE_OUT:
    case v1::SUPPLY_STATE_LASTS:
      Compare(deliveries, state, run_out_day, today, reading);
      break;
    case v1::SUPPLY_STATE_UNUSED:
    case v1::SUPPLY_STATE_NO_EVIDENCE:
      reading.outlook = v1::RESUPPLY_OUTLOOK_NO_RUN_OUT;
      break;
    default:
      reading.outlook = v1::RESUPPLY_OUTLOOK_UNKNOWN;
  }
  return reading;
}

}  // namespace waystation::headquarters
