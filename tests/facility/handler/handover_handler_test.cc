#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/facility/handler/hospital_fixture.h"
#include "waystation/facility/v1/handover.grpc.pb.h"

namespace waystation::facility {
namespace {

using HandoverStub = v1::HandoverService::Stub;
using common::v1::ERROR_REASON_INVALID_FIELD;
using common::v1::ERROR_REASON_NOT_KNOWN;
using common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH;
using common::v1::ERROR_REASON_REQUEST_ID_REUSED;
using common::v1::ERROR_REASON_WRONG_STATE;
using ::testing::ElementsAre;

class HandoverHandlerTest : public HospitalTest {
 protected:
  static v1::Handover Shift(const std::string& from, const std::string& to) {
    v1::Handover handover;
    handover.set_outgoing(from);
    handover.set_incoming(to);
    handover.set_controlled_not_counted_reason("none is kept here");
    return handover;
  }

  absl::Status Create(const v1::Handover& handover, const std::string& parent = "facilities/a") {
    v1::CreateHandoverRequest request;
    request.set_request_id(NextId());
    request.set_parent(parent);
    *request.mutable_handover() = handover;
    created_.Clear();
    return server_.Call(&HandoverStub::CreateHandover, request, &created_);
  }
  absl::Status Accept(const std::string& name, const std::string& by,
                      const std::string& signature = "") {
    v1::AcceptHandoverRequest request;
    request.set_request_id(NextId());
    request.set_name(name);
    request.set_accepted_by(by);
    request.set_signature(signature);
    v1::AcceptHandoverResponse response;
    return server_.Call(&HandoverStub::AcceptHandover, request, &response);
  }
  absl::Status Complete(const std::string& name, const std::string& note = "") {
    v1::CompleteTaskRequest request;
    request.set_request_id(NextId());
    request.set_name(name);
    request.set_note(note);
    v1::CompleteTaskResponse response;
    return server_.Call(&HandoverStub::CompleteTask, request, &response);
  }
  absl::Status Get(const std::string& name) {
    v1::GetHandoverRequest request;
    request.set_name(name);
    got_.Clear();
    return server_.Call(&HandoverStub::GetHandover, request, &got_);
  }

