// Movements over gRPC: every RPC and every error.
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"

namespace waystation::inventory {
namespace {

using ::testing::Contains;
using ::testing::UnorderedElementsAre;

TEST_F(HandlerTest, EveryViolationOfAMovementAtOnce) {
  v1::CreateMovementRequest request;
  request.set_request_id("short");
  request.set_parent("hospital");
  v1::Movement& movement = *request.mutable_movement();
  movement.set_kind(v1::MOVEMENT_KIND_ISSUE);
  movement.set_to_place("ward");
  movement.set_purpose(v1::PURPOSE_MEALS);
  movement.set_source("donor");
  *movement.add_lines() = Line("rice", 0, "A\x01");
  *movement.add_lines() = Line("rice", 10, "", "ward");
  movement.mutable_lines(1)->set_pack_count(3);
  movement.mutable_lines(1)->set_pack_factor(4);
  movement.mutable_lines(1)->set_date_kind(v1::DATE_KIND_USE_BY);
  movement.add_lines()->set_item("rice");
  movement.mutable_lines(2)->set_quantity(1);
  movement.mutable_lines(2)->mutable_expiry_date()->set_year(2026);
  const absl::Status status = Post(request);
  EXPECT_REASON(status, INVALID_FIELD);
  EXPECT_THAT(
      FieldsOf(status),
      UnorderedElementsAre("request_id", "parent", "movement.purpose", "movement.source",
                           "movement.intent", "movement.happened_time", "movement.lines[0].lot",
                           "movement.lines[0].quantity", "movement.lines[1].place",
                           "movement.lines[1].pack_count", "movement.lines[1].date_kind",
                           "movement.lines[2].item", "movement.lines[2].expiry_date"));
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    if (violation.field != "movement.lines[0].quantity") continue;
    EXPECT_EQ(violation.description, "got 0, want a whole number of base units greater than 0");
  }
}

TEST_F(HandlerTest, KindsAndLineCounts) {
  v1::CreateMovementRequest request = Receipt(10, Line("rice", 1));
  request.mutable_movement()->set_kind(v1::MOVEMENT_KIND_REVERSAL);
  EXPECT_THAT(FieldsOf(Post(request)), Contains("movement.kind"));
  request = Receipt(10, Line("rice", 1));
  request.mutable_movement()->set_kind(v1::MOVEMENT_KIND_WASTE);
  EXPECT_THAT(FieldsOf(Post(request)), UnorderedElementsAre("movement.waste_reason"));
  request = Receipt(10, Line("rice", 1));
  request.mutable_movement()->clear_lines();
  EXPECT_THAT(FieldsOf(Post(request)), UnorderedElementsAre("movement.lines"));
  for (int i = 0; i < 5001; ++i) *request.mutable_movement()->add_lines() = Line("rice", 1);
  EXPECT_THAT(FieldsOf(Post(request)), UnorderedElementsAre("movement.lines"));
  request.mutable_movement()->mutable_lines()->RemoveLast();
  EXPECT_TRUE(Post(request).ok());
  EXPECT_EQ(posted_.movement().legs_size(), 5000);
  v1::ReverseMovementRequest reverse;
  reverse.set_request_id(NextRequestId());
  reverse.set_name(posted_.movement().name());
  reverse.set_intent(v1::INTENT_HAPPENED);
  reverse.set_note("entered twice");
  v1::ReverseMovementResponse reversed;
  EXPECT_TRUE(CALL(movements_, ReverseMovement, reverse, &reversed).ok());
  EXPECT_EQ(reversed.movement().legs_size(), 5000);
}

TEST_F(HandlerTest, EveryViolationOfConditionsAndDecisions) {
  v1::CreateMovementRequest release =
      MovementOf(v1::MOVEMENT_KIND_RELEASE, 12, Line("rice", 1), v1::INTENT_HAPPENED);
  release.mutable_movement()->mutable_lines(0)->set_condition(v1::CONDITION_USABLE);
  release.mutable_movement()->mutable_lines(0)->set_owner("ministry");
  release.mutable_movement()->set_damage_reason(v1::DAMAGE_REASON_WET);
  EXPECT_THAT(FieldsOf(Post(release)),
              UnorderedElementsAre("movement.decided_by", "movement.note", "movement.damage_reason",
                                   "movement.lines[0].condition", "movement.lines[0].owner"));
  for (const auto& [kind, field] : std::vector<std::pair<v1::MovementKind, std::string>>{
           {v1::MOVEMENT_KIND_QUARANTINE, "movement.quarantine_reason"},
           {v1::MOVEMENT_KIND_DAMAGE, "movement.damage_reason"},
           {v1::MOVEMENT_KIND_RETURN, "movement.purpose"}}) {
    EXPECT_THAT(FieldsOf(Post(MovementOf(kind, 12, Line("rice", 1), v1::INTENT_HAPPENED))),
                UnorderedElementsAre(field));
  }
  // A fact may say what an order may not: use of stock that is not usable is never refused.
  v1::MovementLine quarantined = Line("rice", 1);
  quarantined.set_condition(v1::CONDITION_QUARANTINED);
  EXPECT_THAT(FieldsOf(Post(Use(12, quarantined, v1::INTENT_ORDER))),
              UnorderedElementsAre("movement.lines[0].condition"));
  EXPECT_TRUE(Post(Use(12, quarantined, v1::INTENT_HAPPENED)).ok());
}

TEST_F(HandlerTest, EveryViolationOfKits) {
  const auto kit = [](v1::MovementKind kind, v1::Condition of_kit, v1::Condition of_content) {
    v1::CreateMovementRequest request = MovementOf(kind, 12, Line("rice", 1), v1::INTENT_HAPPENED);
    request.mutable_movement()->mutable_lines(0)->set_condition(of_kit);
    v1::MovementLine* content = request.mutable_movement()->add_lines();
    *content = Line("salt", 1);
    content->set_condition(of_content);
    return request;
  };
  constexpr auto kUnpack = v1::MOVEMENT_KIND_UNPACK;
  constexpr auto kPack = v1::MOVEMENT_KIND_PACK;
  EXPECT_THAT(FieldsOf(Post(kit(kUnpack, v1::CONDITION_QUARANTINED, v1::CONDITION_USABLE))),
              UnorderedElementsAre("movement.lines[1].condition"));
  EXPECT_THAT(FieldsOf(Post(kit(kPack, v1::CONDITION_QUARANTINED, v1::CONDITION_DAMAGED))),
              UnorderedElementsAre("movement.lines[0].condition", "movement.lines[1].condition"));
  v1::CreateMovementRequest itself =
      kit(kUnpack, v1::CONDITION_UNSPECIFIED, v1::CONDITION_UNSPECIFIED);
  itself.mutable_movement()->mutable_lines(1)->set_item("items/rice");
  EXPECT_THAT(FieldsOf(Post(itself)), UnorderedElementsAre("movement.lines[1].item"));
  itself.mutable_movement()->mutable_lines()->RemoveLast();
  EXPECT_THAT(FieldsOf(Post(itself)), UnorderedElementsAre("movement.lines"));
  itself.mutable_movement()->set_intent(v1::INTENT_ORDER);
  *itself.mutable_movement()->add_lines() = Line("salt", 1);
  const absl::Status differs = Post(itself);
  EXPECT_EQ(ReasonOf(differs), common::v1::ERROR_REASON_KIT_CONTENT_DIFFERS) << differs;
  EXPECT_EQ(ErrorVariable(differs, "got"), "1");
}

// What moves nothing is among the movements of its item all the same.
TEST_F(HandlerTest, AReleaseOfNothingIsListedByItsItem) {
  v1::CreateMovementRequest release =
      MovementOf(v1::MOVEMENT_KIND_RELEASE, 12, Line("rice", 1), v1::INTENT_HAPPENED);
  release.mutable_movement()->set_decided_by("p-1");
  release.mutable_movement()->set_note("papers seen");
  ASSERT_TRUE(Post(release).ok());
  EXPECT_EQ(posted_.movement().legs_size(), 0);
  v1::ListMovementsRequest list;
  list.set_parent(release.parent());
  list.set_item("items/rice");
  v1::ListMovementsResponse listed;
  ASSERT_TRUE(CALL(movements_, ListMovements, list, &listed).ok());
  ASSERT_EQ(listed.movements_size(), 1);
  EXPECT_EQ(listed.movements(0).name(), posted_.movement().name());
}

TEST_F(HandlerTest, EveryViolationOfADonation) {
  v1::CreateMovementRequest receipt = Receipt(10, Line("rice", 1));
  v1::Donation& donation = *receipt.mutable_movement()->mutable_donation();
  donation.set_asked_for(static_cast<v1::AskedFor>(9));
  for (const char* language : {"en", "en", "?"}) donation.add_label_languages(language);
  receipt.mutable_movement()->mutable_lines(0)->set_condition(v1::CONDITION_USABLE);
  EXPECT_THAT(FieldsOf(Post(receipt)),
              UnorderedElementsAre(
                  "movement.decided_by", "movement.donation.donor", "movement.donation.asked_for",
                  "movement.donation.label_languages[1]", "movement.donation.label_languages[2]"));
  v1::CreateMovementRequest use = Use(12, Line("rice", 1), v1::INTENT_HAPPENED);
  use.mutable_movement()->mutable_donation()->set_donor("donor-1");
  EXPECT_THAT(FieldsOf(Post(use)), UnorderedElementsAre("movement.donation"));
}

TEST_F(HandlerTest, LinesThatAreTooLargeOnceRecordedAreRefusedWhole) {
  std::string lot;
  for (int i = 0; i < 64; ++i) lot += "\xF0\x9F\x93\xA6";
  v1::CreateMovementRequest request = Use(12, Line("rice", 1, lot), v1::INTENT_HAPPENED);
  const v1::MovementLine line = request.movement().lines(0);
  while (request.movement().lines_size() < 5000) *request.mutable_movement()->add_lines() = line;
  const absl::Status status = Post(request);
  EXPECT_REASON(status, REQUEST_TOO_LARGE);
  EXPECT_EQ(ErrorVariable(status, "limit_bytes"), "4194304");
  request.mutable_movement()->mutable_lines()->DeleteSubrange(1, 3999);
  EXPECT_TRUE(Post(request).ok());
}

TEST_F(HandlerTest, RefusalsOfOrders) {
  EXPECT_REASON(Post(Use(12, Line("rice", 1), v1::INTENT_ORDER)), NOT_ENOUGH_STOCK);
  EXPECT_REASON(Post(Use(12, Line("rice", 1, "Z"), v1::INTENT_ORDER)), NOT_KNOWN);
  EXPECT_REASON(Post(Receipt(22, Line("rice", 1), v1::INTENT_ORDER)), TIME_OUT_OF_RANGE);
  v1::CreateMovementRequest shut = Receipt(12, Line("rice", 1), v1::INTENT_ORDER);
  shut.set_parent("facilities/shut");
  EXPECT_REASON(Post(shut), WRONG_STATE);
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 9, "A"), 11))).ok());
  EXPECT_REASON(Post(Use(12, Line("rice", 1, "A"), v1::INTENT_ORDER)), LOT_EXPIRED);
  EXPECT_REASON(Post(Receipt(10, WithUseBy(Line("rice", 9, "A"), 13), v1::INTENT_ORDER)),
                LOT_DATE_DISAGREES);
  EXPECT_REASON(Post(Receipt(10, Line("rice", std::numeric_limits<int64_t>::max()))),
                QUANTITY_OVERFLOW);
  ASSERT_TRUE(Post(Receipt(10, Line("rice", 9, "A", "ward"))).ok());
  ASSERT_TRUE(Post(Receipt(10, Line("rice", 9, "A", "fridge"))).ok());
  ASSERT_TRUE(Post(Use(11, Line("rice", 9, "A", "main"), v1::INTENT_HAPPENED)).ok());
  EXPECT_REASON(Post(Use(11, Line("rice", 1), v1::INTENT_ORDER)), PLACE_NOT_NAMED);
  v1::CreateMovementRequest numbered = Receipt(10, Line("rice", 1), v1::INTENT_ORDER);
  numbered.mutable_movement()->set_document_number("W-1");
  ASSERT_TRUE(Post(numbered).ok());
  EXPECT_REASON(Post(numbered), DOCUMENT_NUMBER_REPEATED);
}

