// Items that turn out to be one thing, and what becomes of their stock.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"

namespace waystation::inventory {
namespace {

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

class MergeRulesTest : public ::testing::Test {
 protected:
  MergeRulesTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("g", facility::v1::FACILITY_STATE_OPEN);
    for (const char* item : {"rice", "rise", "salt"}) desk_.AddItem(item);
  }
  ~MergeRulesTest() override { EXPECT_EQ(AuditRows(*desk_.rows().Snapshot()), ""); }

  absl::StatusOr<v1::MergeItemResponse> Merge(const std::string& name, const std::string& into) {
    v1::MergeItemRequest request;
    request.set_name("items/" + name);
    request.set_into("items/" + into);
    request.set_reason("typed in twice");
    request.set_merged_by("pharmacist-2");
    return desk_.Merge(request);
  }

  // With what follows in the books.
  void MustMerge(const std::string& name, const std::string& into) {
    const auto merged = Merge(name, into);
    ASSERT_TRUE(merged.ok()) << merged.status();
    const auto moved = desk_.MoveMerged();
    ASSERT_TRUE(moved.ok()) << moved.status();
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }

  int64_t Held(const std::string& item, const std::string& lot = "A",
               v1::Condition condition = v1::CONDITION_USABLE, const std::string& place = "main") {
    return desk_.Total("f", item, place, lot, condition);
  }

  int64_t Move() { return MoveDue(desk_.MoveMerged()); }
  static int64_t MoveDue(const absl::StatusOr<int>& moved) {
    EXPECT_TRUE(moved.ok()) << moved.status();
    return moved.value_or(-1);
  }

