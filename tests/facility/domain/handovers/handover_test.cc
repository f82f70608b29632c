#include "services/facility/domain/handovers/handover.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/facility/domain/times.h"
#include "services/facility/limits.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

using ::testing::ElementsAre;

v1::CreateHandoverRequest Asked() {
  v1::CreateHandoverRequest request;
  request.set_request_id("0123456789abcdef");
  request.set_parent("facilities/a");
  request.mutable_handover()->set_outgoing("p-night");
  request.mutable_handover()->set_incoming("p-day");
  request.mutable_handover()->set_controlled_not_counted_reason("none is kept here");
  return request;
}

v1::Handover Made(const ToHandOver& open, const v1::CreateHandoverRequest& request) {
  const auto events = DecideHandover(open, request, {At(8), "p-1"});
  EXPECT_TRUE(events.ok()) << events.status();
  return events.ok() ? events->at(0).handover_created().handover() : v1::Handover();
}

TEST(Handover, CopiesWhatIsOpenAndCarriesTasksOver) {
  ToHandOver open;
  v1::Warning& warning = open.warnings.emplace_back();
  warning.set_name("facilities/a/warnings/w");
  warning.set_kind(v1::WARNING_KIND_OXYGEN);
  warning.set_state(v1::WARNING_STATE_RAISED);
  *warning.mutable_escalated_time() = Stamp(At(7));
  v1::HandoverTask& old = open.tasks.emplace_back();
  old.set_name("facilities/a/tasks/old");
  old.set_handover("facilities/a/handovers/before");
  v1::CreateHandoverRequest request = Asked();
  request.mutable_handover()->add_tasks()->set_text("dip tank-1");
  request.mutable_handover()->add_tasks()->set_text("dip tank-1");
  // What only the server says is passed over.
  request.mutable_handover()->set_name("facilities/b/handovers/x");
  request.mutable_handover()->add_warnings();
  *request.mutable_handover()->mutable_accepted_time() = Stamp(At(1));
  const v1::Handover handover = Made(open, request);
  EXPECT_EQ(handover.name().rfind("facilities/a/handovers/", 0), 0u);
  ASSERT_EQ(handover.warnings_size(), 1);
  EXPECT_EQ(handover.warnings(0).warning(), "facilities/a/warnings/w");
  EXPECT_TRUE(handover.warnings(0).escalated());
  ASSERT_EQ(handover.tasks_size(), 3);
  EXPECT_EQ(handover.tasks(0).name(), "facilities/a/tasks/old");
  EXPECT_EQ(handover.tasks(0).handover(), "facilities/a/handovers/before");
  EXPECT_EQ(handover.tasks(1).handover(), handover.name());
  EXPECT_NE(handover.tasks(1).name(), handover.tasks(2).name());
  EXPECT_FALSE(handover.has_accepted_time());
  EXPECT_THAT(
      handover.flags(),
      ElementsAre(v1::HANDOVER_FLAG_OUTGOING_NOT_SIGNED, v1::HANDOVER_FLAG_INCOMING_NOT_SIGNED,
                  v1::HANDOVER_FLAG_NOT_ACCEPTED, v1::HANDOVER_FLAG_CONTROLLED_NOT_COUNTED,
                  v1::HANDOVER_FLAG_UNSEEN_WARNINGS));
}

TEST(Handover, SignedByBothItIsAcceptedAtOnce) {
  v1::CreateHandoverRequest request = Asked();
  v1::Handover& asked = *request.mutable_handover();
  asked.clear_controlled_not_counted_reason();
  asked.set_controlled_handover("facilities/a/handovers/c");
  asked.set_controlled_result(v1::CONTROLLED_RESULT_DIFFERS);
  asked.set_outgoing_signature("s-1");
  asked.set_incoming_signature("s-2");
  const v1::Handover handover = Made({}, request);
  EXPECT_TRUE(handover.has_accepted_time());
  EXPECT_THAT(handover.flags(), ElementsAre(v1::HANDOVER_FLAG_CONTROLLED_DIFFERS));
}

