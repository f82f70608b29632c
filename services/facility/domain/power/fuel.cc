#include "services/facility/domain/power/fuel.h"

#include <algorithm>
#include <utility>

#include "services/facility/domain/fixed_point.h"
#include "services/facility/domain/power/load.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

// What else the tank feeds in a day; nullopt and a note in `working` when a use has no figure.
std::optional<int64_t> OtherUsePerDay(const PowerPlant& plant, absl::string_view tank,
                                      Working& working) {
  int64_t sum = 0;
  bool all = true;
  for (const FuelUse& use : plant.fuel_uses) {
    if (use.tank != tank) continue;
    if (use.millilitres_per_day.has_value()) {
      sum = AddClamped(sum, std::max<int64_t>(*use.millilitres_per_day, 0));
    } else {
      all = false;
      working.Miss(Quantity::kOtherUseMillilitresPerDay, use.id, Unknown::kNotRegistered);
    }
  }
  return all ? std::optional<int64_t>(sum) : std::nullopt;
}

// Takes from `usable` what the generators on the tank burned since the dip. False: a curve is none.
bool TakeBurned(const PowerPlant& plant, const Tank& tank, const Moment& moment,
                UsableFuel& usable) {
  for (const Generator& generator : plant.generators) {
    if (generator.tank != tank.id) continue;
    if (!IsFuelCurve(generator.curve)) {
      usable.working.Miss(Quantity::kRatedLoadWatts, generator.id, Unknown::kBadCurve);
      return false;
    }
    const RunState state = RunStateOf(generator, moment);
    if (state != RunState::kUnknown) {
      usable.working.Use(Quantity::kGeneratorState, generator.id,
                         {state == RunState::kRunning ? 1 : 0, *generator.state_observed});
    }
    const int64_t burned =
        BurnedMillilitres(plant, generator, tank.dip_millilitres->observed, moment);
    usable.working.Step(Quantity::kBurnedSinceDipMillilitres, generator.id, burned);
    usable.millilitres = SubtractClamped(usable.millilitres, burned);
  }
  return true;
}

UsableFuel UnknownFuel(UsableFuel usable, Unknown unknown) {
  usable.unknown = unknown;
  usable.millilitres = 0;
  return usable;
}

// The generator's millilitres an hour at its load, or at full load where that is not known.
int64_t RateOf(const PowerPlant& plant, const Generator& generator, const Moment& moment,
               Working& working) {
  std::optional<int64_t> load = LoadOf(plant, generator, moment, &working);
  if (load.has_value()) {
    working.Step(Quantity::kLoadWatts, generator.id, *load);
  } else {
    load = generator.curve.rated_watts;
    working.Step(Quantity::kRatedLoadWatts, generator.id, *load);
  }
  const int64_t rate = BurnedMillilitresPerHour(generator.curve, *load);
  working.Step(Quantity::kGeneratorMillilitresPerHour, generator.id, rate);
  return rate;
}

enum class Others {
  kAsTheyAre,  // Those that run, and those that may.
  kAllStart,   // Those that start by themselves too.
};

bool DrawsBeside(const Generator& other, const Generator& own, Others others,
                 const Moment& moment) {
  if (other.id == own.id || other.tank != own.tank) return false;
  if (others == Others::kAllStart && other.starts_by_itself) return true;
  return RunStateOf(other, moment) != RunState::kStopped;
}

// Of the usable fuel's tank, but for the generator itself. REQUIRES: UsableFuelOf knew the tank.
int64_t RateBeside(const PowerPlant& plant, const Generator& own, Others others,
                   const Moment& moment, Working& working) {
  Working of_uses = {.as_of = moment.as_of};
  const int64_t uses =
      MultiplyDivideUp(OtherUsePerDay(plant, own.tank, of_uses).value_or(0), 1, 24);
  working.Step(Quantity::kOtherUseMillilitresPerHour, own.tank, uses);
  int64_t rate = uses;
  for (const Generator& other : plant.generators) {
    if (DrawsBeside(other, own, others, moment)) {
      rate = AddClamped(rate, RateOf(plant, other, moment, working));
    }
  }
  return rate;
}

struct Burning {
  int64_t own_millilitres_per_hour = 0;
  int64_t beside_millilitres_per_hour = 0;
};