  Desk desk_;
};

TEST_F(MergeRulesTest, AllStockOfTheDuplicateIsOfTheKeptItemInEveryBookAndNoneTwice) {
  Must(Receipt(10, WithUseBy(Line("rice", 5, "A"), 28)));
  Must(Receipt(10, WithUseBy(Line("rise", 7, "A"), 28)));
  Must(Receipt(11, Line("rise", 3, "B", "cellar")));
  Must(MovementOf(v1::MOVEMENT_KIND_QUARANTINE, 12, Line("rise", 2, "A"), kHappened));
  v1::CreateMovementRequest there = Receipt(10, Line("rise", 40, "A"));
  there.set_parent("facilities/g");
  Must(there);
  const auto merged = Merge("rise", "rice");
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(merged->facilities_size(), 2);
  EXPECT_EQ(Move(), 2);
  EXPECT_EQ(Held("rice"), 10);
  EXPECT_EQ(Held("rice", "A", v1::CONDITION_QUARANTINED), 2);
  EXPECT_EQ(Held("rice", "B", v1::CONDITION_USABLE, "cellar"), 3);
  EXPECT_EQ(desk_.Total("g", "rice", "main", "A"), 40);
  for (const char* lot : {"A", "B"}) {
    for (const char* place : {"main", "cellar"}) {
      EXPECT_EQ(Held("rise", lot, v1::CONDITION_USABLE, place), 0);
    }
  }
  EXPECT_EQ(desk_.Total("g", "rise", "main", "A"), 0);
  EXPECT_EQ(Move(), 0) << "nothing is due twice";
}

TEST_F(MergeRulesTest, CommandsThatNameTheAliasAreTakenAsTheKeptItemAndSaySo) {
  MustMerge("rise", "rice");
  const auto received = Must(Receipt(10, Line("rise", 9, "A")));
  EXPECT_EQ(received.movement().lines(0).item(), "items/rice");
  EXPECT_EQ(received.movement().lines(0).entered_item(), "items/rise");
  EXPECT_EQ(Held("rice"), 9);
  const auto used = Must(Use(11, Line("rise", 4), kOrder));
  EXPECT_EQ(used.movement().legs(0).item(), "items/rice");
  const auto own = Must(Use(11, Line("rice", 1), kOrder));
  EXPECT_EQ(own.movement().lines(0).entered_item(), "");

  v1::CreateRequisitionRequest ask = Asking(5, 5);
  ask.mutable_requisition()->mutable_lines(1)->set_item("items/rise");
  const auto asked = desk_.Do(ask);
  ASSERT_TRUE(asked.ok()) << asked.status();
  ASSERT_EQ(asked->requisition().lines_size(), 1);
  EXPECT_EQ(asked->requisition().lines(0).item(), "items/rice");
  EXPECT_EQ(asked->requisition().lines(0).quantity(), 10);
  const auto promised = desk_.Do(Promising("rise", 2));
  ASSERT_TRUE(promised.ok()) << promised.status();
  EXPECT_EQ(promised->reservation().lines(0).item(), "items/rice");
  EXPECT_EQ(promised->reservation().lines(0).entered_item(), "items/rise");
  const auto recalled = desk_.Do(Recalling("rise", "A"));
  ASSERT_TRUE(recalled.ok()) << recalled.status();
  EXPECT_EQ(recalled->recall().item(), "items/rice");
  EXPECT_EQ(recalled->recall().entered_item(), "items/rise");
  EXPECT_REASON(desk_.Post(Use(12, Line("rice", 1, "A"), kOrder)).status(), LOT_RECALLED);
  EXPECT_REASON(desk_.Post(Use(12, Line("gold", 1, "A"), kOrder)).status(), NOT_KNOWN);
}

TEST_F(MergeRulesTest, AnAliasIsNeitherChangedNorMadeAgain) {
  MustMerge("rise", "rice");
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name("items/rise");
  update.mutable_update_mask()->add_paths("controlled");
  EXPECT_REASON(desk_.Update(update).status(), ITEM_IS_ALIAS);
  v1::CreateItemRequest create;
  create.set_item_id("rise");
  EXPECT_REASON(desk_.Create(create).status(), ALREADY_EXISTS);
  EXPECT_REASON(Merge("rise", "salt").status(), ITEM_IS_ALIAS);
  EXPECT_REASON(Merge("rice", "rise").status(), INVALID_FIELD);
  const auto alias = RequireItem(*desk_.rows().Snapshot(), "items/rise");
  ASSERT_TRUE(alias.ok());
  EXPECT_EQ(alias->merge().into(), "items/rice");
  EXPECT_EQ(RequireKept(*desk_.rows().Snapshot(), "items/rise")->aliases_size(), 1);
}

TEST_F(MergeRulesTest, UseOfOneWhileTheOtherLayThereWasUseOfThat) {
  // Counted under two names: used of the one, received as the other.
  Must(Receipt(10, Line("rise", 10, "A")));
  const auto used = Must(Use(11, Line("rice", 4), kHappened));
  ASSERT_EQ(used.exceptions_size(), 1);
  MustMerge("rise", "rice");
  EXPECT_EQ(Held("rice"), 6);
  EXPECT_EQ(desk_.Exception(used.exceptions(0).name()).end(), v1::EXCEPTION_END_COVERED);
}

TEST_F(MergeRulesTest, AShortfallThatIsOpenAgainIsOfTheItemKeptSince) {
  const auto use = Must(Use(12, Line("rise", 14), kHappened));
  const auto covering = Must(Receipt(10, Line("rise", 12, "A")));
  Must(Receipt(10, Line("rice", 8, "A")));
  MustMerge("rise", "rice");
  MustMerge("rice", "salt");
  const std::string name = use.exceptions(0).name();
  ASSERT_EQ(desk_.Exception(name).state(), v1::EXCEPTION_STATE_CLOSED);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(covering.movement(), kHappened)).ok());
  Move();
  EXPECT_EQ(desk_.Exception(name).item(), "items/salt");
}

