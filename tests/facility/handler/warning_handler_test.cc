#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/facility/handler/hospital_fixture.h"
#include "waystation/facility/v1/warning.grpc.pb.h"

namespace waystation::facility {
namespace {

using WarningStub = v1::WarningService::Stub;
using common::v1::ERROR_REASON_INVALID_FIELD;
using common::v1::ERROR_REASON_NOT_KNOWN;
using common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH;
using common::v1::ERROR_REASON_REQUEST_ID_REUSED;
using common::v1::ERROR_REASON_WRONG_STATE;
using ::testing::ElementsAre;

class WarningHandlerTest : public HospitalTest {
 protected:
  void ReportOxygen(int64_t cylinders, absl::Time observed) {
    Report({Amount(v1::MEASURE_OXYGEN_CYLINDERS_FULL, cylinders, observed)});
  }

  void RegisterOffice() {
    v1::Installation office;
    office.add_display_names()->set_language("en");
    office.mutable_display_names(0)->set_text("Health authority");
    office.mutable_contact()->set_role(v1::CONTACT_ROLE_HEALTH);
    office.mutable_contact()->add_telephones("+994 12 000");
    Install("ministry", office);
  }

  absl::Status List(const v1::ListWarningsRequest& request) {
    listed_.Clear();
    return server_.Call(&WarningStub::ListWarnings, request, &listed_);
  }
  absl::Status ListOpen() {
    v1::ListWarningsRequest request;
    request.set_parent("facilities/-");
    return List(request);
  }
  absl::Status Get(const std::string& name) {
    v1::GetWarningRequest request;
    request.set_name(name);
    got_.Clear();
    return server_.Call(&WarningStub::GetWarning, request, &got_);
  }
  absl::Status Seen(const std::string& name, const std::string& by = "") {
    v1::MarkSeenRequest request;
    request.set_request_id(NextId());
    request.set_name(name);
    request.set_seen_by(by);
    v1::MarkSeenResponse response;
    return server_.Call(&WarningStub::MarkSeen, request, &response);
  }
  absl::Status Doing(const std::string& name, const std::string& what) {
    v1::StartDoingRequest request;
    request.set_request_id(NextId());
    request.set_name(name);
    request.set_doing_by("p-7");
    request.set_doing(what);
    v1::StartDoingResponse response;
    return server_.Call(&WarningStub::StartDoing, request, &response);
  }
  absl::Status Close(const std::string& name, const std::string& why) {
    v1::CloseWarningRequest request;
    request.set_request_id(NextId());
    request.set_name(name);
    request.set_reason(why);
    closed_.Clear();
    return server_.Call(&WarningStub::CloseWarning, request, &closed_);
  }

