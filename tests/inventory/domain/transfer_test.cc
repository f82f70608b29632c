// The rules of transfers alone: what may be answered, what a receipt counts, how a transfer stands.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/transfers/difference.h"
#include "services/inventory/domain/transfers/receipt.h"
#include "services/inventory/domain/transfers/transit.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

DecideContext ContextAt(absl::Time now) {
  return {.now = now, .request_id = std::string(16, 'r'), .principal = "p"};
}

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

// Sent: so many of each line of the waybill, all in transit.
v1::Transfer SentTransfer(const std::vector<int64_t>& quantities) {
  v1::Transfer transfer;
  transfer.set_name("facilities/f/transfers/t");
  transfer.set_number("WB-0001");
  transfer.set_to_facility("facilities/g");
  transfer.set_state(v1::TRANSFER_STATE_IN_TRANSIT);
  *transfer.mutable_dispatch()->mutable_dispatched_time() = TimestampOf(kNow - absl::Hours(30));
  for (const int64_t quantity : quantities) {
    v1::WaybillLine& line = *transfer.add_waybill_lines();
    line.set_item("items/rice");
    line.set_lot("a");
    line.set_quantity(quantity);
    line.set_in_transit_quantity(quantity);
  }
  return transfer;
}

v1::ReceivedLine ReceivedOf(int number, int64_t quantity, v1::DifferenceKind kind = {}) {
  v1::ReceivedLine line;
  line.set_waybill_line(number);
  line.set_quantity(quantity);
  line.set_difference(kind);
  return line;
}

absl::StatusOr<CountedReceipt> Prepare(const v1::Transfer& transfer,
                                       const std::vector<v1::ReceivedLine>& lines,
                                       bool complete = false) {
  v1::ReceiveTransferRequest request;
  for (const v1::ReceivedLine& line : lines) *request.add_lines() = line;
  request.set_complete(complete);
  return PrepareReceipt(ArrivingOf(request), transfer, ContextAt(kNow));
}

TEST(TransferTest, EachDifferenceCanBeAnsweredInItsOwnWays) {
  struct Row {
    v1::DifferenceKind kind;
    // LOST, MISCOUNTED, FOUND, TO_BE_SENT, ACCEPTED, DISPUTED.
    const char* may;
  };
  const Row rows[] = {
      {v1::DIFFERENCE_KIND_SHORT, "yyyyny"},         {v1::DIFFERENCE_KIND_OVER, "nynnny"},
      {v1::DIFFERENCE_KIND_DAMAGED, "nnnyyy"},       {v1::DIFFERENCE_KIND_WRONG_ITEM, "nynnny"},
      {v1::DIFFERENCE_KIND_WRONG_LOT, "nynnny"},     {v1::DIFFERENCE_KIND_WRONG_PACK, "nnnyyy"},
      {v1::DIFFERENCE_KIND_EXPIRED, "nnnyyy"},       {v1::DIFFERENCE_KIND_WARM, "nnnyyy"},
      {v1::DIFFERENCE_KIND_NOT_ON_WAYBILL, "nynnny"}};
  for (const Row& row : rows) {
    std::string may;
    for (int answer = 1; answer <= 6; ++answer) {
      may += MayAnswer(row.kind, static_cast<v1::DifferenceAnswer>(answer)) ? 'y' : 'n';
    }
    EXPECT_EQ(may, row.may) << v1::DifferenceKind_Name(row.kind);
    EXPECT_FALSE(MayAnswer(row.kind, v1::DIFFERENCE_ANSWER_UNSPECIFIED));
  }
}