TEST_F(MergeRulesTest, AShortfallOfTheDuplicateIsTheKeptItems) {
  Must(Receipt(10, Line("rice", 3, "A")));
  const auto used = Must(Use(11, Line("rise", 5), kHappened));
  MustMerge("rise", "rice");
  v1::Exception shortfall = desk_.Exception(used.exceptions(0).name());
  EXPECT_EQ(shortfall.item(), "items/rice");
  EXPECT_EQ(shortfall.outstanding_quantity(), 2) << "three of it were there";
  EXPECT_EQ(Held("rice"), 0);
  // What was received late covers the rest.
  Must(Receipt(10, Line("rice", 6, "A")));
  EXPECT_EQ(desk_.Exception(used.exceptions(0).name()).end(), v1::EXCEPTION_END_COVERED);
  EXPECT_EQ(Held("rice"), 4);
}

TEST_F(MergeRulesTest, PromisesAndRecallsOfTheDuplicateHoldOfTheKeptItem) {
  Must(Receipt(10, Line("rise", 10, "A")));
  const auto promised = desk_.Do(Promising("rise", 8));
  ASSERT_TRUE(promised.ok()) << promised.status();
  MustMerge("rise", "rice");
  const v1::Reservation reservation = desk_.Reservation(promised->reservation().name());
  EXPECT_EQ(reservation.lines(0).item(), "items/rice");
  EXPECT_EQ(reservation.lines(0).outstanding_quantity(), 8);
  EXPECT_REASON(desk_.Post(Use(20, Line("rice", 3), kOrder)).status(), NOT_ENOUGH_STOCK);
  Must(Use(20, Line("rice", 2), kOrder));
}

TEST_F(MergeRulesTest, ARecallOfTheDuplicateBlocksTheKeptItemUntilItIsWithdrawn) {
  Must(Receipt(10, Line("rise", 10, "A")));
  const auto recall = desk_.Do(Recalling("rise", "A"));
  ASSERT_TRUE(recall.ok()) << recall.status();
  MustMerge("rise", "rice");
  EXPECT_REASON(desk_.Post(Use(20, Line("rice", 3, "A"), kOrder)).status(), LOT_RECALLED);
  const auto progress = desk_.Progress(recall->recall().name());
  ASSERT_EQ(progress.sites_size(), 1);
  EXPECT_EQ(progress.sites(0).in_books_quantity(), 10);
  EXPECT_EQ(progress.sites(0).sent_on_quantity(), 0);
  v1::WithdrawRecallRequest withdraw;
  withdraw.set_name(recall->recall().name());
  withdraw.set_decided_by("authority");
  withdraw.set_note("in error");
  const auto withdrawn = desk_.Do(withdraw);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  Must(Use(20, Line("rice", 3, "A"), kOrder));
}

TEST_F(MergeRulesTest, TheStricterDateOfALotStays) {
  Must(Receipt(10, WithUseBy(Line("rice", 5, "A"), 28)));
  Must(Receipt(10, WithUseBy(Line("rise", 7, "A"), 25)));
  MustMerge("rise", "rice");
  const auto facts = LoadLotFacts(*desk_.rows().Snapshot(), "f", "rice", "A");
  ASSERT_TRUE(facts.ok() && facts->has_value());
  EXPECT_EQ((*facts)->date.expiry_day, March(25));
}

TEST_F(MergeRulesTest, WhatIsTakenBackOfTheDuplicateLaterIsMovedToo) {
  Must(Receipt(10, Line("rise", 10, "A")));
  const auto used = Must(Use(11, Line("rise", 4), kOrder));
  MustMerge("rise", "rice");
  EXPECT_EQ(Held("rice"), 6);
  ASSERT_TRUE(desk_.Reverse(ReversalOf(used.movement(), kOrder)).ok());
  EXPECT_EQ(Held("rise"), 4);
  EXPECT_EQ(Move(), 1);
  EXPECT_EQ(Held("rise"), 0);
  EXPECT_EQ(Held("rice"), 10);
}

