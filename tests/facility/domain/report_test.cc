#include "services/facility/domain/report.h"

#include "gtest/gtest.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

constexpr char kReporter[] = "facilities/khojaly";

FacilityRecord Open(const Contact& contact) {
  FacilityRecord record;
  record.facility = Hospital();
  record.facility.set_name(kReporter);
  record.facility.set_state(v1::FACILITY_STATE_OPEN);
  record.contact = contact;
  return record;
}

v1::ReportStatusRequest Request(absl::Time observed) {
  v1::ReportStatusRequest request;
  request.set_request_id("0123456789abcdef");
  request.set_parent(kReporter);
  *request.add_values() = Amount(v1::MEASURE_LOAD_W, 9000, observed);
  return request;
}

TEST(DecideReport, FlagsTimesAndRefusesNone) {
  const absl::Time now = At(9);
  struct Case {
    const char* name;
    absl::Time observed;
    v1::TimeFlag flag;
    absl::Time effective;
  };
  const Case cases[] = {
      {"now", now, v1::TIME_FLAG_IN_RANGE, now},
      {"past", At(8), v1::TIME_FLAG_IN_RANGE, At(8)},
      {"a microsecond ahead", now + absl::Microseconds(1), v1::TIME_FLAG_FUTURE, now},
      {"years ahead", now + absl::Hours(99999), v1::TIME_FLAG_FUTURE, now},
      {"400 days", now - absl::Hours(9600), v1::TIME_FLAG_IN_RANGE, now - absl::Hours(9600)},
      {"more", now - absl::Hours(9600) - absl::Microseconds(1), v1::TIME_FLAG_TOO_OLD,
       now - absl::Hours(9600) - absl::Microseconds(1)},
      {"a clock at 1970", absl::UnixEpoch(), v1::TIME_FLAG_TOO_OLD, absl::UnixEpoch()},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const auto events = DecideReport(Open({}), Request(c.observed), {now, "p-1"});
    ASSERT_TRUE(events.ok()) << events.status();
    const v1::StatusRecord& record = (*events)[0].status_reported().records(0);
    EXPECT_EQ(record.time_flag(), c.flag);
    EXPECT_EQ(ToMicros(record.effective_time()), ToMicros(c.effective));
    EXPECT_EQ(ToMicros(record.record_time()), ToMicros(now));
    EXPECT_EQ(ToMicros(record.value().observed_time()), ToMicros(c.observed));
  }
}

TEST(DecideReport, FillsInWhatWasLeftOut) {
  v1::ReportStatusRequest request = Request(At(8));
  request.mutable_values(0)->clear_observed_time();
  request.mutable_values(0)->clear_reported_by();
  const auto events = DecideReport(Open({}), request, {At(9), "p-1"});
  const v1::StatusReported& reported = (*events)[0].status_reported();
  EXPECT_EQ(reported.records(0).value().reported_by(), "p-1");
  EXPECT_EQ(ToMicros(reported.records(0).value().observed_time()), ToMicros(At(9)));
  EXPECT_EQ(reported.records(0).time_flag(), v1::TIME_FLAG_IN_RANGE);
  EXPECT_EQ(reported.records(0).report(), reported.report());
  EXPECT_EQ(reported.report().find("facilities/khojaly/statusReports/"), 0u);
}

TEST(DecideReport, TheNameFollowsFromTheRequestId) {
  v1::ReportStatusRequest other = Request(At(8));
  other.set_request_id("fedcba9876543210");
  const auto name = [](const v1::ReportStatusRequest& request) {
    return (*DecideReport(Open({}), request, {At(9), "p"}))[0].status_reported().report();
  };
  EXPECT_EQ(name(Request(At(7))), name(Request(At(8))));
  EXPECT_NE(name(Request(At(8))), name(other));
}

TEST(DecideReport, RefusesAnUnknownFacility) {
  const auto events = DecideReport(std::nullopt, Request(At(8)), {At(9), "p-1"});
  EXPECT_EQ(ReasonOf(events.status()), common::v1::ERROR_REASON_NOT_KNOWN);
}

TEST(DecideReport, EndsASilenceOnlyWhenTheFacilityIsHeardWithinItsInterval) {
  const Contact silent = {ToMicros(At(0)), true};
  struct Case {
    const char* name;
    Contact contact;
    absl::Time observed;
    bool back;
  };
  const Case cases[] = {
      {"fresh", silent, At(20), true},
      {"just within 12 hours", silent, At(9), true},
      {"told late, itself too old", silent, At(8, 59, 59), false},
      {"never was said to be silent", {ToMicros(At(0)), false}, At(20), false},
      {"first report", {}, At(20), false},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const auto events = DecideReport(Open(c.contact), Request(c.observed), {At(21), "p-1"});
    ASSERT_TRUE(events.ok());
    ASSERT_EQ(events->size(), c.back ? 2u : 1u);
    if (!c.back) continue;
    EXPECT_EQ(ToMicros((*events)[1].back_in_touch().last_report_time()), ToMicros(c.observed));
  }
}

TEST(Supersedes, LatestEffectiveTimeThenLaterRecord) {
  const auto record = [](absl::Time observed, absl::Time recorded) {
    return MakeRecord(Amount(v1::MEASURE_LOAD_W, 1, observed), "r", {recorded, "p"});
  };
  EXPECT_TRUE(Supersedes(record(At(8), At(10)), record(At(7), At(9))));
  EXPECT_TRUE(Supersedes(record(At(8), At(10)), record(At(8), At(9))));
  EXPECT_FALSE(Supersedes(record(At(7), At(10)), record(At(8), At(9))));
  // A future time counts as the time of recording, so it can't outlive later reports.
  EXPECT_TRUE(Supersedes(record(At(10), At(10)), record(At(23), At(9))));
}

}  // namespace
}  // namespace waystation::facility
