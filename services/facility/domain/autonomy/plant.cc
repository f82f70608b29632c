#include "services/facility/domain/autonomy/plant.h"

#include <algorithm>
#include <set>

#include "services/facility/domain/autonomy/source_history.h"
#include "services/facility/domain/fixed_point.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

bool IsFuel(v1::Fluid fluid) {
  return fluid != v1::FLUID_DRINKING_WATER && fluid != v1::FLUID_RAW_WATER;
}

template <typename Source>
std::vector<std::string> CircuitsOf(const Source& source) {
  return {source.circuits().begin(), source.circuits().end()};
}

// A reading from before it was registered, or a slip, is no more than there can be.
std::optional<Reading> AtMost(int64_t most, std::optional<Reading> reading) {
  if (reading.has_value()) reading->value = std::min(reading->value, most);
  return reading;
}

class PlantBuilder {
 public:
  PlantBuilder(const AutonomyInputs& inputs, const RecordIndex& records)
      : inputs_(inputs), records_(records), moment_(MomentOf(inputs)) {}

  PowerPlant Build() {
    for (const v1::Installation& installation : inputs_.installed) {
      Add(installation, InstallationIdOf(installation.name()));
    }
    plant_.load_watts = LoadsOf("");
    return std::move(plant_);
  }

 private:
  void Add(const v1::Installation& installation, const std::string& id) {
    switch (installation.kind_case()) {
      case v1::Installation::kTank:
        if (IsFuel(installation.tank().fluid())) AddTank(installation.tank(), id);
        return;
      case v1::Installation::kFuelUse:
        return AddUse(installation.fuel_use(), id);
      case v1::Installation::kGenerator:
        return AddGenerator(installation, id);
      case v1::Installation::kCircuit:
        plant_.circuits.push_back(
            {.id = id, .parent = installation.circuit().parent(), .load_watts = LoadsOf(id)});
        return;
      case v1::Installation::kGridFeeder:
        return AddGrid(installation, id);
      case v1::Installation::kSolarArray:
        return AddSolar(installation.solar_array(), id);
      default:
        return;
    }
  }

  // The latest: each costs a look at all, and where none is known full load is taken.
  std::vector<Reading> LoadsOf(const std::string& subject) const {
    std::vector<Reading> loads = records_.Readings(v1::MEASURE_LOAD_W, subject);
    if (loads.size() > kMaxLoadReadings) loads.erase(loads.begin(), loads.end() - kMaxLoadReadings);
    return loads;
  }

  void AddTank(const v1::Tank& tank, const std::string& id) {
    plant_.tanks.push_back({.id = id,
                            .heel_millilitres = tank.unusable_heel_ml(),
                            .dip_millilitres = AtMost(
                                tank.capacity_ml(), records_.Last(v1::MEASURE_TANK_LEVEL_ML, id))});
  }

  void AddUse(const v1::FuelUse& use, const std::string& id) {
    FuelUse& added = plant_.fuel_uses.emplace_back();
    added.id = id;
    added.tank = use.tank();
    if (use.has_fuel_ml_per_day()) added.millilitres_per_day = use.fuel_ml_per_day();
  }

  void AddGenerator(const v1::Installation& installation, const std::string& id) {
    const v1::Generator& generator = installation.generator();
    Generator& added = plant_.generators.emplace_back();
    added.id = id;
    added.curve.rated_watts = generator.rated_power_w();
    for (const v1::FuelPoint& point : generator.fuel_curve()) {
      added.curve.points.push_back({point.load_percent(), point.fuel_ml_per_hour()});
    }
    added.tank = generator.tank();
    added.circuits = CircuitsOf(generator);
    added.starts_by_itself = generator.starts_by_itself();
    added.load_watts = LoadsOf(id);
    if (generator.has_run_minutes_per_day()) {
      added.run_minutes_per_day = generator.run_minutes_per_day();
    }
    FillRuns(SightingsOf(inputs_, records_, installation), moment_.interval, inputs_.sources_from,
             added);
  }

  void AddGrid(const v1::Installation& installation, const std::string& id) {
    Grid& added = plant_.grids.emplace_back();
    added.id = id;
    added.circuits = CircuitsOf(installation.grid_feeder());
    const std::vector<Sighting> sightings = SightingsOf(inputs_, records_, installation);
    if (sightings.empty()) return;
    const Sighting& last = sightings.back();
    added.state = GridState{last.on, OnSince(sightings, moment_.interval), last.observed};
    if (!last.on) added.state->since = OffSince(sightings).value_or(absl::InfinitePast());
    added.cuts = CutsOf(installation.grid_feeder(), inputs_.zone,
                        std::max(last.observed, inputs_.as_of - moment_.interval),
                        inputs_.as_of + moment_.interval);
  }