TEST_F(MergeRulesTest, WhatAMergeMovedIsNotReversed) {
  Must(Receipt(10, Line("rise", 10, "A")));
  MustMerge("rise", "rice");
  v1::ListMovementsRequest list;
  list.set_parent("facilities/f");
  list.set_item("items/rise");
  v1::ListMovementsResponse listed;
  ASSERT_TRUE(ListMovements(*desk_.rows().Snapshot(), list, {.size = 10}, &listed).ok());
  ASSERT_EQ(listed.movements_size(), 2) << "its history is under its own name";
  const v1::Movement& moved = listed.movements(0);
  EXPECT_EQ(moved.kind(), v1::MOVEMENT_KIND_MERGE);
  EXPECT_EQ(moved.lines(0).item(), "items/rice");
  EXPECT_EQ(moved.lines(0).entered_item(), "items/rise");
  EXPECT_REASON(desk_.Reverse(ReversalOf(moved, kHappened)).status(), REVERSAL_NOT_REVERSIBLE);
}

TEST_F(MergeRulesTest, ChainsEndAtOneItem) {
  Must(Receipt(10, Line("salt", 5, "A")));
  MustMerge("salt", "rise");
  MustMerge("rise", "rice");
  EXPECT_EQ(Held("rice"), 5);
  EXPECT_EQ(RequireItem(*desk_.rows().Snapshot(), "items/salt")->merge().into(), "items/rice");
  const auto received = Must(Receipt(12, Line("salt", 1, "A")));
  EXPECT_EQ(received.movement().lines(0).item(), "items/rice");
}

TEST_F(MergeRulesTest, AReceiptAnswersWhatWasAskedForUnderTheAlias) {
  v1::CreateRequisitionRequest ask = Asking(5, 0);
  ask.mutable_requisition()->mutable_lines(0)->set_item("items/rise");
  const auto asked = desk_.Do(ask);
  ASSERT_TRUE(asked.ok()) << asked.status();
  MustMerge("rise", "rice");
  v1::CreateMovementRequest receipt = Receipt(12, Line("rice", 3, "A"));
  receipt.mutable_movement()->set_requisition(asked->requisition().name());
  Must(receipt);
  const v1::Requisition answered = desk_.Requisition(asked->requisition().name());
  EXPECT_EQ(answered.lines(0).item(), "items/rise");
  EXPECT_EQ(answered.lines(0).fulfilled_quantity(), 3);
}

TEST_F(MergeRulesTest, KitsNameTheKeptItem) {
  desk_.AddKit("box", {{"items/rise", 500}, {"items/salt", 20}});
  const auto merged = Merge("rise", "rice");
  ASSERT_TRUE(merged.ok()) << merged.status();
  ASSERT_EQ(merged->changed_items_size(), 1);
  EXPECT_EQ(merged->changed_items(0), "items/box");
  Must(Receipt(10, Line("box", 1, "K")));
  v1::CreateMovementRequest unpack =
      MovementOf(v1::MOVEMENT_KIND_UNPACK, 12, Line("box", 1, "K"), kOrder);
  *unpack.mutable_movement()->add_lines() = Line("rise", 500, "A");
  *unpack.mutable_movement()->add_lines() = Line("salt", 20, "A");
  Must(unpack);
  EXPECT_EQ(Held("rice"), 500);
}

TEST_F(MergeRulesTest, TheSameRequestAgainIsAnsweredAsTheFirst) {
  v1::MergeItemRequest request;
  request.set_request_id("merge-0123456789");
  request.set_name("items/rise");
  request.set_into("items/rice");
  request.set_reason("typed in twice");
  request.set_merged_by("p");
  const auto first = desk_.Merge(request);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = desk_.Merge(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->receipt().replayed());
  EXPECT_EQ(again->kept_item().etag(), first->kept_item().etag());
}

}  // namespace
}  // namespace waystation::inventory
