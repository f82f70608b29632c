#include "services/facility/domain/autonomy/autonomy.h"

#include <algorithm>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/facility/domain/autonomy/plant.h"
#include "tests/facility/domain/autonomy/site.h"
#include "tests/storage/support/temp_folder.h"

namespace waystation::facility {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%d %H:%M", FromTimestamp(time), absl::UTCTimeZone());
}

// "POWER main 10 04:00", "COLD_CHAIN fridge unknown NO_READING"
std::vector<std::string> LimitLines(const v1::Autonomy& autonomy) {
  std::vector<std::string> lines;
  for (const v1::AutonomyLimit& limit : autonomy.limits()) {
    std::string line = absl::StrCat(v1::LimitKind_Name(limit.kind()).substr(11), " ",
                                    limit.subject(), limit.subject().empty() ? "" : " ");
    if (limit.unknown() != v1::UNKNOWN_REASON_UNSPECIFIED) {
      absl::StrAppend(&line, "unknown ", v1::UnknownReason_Name(limit.unknown()).substr(15));
    } else if (limit.has_act_by_time()) {
      absl::StrAppend(&line, "ends ", TimeText(limit.ends_time()), " act by ",
                      TimeText(limit.act_by_time()));
    } else {
      absl::StrAppend(&line, "no end");
    }
    lines.push_back(line);
  }
  return lines;
}

