#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/facility/handler/hospital_fixture.h"

namespace waystation::facility {
namespace {

using StatusStub = v1::StatusService::Stub;
using ::testing::ElementsAre;

class StatusHandlerTest : public HospitalTest {
 protected:
  StatusHandlerTest() : HospitalTest("khojaly") {}

  v1::ReportStatusRequest ReportOf(const std::vector<v1::StatusValue>& values) {
    v1::ReportStatusRequest request;
    request.set_request_id(NextId());
    request.set_parent("facilities/khojaly");
    for (const v1::StatusValue& value : values) *request.add_values() = value;
    return request;
  }

  absl::Status Send(const v1::ReportStatusRequest& request) {
    reported_.Clear();
    return server_.Call(&StatusStub::ReportStatus, request, &reported_);
  }

  v1::FacilityStatus Status() {
    v1::GetFacilityStatusRequest request;
    request.set_name("facilities/khojaly/status");
    v1::GetFacilityStatusResponse response;
    EXPECT_TRUE(server_.Call(&StatusStub::GetFacilityStatus, request, &response).ok());
    basis_ = response.basis();
    return response.status();
  }

  // "s" for each WentSilent in the log, "b" for each BackInTouch.
  std::string History() {
    std::string history;
    for (const v1::Event& event : server_.Events()) {
      if (event.has_went_silent()) history += "s";
      if (event.has_back_in_touch()) history += "b";
    }
    return history;
  }