  v1::ListWarningsResponse listed_;
  v1::GetWarningResponse got_;
  v1::CloseWarningResponse closed_;
};

TEST_F(WarningHandlerTest, LivesFromRaisedToClosedWithTheContactBesideIt) {
  RegisterOffice();
  ReportOxygen(0, At(8));
  ASSERT_TRUE(ListOpen().ok());
  ASSERT_EQ(listed_.warnings_size(), 1);
  EXPECT_EQ(listed_.warnings(0).contact().contact().telephones(0), "+994 12 000");
  EXPECT_GT(listed_.basis().revision(), 0);
  const std::string name = listed_.warnings(0).name();
  ASSERT_TRUE(Seen(name).ok());
  ASSERT_TRUE(Doing(name, "cylinders ordered").ok());
  ASSERT_TRUE(Close(name, "they came").ok());
  EXPECT_EQ(closed_.warning().end(), v1::WARNING_END_BY_PERSON);
  EXPECT_GT(closed_.receipt().revision(), 0);
  ASSERT_TRUE(Get(name).ok());
  EXPECT_EQ(got_.warning().doing_by(), "p-7");
  ASSERT_EQ(got_.changes_size(), 4);
  EXPECT_EQ(got_.changes(0).kind(), v1::WARNING_CHANGE_KIND_CLOSED);
  ASSERT_TRUE(ListOpen().ok());
  EXPECT_EQ(listed_.warnings_size(), 0);
}

// The clock alone moves: silence and what nobody saw come in time, and not twice; also after the
// service was down.
TEST_F(WarningHandlerTest, ComesInTimeUnderASetClockAndAfterARestart) {
  ReportOxygen(1, At(8));
  server_.SetTime(At(20, 0, 1));
  ASSERT_TRUE(Eventually([&] { return ListOpen().ok() && listed_.warnings_size() == 1; }));
  EXPECT_EQ(listed_.warnings(0).kind(), v1::WARNING_KIND_SILENT);
  server_.Restart(At(22));
  server_.SetTime(At(22));
  ASSERT_TRUE(
      Eventually([&] { return ListOpen().ok() && listed_.warnings(0).has_escalated_time(); }));
  const int64_t head = server_.HeadRevision();
  server_.SetTime(At(22, 1));
  ASSERT_TRUE(Get(listed_.warnings(0).name()).ok());
  EXPECT_EQ(got_.changes_size(), 2);
  EXPECT_EQ(server_.HeadRevision(), head);
}

TEST_F(WarningHandlerTest, RefusesWhatIsNotOfTheFormOrNotThere) {
  const std::string nowhere = "facilities/a/warnings/none";
  EXPECT_EQ(ReasonOf(Get("none")), ERROR_REASON_INVALID_FIELD);
  EXPECT_EQ(ReasonOf(Get(nowhere)), ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(Seen(nowhere)), ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(Doing(nowhere, "x")), ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(Close(nowhere, "x")), ERROR_REASON_NOT_KNOWN);
  EXPECT_THAT(Fields(Seen("none", std::string(129, 'p'))), ElementsAre("name", "seen_by"));
  EXPECT_THAT(Fields(Doing("none", "")), ElementsAre("name", "doing"));
  EXPECT_THAT(Fields(Close("none", std::string(1001, 'x'))), ElementsAre("name", "reason"));

  v1::ListWarningsRequest list;
  list.add_states(v1::WARNING_STATE_UNSPECIFIED);
  list.set_page_size(-1);
  EXPECT_THAT(Fields(List(list)), ElementsAre("parent", "states[0]", "page_size"));
  list.Clear();
  list.set_parent("facilities/nowhere");
  EXPECT_EQ(ReasonOf(List(list)), ERROR_REASON_NOT_KNOWN);
  list.set_page_token("garbage");
  EXPECT_EQ(ReasonOf(List(list)), ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

TEST_F(WarningHandlerTest, RefusesWhatComesTooLate) {
  ReportOxygen(0, At(8));
  ASSERT_TRUE(ListOpen().ok());
  const std::string name = listed_.warnings(0).name();
  ASSERT_TRUE(Seen(name).ok());
  EXPECT_EQ(ReasonOf(Seen(name)), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(ReasonWithLastId([&] { return Seen(name, "p-other"); }), ERROR_REASON_WRONG_STATE);
  ASSERT_TRUE(Close(name, "done").ok());
  EXPECT_EQ(ReasonOf(Close(name, "done")), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(ReasonOf(Doing(name, "more")), ERROR_REASON_WRONG_STATE);
}

TEST_F(WarningHandlerTest, OneRequestIdIsForOneContent) {
  ReportOxygen(0, At(8));
  ASSERT_TRUE(ListOpen().ok());
  const std::string name = listed_.warnings(0).name();
  ASSERT_TRUE(Seen(name).ok());
  EXPECT_EQ(ReasonWithLastId([&] { return Seen(name, "p-2"); }), ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(ReasonWithLastId([&] { return Doing(name, "x"); }), ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(ReasonWithLastId([&] { return Close(name, "x"); }), ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(WarningHandlerTest, PagesAreInOrder) {
  Report({Amount(v1::MEASURE_OXYGEN_CYLINDERS_FULL, 0, At(8)),
          Amount(v1::MEASURE_BEDS_OCCUPIED, 50, At(7), "inpatient"),
          Amount(v1::MEASURE_BEDS_OCCUPIED, 50, At(6), "intensive")});
  v1::ListWarningsRequest list;
  list.set_parent("facilities/a");
  list.set_page_size(1);
  std::vector<std::string> subjects;
  do {
    ASSERT_TRUE(List(list).ok());
    for (const v1::Warning& warning : listed_.warnings()) subjects.push_back(warning.subject());
    list.set_page_token(listed_.next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(subjects, ElementsAre("intensive", "inpatient", ""));
}

}  // namespace
}  // namespace waystation::facility
