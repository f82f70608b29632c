// How a derived value shows what it was made of: the readings it used and how old they are, the
// steps in order, and what it lacked. Numbers and names only; whoever shows them finds the words.
#ifndef SERVICES_FACILITY_DOMAIN_WORKING_H_
#define SERVICES_FACILITY_DOMAIN_WORKING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace waystation::facility {

// A value as someone saw it.
struct Reading {
  int64_t value = 0;
  absl::Time observed = absl::InfinitePast();
};

// What is asked about, and for how long a reading stands for the present: the facility's report
// interval. After that the place is silent and what it said last is no longer believed.
struct Moment {
  absl::Time as_of;
  absl::Duration interval;
};

// Why there is no value, or why a step went without an input. A value that is not kNone is told as
// unknown, never as nothing and never as fine.
enum class Unknown {
  kNone,
  kNotRegistered,    // No such tank, generator, circuit, or no such figure of it.
  kNoReading,        // Nobody ever read it, or only after the time asked about.
  kReadingTooOld,    // Nothing within the interval.
  kBadCurve,         // The generator's fuel curve is none (IsFuelCurve).
  kOverloaded,       // The load is above what the generator is rated for: it may trip at any time.
  kNotRunning,       // "If running" of a generator that stands.
  kAlreadyRunning,   // "If started" of one that runs.
  kNoUse,            // Nothing is used, so nothing says how long it lasts.
  kCutTimeNotKnown,  // Without power, and nobody said since when.
};

// The unit stands in the name. Rates are per hour or day where the name says so.
enum class Quantity {
  kTankDipMillilitres,
  kTankHeelMillilitres,
  kDrawnSinceDipMillilitres,
  kBurnedSinceDipMillilitres,
  kUsableFuelMillilitres,
  kLoadWatts,
  kRatedLoadWatts,
  kGeneratorMillilitresPerHour,
  kOtherUseMillilitresPerHour,
  kFuelMillilitresPerHour,
  kRunMinutesPerDay,
  kGeneratorMillilitresPerDay,
  kOtherUseMillilitresPerDay,
  kFuelMillilitresPerDay,
  kLastsMinutes,
  kGeneratorState,   // 1 runs, 0 stands.
  kGridState,        // 1 on, 0 off.
  kGridMinutesLeft,  // From the time asked about to the end of what is promised.
  kSolarWatts,
  kBatteryWattHours,
  kBatteryMinutes,
  kSupplyMinutesLeft,  // Of a circuit: until no source is promised; below 0: since the cut.
  kFridgeMillicelsius,
  kHoldoverMinutes,
  kWarmMillicelsius,     // Of a fridge warmer than its holdover is rated from, as power ends.
  kWarmHoldoverMinutes,  // What of the holdover is left to it.
  kRiseMillicelsius,
  kRiseMinutes,      // In which it rose so much.
  kCrossingMinutes,  // From the newest reading to the limit, at that rise.
  kTimeToMoveMinutes,
  kWaterLevelMillilitres,
  kUnusableWaterMillilitres,
  kUsedSinceReadingMillilitres,
  kUsableWaterMillilitres,
  kInpatients,
  kOutpatientsPerDay,
  kOperationsPerDay,
  kStaff,
  kResidents,
  kDemandMillilitresPerDay,  // Of the group that the subject names; without a subject, of all.
};

// One step of a computation. Subject: the tank, generator, circuit, fridge or group, by its id.
struct Term {
  Quantity quantity;
  std::string subject;
  int64_t value = 0;

  friend bool operator==(const Term&, const Term&) = default;
};

struct UsedReading {
  Term term;
  absl::Time observed;
  int64_t age_minutes = 0;  // Rounded up.
};

struct Missing {
  Quantity quantity;
  std::string subject;
  Unknown reason = Unknown::kNone;
};

struct Working {
  absl::Time as_of;
  std::vector<UsedReading> readings = {};
  std::vector<Term> steps = {};
  std::vector<Missing> missing = {};

  void Use(Quantity quantity, const std::string& subject, const Reading& reading);
  void Step(Quantity quantity, const std::string& subject, int64_t value);
  void Miss(Quantity quantity, const std::string& subject, Unknown reason);
  // Adds what another computation for the same time was made of; the same reading once.
  void Append(const Working& other);
};

// No promise reaches further than this: ten years.
inline constexpr int64_t kMaxPromiseMinutes = int64_t{3660} * 24 * 60;

// The newest reading observed no later than `time`; of equal times the later in the list. Null when
// there is none.
const Reading* NewestReading(const std::vector<Reading>& readings, absl::Time time);

// kNone when it stands for the present: observed no later than as_of, and no longer ago than the
// interval, that included.
Unknown JudgeReading(const Reading* reading, const Moment& moment);
Unknown JudgeReading(const std::optional<Reading>& reading, const Moment& moment);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WORKING_H_
