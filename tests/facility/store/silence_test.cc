// Falling silent and coming back, through the log and across restarts.
#include <algorithm>
#include <random>

#include "gtest/gtest.h"
#include "services/facility/store/load.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"

namespace waystation::facility {
namespace {

constexpr char kSilentFacility[] = "facilities/khojaly";

v1::ReportStatusRequest Report(const v1::StatusValue& value) {
  v1::ReportStatusRequest request;
  request.set_parent(kSilentFacility);
  *request.add_values() = value;
  return request;
}

class SilenceTest : public ::testing::Test {
 protected:
  SilenceTest() { book_.Create("khojaly", v1::FACILITY_STATE_OPEN, At(0)); }

  void ReportAt(absl::Time observed, absl::Time now) {
    ASSERT_TRUE(book_.Send(Report(Amount(v1::MEASURE_LOAD_W, 9000, observed)), now).status.ok());
  }

  // The order in which the facility went silent ("s") and came back ("b").
  std::string History() const {
    std::string history;
    for (const v1::Event& event : book_.Events()) {
      if (event.has_went_silent()) history += "s";
      if (event.has_back_in_touch()) history += "b";
    }
    return history;
  }

  v1::FacilityStatus Status(absl::Time now) const {
    const auto rows = book_.Rows();
    const auto facility = GetFacility(*rows, kSilentFacility);
    const auto status = LoadStatus(*rows, *facility, now);
    EXPECT_TRUE(status.ok()) << status.status();
    return *status;
  }

