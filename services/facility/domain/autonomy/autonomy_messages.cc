#include "services/facility/domain/autonomy/autonomy_messages.h"

#include <string>

#include "services/facility/domain/times.h"

namespace waystation::facility {
namespace {

// The contract lists both in the order of the domain, quantities after the unspecified one.
static_assert(static_cast<int>(Quantity::kTankDipMillilitres) + 1 == v1::QUANTITY_TANK_DIP_ML);
static_assert(static_cast<int>(Quantity::kFridgeMillicelsius) + 1 ==
              v1::QUANTITY_FRIDGE_MILLICELSIUS);
static_assert(static_cast<int>(Quantity::kDemandMillilitresPerDay) + 1 ==
              v1::QUANTITY_WATER_DEMAND_ML_PER_DAY);
static_assert(static_cast<int>(Unknown::kNotRegistered) == v1::UNKNOWN_REASON_NOT_REGISTERED);
static_assert(static_cast<int>(Unknown::kCutTimeNotKnown) == v1::UNKNOWN_REASON_CUT_TIME_NOT_KNOWN);
static_assert(static_cast<int>(SafeBecause::kSourceEnds) == v1::SAFE_BECAUSE_SOURCE_ENDS);
static_assert(static_cast<int>(SafeBecause::kOutOfRange) == v1::SAFE_BECAUSE_OUT_OF_RANGE);

v1::Quantity ToProto(Quantity quantity) {
  return static_cast<v1::Quantity>(static_cast<int>(quantity) + 1);
}

}  // namespace

v1::UnknownReason ToProto(Unknown unknown) {
  return static_cast<v1::UnknownReason>(static_cast<int>(unknown));
}

v1::SupplyEnd ToProto(SupplyEnd end) {
  switch (end) {
    case SupplyEnd::kNone:
      return v1::SUPPLY_END_UNSPECIFIED;
    case SupplyEnd::kGridHours:
      return v1::SUPPLY_END_GRID_HOURS;
    case SupplyEnd::kNextReport:
      return v1::SUPPLY_END_NEXT_REPORT;
    case SupplyEnd::kFuel:
      return v1::SUPPLY_END_FUEL;
    case SupplyEnd::kBattery:
      return v1::SUPPLY_END_BATTERY;
    case SupplyEnd::kSun:
      return v1::SUPPLY_END_SUN;
    case SupplyEnd::kCut:
      return v1::SUPPLY_END_CUT;
  }
  return v1::SUPPLY_END_UNSPECIFIED;
}

v1::Working ToProto(const Working& working) {
  v1::Working message;
  for (const UsedReading& used : working.readings) {
    v1::UsedReading& reading = *message.add_readings();
    reading.set_quantity(ToProto(used.term.quantity));
    reading.set_subject(used.term.subject);
    reading.set_value(used.term.value);
    *reading.mutable_observed_time() = ToTimestamp(used.observed);
    reading.set_age_minutes(used.age_minutes);
  }
  for (const Term& term : working.steps) {
    v1::WorkingStep& step = *message.add_steps();
    step.set_quantity(ToProto(term.quantity));
    step.set_subject(term.subject);
    step.set_value(term.value);
  }
  for (const Missing& missing : working.missing) {
    v1::MissingInput& input = *message.add_missing();
    input.set_quantity(ToProto(missing.quantity));
    input.set_subject(missing.subject);
    input.set_reason(ToProto(missing.reason));
  }
  return message;
}

v1::FuelHours ToProto(const FuelHours& hours) {
  v1::FuelHours message;
  message.set_unknown(ToProto(hours.unknown));
  *message.mutable_working() = ToProto(hours.working);
  if (hours.unknown != Unknown::kNone) return message;
  message.set_usable_ml(hours.usable_millilitres);
  message.set_fuel_ml_per_hour(hours.millilitres_per_hour);
  message.set_lasts_minutes(hours.minutes);
  *message.mutable_ends_time() = ToTimestamp(hours.ends);
  return message;
}

v1::FuelAutonomy ToProto(v1::Fluid fluid, const FuelDays& days) {
  v1::FuelAutonomy message;
  message.set_fluid(fluid);
  message.set_unknown(ToProto(days.unknown));
  message.set_tanks_left_out(days.tanks_left_out);
  *message.mutable_working() = ToProto(days.working);
  if (days.unknown != Unknown::kNone) return message;
  message.set_usable_ml(days.usable_millilitres);
  message.set_fuel_ml_per_day(days.millilitres_per_day);
  message.set_lasts_minutes(days.minutes);
  *message.mutable_ends_time() = ToTimestamp(days.ends);
  return message;
}

v1::CircuitAutonomy ToProto(const std::string& circuit, const CircuitSupply& supply) {
  v1::CircuitAutonomy message;
  message.set_circuit(circuit);
  message.set_unknown(ToProto(supply.unknown));
  *message.mutable_working() = ToProto(supply.working);
  if (supply.unknown != Unknown::kNone) return message;
  message.set_powered(supply.powered);
  *message.mutable_ends_time() = ToTimestamp(supply.ends);
  message.set_cause(ToProto(supply.cause));
  message.set_source(supply.source);
  return message;
}

v1::FridgeAutonomy ToProto(const std::string& fridge, const SafeUntil& safe) {
  v1::FridgeAutonomy message;
  message.set_fridge(fridge);
  message.set_unknown(ToProto(safe.unknown));
  *message.mutable_working() = ToProto(safe.working);
  if (safe.unknown != Unknown::kNone) return message;
  message.set_because(static_cast<v1::SafeBecause>(static_cast<int>(safe.because)));
  *message.mutable_safe_until_time() = ToTimestamp(safe.safe_until);
  if (safe.act_by.has_value()) *message.mutable_act_by_time() = ToTimestamp(*safe.act_by);
  if (safe.falls_out_at.has_value())
    *message.mutable_falls_out_time() = ToTimestamp(*safe.falls_out_at);
  return message;
}

v1::WaterAutonomy ToProto(const WaterDays& days) {
  v1::WaterAutonomy message;
  message.set_unknown(ToProto(days.unknown));
  *message.mutable_working() = ToProto(days.working);
  if (days.unknown != Unknown::kNone) return message;
  message.set_usable_ml(days.usable_millilitres);
  message.set_demand_ml_per_day(days.millilitres_per_day);
  message.set_lasts_minutes(days.minutes);
  *message.mutable_ends_time() = ToTimestamp(days.ends);
  return message;
}

v1::Excursions ToProto(const Excursions& excursions) {
  v1::Excursions message;
  message.set_above_minutes(excursions.above_minutes);
  message.set_below_minutes(excursions.below_minutes);
  message.set_freezing_minutes(excursions.freezing_minutes);
  message.set_unknown_minutes(excursions.unknown_minutes);
  if (excursions.lowest_millicelsius.has_value()) {
    message.set_lowest_millicelsius(*excursions.lowest_millicelsius);
  }
  if (excursions.highest_millicelsius.has_value()) {
    message.set_highest_millicelsius(*excursions.highest_millicelsius);
  }
  message.set_readings(excursions.readings);
  return message;
}

}  // namespace waystation::facility
