#include "services/inventory/domain/recalls/recall.h"

#include "gtest/gtest.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

DecideContext At(absl::Time now) {
  return {.now = now, .request_id = "0123456789abcdef", .principal = "principal-1"};
}

v1::CreateRecallRequest Request() {
  v1::CreateRecallRequest request;
  v1::Recall& recall = *request.mutable_recall();
  recall.set_item("items/rice");
  recall.add_lots("A");
  recall.add_lots("B");
  recall.set_recall_class(v1::RECALL_CLASS_II);
  recall.set_authority("the maker");
  recall.set_reference("FSN-1");
  recall.set_reason("glass");
  recall.set_instruction(v1::RECALL_INSTRUCTION_DESTROY);
  recall.set_note("see the notice");
  return request;
}

TEST(RecallDecisionTest, KeepsWhatWasEnteredAndNothingElse) {
  v1::CreateRecallRequest request = Request();
  request.mutable_recall()->set_state(v1::RECALL_STATE_WITHDRAWN);
  request.mutable_recall()->set_withdrawn_by("someone");
  const auto event =
      DecideCreateRecall(request, {.item_known = true, .last_number = 41}, At(absl::UnixEpoch()));
  ASSERT_TRUE(event.ok()) << event.status();
  const v1::Recall& recall = event->recall_created().recall();
  EXPECT_EQ(recall.number(), "RCL-0042");
  EXPECT_EQ(recall.state(), v1::RECALL_STATE_OPEN);
  EXPECT_EQ(recall.lots_size(), 2);
  EXPECT_EQ(recall.recall_class(), v1::RECALL_CLASS_II);
  EXPECT_EQ(recall.reference(), "FSN-1");
  EXPECT_EQ(recall.reason(), "glass");
  EXPECT_EQ(recall.instruction(), v1::RECALL_INSTRUCTION_DESTROY);
  EXPECT_EQ(recall.recorded_by(), "principal-1");
  EXPECT_EQ(recall.note(), "see the notice");
  EXPECT_EQ(recall.withdrawn_by(), "");
  EXPECT_FALSE(recall.etag().empty());
}

TEST(RecallDecisionTest, TheItemMustBeKnown) {
  const auto event = DecideCreateRecall(Request(), {}, At(absl::UnixEpoch()));
  EXPECT_EQ(ReasonOf(event.status()), Reason::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ErrorVariable(event.status(), "resource"), "items/rice");
}

TEST(RecallDecisionTest, FoundIsHeldAgainstWhatIsExpected) {
  struct Case {
    int64_t expected, found, missing, unexpected;
  };
  for (const Case& c :
       {Case{10, 10, 0, 0}, Case{10, 4, 6, 0}, Case{0, 0, 0, 0}, Case{0, 3, 0, 3}}) {
    v1::AcknowledgeRecallRequest request;
    request.set_facility("facilities/f");
    request.mutable_acknowledgement()->set_found_quantity(c.found);
    request.mutable_acknowledgement()->set_missing_quantity(99);
    v1::Recall recall;
    recall.set_name("recalls/r");
    const v1::Event event =
        DecideAcknowledgeRecall(request, recall, c.expected, At(absl::UnixEpoch()));
    EXPECT_EQ(event.recall_acknowledged().recall(), "recalls/r");
    const auto& told = event.recall_acknowledged().acknowledgement();
    EXPECT_EQ(told.facility(), "facilities/f");
    EXPECT_EQ(told.missing_quantity(), c.missing);
    EXPECT_EQ(told.unexpected_quantity(), c.unexpected);
    EXPECT_EQ(told.recorded_by(), "principal-1");
  }
}

}  // namespace
}  // namespace waystation::inventory
