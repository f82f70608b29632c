// "Safe until" against fridges simulated minute by minute: it is never later than the first minute
// above the limit, and, while nothing rises, not much sooner. WAYSTATION_OPERATIONS (a fridge for
// every five) and WAYSTATION_SEED say how many and which.
//
// The simulated fridge warms on a line, or ever more slowly towards its surroundings, from its
// temperature at the cut so that it reaches the limit exactly when its holdover from the rated
// temperature says; some leak while they have power, by the same each minute since one of their
// readings, and go on with that or with what the cut makes of it, whichever is more. Cuts are known
// of as the supply says.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/facility/domain/cold_chain/safe_until.h"
#include "tests/facility/domain/cold_chain/fridges.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::facility {
namespace {

constexpr double kLimitMillicelsius = 8'000;
constexpr double kAmbientMillicelsius = 30'000;

class SimulatedFridge {
 public:
  explicit SimulatedFridge(uint64_t seed) : random_(seed) {
    now_ = At(0) + absl::Minutes(random_.Below(1'440));
    fridge_ = VaccineFridge();
    fridge_.holdover_minutes = 60 + random_.Below(2'000);
    begin_millicelsius_ = 2'500 + static_cast<double>(random_.Below(5'000));
    concave_ = random_.OneIn(2);
    cut_ = random_.OneIn(2) ? now_ + absl::Minutes(random_.Below(600))
                            : now_ - absl::Minutes(random_.Below(*fridge_.holdover_minutes));
    leak_from_ = absl::InfiniteFuture();
    fridge_.readings_millicelsius.clear();
    const absl::Time first = now_ - absl::Minutes(300 + random_.Below(400));
    if (cut_ > now_ && random_.OneIn(2)) {
      leak_from_ = first;
      leak_per_minute_ = static_cast<double>(1 + random_.Below(30));
    }
    // At least ten minutes apart, the last no later than now.
    for (absl::Time t = first; t <= now_; t += absl::Minutes(10 + random_.Below(120))) {
      fridge_.readings_millicelsius.push_back({std::llround(TemperatureAt(t)), t});
    }
    if (cut_ > now_) return;
    // Cooler by rounding would be later: the thermometer reads up.
    for (Reading& reading : fridge_.readings_millicelsius) {
      reading.value = static_cast<int64_t>(std::ceil(TemperatureAt(reading.observed)));
    }
  }

  const Fridge& fridge() const { return fridge_; }
  absl::Time now() const { return now_; }
  CircuitSupply supply() const { return cut_ > now_ ? PoweredUntil(cut_) : CutSince(cut_); }
  bool leaks() const { return leak_from_ != absl::InfiniteFuture(); }
  bool is_warm() const { return begin_millicelsius_ > *fridge_.holdover_from_millicelsius; }
  bool is_line() const { return !concave_; }
  bool powered() const { return cut_ > now_; }

  // The first minute above the limit.
  absl::Time FirstAbove() const {
    absl::Time t = fridge_.readings_millicelsius.front().observed;
    while (TemperatureAt(t) <= kLimitMillicelsius + 1e-6) t += absl::Minutes(1);
    return t;
  }

 private:
  double TemperatureAt(absl::Time t) const {
    const absl::Time powered_until = std::min(t, cut_);
    const double leaked = powered_until > leak_from_ && leak_per_minute_ > 0
                              ? leak_per_minute_ * MinutesFrom(leak_from_, powered_until)
                              : 0;
    const double at_cut = begin_millicelsius_ + leaked;
    if (t <= cut_) return at_cut;
    const double minutes = MinutesFrom(cut_, t);
    return std::max(at_cut + leak_per_minute_ * minutes, WithoutPower(at_cut, minutes));
  }

  // From the rated temperature or a cooler one to the limit in the holdover; one that is warmer
  // begins further along.
  double WithoutPower(double at_cut, double minutes) const {
    const double from = std::min(at_cut, static_cast<double>(*fridge_.holdover_from_millicelsius));
    const double holdover = static_cast<double>(*fridge_.holdover_minutes);
    if (!concave_) return at_cut + (kLimitMillicelsius - from) / holdover * minutes;
    const double rate =
        std::log((kAmbientMillicelsius - from) / (kAmbientMillicelsius - kLimitMillicelsius)) /
        holdover;
    return kAmbientMillicelsius - (kAmbientMillicelsius - at_cut) * std::exp(-rate * minutes);
  }

  static double MinutesFrom(absl::Time from, absl::Time to) {
    return absl::ToDoubleMinutes(to - from);
  }

  testing::Random random_;
  Fridge fridge_;
  absl::Time now_;
  absl::Time cut_;
  absl::Time leak_from_;
  double leak_per_minute_ = 0;
  double begin_millicelsius_ = 0;
  bool concave_ = false;
};

TEST(FridgeProperty, NeverSafeLongerThanASimulatedFridge) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t fridges = storage::testing::TestOperations(10'000) / 5;
  int64_t told = 0;
  int64_t rising = 0;
  int64_t warm = 0;
  for (int64_t i = 0; i <= fridges && !HasFailure(); ++i) {
    SCOPED_TRACE(absl::StrCat("WAYSTATION_OPERATIONS=1 WAYSTATION_SEED=", seed + i));
    const SimulatedFridge simulated(seed + i);
    const SafeUntil safe =
        SafeUntilOf(simulated.fridge(), simulated.supply(), FridgeMoment(simulated.now()));
    if (safe.unknown != Unknown::kNone) continue;
    ++told;
    rising += safe.because == SafeBecause::kRising ? 1 : 0;
    warm += safe.because == SafeBecause::kWarm ? 1 : 0;
    const absl::Time above = simulated.FirstAbove();
    EXPECT_LE(safe.safe_until, above);
    // A fridge that nothing warms yet keeps what it is rated for, to the minute.
    if (simulated.powered() && !simulated.leaks() && !simulated.is_warm()) {
      EXPECT_GE(safe.safe_until, above - absl::Minutes(2));
    }
    // One that is warm and warms on a line likewise, but for what a thousandth of a degree is.
    if (simulated.powered() && !simulated.leaks() && simulated.is_warm() && simulated.is_line()) {
      EXPECT_GE(safe.safe_until, above - absl::Minutes(4));
    }
  }
  printf("%lld fridges told, %lld by rising readings, %lld as warm\n", static_cast<long long>(told),
         static_cast<long long>(rising), static_cast<long long>(warm));
  if (fridges >= 200) {
    EXPECT_GT(told, fridges / 2);
    EXPECT_GT(rising, fridges / 10);
    EXPECT_GT(warm, fridges / 10);
  }
}

}  // namespace
}  // namespace waystation::facility