TEST_F(HandlerTest, TheSameRequestIdAgain) {
  v1::CreateMovementRequest request = Receipt(10, Line("rice", 1));
  request.set_request_id(NextRequestId());
  ASSERT_TRUE(Post(request).ok());
  const v1::CreateMovementResponse first = posted_;
  ASSERT_TRUE(Post(request).ok());
  EXPECT_TRUE(posted_.receipt().replayed());
  EXPECT_EQ(posted_.receipt().revision(), first.receipt().revision());
  EXPECT_EQ(posted_.movement().name(), first.movement().name());
  request.mutable_movement()->set_note("other");
  EXPECT_REASON(Post(request), REQUEST_ID_REUSED);
}

TEST_F(HandlerTest, AProposalIsForWhereTheStockIs) {
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 5, "old", "fridge"), 11))).ok());
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 5, "A", "fridge"), 30))).ok());
  v1::ProposeIssueRequest propose;
  propose.set_parent("facilities/f");
  propose.set_item("items/rice");
  propose.set_quantity(3);
  v1::ProposeIssueResponse proposed;
  ASSERT_TRUE(CALL(movements_, ProposeIssue, propose, &proposed).ok());
  EXPECT_EQ(proposed.place(), "fridge");
  ASSERT_EQ(proposed.lots_size(), 1);
  EXPECT_EQ(proposed.lots(0).lot(), "A");
  EXPECT_EQ(proposed.expired_quantity(), 5);
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 7, "old", "ward"), 11))).ok());
  const absl::Status refused = CALL(movements_, ProposeIssue, propose, &proposed);
  EXPECT_REASON(refused, PLACE_NOT_NAMED);
  EXPECT_EQ(ErrorVariable(refused, "places"), "fridge ward");
  propose.set_place("ward");
  ASSERT_TRUE(CALL(movements_, ProposeIssue, propose, &proposed).ok());
  EXPECT_EQ(proposed.place(), "ward");
  EXPECT_EQ(proposed.missing_quantity(), 3);
  EXPECT_EQ(proposed.expired_quantity(), 7);
}