TEST(TransferTest, TheConditionThatItIsTakenInWith) {
  EXPECT_EQ(ConditionTakenIn({}, v1::CONDITION_USABLE), v1::CONDITION_USABLE);
  EXPECT_EQ(ConditionTakenIn({}, v1::CONDITION_QUARANTINED), v1::CONDITION_QUARANTINED);
  EXPECT_EQ(ConditionTakenIn(v1::DIFFERENCE_KIND_WARM, v1::CONDITION_USABLE),
            v1::CONDITION_QUARANTINED);
  EXPECT_EQ(ConditionTakenIn(v1::DIFFERENCE_KIND_EXPIRED, v1::CONDITION_DAMAGED),
            v1::CONDITION_DAMAGED);
  EXPECT_EQ(ConditionTakenIn(v1::DIFFERENCE_KIND_DAMAGED, v1::CONDITION_QUARANTINED),
            v1::CONDITION_DAMAGED);
}

TEST(TransferTest, MoreThanIsInTransitIsOverAndNeverLeavesTransitNegative) {
  const auto counted = Prepare(SentTransfer({10, 4}), {ReceivedOf(1, 12), ReceivedOf(1, 1)});
  ASSERT_TRUE(counted.ok());
  EXPECT_EQ(counted->transfer.waybill_lines(0).in_transit_quantity(), 0);
  EXPECT_EQ(counted->transfer.waybill_lines(0).received_quantity(), 10);
  ASSERT_EQ(counted->transfer.differences_size(), 2);
  EXPECT_EQ(counted->transfer.differences(0).quantity(), 2);
  EXPECT_EQ(counted->transfer.differences(1).quantity(), 1);
  ASSERT_EQ(counted->movement->lines_size(), 3);
  EXPECT_EQ(counted->movement->lines(0).waybill_line(), 1);
  EXPECT_EQ(counted->movement->lines(1).waybill_line(), 0);
}

TEST(TransferTest, NothingSaidIsAllThatIsInTransit) {
  v1::Transfer transfer = SentTransfer({10, 4});
  CountArrival(4, Arrival::kReceived, *transfer.mutable_waybill_lines(1));
  const auto counted = Prepare(transfer, {});
  ASSERT_TRUE(counted.ok());
  ASSERT_EQ(counted->movement->lines_size(), 1);
  EXPECT_EQ(counted->movement->lines(0).quantity(), 10);
  EXPECT_EQ(ReasonOf(Prepare(counted->transfer, {}).status()), Reason::ERROR_REASON_INVALID_FIELD);
}

TEST(TransferTest, WhatIsCompleteIsShortOfTheRest) {
  const auto counted =
      Prepare(SentTransfer({10, 4}),
              {ReceivedOf(1, 7), ReceivedOf(1, 2, v1::DIFFERENCE_KIND_SHORT)}, /*complete=*/true);
  ASSERT_TRUE(counted.ok());
  ASSERT_EQ(counted->transfer.differences_size(), 3);
  EXPECT_EQ(counted->transfer.differences(1).quantity(), 1);
  EXPECT_EQ(counted->transfer.differences(2).quantity(), 4);
  EXPECT_EQ(OpenShort(counted->transfer, 1), 3);
}

TEST(TransferTest, EveryWrongLineAtOnce) {
  const auto counted =
      Prepare(SentTransfer({10}), {ReceivedOf(2, 1), ReceivedOf(1, 11, v1::DIFFERENCE_KIND_SHORT)});
  std::vector<std::string> fields;
  for (const auto& violation : FieldViolationsOf(counted.status())) {
    fields.push_back(violation.field);
  }
  EXPECT_EQ(fields, (std::vector<std::string>{"lines[0].waybill_line", "lines[1].quantity"}));
}

TEST(TransferTest, OverdueOnceThePlannedDayHasPassed) {
  v1::Transfer transfer = SentTransfer({10});
  *transfer.mutable_planned_arrival_date() = DateOf(100);
  EXPECT_EQ(WithStanding(transfer, kNow, 100).overdue_days(), 0);
  EXPECT_EQ(WithStanding(transfer, kNow, 103).overdue_days(), 3);
  EXPECT_EQ(WithStanding(transfer, kNow, 103).in_transit_seconds(), 30 * 3600);
  transfer.set_state(v1::TRANSFER_STATE_RECEIVED);
  EXPECT_EQ(WithStanding(transfer, kNow, 103).overdue_days(), 0);
}

}  // namespace
}  // namespace waystation::inventory