// Fills in all but the minutes; the rates apart.
Burning BeginHours(const PowerPlant& plant, const Generator* generator, Others others,
                   const Moment& moment, FuelHours& hours) {
  Burning burning;
  hours.working.as_of = moment.as_of;
  if (generator == nullptr) {
    hours.unknown = Unknown::kNotRegistered;
    return burning;
  }
  UsableFuel usable = UsableFuelOf(plant, generator->tank, moment);
  hours.working = std::move(usable.working);
  hours.unknown = usable.unknown;
  if (usable.unknown != Unknown::kNone) return burning;
  hours.usable_millilitres = usable.millilitres;
  burning.own_millilitres_per_hour = RateOf(plant, *generator, moment, hours.working);
  const std::optional<int64_t> load = LoadOf(plant, *generator, moment, nullptr);
  if (load.has_value() && *load > generator->curve.rated_watts) {
    hours.unknown = Unknown::kOverloaded;
    return burning;
  }
  burning.beside_millilitres_per_hour =
      RateBeside(plant, *generator, others, moment, hours.working);
  hours.millilitres_per_hour =
      AddClamped(burning.own_millilitres_per_hour, burning.beside_millilitres_per_hour);
  hours.working.Step(Quantity::kFuelMillilitresPerHour, generator->tank,
                     hours.millilitres_per_hour);
  return burning;
}

void EndHours(int64_t usable_millilitres, absl::Time from, const Generator& generator,
              FuelHours& hours) {
  hours.minutes = std::min(MultiplyDivideDown(usable_millilitres, 60, hours.millilitres_per_hour),
                           kMaxPromiseMinutes);
  hours.ends = from + absl::Minutes(hours.minutes);
  hours.working.Step(Quantity::kLastsMinutes, generator.id, hours.minutes);
}

// kNone when it is known to be in that state.
Unknown WhyNotInState(const Generator& generator, RunState wanted, const Moment& moment) {
  const RunState state = RunStateOf(generator, moment);
  if (state == wanted) return Unknown::kNone;
  if (state == RunState::kUnknown) {
    return generator.state_observed.value_or(absl::InfiniteFuture()) <= moment.as_of
               ? Unknown::kReadingTooOld
               : Unknown::kNoReading;
  }
  return state == RunState::kRunning ? Unknown::kAlreadyRunning : Unknown::kNotRunning;
}

FuelHours HoursInState(const PowerPlant& plant, absl::string_view id, RunState wanted,
                       Others others, const Moment& moment) {
  FuelHours hours;
  const Generator* generator = FindById(plant.generators, id);
  BeginHours(plant, generator, others, moment, hours);
  if (generator == nullptr) return hours;
  const Unknown state = WhyNotInState(*generator, wanted, moment);
  if (state != Unknown::kNone) {
    hours.unknown = state;
    hours.working.Miss(Quantity::kGeneratorState, generator->id, state);
  }
  if (hours.unknown == Unknown::kNone) {
    EndHours(hours.usable_millilitres, moment.as_of, *generator, hours);
  }
  return hours;
}

}  // namespace

UsableFuel UsableFuelOf(const PowerPlant& plant, absl::string_view tank_id, const Moment& moment) {
  UsableFuel usable;
  usable.working.as_of = moment.as_of;
  const Tank* tank = FindById(plant.tanks, tank_id);
  const Unknown dip =
      tank == nullptr ? Unknown::kNotRegistered : JudgeReading(tank->dip_millilitres, moment);
  if (dip != Unknown::kNone) {
    usable.working.Miss(Quantity::kTankDipMillilitres, std::string(tank_id), dip);
    return UnknownFuel(std::move(usable), dip);
  }
  const Reading& reading = *tank->dip_millilitres;
  usable.working.Use(Quantity::kTankDipMillilitres, tank->id, reading);
  usable.working.Step(Quantity::kTankHeelMillilitres, tank->id, tank->heel_millilitres);
  usable.millilitres = SubtractClamped(reading.value, std::max<int64_t>(tank->heel_millilitres, 0));
  if (!TakeBurned(plant, *tank, moment, usable)) {
    return UnknownFuel(std::move(usable), Unknown::kBadCurve);
  }
  const std::optional<int64_t> per_day = OtherUsePerDay(plant, tank->id, usable.working);
  if (!per_day.has_value()) return UnknownFuel(std::move(usable), Unknown::kNotRegistered);
  const int64_t drawn =
      MultiplyDivideUp(*per_day, MinutesUp(moment.as_of - reading.observed), kMinutesPerDay);
  usable.working.Step(Quantity::kDrawnSinceDipMillilitres, tank->id, drawn);
  usable.millilitres = std::max<int64_t>(SubtractClamped(usable.millilitres, drawn), 0);
  usable.working.Step(Quantity::kUsableFuelMillilitres, tank->id, usable.millilitres);
  return usable;
}

