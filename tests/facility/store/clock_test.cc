// Silence and reports while the server's clock is suspect, was confirmed, or a zone's summer time
// changes.
#include "gtest/gtest.h"
#include "services/facility/store/load.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"

namespace waystation::facility {
namespace {

constexpr char kName[] = "facilities/khojaly";

storage::ClockReading Suspect(absl::Time now, absl::Time clock, common::v1::ClockState state) {
  storage::ClockReading reading(now);
  reading.clock = clock;
  reading.state = state;
  return reading;
}

const absl::Time k2000 = absl::FromCivil(absl::CivilDay(2000, 1, 1), absl::UTCTimeZone());
const absl::Time k2040 = absl::FromCivil(absl::CivilDay(2040, 1, 1), absl::UTCTimeZone());

class ClockTest : public ::testing::Test {
 protected:
  ClockTest() { book_.Create("khojaly", v1::FACILITY_STATE_OPEN, At(0)); }

  // A report of what is so at `observed`; the record as it was made.
  v1::StatusRecord Report(absl::Time observed, const storage::ClockReading& now) {
    v1::ReportStatusRequest request;
    request.set_parent(kName);
    *request.add_values() = Amount(v1::MEASURE_LOAD_W, 9000, observed);
    const storage::Outcome outcome = book_.Send(request, now);
    EXPECT_TRUE(outcome.status.ok()) << outcome.status;
    return FirstEvent(outcome)->status_reported().records(0);
  }
  std::string History() const {
    std::string history;
    for (const v1::Event& event : book_.Events()) {
      if (event.has_went_silent()) history += "s";
      if (event.has_back_in_touch()) history += "b";
    }
    return history;
  }
  v1::ReportingState StateAt(absl::Time now) const {
    const auto rows = book_.Rows();
    const auto status = LoadStatus(*rows, *GetFacility(*rows, kName), now);
    EXPECT_TRUE(status.ok()) << status.status();
    return status->reporting_state();
  }

  FacilityBook book_{At(0)};
};

TEST_F(ClockTest, ReportsUnderASuspectClockAreRecordedFlaggedAndCountAsMadeNow) {
  struct Case {
    const char* name;
    absl::Time observed;
    absl::Time effective;
  };
  const Case cases[] = {{"told by the clock of 2000", k2000, At(7)},
                        {"told by the clock of 2040", k2040, At(7)},
                        {"told by a device a day ahead", At(7) + absl::Hours(24), At(7)},
                        {"an hour ago", At(6), At(6)}};
  for (const Case& c : cases) {
    for (const auto& [clock, state] : {std::pair{k2000, common::v1::CLOCK_STATE_BEFORE_BUILD},
                                       std::pair{k2040, common::v1::CLOCK_STATE_AHEAD}}) {
      const v1::StatusRecord record = Report(c.observed, Suspect(At(7), clock, state));
      EXPECT_EQ(record.time_flag(), v1::TIME_FLAG_CLOCK_SUSPECT) << c.name;
      EXPECT_EQ(ToMicros(record.effective_time()), ToMicros(c.effective)) << c.name;
      EXPECT_EQ(ToMicros(record.value().observed_time()), ToMicros(c.observed)) << c.name;
    }
  }
  EXPECT_EQ(StateAt(At(19)), v1::REPORTING_STATE_IN_TOUCH);
  EXPECT_EQ(Report(At(8), At(8)).time_flag(), v1::TIME_FLAG_IN_RANGE);
}

TEST_F(ClockTest, AReportUnderASuspectClockEndsASilence) {
  Report(At(6), At(6));
  ASSERT_EQ(book_.Tick(At(19)).size(), 1u);
  Report(k2000, Suspect(At(19, 30), k2000, common::v1::CLOCK_STATE_BEFORE_BUILD));
  EXPECT_EQ(History(), "sb");
}

TEST_F(ClockTest, WhatIsOverStaysOverWhenAConfirmedClockStepsBack) {
  // The clock ran four hours ahead; the silence it brought is on record.
  Report(At(6), At(6));
  ASSERT_EQ(book_.Tick(At(19)).size(), 1u);
  // A person confirmed 15:00. Record times stand still until 19:00.
  EXPECT_EQ(StateAt(At(15)), v1::REPORTING_STATE_SILENT);
  EXPECT_TRUE(book_.Tick(At(15)).empty());
  EXPECT_EQ(History(), "s");
  // What ends it is a report, recent by the clock though not by the record time.
  Report(At(5, 30), At(15, 30));
  EXPECT_EQ(History(), "sb");
  EXPECT_EQ(StateAt(At(15, 30)), v1::REPORTING_STATE_IN_TOUCH);
  book_.Reopen(At(15, 31));
  EXPECT_EQ(StateAt(At(15, 31)), v1::REPORTING_STATE_IN_TOUCH);
}

TEST_F(ClockTest, AReportIsOverdueByTimePassedWhateverSummerTimeDoes) {
  // Twelve hours over the night in which Baku's clocks went an hour forth, and back, in 2015.
  for (const char* evening : {"2015-03-28T20:00Z", "2015-10-24T20:00Z"}) {
    absl::Time reported;
    ASSERT_TRUE(absl::ParseTime("%Y-%m-%dT%H:%M%Ez", evening, &reported, nullptr));
    FacilityBook book(reported);
    book.Create("khojaly", v1::FACILITY_STATE_OPEN, reported);
    v1::ReportStatusRequest request;
    request.set_parent(kName);
    *request.add_values() = Amount(v1::MEASURE_LOAD_W, 9000, reported);
    ASSERT_TRUE(book.Send(request, reported).status.ok());
    EXPECT_TRUE(book.Tick(reported + absl::Hours(12)).empty()) << evening;
    EXPECT_EQ(book.Tick(reported + absl::Hours(12) + absl::Seconds(1)).size(), 1u) << evening;
  }
}

}  // namespace
}  // namespace waystation::facility