TEST(Handover, ItsTimeIsAFactAndFlagged) {
  v1::CreateHandoverRequest request = Asked();
  EXPECT_EQ(ToMicros(Made({}, request).effective_time()), ToMicros(At(8)));
  *request.mutable_handover()->mutable_handed_over_time() = Stamp(At(6));
  EXPECT_EQ(ToMicros(Made({}, request).effective_time()), ToMicros(At(6)));
  EXPECT_EQ(Made({}, request).time_flag(), v1::TIME_FLAG_IN_RANGE);
  *request.mutable_handover()->mutable_handed_over_time() = Stamp(At(20));
  EXPECT_EQ(ToMicros(Made({}, request).effective_time()), ToMicros(At(8)));
  EXPECT_EQ(Made({}, request).time_flag(), v1::TIME_FLAG_FUTURE);
}

TEST(Handover, NobodyHandsOverToThemselvesNorTooMuch) {
  using common::v1::ERROR_REASON_INVALID_FIELD;
  v1::CreateHandoverRequest request = Asked();
  request.mutable_handover()->clear_outgoing();
  EXPECT_EQ(Made({}, request).outgoing(), "p-1");
  request.mutable_handover()->set_incoming("p-1");
  EXPECT_EQ(ReasonOf(DecideHandover({}, request, {At(8), "p-1"}).status()),
            ERROR_REASON_INVALID_FIELD);
  ToHandOver open;
  open.tasks.resize(kMaxOpenTasks);
  EXPECT_TRUE(DecideHandover(open, Asked(), {At(8), "p-1"}).ok());
  request = Asked();
  request.mutable_handover()->add_tasks();
  EXPECT_EQ(ReasonOf(DecideHandover(open, request, {At(8), "p-1"}).status()),
            ERROR_REASON_INVALID_FIELD);
}

TEST(Handover, IsAcceptedOnceByWhoTakesOver) {
  using common::v1::ERROR_REASON_INVALID_FIELD;
  using common::v1::ERROR_REASON_NOT_KNOWN;
  using common::v1::ERROR_REASON_WRONG_STATE;
  v1::AcceptHandoverRequest request;
  EXPECT_EQ(ReasonOf(DecideAccept(std::nullopt, request, {At(9), "p-day"}).status()),
            ERROR_REASON_NOT_KNOWN);
  v1::Handover handover = Made({}, Asked());
  EXPECT_EQ(ReasonOf(DecideAccept(handover, request, {At(9), "p-night"}).status()),
            ERROR_REASON_INVALID_FIELD);
  request.set_signature("s-2");
  const auto events = DecideAccept(handover, request, {At(9), "p-day"});
  ASSERT_TRUE(events.ok()) << events.status();
  handover = events->at(0).handover_accepted().handover();
  EXPECT_EQ(ToMicros(handover.accepted_time()), ToMicros(At(9)));
  EXPECT_EQ(
      std::count(handover.flags().begin(), handover.flags().end(), v1::HANDOVER_FLAG_NOT_ACCEPTED),
      0);
  EXPECT_EQ(std::count(handover.flags().begin(), handover.flags().end(),
                       v1::HANDOVER_FLAG_INCOMING_NOT_SIGNED),
            0);
  EXPECT_EQ(ReasonOf(DecideAccept(handover, request, {At(9), "p-day"}).status()),
            ERROR_REASON_WRONG_STATE);
}

TEST(Handover, ATaskIsDoneOnce) {
  v1::CompleteTaskRequest request;
  request.set_note("full again");
  EXPECT_EQ(ReasonOf(DecideComplete(std::nullopt, request, {At(9), "p-1"}).status()),
            common::v1::ERROR_REASON_NOT_KNOWN);
  const auto events = DecideComplete(v1::HandoverTask(), request, {At(9), "p-1"});
  ASSERT_TRUE(events.ok()) << events.status();
  const v1::HandoverTask& task = events->at(0).task_completed().task();
  EXPECT_EQ(task.completed_by(), "p-1");
  EXPECT_EQ(ReasonOf(DecideComplete(task, request, {At(9), "p-1"}).status()),
            common::v1::ERROR_REASON_WRONG_STATE);
}

}  // namespace
}  // namespace waystation::facility