FuelHours HoursIfRunning(const PowerPlant& plant, absl::string_view generator,
                         const Moment& moment) {
  return HoursInState(plant, generator, RunState::kRunning, Others::kAsTheyAre, moment);
}

FuelHours HoursIfStarted(const PowerPlant& plant, absl::string_view generator,
                         const Moment& moment) {
  return HoursInState(plant, generator, RunState::kStopped, Others::kAsTheyAre, moment);
}

FuelHours HoursIfAllStart(const PowerPlant& plant, absl::string_view generator,
                          const Moment& moment) {
  return HoursInState(plant, generator, RunState::kRunning, Others::kAllStart, moment);
}

FuelHours HoursFromStart(const PowerPlant& plant, absl::string_view id, absl::Time start,
                         const Moment& moment) {
  FuelHours hours;
  const Generator* generator = FindById(plant.generators, id);
  const Burning burning = BeginHours(plant, generator, Others::kAllStart, moment, hours);
  if (hours.unknown != Unknown::kNone) return hours;
  const int64_t until_start =
      MultiplyDivideUp(burning.beside_millilitres_per_hour, MinutesUp(start - moment.as_of), 60);
  const int64_t left = std::max<int64_t>(SubtractClamped(hours.usable_millilitres, until_start), 0);
  hours.working.Step(Quantity::kUsableFuelMillilitres, generator->tank, left);
  hours.usable_millilitres = left;
  EndHours(left, start, *generator, hours);
  return hours;
}

FuelDays FuelDaysOf(const PowerPlant& plant, const Moment& moment) {
  FuelDays days;
  days.working.as_of = moment.as_of;
  const auto unknown = [&days](Unknown reason) {
    days.unknown = reason;
    return days;
  };
  Unknown no_tank = Unknown::kNotRegistered;
  bool any = false;
  for (const Tank& tank : plant.tanks) {
    const UsableFuel usable = UsableFuelOf(plant, tank.id, moment);
    days.working.Append(usable.working);
    any = any || usable.unknown == Unknown::kNone;
    days.tanks_left_out = days.tanks_left_out || usable.unknown != Unknown::kNone;
    if (usable.unknown != Unknown::kNone) no_tank = usable.unknown;
    days.usable_millilitres = AddClamped(days.usable_millilitres, usable.millilitres);
  }
  // Of sets that nobody said a tank of.
  Unknown no_use = Unknown::kNoUse;
  for (const Generator& generator : plant.generators) {
    if (generator.tank.empty()) {
      no_use = Unknown::kNotRegistered;
      days.working.Miss(Quantity::kGeneratorMillilitresPerDay, generator.id,
                        Unknown::kNotRegistered);
      continue;
    }
    if (!IsFuelCurve(generator.curve)) return unknown(Unknown::kBadCurve);
    const int64_t minutes = std::clamp<int64_t>(
        generator.run_minutes_per_day.value_or(kMinutesPerDay), 0, kMinutesPerDay);
    days.working.Step(Quantity::kRunMinutesPerDay, generator.id, minutes);
    const int64_t per_day =
        MultiplyDivideUp(RateOf(plant, generator, moment, days.working), minutes, 60);
    days.working.Step(Quantity::kGeneratorMillilitresPerDay, generator.id, per_day);
    days.millilitres_per_day = AddClamped(days.millilitres_per_day, per_day);
  }
  for (const FuelUse& use : plant.fuel_uses) {
    if (!use.millilitres_per_day.has_value()) return unknown(Unknown::kNotRegistered);
    const int64_t per_day = std::max<int64_t>(*use.millilitres_per_day, 0);
    days.working.Step(Quantity::kOtherUseMillilitresPerDay, use.id, per_day);
    days.millilitres_per_day = AddClamped(days.millilitres_per_day, per_day);
  }
  if (!any) return unknown(no_tank);
  if (days.millilitres_per_day == 0) return unknown(no_use);
  days.working.Step(Quantity::kFuelMillilitresPerDay, "", days.millilitres_per_day);
  days.minutes = std::min(
      MultiplyDivideDown(days.usable_millilitres, kMinutesPerDay, days.millilitres_per_day),
      kMaxPromiseMinutes);
  days.ends = moment.as_of + absl::Minutes(days.minutes);
  days.working.Step(Quantity::kLastsMinutes, "", days.minutes);
  return days;
}

}  // namespace waystation::facility
