#include "services/facility/domain/silence.h"

#include "gtest/gtest.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

// Reports every 12 hours.
v1::Facility InState(v1::FacilityState state) {
  v1::Facility facility = Hospital();
  facility.set_name("facilities/khojaly");
  facility.set_state(state);
  return facility;
}

TEST(ReportingStateAt, SilentAfterTheIntervalAndNotAtIt) {
  const v1::Facility open = InState(v1::FACILITY_STATE_OPEN);
  const Contact contact = {ToMicros(At(6)), false};
  EXPECT_EQ(ReportingStateAt(open, {}, At(6)), v1::REPORTING_STATE_NEVER_REPORTED);
  EXPECT_EQ(ReportingStateAt(open, contact, At(18)), v1::REPORTING_STATE_IN_TOUCH);
  EXPECT_EQ(ReportingStateAt(open, contact, At(18) + absl::Microseconds(1)),
            v1::REPORTING_STATE_SILENT);
  // A clock that was set back, before and after the silence was recorded: what is over stays so.
  EXPECT_EQ(ReportingStateAt(open, contact, At(1)), v1::REPORTING_STATE_IN_TOUCH);
  EXPECT_EQ(ReportingStateAt(open, {ToMicros(At(6)), true}, At(7)), v1::REPORTING_STATE_SILENT);
  EXPECT_EQ(ReportingStateAt(InState(v1::FACILITY_STATE_CLOSED), contact, At(19)),
            v1::REPORTING_STATE_SILENT);
}

TEST(DueTime, OnlyAnOpenFacilityThatReportedIsWaitedFor) {
  struct Case {
    v1::FacilityState state;
    Contact contact;
    bool due;
  };
  const Contact reported = {ToMicros(At(6)), false};
  const Case cases[] = {{v1::FACILITY_STATE_OPEN, reported, true},
                        {v1::FACILITY_STATE_OPEN, {}, false},
                        {v1::FACILITY_STATE_OPEN, {ToMicros(At(6)), true}, false},
                        {v1::FACILITY_STATE_PLANNED, reported, false},
                        {v1::FACILITY_STATE_CLOSED, reported, false}};
  for (const Case& c : cases) {
    const std::optional<int64_t> due = DueTime(InState(c.state), c.contact);
    EXPECT_EQ(due.has_value(), c.due) << v1::FacilityState_Name(c.state);
    if (c.due) {
      EXPECT_EQ(*due, ToMicros(At(18)));
    }
  }
}

TEST(DecideTick, SaysWentSilentWhenDueAndIsRefusedWhenNot) {
  const v1::Facility open = InState(v1::FACILITY_STATE_OPEN);
  const Contact contact = {ToMicros(At(6)), false};
  EXPECT_EQ(ReasonOf(DecideTick(open, contact, At(18)).status()),
            common::v1::ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(ReasonOf(DecideTick(open, {ToMicros(At(6)), true}, At(19)).status()),
            common::v1::ERROR_REASON_WRONG_STATE);
  const auto events = DecideTick(open, contact, At(18, 0, 1));
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ((*events)[0].went_silent().facility(), "facilities/khojaly");
  EXPECT_EQ(ToMicros((*events)[0].went_silent().last_report_time()), ToMicros(At(6)));
  EXPECT_EQ((*events)[0].went_silent().report_interval_minutes(), 720);
}

}  // namespace
}  // namespace waystation::facility