  FacilityBook book_{At(0)};
};

TEST_F(SilenceTest, IsSaidOnceHoweverOftenTheClockTicks) {
  ReportAt(At(6), At(6));
  EXPECT_TRUE(book_.Tick(At(18)).empty());
  ASSERT_EQ(book_.Tick(At(18, 0, 1)).size(), 1u);
  EXPECT_TRUE(book_.Tick(At(18, 0, 2)).empty());
  EXPECT_TRUE(book_.Tick(At(23)).empty());
  EXPECT_EQ(History(), "s");
  EXPECT_EQ(Status(At(23)).reporting_state(), v1::REPORTING_STATE_SILENT);
}

TEST_F(SilenceTest, ATickPolledTwiceIsRecordedOnce) {
  ReportAt(At(6), At(6));
  const std::vector<storage::Command> due = DueCommands(*book_.Rows(), At(19), 10);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_FALSE(book_.Run(due, At(19))[0].replayed);
  EXPECT_TRUE(book_.Run(due, At(20))[0].replayed);
  EXPECT_EQ(History(), "s");
}

TEST_F(SilenceTest, IsSaidAfterARestartInWhichTheTimePassed) {
  ReportAt(At(6), At(6));
  book_.Reopen(At(22));
  // Before any tick a reader is told.
  EXPECT_EQ(Status(At(22)).reporting_state(), v1::REPORTING_STATE_SILENT);
  EXPECT_EQ(Status(At(22)).values(0).freshness(), v1::FRESHNESS_UNKNOWN);
  EXPECT_EQ(Status(At(22)).values(0).record().value().amount(), 9000);
  EXPECT_EQ(book_.Tick(At(22)).size(), 1u);
  book_.Reopen(At(23));
  EXPECT_TRUE(book_.Tick(At(23)).empty());
  EXPECT_EQ(History(), "s");
}

TEST_F(SilenceTest, ANewReportEndsItInTheSameCommandAndTheNextSilenceIsAnother) {
  ReportAt(At(6), At(6));
  book_.Tick(At(19));
  ReportAt(At(19, 30), At(20));
  EXPECT_EQ(History(), "sb");
  EXPECT_EQ(Status(At(20)).values(0).freshness(), v1::FRESHNESS_KNOWN);
  book_.Reopen(At(21));
  EXPECT_EQ(book_.Tick(At(19, 30) + absl::Hours(12) + absl::Seconds(1)).size(), 1u);
  EXPECT_EQ(History(), "sbs");
}

TEST_F(SilenceTest, AReportOlderThanTheIntervalEndsNone) {
  ReportAt(At(6), At(6));
  book_.Tick(At(19));
  ReportAt(At(6, 30), At(19));
  EXPECT_EQ(History(), "s");
  EXPECT_EQ(Status(At(19)).reporting_state(), v1::REPORTING_STATE_SILENT);
  EXPECT_TRUE(book_.Tick(At(20)).empty());
}

TEST_F(SilenceTest, AFutureTimeDoesNotKeepAFacilityInTouch) {
  ReportAt(At(6) + absl::Hours(2000), At(6));
  EXPECT_EQ(Status(At(6)).values(0).record().time_flag(), v1::TIME_FLAG_FUTURE);
  EXPECT_EQ(book_.Tick(At(18, 0, 1)).size(), 1u);
}

TEST_F(SilenceTest, NeverReportedIsNotMissed) {
  EXPECT_TRUE(book_.Tick(At(0) + absl::Hours(9999)).empty());
  EXPECT_EQ(Status(At(1)).reporting_state(), v1::REPORTING_STATE_NEVER_REPORTED);
}

TEST_F(SilenceTest, AClosedFacilityIsNotMissedAndAnOpenedOneIsAgain) {
  ReportAt(At(6), At(6));
  v1::CloseFacilityRequest close;
  close.set_name(kSilentFacility);
  v1::OpenFacilityRequest open;
  open.set_name(kSilentFacility);
  ASSERT_TRUE(book_.Send(close, At(7)).status.ok());
  EXPECT_TRUE(book_.Tick(At(20)).empty());
  ASSERT_TRUE(book_.Send(open, At(20)).status.ok());
  EXPECT_EQ(book_.Tick(At(20)).size(), 1u);
  ASSERT_TRUE(book_.Send(close, At(21)).status.ok());
  ReportAt(At(22), At(22));  // No one was told that a closed facility is silent.
  ASSERT_TRUE(book_.Send(open, At(22)).status.ok());
  EXPECT_TRUE(book_.Tick(At(23)).empty());
  EXPECT_EQ(History(), "s");
}

TEST_F(SilenceTest, TheIntervalOnceChangedCountsFromTheLastReport) {
  v1::UpdateFacilityRequest update;
  update.mutable_facility()->set_name(kSilentFacility);
  update.mutable_update_mask()->add_paths("report_interval_minutes");
  const auto set_minutes = [&](int minutes, absl::Time now) {
    update.mutable_facility()->set_report_interval_minutes(minutes);
    ASSERT_TRUE(book_.Send(update, now).status.ok());
  };
  ReportAt(At(6), At(6));
  set_minutes(60, At(8));
  EXPECT_EQ(book_.Tick(At(8)).size(), 1u);
  set_minutes(600, At(9));
  set_minutes(60, At(10));
  EXPECT_EQ(book_.Tick(At(10)).size(), 1u);
  EXPECT_EQ(History(), "sbs");
}

// The order in which partial reports arrive does not change what is known.
TEST(PartialReportsStored, AnyOrderGivesTheSameCurrentState) {
  std::mt19937 random(storage::testing::TestSeed());
  std::vector<v1::StatusValue> values;
  for (int i = 0; i < 40; ++i) {
    const bool beds = i % 2 == 0;
    values.push_back(Amount(beds ? v1::MEASURE_BEDS_OCCUPIED : v1::MEASURE_STAFF_PRESENT, i,
                            At(1) + absl::Seconds(i * 97), beds ? "inpatient" : ""));
  }
  std::string first;
  for (int order = 0; order < 8; ++order) {
    std::shuffle(values.begin(), values.end(), random);
    FacilityBook book(At(0));
    book.Create("khojaly", v1::FACILITY_STATE_OPEN, At(0));
    for (size_t i = 0; i < values.size();) {
      v1::ReportStatusRequest request;
      request.set_parent(kSilentFacility);
      for (size_t n = 1 + random() % 5; n > 0 && i < values.size(); --n) {
        *request.add_values() = values[i++];
      }
      ASSERT_TRUE(book.Send(request, At(9)).status.ok());
    }
    const auto rows = book.Rows();
    auto status = LoadStatus(*rows, *GetFacility(*rows, kSilentFacility), At(10));
    // Which report brought a value is a matter of order.
    for (v1::CurrentValue& value : *status->mutable_values()) {
      value.mutable_record()->clear_report();
    }
    if (order == 0) first = status->SerializeAsString();
    EXPECT_EQ(status->SerializeAsString(), first);
  }
}

}  // namespace
}  // namespace waystation::facility