  void AddSolar(const v1::SolarArray& solar, const std::string& id) {
    plant_.solar.push_back(
        {.id = id,
         .circuits = CircuitsOf(solar),
         .watts = AtMost(solar.peak_power_w(), records_.Last(v1::MEASURE_SOLAR_W, id))});
    if (solar.usable_battery_wh() == 0) return;
    plant_.batteries.push_back({.id = id,
                                .circuits = CircuitsOf(solar),
                                .watt_hours = AtMost(solar.usable_battery_wh(),
                                                     records_.Last(v1::MEASURE_BATTERY_WH, id))});
  }

  const AutonomyInputs& inputs_;
  const RecordIndex& records_;
  const Moment moment_;
  PowerPlant plant_;
};

// One that begins as another ends is the same.
void AddCut(absl::Time starts, absl::Time ends, std::vector<Cut>& cuts) {
  if (!cuts.empty() && cuts.back().ends == starts) {
    cuts.back().ends = ends;
  } else {
    cuts.push_back({starts, ends});
  }
}

// The hours of one day outside the windows.
void AddUnexpected(const v1::GridFeeder& feeder, const absl::TimeZone& zone, absl::CivilDay day,
                   std::vector<Cut>& cuts) {
  const auto at = [&](int32_t minutes) {
    return absl::FromCivil(absl::CivilMinute(day) + minutes, zone);
  };
  int32_t from = 0;
  for (const v1::DailyWindow& window : feeder.expected_supply()) {
    if (window.start_minutes() > from) AddCut(at(from), at(window.start_minutes()), cuts);
    from = window.end_minutes();
  }
  if (from < kMinutesPerDay) AddCut(at(from), at(kMinutesPerDay), cuts);
}

// The larger of a count of late and of what is planned.
std::optional<HeadCount> Larger(const std::optional<Reading>& counted, bool planned, int64_t plan,
                                const Moment& moment) {
  const bool known = JudgeReading(counted, moment) == Unknown::kNone;
  if (known && counted->value >= plan) return HeadCount{counted->value, counted->observed};
  if (planned) return HeadCount{plan};
  return std::nullopt;
}

// What a count of a part of the day adds to what is planned of a whole one; without a plan nobody
// knows what the day will bring.
std::optional<HeadCount> OfADay(const std::optional<Reading>& so_far, bool planned, int64_t plan,
                                const Moment& moment) {
  if (!planned) return std::nullopt;
  return Larger(so_far, planned, plan, moment);
}

// The most of the last day: by night there are fewer.
std::optional<Reading> MostOfADay(const std::vector<Reading>& readings, const Moment& moment) {
  std::optional<Reading> most;
  for (const Reading& reading : readings) {
    if (moment.as_of - reading.observed > absl::Hours(24)) continue;
    if (!most.has_value() || reading.value >= most->value) most = reading;
  }
  if (!most.has_value() || readings.empty()) return std::nullopt;
  // It is as old as what was said last.
  most->observed = readings.back().observed;
  return most;
}

bool Heals(const v1::Facility& facility) {
  return facility.kind() == v1::FACILITY_KIND_FIELD_HOSPITAL ||
         facility.kind() == v1::FACILITY_KIND_HEALTH_POST;
}

std::optional<HeadCount> NoneUnless(std::optional<HeadCount> count, bool may_be_some) {
  if (!count.has_value() && !may_be_some) return HeadCount{0};
  return count;
}

std::optional<HeadCount> InpatientsOf(const AutonomyInputs& inputs, const RecordIndex& records) {
  std::set<std::string> types;
  for (const v1::BedCapacity& beds : inputs.facility.beds()) types.insert(beds.type());
  for (const std::string& type : records.SubjectsOf(v1::MEASURE_BEDS_OCCUPIED)) types.insert(type);
  if (types.empty() && Heals(inputs.facility)) return std::nullopt;
  HeadCount all;
  for (const std::string& type : types) {
    const std::optional<Reading> occupied = records.Last(v1::MEASURE_BEDS_OCCUPIED, type);
    if (!occupied.has_value()) return std::nullopt;
    all.count += std::min(occupied->value, kMaxBedCapacity * kMaxBedCapacity);
    all.observed = std::min(all.observed.value_or(occupied->observed), occupied->observed);
  }
  return all;
}

// Of all tanks with a dip in the interval together: what they hold as of the earliest of the dips.
void FillLevel(const AutonomyInputs& inputs, const RecordIndex& records, WaterStore& store) {
  const Moment moment = MomentOf(inputs);
  std::optional<Reading> level;
  std::optional<Reading> stale;
  for (const v1::Installation& installation : inputs.installed) {
    if (installation.tank().fluid() != v1::FLUID_DRINKING_WATER) continue;
    const std::optional<Reading> dip =
        records.Last(v1::MEASURE_TANK_LEVEL_ML, InstallationIdOf(installation.name()));
    if (JudgeReading(dip, moment) != Unknown::kNone) {
      if (dip.has_value()) stale = dip;
      continue;
    }
    if (!level.has_value()) level = Reading{0, dip->observed};
    const int64_t held = std::min(dip->value, installation.tank().capacity_ml());
    level->value = AddClamped(level->value,
                              std::max<int64_t>(held - installation.tank().unusable_heel_ml(), 0));
    level->observed = std::min(level->observed, dip->observed);
  }
  const std::optional<Reading> reported = records.Last(v1::MEASURE_WATER_LEVEL_ML, "");
  const bool reported_last = reported.has_value() && level.has_value() &&
                             reported->observed > level->observed && reported->value < level->value;
  if (!level.has_value() || reported_last) level = reported;
  store.level_millilitres = level.has_value() ? level : stale;
}

}  // namespace

