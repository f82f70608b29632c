#include "services/facility/domain/autonomy/source_history.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/facility/domain/power/load.h"
#include "tests/facility/domain/autonomy/site.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::facility {
namespace {

using Sightings = std::vector<Sighting>;

TEST(OffSince, IsAsToldOtherwiseSinceItWasLastSeenOn) {
  struct Case {
    const char* what;
    Sightings sightings;
    std::optional<absl::Time> since;
  };
  const Case cases[] = {
      {"nothing is known", {}, std::nullopt},
      {"on", {{true, At(1)}}, std::nullopt},
      {"never seen on", {{false, At(1)}}, std::nullopt},
      {"never seen on, told", {{false, At(2), At(1)}}, At(1)},
      {"seen on before", {{true, At(1)}, {false, At(2)}, {false, At(3)}}, At(1)},
      {"told since when", {{true, At(1)}, {false, At(3), At(2)}, {false, At(4)}}, At(2)},
      {"told better afterwards",
       {{true, At(1)}, {false, At(2)}, {false, At(4), At(1, 30)}},
       At(1, 30)},
      {"two are told: the earlier", {{false, At(2), At(1)}, {false, At(3), At(2)}}, At(1)},
      {"told to be off only after it was seen off",
       {{true, At(2)}, {false, At(3)}, {false, At(4), At(3, 30)}},
       At(2)},
      {"never seen on, told too late", {{false, At(3)}, {false, At(4), At(3, 30)}}, std::nullopt},
      {"told to be off when it was seen on", {{true, At(2)}, {false, At(3), At(1)}}, At(1)},
      {"only the last time off", {{false, At(1), At(0)}, {true, At(2)}, {false, At(3)}}, At(2)},
      {"back on", {{false, At(1)}, {true, At(2)}}, std::nullopt},
  };
  for (const Case& c : cases) EXPECT_EQ(OffSince(c.sightings), c.since) << c.what;
}

TEST(OnSince, IsTheBeginningOfTheStretchThatWasSeen) {
  const absl::Duration interval = absl::Hours(3);
  EXPECT_EQ(OnSince({{true, At(2)}}, interval), At(2));
  EXPECT_EQ(OnSince({{true, At(2), At(1)}}, interval), At(1));
  EXPECT_EQ(OnSince({{true, At(1)}, {true, At(4)}}, interval), At(1));
  EXPECT_EQ(OnSince({{true, At(1)}, {true, At(4, 1)}}, interval), At(4, 1));
  EXPECT_EQ(OnSince({{true, At(0)}, {false, At(1)}, {true, At(2)}, {true, At(3)}}, interval),
            At(2));
}

// "02:00 to 03:00", an open end as "on".
std::string Describe(const std::vector<Run>& runs) {
  std::string text;
  for (const Run& run : runs) {
    const auto time = [](absl::Time t) {
      return t == absl::InfinitePast() ? "ever" : absl::FormatTime("%H:%M", t, absl::UTCTimeZone());
    };
    text += (text.empty() ? "" : ", ") + time(run.started) + " to " +
            (run.ended.has_value() ? time(*run.ended) : "on");
  }
  return text;
}

TEST(FillRuns, CountsForPowerWhatWasSeenAndForFuelWhatMayHaveBeen) {
  struct Case {
    const char* what;
    Sightings sightings;
    const char* runs;
    const char* possible;
  };
  const Case cases[] = {
      {"first seen running", {{true, At(2)}}, "02:00 to on", "ever to 02:00"},
      {"told since when", {{true, At(2), At(1)}}, "01:00 to on", "ever to 01:00"},
      {"first seen standing", {{false, At(2)}}, "", "ever to 02:00"},
      {"started at an unknown time",
       {{false, At(2)}, {true, At(4)}},
       "04:00 to on",
       "ever to 02:00, 02:00 to 04:00"},
      {"started at a known time",
       {{false, At(2)}, {true, At(4), At(3)}},
       "03:00 to on",
       "ever to 02:00"},
      {"stopped at an unknown time",
       {{true, At(2)}, {false, At(4)}},
       "02:00 to 02:00",
       "ever to 02:00, 02:00 to 04:00"},
      {"stopped at a known time",
       {{true, At(2)}, {false, At(4), At(3)}},
       "02:00 to 03:00",
       "ever to 02:00"},
      {"known later",
       {{true, At(2)}, {false, At(4), At(3)}, {false, At(5), At(2, 30)}},
       "02:00 to 02:30",
       "ever to 02:00, 02:30 to 03:00"},
      {"told to have stopped before it was seen",
       {{true, At(2)}, {true, At(3)}, {false, At(4), At(2, 30)}},
       "02:00 to 02:30",
       "ever to 02:00, 02:30 to 03:00"},
      {"standing twice, not long apart", {{false, At(2)}, {false, At(4)}}, "", "ever to 02:00"},
      {"standing twice, long apart",
       {{false, At(2)}, {false, At(9)}},
       "",
       "ever to 02:00, 02:00 to 09:00"},
      {"ran between, told by its end",
       {{false, At(2)}, {false, At(4), At(3)}},
       "",
       "ever to 02:00, 02:00 to 03:00"},
      {"running twice, long apart", {{true, At(2)}, {true, At(9)}}, "02:00 to on", "ever to 02:00"},
  };
  for (const Case& c : cases) {
    Generator generator;
    FillRuns(c.sightings, absl::Hours(3), absl::InfinitePast(), generator);
    EXPECT_EQ(Describe(generator.runs), c.runs) << c.what;
    EXPECT_EQ(Describe(generator.possible_runs), c.possible) << c.what;
    EXPECT_EQ(generator.state_observed, c.sightings.back().observed) << c.what;
  }
  Generator unheard;
  FillRuns({}, absl::Hours(3), absl::InfinitePast(), unheard);
  EXPECT_EQ(unheard.state_observed, std::nullopt);
  Generator cut_off;
  FillRuns({{false, At(2)}}, absl::Hours(3), At(2), cut_off);
  EXPECT_EQ(Describe(cut_off.possible_runs), "ever to 02:00, ever to 02:00");
}

TEST(Sightings, TheFacilitysPowerSourceSpeaksOfThem) {
  Site site;
  site.ReportPowerSource(v1::POWER_SOURCE_GRID, At(1));
  site.ReportPowerSource(v1::POWER_SOURCE_GENERATOR, At(2));
  site.ReportPowerSource(v1::POWER_SOURCE_NONE, At(3));
  site.ReportState("set", true, At(3));
  const AutonomyInputs& inputs = site.AsOf(At(4));
  const RecordIndex records(inputs);
  const auto states = [&](const std::string& id) {
    std::string text;
    for (const Sighting& seen : SightingsOf(inputs, records, site.Installed(id))) {
      text += absl::StrCat(absl::ToCivilHour(seen.observed, absl::UTCTimeZone()).hour(),
                           seen.on ? " on " : " off ");
    }
    return text;
  };
  EXPECT_EQ(states("feeder"), "1 on 2 off 3 off ");
  // At the same time what is said of the set itself counts.
  EXPECT_EQ(states("set"), "2 on 3 off 3 on ");
  // With a second set nobody knows which one "generator" was.
  site.inputs().installed.push_back(site.Installed("set"));
  site.inputs().installed.back().set_name("facilities/a/installations/set-2");
  const AutonomyInputs& two = site.AsOf(At(4));
  EXPECT_EQ(SightingsOf(two, RecordIndex(two), two.installed.back()).size(), 1u);
}

// A set that is switched at random minutes; someone sees it at least once in each state, and
// sometimes knows since when. What is burned is never less than it was, nor power told that was not
// there.
TEST(SourceHistoryProperty, FuelIsCountedAtLeastAndPowerAtMost) {
  const uint64_t seed = storage::testing::TestSeed();
  testing::Random random(seed);
  constexpr int kMinutes = 600;
  for (int round = 0; round < 2'000; ++round) {
    SCOPED_TRACE(absl::StrCat("WAYSTATION_SEED=", seed, " round ", round));
    std::vector<bool> on(kMinutes);
    for (int i = 1; i < kMinutes; ++i) on[i] = random.OneIn(60) ? !on[i - 1] : on[i - 1];
    Sightings sightings;
    int state_ends = 0;
    int surely_seen = 0;
    for (int i = 0; i < kMinutes; ++i) {
      if (i == state_ends) {
        while (state_ends < kMinutes && on[state_ends] == on[i]) ++state_ends;
        surely_seen = i + static_cast<int>(random.Below(state_ends - i));
      }
      if (i != surely_seen && !random.OneIn(40)) continue;
      Sighting& seen = sightings.emplace_back(Sighting{on[i], At(0, i)});
      int since = i;
      while (since > 0 && on[since - 1] == on[i]) --since;
      if (random.OneIn(3)) seen.since = At(0, since);
    }
    if (sightings.empty()) continue;
    Generator generator = {.id = "set", .curve = {20'000, {{100, 6'000}}}};
    const absl::Duration interval = absl::Minutes(kMinutes);
    FillRuns(sightings, interval, absl::InfinitePast(), generator);
    const int last = static_cast<int>(absl::ToInt64Minutes(sightings.back().observed - At(0)));
    int64_t minutes = 0;
    for (int i = 0; i < last; ++i) minutes += on[i] ? 1 : 0;
    EXPECT_GE(BurnedMillilitres({}, generator, At(0), {At(0, last), interval}), minutes * 100);
    EXPECT_EQ(RunStateOf(generator, {At(0, last), interval}) == RunState::kRunning, bool{on[last]});
    const std::optional<absl::Time> off = OffSince(sightings);
    if (on[last] || !off.has_value()) continue;
    int went = last;
    while (went > 0 && !on[went - 1]) --went;
    EXPECT_LE(*off, At(0, went));
  }
}

}  // namespace
}  // namespace waystation::facility