  v1::CreateHandoverResponse created_;
  v1::GetHandoverResponse got_;
};

TEST_F(HandoverHandlerTest, PassesWarningsAndTasksOnUntilTheyAreDone) {
  Report({Amount(v1::MEASURE_OXYGEN_CYLINDERS_FULL, 0, At(8))});
  v1::Handover evening = Shift("p-day", "p-night");
  evening.add_tasks()->set_text("dip tank-1");
  evening.add_tasks()->set_text("order oxygen");
  ASSERT_TRUE(Create(evening).ok());
  ASSERT_EQ(created_.handover().warnings_size(), 1);
  EXPECT_EQ(created_.handover().warnings(0).kind(), v1::WARNING_KIND_OXYGEN);
  const v1::Handover first = created_.handover();
  ASSERT_TRUE(Accept(first.name(), "p-night", "s-2").ok());
  ASSERT_TRUE(Complete(first.tasks(0).name(), "180 litres").ok());

  server_.Restart(At(20));
  v1::Handover morning = Shift("p-night", "p-day");
  morning.add_tasks()->set_text("wash sheets");
  ASSERT_TRUE(Create(morning).ok());
  ASSERT_EQ(created_.handover().tasks_size(), 2);
  EXPECT_EQ(created_.handover().tasks(0).text(), "order oxygen");
  EXPECT_EQ(created_.handover().tasks(0).handover(), first.name());
  EXPECT_EQ(created_.handover().tasks(1).text(), "wash sheets");
  ASSERT_TRUE(Get(first.name()).ok());
  EXPECT_EQ(got_.handover().tasks(0).completed_note(), "180 litres");
  EXPECT_FALSE(got_.handover().tasks(1).has_completed_time());
  EXPECT_EQ(got_.handover().incoming_signature(), "s-2");

  v1::ListHandoversRequest list;
  list.set_parent("facilities/a");
  list.set_page_size(1);
  v1::ListHandoversResponse listed;
  ASSERT_TRUE(server_.Call(&HandoverStub::ListHandovers, list, &listed).ok());
  EXPECT_EQ(listed.handovers(0).name(), created_.handover().name());
  list.set_page_token(listed.next_page_token());
  ASSERT_TRUE(server_.Call(&HandoverStub::ListHandovers, list, &listed).ok());
  EXPECT_EQ(listed.handovers(0).name(), first.name());
  EXPECT_EQ(listed.next_page_token(), "");
}

TEST_F(HandoverHandlerTest, RefusesWhatIsNotOfTheForm) {
  v1::Handover bad = Shift("p-1", "p-1");
  bad.mutable_handed_over_time()->set_nanos(-1);
  bad.set_note(std::string(2001, 'x'));
  bad.add_tasks();
  bad.set_controlled_handover("facilities/b/handovers/c");
  EXPECT_THAT(Fields(Create(bad)),
              ElementsAre("handover.incoming", "handover.handed_over_time", "handover.note",
                          "handover.tasks[0].text", "handover.controlled_handover",
                          "handover.controlled_handover", "handover.controlled_result"));
  bad = Shift("", "");
  bad.clear_controlled_not_counted_reason();
  bad.set_controlled_result(v1::CONTROLLED_RESULT_AGREES);
  bad.set_outgoing_signature(std::string(129, 's'));
  EXPECT_THAT(Fields(Create(bad, "a")),
              ElementsAre("parent", "handover.incoming", "handover.outgoing_signature",
                          "handover.controlled_handover", "handover.controlled_result"));
  EXPECT_THAT(Fields(Create(Shift("", "p-1"))), ElementsAre("handover.incoming"));
  EXPECT_EQ(ReasonOf(Create(Shift("p-1", "p-2"), "facilities/nowhere")), ERROR_REASON_NOT_KNOWN);
  EXPECT_THAT(Fields(Accept("x", std::string(129, 'p'))), ElementsAre("name", "accepted_by"));
  EXPECT_THAT(Fields(Complete("x", std::string(1001, 'p'))), ElementsAre("name", "note"));
  EXPECT_EQ(ReasonOf(Get("x")), ERROR_REASON_INVALID_FIELD);
  v1::ListHandoversRequest list;
  list.set_page_size(-1);
  v1::ListHandoversResponse listed;
  const auto ask = [&] { return server_.Call(&HandoverStub::ListHandovers, list, &listed); };
  EXPECT_THAT(Fields(ask()), ElementsAre("parent", "page_size"));
  list.Clear();
  list.set_parent("facilities/nowhere");
  EXPECT_EQ(ReasonOf(ask()), ERROR_REASON_NOT_KNOWN);
  list.set_page_token("garbage");
  EXPECT_EQ(ReasonOf(ask()), ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

TEST_F(HandoverHandlerTest, RefusesWhatIsNotThereOrOver) {
  EXPECT_EQ(ReasonOf(Get("facilities/a/handovers/x")), ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(Accept("facilities/a/handovers/x", "p-2")), ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(Complete("facilities/a/tasks/x")), ERROR_REASON_NOT_KNOWN);
  v1::Handover handover = Shift("p-1", "p-2");
  handover.add_tasks()->set_text("dip tank-1");
  ASSERT_TRUE(Create(handover).ok());
  EXPECT_THAT(Fields(Accept(created_.handover().name(), "p-3")), ElementsAre("accepted_by"));
  ASSERT_TRUE(Accept(created_.handover().name(), "p-2").ok());
  EXPECT_EQ(ReasonOf(Accept(created_.handover().name(), "p-2")), ERROR_REASON_WRONG_STATE);
  ASSERT_TRUE(Complete(created_.handover().tasks(0).name()).ok());
  EXPECT_EQ(ReasonOf(Complete(created_.handover().tasks(0).name())), ERROR_REASON_WRONG_STATE);
}

TEST_F(HandoverHandlerTest, OneRequestIdIsForOneContent) {
  ASSERT_TRUE(Create(Shift("p-1", "p-2")).ok());
  EXPECT_EQ(ReasonWithLastId([&] { return Create(Shift("p-1", "p-3")); }),
            ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(ReasonWithLastId([&] { return Accept("facilities/a/handovers/x", "p-2"); }),
            ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(ReasonWithLastId([&] { return Complete("facilities/a/tasks/x"); }),
            ERROR_REASON_REQUEST_ID_REUSED);
}

}  // namespace
}  // namespace waystation::facility
