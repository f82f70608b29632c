#include "services/facility/domain/water/water_days.h"

#include <algorithm>
#include <string>

#include "services/facility/domain/fixed_point.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

struct CountedGroup {
  Quantity quantity;
  const std::optional<HeadCount>& count;
};

// Nullopt and a note in `working` when it is not known.
std::optional<int64_t> PeopleOf(const CountedGroup& group, const std::string& id,
                                const Moment& moment, WaterDays& days) {
  std::optional<Reading> reading;
  if (group.count.has_value()) {
    reading = Reading{group.count->count, group.count->observed.value_or(moment.as_of)};
  }
  const Unknown unknown = JudgeReading(reading, moment);
  if (unknown != Unknown::kNone) {
    days.working.Miss(group.quantity, id, unknown);
    if (days.unknown == Unknown::kNone) days.unknown = unknown;
    return std::nullopt;
  }
  if (group.count->observed.has_value()) {
    days.working.Use(group.quantity, id, *reading);
  } else {
    days.working.Step(group.quantity, id, reading->value);
  }
  return std::max<int64_t>(reading->value, 0);
}

void AddDemand(const WaterStore& store, const Moment& moment, WaterDays& days) {
  const CountedGroup groups[] = {{Quantity::kInpatients, store.inpatients},
                                 {Quantity::kOutpatientsPerDay, store.outpatients_per_day},
                                 {Quantity::kOperationsPerDay, store.operations_per_day},
                                 {Quantity::kStaff, store.staff},
                                 {Quantity::kResidents, store.residents}};
  for (const WaterFigure& figure : kWaterFigures) {
    const std::string id(figure.id);
    const CountedGroup& group = groups[static_cast<int>(figure.group)];
    const std::optional<int64_t> people = PeopleOf(group, id, moment, days);
    if (!people.has_value()) continue;
    const int64_t demand = MultiplyDivideUp(*people, figure.most_millilitres, 1);
    days.working.Step(Quantity::kDemandMillilitresPerDay, id, demand);
    days.millilitres_per_day = AddClamped(days.millilitres_per_day, demand);
  }
  days.working.Step(Quantity::kDemandMillilitresPerDay, "", days.millilitres_per_day);
}

}  // namespace

WaterDays WaterDaysOf(const WaterStore& store, const Moment& moment) {
  WaterDays days;
  days.working.as_of = moment.as_of;
  days.unknown = JudgeReading(store.level_millilitres, moment);
  if (days.unknown != Unknown::kNone) {
    days.working.Miss(Quantity::kWaterLevelMillilitres, "", days.unknown);
  } else {
    days.working.Use(Quantity::kWaterLevelMillilitres, "", *store.level_millilitres);
  }
  AddDemand(store, moment, days);
  if (days.unknown != Unknown::kNone) return days;
  if (days.millilitres_per_day == 0) {
    days.unknown = Unknown::kNoUse;
    return days;
  }
  const Reading& level = *store.level_millilitres;
  const int64_t unusable = std::max<int64_t>(store.unusable_millilitres, 0);
  const int64_t used = MultiplyDivideUp(days.millilitres_per_day,
                                        MinutesUp(moment.as_of - level.observed), kMinutesPerDay);
  days.working.Step(Quantity::kUnusableWaterMillilitres, "", unusable);
  days.working.Step(Quantity::kUsedSinceReadingMillilitres, "", used);
  days.usable_millilitres =
      std::max<int64_t>(SubtractClamped(SubtractClamped(level.value, unusable), used), 0);
  days.working.Step(Quantity::kUsableWaterMillilitres, "", days.usable_millilitres);
  days.minutes = std::min(
      MultiplyDivideDown(days.usable_millilitres, kMinutesPerDay, days.millilitres_per_day),
      kMaxPromiseMinutes);
  days.ends = moment.as_of + absl::Minutes(days.minutes);
  days.working.Step(Quantity::kLastsMinutes, "", days.minutes);
  return days;
}

}  // namespace waystation::facility