  v1::ReportStatusResponse reported_;
  v1::StatusBasis basis_;
};

TEST_F(StatusHandlerTest, AReportIsAnsweredWithItsRecordsAndShowsInTheStatus) {
  EXPECT_EQ(Status().reporting_state(), v1::REPORTING_STATE_NEVER_REPORTED);
  v1::StatusValue power;
  power.set_measure(v1::MEASURE_POWER_SOURCE);
  power.set_power_source(v1::POWER_SOURCE_GENERATOR);
  ASSERT_TRUE(
      Send(ReportOf({Amount(v1::MEASURE_BEDS_OCCUPIED, 41, At(7), "inpatient"), power})).ok());
  EXPECT_EQ(reported_.report().rfind("facilities/khojaly/statusReports/", 0), 0u);
  ASSERT_EQ(reported_.records_size(), 2);
  EXPECT_EQ(reported_.records(0).time_flag(), v1::TIME_FLAG_IN_RANGE);
  EXPECT_EQ(reported_.records(1).value().reported_by(), "p-1");
  EXPECT_EQ(ToMicros(reported_.records(1).value().observed_time()), ToMicros(At(8)));

  server_.SetTime(At(9));
  const v1::FacilityStatus status = Status();
  EXPECT_EQ(status.reporting_state(), v1::REPORTING_STATE_IN_TOUCH);
  EXPECT_EQ(status.facility().name(), "facilities/khojaly");
  ASSERT_EQ(status.values_size(), 2);
  EXPECT_THAT(status.values(0).flags(), ElementsAre(v1::STATUS_FLAG_SURGE));
  EXPECT_EQ(status.values(0).age().seconds(), 7200);
  EXPECT_EQ(status.values(1).record().value().power_source(), v1::POWER_SOURCE_GENERATOR);
  EXPECT_EQ(basis_.log(), "facility/main");
  // By then others have to know that there are too many patients.
  EXPECT_GE(basis_.revision(), reported_.receipt().revision());
  EXPECT_EQ(ToMicros(basis_.read_time()), ToMicros(At(9)));
}

TEST_F(StatusHandlerTest, ALateReportEntersTheHistoryOnly) {
  ASSERT_TRUE(Send(ReportOf({Amount(v1::MEASURE_LOAD_W, 2, At(7))})).ok());
  ASSERT_TRUE(Send(ReportOf({Amount(v1::MEASURE_LOAD_W, 1, At(6))})).ok());
  EXPECT_EQ(Status().values(0).record().value().amount(), 2);
  v1::ListStatusReportsRequest request;
  request.set_parent("facilities/khojaly");
  request.set_page_size(1);
  v1::ListStatusReportsResponse page;
  ASSERT_TRUE(server_.Call(&StatusStub::ListStatusReports, request, &page).ok());
  EXPECT_EQ(page.records(0).value().amount(), 2);
  request.set_page_token(page.next_page_token());
  ASSERT_TRUE(server_.Call(&StatusStub::ListStatusReports, request, &page).ok());
  EXPECT_EQ(page.records(0).value().amount(), 1);
  EXPECT_EQ(page.next_page_token(), "");
  request.set_measure(v1::MEASURE_LOAD_W);
  EXPECT_EQ(ReasonOf(server_.Call(&StatusStub::ListStatusReports, request, &page)),
            common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

TEST_F(StatusHandlerTest, OddFactsAreTakenAndFlagged) {
  ASSERT_TRUE(Send(ReportOf({Amount(v1::MEASURE_LOAD_W, 1, At(20)),
                             Amount(v1::MEASURE_STAFF_PRESENT, 1, absl::UnixEpoch()),
                             Amount(v1::MEASURE_BEDS_OCCUPIED, 1, At(7), "inpatient"),
                             Amount(v1::MEASURE_BEDS_FREE, 40, At(7), "inpatient"),
                             Amount(v1::MEASURE_BEDS_FREE, 1, At(7), "burns")}))
                  .ok());
  EXPECT_EQ(reported_.records(0).time_flag(), v1::TIME_FLAG_FUTURE);
  EXPECT_EQ(ToMicros(reported_.records(0).effective_time()), ToMicros(At(8)));
  EXPECT_EQ(reported_.records(1).time_flag(), v1::TIME_FLAG_TOO_OLD);
  const v1::FacilityStatus status = Status();
  ASSERT_EQ(status.values_size(), 5);
  EXPECT_THAT(status.values(1).flags(), ElementsAre(v1::STATUS_FLAG_UNKNOWN_BED_TYPE));
  EXPECT_THAT(status.values(2).flags(), ElementsAre(v1::STATUS_FLAG_INCONSISTENT));
  const absl::Status more = Send(ReportOf({Amount(v1::MEASURE_BEDS_FREE, 41, At(7), "inpatient")}));
  EXPECT_THAT(Fields(more), ElementsAre("values[0].amount"));
}

TEST_F(StatusHandlerTest, RefusesWhatCantBeInterpretedAllAtOnceAndRecordsNothing) {
  const int64_t head = server_.HeadRevision();
  v1::StatusValue nothing;
  nothing.set_measure(v1::MEASURE_ACCESS);
  v1::ReportStatusRequest request = ReportOf(
      {Amount(v1::MEASURE_LOAD_W, 1, At(7)), Amount(v1::MEASURE_UNSPECIFIED, 1, At(7)),
       Amount(v1::MEASURE_LOAD_W, -1, At(7)), Amount(v1::MEASURE_STAFF_PRESENT, 1, At(7), "x"),
       Amount(v1::MEASURE_TANK_LEVEL_ML, 1, At(7)), nothing,
       Amount(v1::MEASURE_GRID_HOURS_LAST_DAY, 25, At(7)),
       Amount(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, 100'001, At(7), "fridge")});
  request.set_parent("khojaly");
  request.set_request_id("");
  const absl::Status status = Send(request);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_INVALID_FIELD);
  EXPECT_THAT(Fields(status), ::testing::UnorderedElementsAre(
                                  "request_id", "parent", "values[1].measure", "values[2].amount",
                                  "values[3].subject", "values[4].subject", "values[5].value",
                                  "values[6].amount", "values[7].amount"));
  EXPECT_EQ(server_.HeadRevision(), head);
}

TEST_F(StatusHandlerTest, OneToAHundredValues) {
  EXPECT_THAT(Fields(Send(ReportOf({}))), ElementsAre("values"));
  const std::vector<v1::StatusValue> values(100, Amount(v1::MEASURE_LOAD_W, 1, At(7)));
  v1::ReportStatusRequest request = ReportOf(values);
  ASSERT_TRUE(Send(request).ok());
  request = ReportOf(values);
  *request.add_values() = values[0];
  EXPECT_THAT(Fields(Send(request)), ElementsAre("values"));
}

// The list of violations travels in metadata, of which stock clients take 8 KiB.
TEST_F(StatusHandlerTest, VeryManyFaultsStillFitTheAnswer) {
  std::string text;
  while (text.size() < 500) text += "Ж";
  v1::StatusValue value = Amount(v1::MEASURE_TANK_LEVEL_ML, -1, At(7), "a" + text);
  value.mutable_observed_time()->set_nanos(-1);
  value.set_reported_by(text);
  const absl::Status status = Send(ReportOf(std::vector<v1::StatusValue>(100, value)));
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_INVALID_FIELD);
  const std::vector<std::string> fields = Fields(status);
  EXPECT_EQ(fields.size(), 45u);  // 44 of 400, and how many more.
  EXPECT_EQ(fields.front(), "values[0].reported_by");
  EXPECT_EQ(fields.back(), "request");
  EXPECT_LT(runtime::ToGrpc(status).error_details().size(), 6000u);
}

TEST_F(StatusHandlerTest, ARepeatedReportIsTheFirstOneAndOtherContentIsRefused) {
  v1::ReportStatusRequest request = ReportOf({Amount(v1::MEASURE_LOAD_W, 5, At(7))});
  ASSERT_TRUE(Send(request).ok());
  const std::string first = reported_.report();
  const int64_t head = server_.HeadRevision();
  ASSERT_TRUE(Send(request).ok());
  EXPECT_TRUE(reported_.receipt().replayed());
  EXPECT_EQ(reported_.report(), first);
  request.mutable_values(0)->set_amount(6);
  EXPECT_EQ(ReasonOf(Send(request)), common::v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(server_.HeadRevision(), head);
}

TEST_F(StatusHandlerTest, UnknownFacilityAndMalformedNames) {
  v1::ReportStatusRequest report = ReportOf({Amount(v1::MEASURE_LOAD_W, 5, At(7))});
  report.set_parent("facilities/none");
  v1::GetFacilityStatusRequest get;
  get.set_name("facilities/none/status");
  v1::GetFacilityStatusResponse got;
  v1::ListStatusReportsRequest list;
  list.set_parent("facilities/none");
  v1::ListStatusReportsResponse listed;
  for (const absl::Status& status :
       {Send(report), server_.Call(&StatusStub::GetFacilityStatus, get, &got),
        server_.Call(&StatusStub::ListStatusReports, list, &listed)}) {
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NOT_KNOWN) << status;
    EXPECT_EQ(ErrorVariable(status, "resource"), "facilities/none");
  }
  get.set_name("facilities/khojaly");
  EXPECT_THAT(Fields(server_.Call(&StatusStub::GetFacilityStatus, get, &got)), ElementsAre("name"));
}

TEST_F(StatusHandlerTest, ListsRefuseWrongFilters) {
  v1::ListStatusReportsRequest reports;
  reports.set_parent("khojaly");
  reports.set_measure(static_cast<v1::Measure>(99));
  reports.set_subject("x");
  reports.mutable_start_time()->set_nanos(-1);
  reports.mutable_end_time()->set_seconds(INT64_MAX);
  reports.set_page_size(-1);
  v1::ListStatusReportsResponse reports_page;
  EXPECT_THAT(Fields(server_.Call(&StatusStub::ListStatusReports, reports, &reports_page)),
              ElementsAre("parent", "measure", "subject", "start_time", "end_time", "page_size"));
  v1::ListFacilityStatusesRequest statuses;
  statuses.add_kinds(v1::FACILITY_KIND_UNSPECIFIED);
  statuses.add_states(v1::FACILITY_STATE_UNSPECIFIED);
  statuses.add_reporting_states(static_cast<v1::ReportingState>(9));
  statuses.set_page_size(-1);
  v1::ListFacilityStatusesResponse statuses_page;
  EXPECT_THAT(Fields(server_.Call(&StatusStub::ListFacilityStatuses, statuses, &statuses_page)),
              ElementsAre("kinds[0]", "states[0]", "reporting_states[0]", "page_size"));
}

TEST_F(StatusHandlerTest, StatusesComeInPages) {
  ASSERT_TRUE(Send(ReportOf({Amount(v1::MEASURE_LOAD_W, 5, At(7))})).ok());
  v1::ListFacilityStatusesRequest request;
  v1::ListFacilityStatusesResponse page;
  request.add_kinds(v1::FACILITY_KIND_FIELD_HOSPITAL);
  request.add_reporting_states(v1::REPORTING_STATE_IN_TOUCH);
  ASSERT_TRUE(server_.Call(&StatusStub::ListFacilityStatuses, request, &page).ok());
  ASSERT_EQ(page.statuses_size(), 1);
  EXPECT_EQ(page.statuses(0).values_size(), 1);
  EXPECT_EQ(page.basis().revision(), reported_.receipt().revision());
  request.set_page_token("x");
  EXPECT_EQ(ReasonOf(server_.Call(&StatusStub::ListFacilityStatuses, request, &page)),
            common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

TEST_F(StatusHandlerTest, GoesSilentOnceByTheClockAndComesBackAlsoAcrossARestart) {
  ASSERT_TRUE(Send(ReportOf({Amount(v1::MEASURE_LOAD_W, 5, At(7))})).ok());
  server_.SetTime(At(19));
  EXPECT_EQ(Status().reporting_state(), v1::REPORTING_STATE_IN_TOUCH);
  server_.SetTime(At(19, 0, 1));
  EXPECT_TRUE(Eventually([this] { return History() == "s"; }));
  const v1::FacilityStatus silent = Status();
  EXPECT_EQ(silent.reporting_state(), v1::REPORTING_STATE_SILENT);
  EXPECT_EQ(silent.values(0).freshness(), v1::FRESHNESS_UNKNOWN);
  EXPECT_EQ(silent.values(0).record().value().amount(), 5);

  server_.Restart(At(20));
  ASSERT_TRUE(Send(ReportOf({Amount(v1::MEASURE_LOAD_W, 6, At(20))})).ok());
  EXPECT_EQ(History(), "sb");
  EXPECT_EQ(Status().values(0).freshness(), v1::FRESHNESS_KNOWN);

  // The time passes while it is down.
  server_.Restart(At(20) + absl::Hours(13));
  EXPECT_TRUE(Eventually([this] { return History() == "sbs"; }));
  server_.SetTime(At(20) + absl::Hours(14));
  EXPECT_EQ(Status().reporting_state(), v1::REPORTING_STATE_SILENT);
  EXPECT_EQ(History(), "sbs");
}

}  // namespace
}  // namespace waystation::facility
