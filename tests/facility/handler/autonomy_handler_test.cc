#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/facility/handler/hospital_fixture.h"
#include "waystation/facility/v1/autonomy.grpc.pb.h"
#include "waystation/facility/v1/installation.grpc.pb.h"

namespace waystation::facility {
namespace {

using AutonomyStub = v1::AutonomyService::Stub;
using ::testing::ElementsAre;

class AutonomyHandlerTest : public HospitalTest {
 protected:
  AutonomyHandlerTest() {
    v1::Installation circuit;
    circuit.mutable_circuit();
    Install("main", circuit);
    v1::Installation feeder;
    feeder.mutable_grid_feeder()->add_circuits("main");
    Install("feeder", feeder);
    v1::Installation fridge;
    fridge.mutable_fridge()->set_circuit("main");
    fridge.mutable_fridge()->set_class_minimum_millicelsius(2'000);
    fridge.mutable_fridge()->set_class_maximum_millicelsius(8'000);
    fridge.mutable_fridge()->set_instrument_minimum_millicelsius(-40'000);
    fridge.mutable_fridge()->set_instrument_maximum_millicelsius(60'000);
    fridge.mutable_fridge()->set_holdover_minutes(600);
    fridge.mutable_fridge()->set_content_move_minutes(90);
    Install("fridge", fridge);
  }

  void ReportFeeder(v1::SourceState state, absl::Time observed) {
    v1::StatusValue value = Amount(v1::MEASURE_SOURCE_STATE, 0, observed, "feeder");
    value.set_source_state(state);
    Report({value});
  }

  void ReportFridge(int64_t millicelsius, absl::Time observed) {
    Report({Amount(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, millicelsius, observed, "fridge")});
  }

  absl::Status Get(std::optional<absl::Time> as_of = std::nullopt,
                   const std::string& name = "facilities/a/autonomy") {
    v1::GetAutonomyRequest request;
    request.set_name(name);
    if (as_of.has_value()) *request.mutable_as_of_time() = ToTimestamp(*as_of);
    got_.Clear();
    return server_.Call(&AutonomyStub::GetAutonomy, request, &got_);
  }

  absl::Status GetExcursions(absl::Time from, absl::Time to, const std::string& fridge = "fridge",
                             const std::string& facility = "a") {
    v1::GetExcursionsRequest request;
    request.set_parent("facilities/" + facility + "/installations/" + fridge);
    *request.mutable_start_time() = ToTimestamp(from);
    *request.mutable_end_time() = ToTimestamp(to);
    excursions_.Clear();
    return server_.Call(&AutonomyStub::GetExcursions, request, &excursions_);
  }

  const v1::FridgeAutonomy& Fridge() const { return got_.autonomy().fridges(0); }

  std::vector<v1::AutonomyDerived> Derived() {
    std::vector<v1::AutonomyDerived> all;
    for (const v1::Event& event : server_.Events()) {
      if (event.has_autonomy_derived()) all.push_back(event.autonomy_derived());
    }
    return all;
  }

  // Asks as of now, and for the same of what was told last.
  void ExpectPublished() {
    ASSERT_TRUE(Get().ok());
    const std::vector<v1::AutonomyDerived> all = Derived();
    ASSERT_FALSE(all.empty());
    ASSERT_EQ(all.back().limits_size(), got_.autonomy().limits_size());
    for (int i = 0; i < all.back().limits_size(); ++i) {
      EXPECT_EQ(all.back().limits(i).SerializeAsString(),
                got_.autonomy().limits(i).SerializeAsString());
    }
  }

  v1::GetAutonomyResponse got_;
  v1::GetExcursionsResponse excursions_;
};

TEST_F(AutonomyHandlerTest, TellsWhatIsSafeUntilWhenWithItsWorking) {
  ReportFridge(4'000, At(7, 50));
  ReportFeeder(v1::SOURCE_STATE_ON, At(7));
  ReportFeeder(v1::SOURCE_STATE_OFF, At(7, 40));
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(got_.basis().log(), "facility/main");
  EXPECT_EQ(FromTimestamp(got_.basis().read_time()), At(8));
  // Off since it was last seen on, at 07:00, and ten hours of holdover.
  EXPECT_EQ(FromTimestamp(Fridge().safe_until_time()), At(17));
  EXPECT_EQ(FromTimestamp(Fridge().act_by_time()), At(15, 30));
  ASSERT_GE(Fridge().working().readings_size(), 1);
  EXPECT_EQ(Fridge().working().readings(0).quantity(), v1::QUANTITY_FRIDGE_MILLICELSIUS);
  EXPECT_EQ(Fridge().working().readings(0).value(), 4'000);
  EXPECT_EQ(Fridge().working().readings(0).age_minutes(), 10);
  // As of before the cut was seen: on when last seen, so until the next report and ten hours more.
  ASSERT_TRUE(Get(At(7, 51)).ok());
  EXPECT_EQ(FromTimestamp(Fridge().safe_until_time()), At(17));
  ASSERT_TRUE(Get(At(7, 39)).ok());
  EXPECT_EQ(Fridge().unknown(), v1::UNKNOWN_REASON_NO_READING);
}

TEST_F(AutonomyHandlerTest, IsPublishedWithWhatChangedItAndSurvivesARestart) {
  // The fridge was registered without a reading: that is told once.
  ASSERT_EQ(Derived().size(), 1u);
  EXPECT_EQ(Derived()[0].limits_size(), 2);
  ReportFridge(4'000, At(7, 50));
  ReportFeeder(v1::SOURCE_STATE_OFF, At(7, 40));
  const size_t told = Derived().size();
  EXPECT_EQ(told, 2u);
  Report({Amount(v1::MEASURE_STAFF_PRESENT, 10, At(7, 59))});
  EXPECT_EQ(Derived().size(), told);
  ASSERT_TRUE(Get().ok());
  const std::string before = got_.autonomy().SerializeAsString();
  EXPECT_EQ(Derived().back().limits_size(), got_.autonomy().limits_size());
  server_.Restart(At(8));
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(got_.autonomy().SerializeAsString(), before);
  // Time alone makes it unknown.
  server_.SetTime(At(19, 51));
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(Fridge().unknown(), v1::UNKNOWN_REASON_READING_TOO_OLD);
}

TEST_F(AutonomyHandlerTest, WhatIsPublishedIsWhatIsToldWhenAsked) {
  ReportFridge(4'000, At(7, 50));
  ReportFeeder(v1::SOURCE_STATE_ON, At(7));
  ExpectPublished();
  // Daily hours are of the facility's zone: another zone, other hours, in the same entry.
  v1::Installation feeder;
  feeder.mutable_grid_feeder()->add_circuits("main");
  v1::DailyWindow& day = *feeder.mutable_grid_feeder()->add_expected_supply();
  day.set_start_minutes(10 * 60);
  day.set_end_minutes(14 * 60);
  Install("feeder", feeder);
  ExpectPublished();
  // Until 14:00 in Baku, which is 10:00, and ten hours more.
  EXPECT_EQ(FromTimestamp(Fridge().safe_until_time()), At(20));
  v1::UpdateFacilityRequest update;
  update.set_request_id(NextId());
  update.mutable_facility()->set_name("facilities/a");
  update.mutable_facility()->set_time_zone("Europe/Vienna");
  update.mutable_update_mask()->add_paths("time_zone");
  v1::UpdateFacilityResponse updated;
  ASSERT_TRUE(server_.Call(&v1::FacilityService::Stub::UpdateFacility, update, &updated).ok());
  ExpectPublished();
  // 08:00 there is 09:00: before the hours begin nothing is promised.
  EXPECT_EQ(FromTimestamp(Fridge().safe_until_time()), At(18));
  v1::RemoveInstallationRequest remove;
  remove.set_request_id(NextId());
  remove.set_name("facilities/a/installations/fridge");
  v1::RemoveInstallationResponse removed;
  ASSERT_TRUE(
      server_.Call(&v1::InstallationService::Stub::RemoveInstallation, remove, &removed).ok());
  ExpectPublished();
  EXPECT_EQ(got_.autonomy().limits_size(), 0);
}

TEST_F(AutonomyHandlerTest, ARiseIsRememberedAsLongAsItsLastReadingCounts) {
  ReportFeeder(v1::SOURCE_STATE_ON, At(1));
  ReportFridge(4'000, At(0));
  ReportFridge(5'000, At(1));
  server_.SetTime(At(12, 50));
  ReportFeeder(v1::SOURCE_STATE_ON, At(12, 30));
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(Fridge().because(), v1::SAFE_BECAUSE_RISING);
  EXPECT_EQ(FromTimestamp(Fridge().safe_until_time()), At(4));
}

TEST_F(AutonomyHandlerTest, AsOfATimeLongAgoWhatWasTooOldThenIsThat) {
  ReportFridge(4'000, At(1));
  server_.SetTime(At(23));
  ReportFridge(4'000, At(22));
  ASSERT_TRUE(Get(At(14)).ok());
  EXPECT_EQ(Fridge().unknown(), v1::UNKNOWN_REASON_READING_TOO_OLD);
  ASSERT_TRUE(Get(At(0)).ok());
  EXPECT_EQ(Fridge().unknown(), v1::UNKNOWN_REASON_NO_READING);
}

TEST_F(AutonomyHandlerTest, OutOfRangeIsSinceItWasLastWithinHoweverLongAgo) {
  ReportFridge(5'000, At(0));
  for (int hour = 1; hour < 48; hour += 4) {
    server_.SetTime(At(hour));
    ReportFridge(12'000, At(hour));
  }
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(Fridge().because(), v1::SAFE_BECAUSE_OUT_OF_RANGE);
  EXPECT_EQ(FromTimestamp(Fridge().safe_until_time()), At(0));
}

TEST_F(AutonomyHandlerTest, CountsExcursions) {
  ReportFridge(7'000, At(1));
  ReportFridge(9'000, At(2));
  ReportFridge(9'000, At(3));
  ReportFridge(5'000, At(4));
  ReportFridge(20'000, At(5));
  ASSERT_TRUE(GetExcursions(At(1), At(4)).ok());
  EXPECT_EQ(excursions_.excursions().above_minutes(), 105);
  EXPECT_EQ(excursions_.excursions().readings(), 4);
  ASSERT_TRUE(GetExcursions(At(0), At(1)).ok());
  EXPECT_EQ(excursions_.excursions().readings(), 1);
  EXPECT_EQ(excursions_.excursions().unknown_minutes(), 60);
  v1::GetExcursionsRequest day;
  day.set_parent("facilities/a/installations/fridge");
  v1::GetExcursionsResponse answer;
  ASSERT_TRUE(server_.Call(&AutonomyStub::GetExcursions, day, &answer).ok());
  EXPECT_EQ(FromTimestamp(answer.end_time()), At(8));
  EXPECT_EQ(FromTimestamp(answer.start_time()), At(8) - absl::Hours(24));
}

TEST_F(AutonomyHandlerTest, RefusesWhatItCantTell) {
  EXPECT_THAT(Fields(Get(std::nullopt, "facilities/a")), ElementsAre("name"));
  EXPECT_THAT(Fields(Get(At(8, 0, 1))), ElementsAre("as_of_time"));
  EXPECT_THAT(Fields(Get(At(8) - absl::Hours(24 * 401))), ElementsAre("as_of_time"));
  EXPECT_EQ(ReasonOf(Get(std::nullopt, "facilities/b/autonomy")),
            common::v1::ERROR_REASON_NOT_KNOWN);
  EXPECT_THAT(Fields(GetExcursions(At(1), At(9))), ElementsAre("end_time"));
  EXPECT_THAT(Fields(GetExcursions(At(4), At(4))), ElementsAre("start_time"));
  EXPECT_THAT(Fields(GetExcursions(At(4) - absl::Hours(24 * 32), At(4))),
              ElementsAre("start_time"));
  EXPECT_THAT(Fields(GetExcursions(At(1), At(2), "a/b")), ElementsAre("parent"));
  EXPECT_EQ(ReasonOf(GetExcursions(At(1), At(2), "fridge", "b")),
            common::v1::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(GetExcursions(At(1), At(2), "none")), common::v1::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(GetExcursions(At(1), At(2), "main")), common::v1::ERROR_REASON_NOT_KNOWN);
}

}  // namespace
}  // namespace waystation::facility