// Everything is known at 02:00: grid gone at 01:00, the set running since 01:10 at 10 kW, 200
// litres dipped at midnight, the fridge at 4 °C.
Site Night() {
  Site site;
  site.ReportState("feeder", true, At(0));
  site.ReportState("feeder", false, At(2), At(1));
  site.ReportState("set", false, At(0));
  site.ReportState("set", true, At(2), At(1, 10));
  site.Report(v1::MEASURE_LOAD_W, 10'000, At(1, 10), "main");
  site.Report(v1::MEASURE_TANK_LEVEL_ML, 200'000, At(0), "tank");
  site.Report(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, 4'000, At(2), "fridge");
  site.Report(v1::MEASURE_TANK_LEVEL_ML, 30'000'000, At(0), "water");
  site.Report(v1::MEASURE_BEDS_OCCUPIED, 36, At(0), "inpatient");
  site.Report(v1::MEASURE_BEDS_OCCUPIED, 4, At(0), "intensive");
  site.Report(v1::MEASURE_STAFF_PRESENT, 50, At(0));
  v1::DailyLoad& plan = *site.inputs().facility.mutable_daily_load();
  plan.set_outpatients_per_day(100);
  plan.set_operations_per_day(6);
  return site;
}

TEST(Autonomy, ANightByHandArithmetic) {
  Site site = Night();
  const v1::Autonomy autonomy = DeriveAutonomy(site.AsOf(At(2)));
  EXPECT_EQ(autonomy.name(), "facilities/a/autonomy");
  ASSERT_EQ(autonomy.generators_size(), 1);
  const v1::FuelHours& running = autonomy.generators(0).if_running();
  // 50 minutes at 3.4 L/h: 2,834 mL, rounded up. 200,000 - 20,000 - 2,834 = 177,166.
  EXPECT_EQ(running.usable_ml(), 177'166);
  EXPECT_EQ(running.fuel_ml_per_hour(), 3'400);
  // 177,166 · 60 / 3,400 = 3,126.4 minutes: two days, 4 hours, 6 minutes.
  EXPECT_EQ(running.lasts_minutes(), 3'126);
  EXPECT_EQ(autonomy.generators(0).run_state(), v1::RUN_STATE_RUNNING);
  EXPECT_EQ(autonomy.generators(0).if_started().unknown(), v1::UNKNOWN_REASON_ALREADY_RUNNING);
  // The circuits have power as long; ten hours more is the fridge safe, and ninety minutes sooner
  // must it be emptied. Water: as in the guide, 6 days 12:07 h.
  EXPECT_THAT(LimitLines(autonomy), ElementsAre("GENERATOR_FUEL set ends 12 06:06 act by 12 06:06",
                                                "FUEL diesel ends 12 06:06 act by 12 06:06",
                                                "POWER cold-room ends 12 06:06 act by 12 06:06",
                                                "COLD_CHAIN fridge ends 12 16:06 act by 12 14:36",
                                                "WATER ends 16 14:07 act by 16 14:07"));
  EXPECT_EQ(autonomy.limits(3).safe_because(), v1::SAFE_BECAUSE_SOURCE_ENDS);
  EXPECT_EQ(autonomy.limits(3).supply_end(), v1::SUPPLY_END_FUEL);
  // The oldest reading of the set's hours is the dip of midnight: twelve hours long it counts.
  EXPECT_EQ(TimeText(autonomy.limits(0).known_until_time()), "10 12:00");
  EXPECT_EQ(autonomy.circuits_size(), 2);
  EXPECT_TRUE(autonomy.circuits(0).powered());
  EXPECT_EQ(autonomy.circuits(0).source(), "set");
}

TEST(Autonomy, OfAnEarlierTimePassesOverWhatCameAfter) {
  Site site = Night();
  // No load was read yet: 180,000 · 1,440 / (24 · 6,100) = 1,770 minutes at full load.
  const v1::Autonomy autonomy = DeriveAutonomy(site.AsOf(At(0, 30)));
  EXPECT_THAT(LimitLines(autonomy),
              ElementsAre("FUEL diesel ends 11 06:00 act by 11 06:00",
                          "WATER ends 16 14:07 act by 16 14:07", "POWER cold-room no end",
                          "COLD_CHAIN fridge unknown NO_READING"));
  EXPECT_EQ(autonomy.circuits(0).cause(), v1::SUPPLY_END_NEXT_REPORT);
}

TEST(Autonomy, WhatNobodySaidOfLateIsUnknown) {
  Site site = Night();
  EXPECT_THAT(
      LimitLines(DeriveAutonomy(site.AsOf(At(14, 1)))),
      ElementsAre("GENERATOR_FUEL set unknown READING_TOO_OLD",
                  "FUEL diesel unknown READING_TOO_OLD", "POWER cold-room unknown READING_TOO_OLD",
                  "COLD_CHAIN fridge unknown READING_TOO_OLD", "WATER unknown READING_TOO_OLD"));
  Site silent;
  EXPECT_THAT(LimitLines(DeriveAutonomy(silent.AsOf(At(1)))),
              ElementsAre("GENERATOR_FUEL set unknown NO_READING", "FUEL diesel unknown NO_READING",
                          "POWER cold-room unknown NO_READING",
                          "COLD_CHAIN fridge unknown NO_READING", "WATER unknown NO_READING"));
}

TEST(Autonomy, AFridgeOnACircuitThatNothingFeedsIsUnknownThoughTheRestHasPower) {
  Site site = Night();
  site.Installed("fridge").mutable_fridge()->set_circuit("annex");
  const v1::Autonomy autonomy = DeriveAutonomy(site.AsOf(At(2)));
  EXPECT_EQ(autonomy.fridges(0).unknown(), v1::UNKNOWN_REASON_NOT_REGISTERED);
}

TEST(Autonomy, WithoutPowerTheHoldoverCountsFromTheCut) {
  Site site = Night();
  // It tripped some time after 03:00, when it was last seen; dark since then, for all that is
  // known.
  site.ReportState("set", true, At(3));
  site.ReportState("set", false, At(4));
  const v1::Autonomy autonomy = DeriveAutonomy(site.AsOf(At(4)));
  EXPECT_EQ(TimeText(autonomy.circuits(0).ends_time()), "10 03:00");
  EXPECT_EQ(TimeText(autonomy.fridges(0).safe_until_time()), "10 13:00");
  EXPECT_EQ(TimeText(autonomy.fridges(0).act_by_time()), "10 11:30");
  EXPECT_EQ(autonomy.fridges(0).because(), v1::SAFE_BECAUSE_CUT);
  // How long it would go if it were started: burned is counted until it was seen standing, 2:50 h
  // at 3.4 L/h = 9,634 mL; (180,000 - 9,634) · 60 / 3,400 = 3,006.
  EXPECT_EQ(autonomy.generators(0).if_started().lasts_minutes(), 3'006);
  EXPECT_EQ(autonomy.generators(0).if_running().unknown(), v1::UNKNOWN_REASON_NOT_RUNNING);
}

TEST(Autonomy, GridHoursAreThoseOfTheFacilitysZone) {
  Site site = Night();
  site.ReportState("feeder", true, At(2, 30));
  site.ReportState("set", false, At(2, 30));
  v1::DailyWindow& evening = *site.Installed("feeder").mutable_grid_feeder()->add_expected_supply();
  evening.set_start_minutes(4 * 60);
  evening.set_end_minutes(11 * 60);
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Baku", &site.inputs().zone));  // Four hours ahead.
  const v1::Autonomy autonomy = DeriveAutonomy(site.AsOf(At(3)));
  EXPECT_EQ(TimeText(autonomy.circuits(0).ends_time()), "10 07:00");
  EXPECT_EQ(autonomy.circuits(0).cause(), v1::SUPPLY_END_GRID_HOURS);
}

TEST(Autonomy, AfterAnOutageTheHoldoverIsNotFullAgain) {
  Site site;
  site.Report(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, 4'000, At(0), "fridge");
  site.ReportState("feeder", true, At(0));
  site.ReportState("feeder", false, At(3), At(1));
  site.ReportState("feeder", true, At(4));
  // Dark from 01:00 to some time before 04:00: of ten hours nobody knows how many are spent.
  EXPECT_EQ(TimeText(DeriveAutonomy(site.AsOf(At(4))).fridges(0).safe_until_time()), "10 10:00");
  site.Report(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, 4'000, At(4, 1), "fridge");
  EXPECT_EQ(TimeText(DeriveAutonomy(site.AsOf(At(4, 1))).fridges(0).safe_until_time()), "11 02:00");
}

TEST(Autonomy, ALoadOfNothingSaysNothingOfWhatASetWillBear) {
  Site site = Night();
  site.Report(v1::MEASURE_LOAD_W, 0, At(1, 30), "main");
  EXPECT_EQ(DeriveAutonomy(site.AsOf(At(2))).generators(0).if_running().fuel_ml_per_hour(), 6'100);
}

TEST(Autonomy, CountsNoLongerThanTheStateOfItsSetsWasSeen) {
  Site site = Night();
  site.Report(v1::MEASURE_TANK_LEVEL_ML, 190'000, At(4), "tank");
  site.Report(v1::MEASURE_LOAD_W, 10'000, At(4), "main");
  const v1::Autonomy autonomy = DeriveAutonomy(site.AsOf(At(5)));
  ASSERT_EQ(autonomy.limits(0).kind(), v1::LIMIT_KIND_GENERATOR_FUEL);
  EXPECT_EQ(TimeText(autonomy.limits(0).known_until_time()), "10 14:00");
}

TEST(Autonomy, ASetWithoutATankIsMissingFromTheFuelsDays) {
  Site site = Night();
  site.Installed("set").mutable_generator()->clear_tank();
  const v1::Autonomy autonomy = DeriveAutonomy(site.AsOf(At(2)));
  ASSERT_EQ(autonomy.fuels_size(), 1);
  EXPECT_EQ(autonomy.fuels(0).unknown(), v1::UNKNOWN_REASON_NOT_REGISTERED);
  EXPECT_TRUE(std::any_of(autonomy.limits().begin(), autonomy.limits().end(),
                          [](const auto& limit) {
                            return limit.kind() == v1::LIMIT_KIND_FUEL && limit.unknown() != 0;
                          }))
      << "whoever follows hears of it";
  ASSERT_EQ(autonomy.fuels(0).working().missing_size(), 1);
  const v1::MissingInput& missing = autonomy.fuels(0).working().missing(0);
  EXPECT_EQ(missing.quantity(), v1::QUANTITY_GENERATOR_ML_PER_DAY);
  EXPECT_EQ(missing.subject(), "set");
  EXPECT_EQ(missing.reason(), v1::UNKNOWN_REASON_NOT_REGISTERED);
}

TEST(Autonomy, NoReadingIsMoreThanThereCanBe) {
  Site site = Night();
  site.Report(v1::MEASURE_TANK_LEVEL_ML, INT64_MAX, At(2), "tank");
  site.Report(v1::MEASURE_TANK_LEVEL_ML, INT64_MAX, At(2), "water");
  const v1::Autonomy autonomy = DeriveAutonomy(site.AsOf(At(2)));
  EXPECT_EQ(autonomy.generators(0).if_running().usable_ml(), 480'000);
  EXPECT_EQ(autonomy.water().usable_ml(), 38'000'000);
}

TEST(CutsOf, TheHoursOutsideTheWindowsAndWhatIsAnnounced) {
  v1::GridFeeder feeder;
  EXPECT_THAT(CutsOf(feeder, absl::UTCTimeZone(), At(3), At(5)), IsEmpty());
  v1::AnnouncedCut& cut = *feeder.add_announced_cuts();
  *cut.mutable_start_time() = ToTimestamp(At(4));
  *cut.mutable_end_time() = ToTimestamp(At(6));
  EXPECT_EQ(CutsOf(feeder, absl::UTCTimeZone(), At(3), At(5)).size(), 1u);
  v1::DailyWindow& day = *feeder.add_expected_supply();
  day.set_start_minutes(6 * 60);
  day.set_end_minutes(22 * 60);
  const std::vector<Cut> cuts = CutsOf(feeder, absl::UTCTimeZone(), At(3), At(5));
  ASSERT_EQ(cuts.size(), 3u);
  EXPECT_EQ(cuts[1].starts, At(0));
  EXPECT_EQ(cuts[1].ends, At(6));
  EXPECT_EQ(cuts[2].starts, At(22));
  EXPECT_EQ(cuts[2].ends, At(24));
}

TEST(WaterStoreOf, TakesTheLargerOfWhatIsPlannedAndCounted) {
  Site site = Night();
  site.Report(v1::MEASURE_PATIENTS_SEEN, 130, At(1));
  site.Report(v1::MEASURE_STAFF_PRESENT, 6, At(1));
  site.Report(v1::MEASURE_OPERATIONS_DONE, 2, At(1));
  const AutonomyInputs& inputs = site.AsOf(At(2));
  const WaterStore store = WaterStoreOf(inputs, RecordIndex(inputs));
  EXPECT_EQ(store.level_millilitres->value, 28'000'000);
  EXPECT_EQ(store.inpatients->count, 40);
  EXPECT_EQ(store.outpatients_per_day->count, 130);
  EXPECT_EQ(store.operations_per_day->count, 6);
  EXPECT_EQ(store.staff->count, 50);
  EXPECT_EQ(store.residents->count, 0);
  // A level that was read since and is less counts instead of the tanks.
  site.Report(v1::MEASURE_WATER_LEVEL_ML, 1'000'000, At(1, 50));
  const AutonomyInputs& burst = site.AsOf(At(2));
  EXPECT_EQ(WaterStoreOf(burst, RecordIndex(burst)).level_millilitres->value, 1'000'000);
}

TEST(WaterStoreOf, WithoutAPlanNobodyKnowsWhatADayBrings) {
  Site site = Night();
  site.inputs().facility.clear_daily_load();
  site.Report(v1::MEASURE_PATIENTS_SEEN, 3, At(1));
  const AutonomyInputs& inputs = site.AsOf(At(2));
  EXPECT_FALSE(WaterStoreOf(inputs, RecordIndex(inputs)).outpatients_per_day.has_value());
  site.inputs().facility.clear_beds();
  site.inputs().records.clear();
  const AutonomyInputs& bare = site.AsOf(At(2));
  EXPECT_FALSE(WaterStoreOf(bare, RecordIndex(bare)).inpatients.has_value());
}

TEST(WaterStoreOf, OfAHospitalWhatNobodySaysIsNotKnownAndElsewhereIsNone) {
  Site site;
  const AutonomyInputs& hospital = site.AsOf(At(2));
  const WaterStore unknown = WaterStoreOf(hospital, RecordIndex(hospital));
  EXPECT_FALSE(unknown.inpatients.has_value());
  EXPECT_FALSE(unknown.outpatients_per_day.has_value());
  EXPECT_FALSE(unknown.operations_per_day.has_value());
  EXPECT_FALSE(unknown.staff.has_value());
  site.inputs().facility.set_kind(v1::FACILITY_KIND_SETTLEMENT);
  site.inputs().facility.clear_beds();
  const AutonomyInputs& village = site.AsOf(At(2));
  const WaterStore known = WaterStoreOf(village, RecordIndex(village));
  EXPECT_EQ(known.inpatients->count, 0);
  EXPECT_EQ(known.outpatients_per_day->count, 0);
  EXPECT_EQ(known.staff->count, 0);
  EXPECT_EQ(known.residents->count, 9'000);
  // A tank that nobody dipped is nothing; a level that was read is.
  EXPECT_FALSE(known.level_millilitres.has_value());
  site.Report(v1::MEASURE_WATER_LEVEL_ML, 5, At(1));
  const AutonomyInputs& read = site.AsOf(At(2));
  EXPECT_EQ(WaterStoreOf(read, RecordIndex(read)).level_millilitres->value, 5);
}

TEST(AutonomyEvent, IsOnlyWhatDiffersFromTheLast) {
  Site site = Night();
  const std::optional<v1::Event> first = AutonomyEvent(site.AsOf(At(2)), nullptr);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->autonomy_derived().facility(), "facilities/a");
  EXPECT_EQ(first->autonomy_derived().limits_size(), 5);
  EXPECT_FALSE(AutonomyEvent(site.AsOf(At(2)), &first->autonomy_derived()).has_value());
  site.Report(v1::MEASURE_TANK_LEVEL_ML, 100'000, At(2), "tank");
  EXPECT_TRUE(AutonomyEvent(site.AsOf(At(2)), &first->autonomy_derived()).has_value());
  AutonomyInputs nothing;
  nothing.facility = site.inputs().facility;
  nothing.as_of = At(2);
  EXPECT_FALSE(AutonomyEvent(nothing, nullptr).has_value());
}

TEST(DeriveExcursions, CountsMinutesOutOfTheFridgesRange) {
  Site site;
  int hour = 1;
  for (const int64_t celsius : {7, 9, 9, 5}) {
    site.Report(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, celsius * 1'000, At(hour++), "fridge");
  }
  const v1::Excursions excursions =
      DeriveExcursions(site.AsOf(At(4)), site.Installed("fridge"), At(1), At(4));
  EXPECT_EQ(excursions.above_minutes(), 105);
  EXPECT_EQ(excursions.highest_millicelsius(), 9'000);
  EXPECT_EQ(excursions.readings(), 4);
}

TEST(AutonomyProperty, ReportsInAnyOrderGiveTheSame) {
  const uint64_t seed = storage::testing::TestSeed();
  const std::string wanted = DeriveAutonomy(Night().AsOf(At(2))).SerializeAsString();
  std::mt19937_64 engine(seed);
  for (int round = 0; round < 100; ++round) {
    Site site = Night();
    std::shuffle(site.inputs().records.begin(), site.inputs().records.end(), engine);
    EXPECT_EQ(DeriveAutonomy(site.AsOf(At(2))).SerializeAsString(), wanted) << seed;
  }
}

}  // namespace
}  // namespace waystation::facility