TEST_F(HandlerTest, ReverseAndPropose) {
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 5, "A"), 30))).ok());
  const std::string receipt = posted_.movement().name();
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 5, "old"), 19))).ok());
  v1::ProposeIssueRequest propose;
  propose.set_parent("facilities/f");
  propose.set_item("items/rice");
  propose.set_quantity(8);
  v1::ProposeIssueResponse proposed;
  ASSERT_TRUE(CALL(movements_, ProposeIssue, propose, &proposed).ok());
  ASSERT_EQ(proposed.lots_size(), 1);
  EXPECT_EQ(proposed.lots(0).lot(), "A");
  EXPECT_EQ(proposed.place(), "main");
  EXPECT_EQ(proposed.missing_quantity(), 3);
  EXPECT_EQ(proposed.expired_quantity(), 5);
  propose.set_quantity(0);
  EXPECT_THAT(FieldsOf(CALL(movements_, ProposeIssue, propose, &proposed)),
              UnorderedElementsAre("quantity"));

  ASSERT_TRUE(Post(Use(11, Line("rice", 2, "A"), v1::INTENT_ORDER)).ok());
  v1::ReverseMovementRequest reverse;
  reverse.set_request_id(NextRequestId());
  reverse.set_name(receipt);
  v1::ReverseMovementResponse reversed;
  EXPECT_THAT(FieldsOf(CALL(movements_, ReverseMovement, reverse, &reversed)),
              UnorderedElementsAre("intent"));
  reverse.set_intent(v1::INTENT_ORDER);
  EXPECT_REASON(CALL(movements_, ReverseMovement, reverse, &reversed), NOT_ENOUGH_STOCK);
  reverse.set_intent(v1::INTENT_HAPPENED);
  ASSERT_TRUE(CALL(movements_, ReverseMovement, reverse, &reversed).ok());
  EXPECT_EQ(reversed.exceptions_size(), 1);
  reverse.set_request_id(NextRequestId());
  EXPECT_REASON(CALL(movements_, ReverseMovement, reverse, &reversed), ALREADY_REVERSED);
  reverse.set_name(reversed.movement().name());
  EXPECT_REASON(CALL(movements_, ReverseMovement, reverse, &reversed), REVERSAL_NOT_REVERSIBLE);
  reverse.set_name("facilities/f/movements/none");
  EXPECT_REASON(CALL(movements_, ReverseMovement, reverse, &reversed), NOT_KNOWN);
}

}  // namespace
}  // namespace waystation::inventory