PowerPlant PlantOf(const AutonomyInputs& inputs, const RecordIndex& records) {
  return PlantBuilder(inputs, records).Build();
}

PowerPlant OnlyFuel(const PowerPlant& plant, const Register& installed, v1::Fluid fluid) {
  const auto holds = [&](const std::string& tank) {
    const v1::Installation* found = FindInstallation(installed, tank);
    return found != nullptr && found->tank().fluid() == fluid;
  };
  PowerPlant only = plant;
  const auto keep = [](auto& all, const auto& wanted) {
    all.erase(
        std::remove_if(all.begin(), all.end(), [&](const auto& each) { return !wanted(each); }),
        all.end());
  };
  keep(only.tanks, [&](const Tank& tank) { return holds(tank.id); });
  keep(only.generators,
       [&](const Generator& generator) { return generator.tank.empty() || holds(generator.tank); });
  keep(only.fuel_uses, [&](const FuelUse& use) { return holds(use.tank); });
  return only;
}

std::vector<Cut> CutsOf(const v1::GridFeeder& feeder, const absl::TimeZone& zone, absl::Time from,
                        absl::Time to) {
  std::vector<Cut> cuts;
  for (const v1::AnnouncedCut& cut : feeder.announced_cuts()) {
    cuts.push_back({FromTimestamp(cut.start_time()), FromTimestamp(cut.end_time())});
  }
  if (feeder.expected_supply().empty()) return cuts;
  const absl::CivilDay last = absl::ToCivilDay(to, zone);
  for (absl::CivilDay day = absl::ToCivilDay(from, zone); day <= last; ++day) {
    AddUnexpected(feeder, zone, day, cuts);
  }
  return cuts;
}

Fridge FridgeOf(const v1::Installation& installation, const RecordIndex& records) {
  const v1::Fridge& registered = installation.fridge();
  Fridge fridge;
  fridge.id = InstallationIdOf(installation.name());
  fridge.circuit = registered.circuit();
  fridge.range.min_millicelsius = registered.class_minimum_millicelsius();
  fridge.range.max_millicelsius = registered.class_maximum_millicelsius();
  if (registered.has_freezes_at_millicelsius()) {
    fridge.range.freezes_at_millicelsius = registered.freezes_at_millicelsius();
  }
  if (registered.holdover_minutes() > 0) fridge.holdover_minutes = registered.holdover_minutes();
  if (registered.has_holdover_from_millicelsius()) {
    fridge.holdover_from_millicelsius = registered.holdover_from_millicelsius();
  }
  fridge.readings_millicelsius =
      records.Readings(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, fridge.id);
  fridge.minutes_to_move = registered.content_move_minutes();
  return fridge;
}

bool HasWater(const AutonomyInputs& inputs, const RecordIndex& records) {
  if (!records.Of(v1::MEASURE_WATER_LEVEL_ML, "").empty()) return true;
  return std::any_of(
      inputs.installed.begin(), inputs.installed.end(),
      [](const v1::Installation& each) { return each.tank().fluid() == v1::FLUID_DRINKING_WATER; });
}

WaterStore WaterStoreOf(const AutonomyInputs& inputs, const RecordIndex& records) {
  const Moment moment = MomentOf(inputs);
  const v1::DailyLoad& plan = inputs.facility.daily_load();
  WaterStore store;
  FillLevel(inputs, records, store);
  store.inpatients = InpatientsOf(inputs, records);
  store.outpatients_per_day =
      NoneUnless(OfADay(records.Last(v1::MEASURE_PATIENTS_SEEN, ""), plan.has_outpatients_per_day(),
                        plan.outpatients_per_day(), moment),
                 Heals(inputs.facility));
  store.operations_per_day =
      NoneUnless(OfADay(records.Last(v1::MEASURE_OPERATIONS_DONE, ""),
                        plan.has_operations_per_day(), plan.operations_per_day(), moment),
                 inputs.facility.kind() == v1::FACILITY_KIND_FIELD_HOSPITAL);
  store.staff = Larger(MostOfADay(records.Readings(v1::MEASURE_STAFF_PRESENT, ""), moment),
                       plan.has_staff(), plan.staff(), moment);
  const bool settlement = inputs.facility.kind() == v1::FACILITY_KIND_SETTLEMENT;
  if (settlement) store.staff = NoneUnless(store.staff, false);
  store.residents = HeadCount{plan.has_residents() ? plan.residents()
                              : settlement         ? inputs.facility.people_served()
                                                   : 0};
  return store;
}

}  // namespace waystation::facility
