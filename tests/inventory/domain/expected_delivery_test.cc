// Expected deliveries: each verb in each state, and how one stands on a day.
#include "services/inventory/domain/requests/expected_delivery.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kToday = 20'000;

DecideContext Context() {
  return {.now = absl::FromUnixSeconds(kToday * 86'400),
          .request_id = "0123456789abcdef",
          .principal = "sender"};
}

v1::ExpectedDelivery Delivery(v1::ExpectedDeliveryState state) {
  v1::ExpectedDelivery delivery;
  delivery.set_name("facilities/f/expectedDeliveries/d");
  delivery.set_number("EXP-0001");
  delivery.set_state(state);
  delivery.set_etag("e1");
  *delivery.mutable_earliest_date() = DateOf(kToday + 1);
  *delivery.mutable_latest_date() = DateOf(kToday + 3);
  delivery.set_confirmed_by("dispatcher");
  v1::ExpectedDeliveryLine& line = *delivery.add_lines();
  line.set_item("items/rice");
  line.set_quantity(100);
  return delivery;
}

v1::RescheduleExpectedDeliveryRequest NewDates(int64_t earliest, int64_t latest) {
  v1::RescheduleExpectedDeliveryRequest request;
  *request.mutable_earliest_date() = DateOf(earliest);
  *request.mutable_latest_date() = DateOf(latest);
  request.set_reason(v1::DELIVERY_REASON_ROAD);
  return request;
}

std::string ReasonText(const absl::Status& status) {
  return status.ok() ? "ok" : ReasonName(ReasonOf(status));
}

TEST(ExpectedDeliveryTest, EachVerbInEachState) {
  struct Case {
    v1::ExpectedDeliveryState state;
    std::string confirm, reschedule, cancel, close;
  };
  const std::string kOk = "ok";
  const std::string kWrong = "WRONG_STATE";
  const Case kCases[] = {
      {v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED, kOk, kOk, kOk, kOk},
      {v1::EXPECTED_DELIVERY_STATE_CONFIRMED, kWrong, kOk, kOk, kOk},
      {v1::EXPECTED_DELIVERY_STATE_CANCELLED, kWrong, kWrong, kWrong, kWrong},
      {v1::EXPECTED_DELIVERY_STATE_CLOSED, kWrong, kWrong, kWrong, kWrong},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(v1::ExpectedDeliveryState_Name(c.state));
    const v1::ExpectedDelivery delivery = Delivery(c.state);
    v1::ConfirmExpectedDeliveryRequest confirm;
    v1::CloseExpectedDeliveryRequest close;
    const auto with = [&](const auto& decide, const auto& request) {
      return ReasonText(decide(request, delivery, kToday, Context()).status());
    };
    EXPECT_EQ(with(DecideConfirmExpectedDelivery, confirm), c.confirm);
    EXPECT_EQ(with(DecideRescheduleExpectedDelivery, NewDates(kToday + 5, kToday + 6)),
              c.reschedule);
    EXPECT_EQ(with(DecideCancelExpectedDelivery, v1::CancelExpectedDeliveryRequest()), c.cancel);
    EXPECT_EQ(with(DecideCloseExpectedDelivery, close), c.close);
    confirm.set_etag("e0");
    close.set_etag("e0");
    EXPECT_EQ(with(DecideConfirmExpectedDelivery, confirm), "ETAG_MISMATCH");
    EXPECT_EQ(with(DecideCloseExpectedDelivery, close), "ETAG_MISMATCH");
  }
}

TEST(ExpectedDeliveryTest, NewDatesKeepTheOldAndEndTheConfirmation) {
  const v1::ExpectedDelivery delivery = Delivery(v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
  auto request = NewDates(kToday + 7, kToday + 9);
  request.set_note("bridge");
  const auto event = DecideRescheduleExpectedDelivery(request, delivery, kToday, Context());
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(DayNumber(event->expected_delivery_rescheduled().day()), kToday);
  const v1::ExpectedDelivery& moved = event->expected_delivery_rescheduled().expected_delivery();
  EXPECT_EQ(moved.state(), v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  EXPECT_EQ(moved.confirmed_by(), "");
  EXPECT_EQ(DayNumber(moved.latest_date()), kToday + 9);
  ASSERT_EQ(moved.reschedules_size(), 1);
  EXPECT_EQ(DayNumber(moved.reschedules(0).earliest_date()), kToday + 1);
  EXPECT_EQ(DayNumber(moved.reschedules(0).latest_date()), kToday + 3);
  EXPECT_EQ(moved.reschedules(0).confirmed_by(), "dispatcher");
  EXPECT_EQ(moved.reschedules(0).reason(), v1::DELIVERY_REASON_ROAD);
  EXPECT_EQ(moved.reschedules(0).recorded_by(), "sender");
  EXPECT_EQ(moved.reschedules(0).note(), "bridge");
  EXPECT_NE(moved.etag(), "e1");

  const auto same = DecideRescheduleExpectedDelivery(NewDates(kToday + 1, kToday + 3), delivery,
                                                     kToday, Context());
  EXPECT_EQ(ReasonText(same.status()), "INVALID_FIELD");
}

TEST(ExpectedDeliveryTest, AsExpectedSoConfirmedFromTheStart) {
  v1::CreateExpectedDeliveryRequest request;
  request.set_parent("facilities/f");
  *request.mutable_expected_delivery() = Delivery(v1::EXPECTED_DELIVERY_STATE_CLOSED);
  request.mutable_expected_delivery()->clear_earliest_date();
  NewcomerState known;
  known.facility.emplace();
  known.facility->name = "facilities/f";
  known.facility->state = "CLOSED";
  known.requisition = "facilities/f/requisitions/r";
  auto event = DecideCreateExpectedDelivery(request, known, kToday, Context());
  ASSERT_TRUE(event.ok()) << event.status();
  const v1::ExpectedDelivery made = event->expected_delivery_created().expected_delivery();
  EXPECT_EQ(made.number(), "EXP-0001");
  EXPECT_EQ(made.state(), v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
  EXPECT_EQ(DayNumber(made.earliest_date()), kToday + 3);
  EXPECT_EQ(made.requisition(), "facilities/f/requisitions/r");
  request.mutable_expected_delivery()->clear_confirmed_by();
  event = DecideCreateExpectedDelivery(request, known, kToday, Context());
  EXPECT_EQ(event->expected_delivery_created().expected_delivery().state(),
            v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  EXPECT_FALSE(event->expected_delivery_created().expected_delivery().has_confirm_time());
}

TEST(ExpectedDeliveryTest, HowItStandsOnADay) {
  struct Case {
    int64_t received;
    int64_t beside;
    int64_t day;
    v1::ReceivedState state;
    int64_t missing;
    int64_t overdue_days;
  };
  const Case kCases[] = {
      {0, 0, kToday, v1::RECEIVED_STATE_NOTHING, 100, 0},
      {0, 0, kToday + 3, v1::RECEIVED_STATE_NOTHING, 100, 0},
      {0, 0, kToday + 4, v1::RECEIVED_STATE_NOTHING, 100, 1},
      {40, 0, kToday + 10, v1::RECEIVED_STATE_IN_PART, 60, 7},
      {0, 5, kToday + 4, v1::RECEIVED_STATE_IN_PART, 100, 1},
      {100, 0, kToday + 10, v1::RECEIVED_STATE_IN_FULL, 0, 0},
      {101, 0, kToday + 10, v1::RECEIVED_STATE_OVER, 0, 0},
      {100, 5, kToday + 10, v1::RECEIVED_STATE_OVER, 0, 0},
  };
  for (const Case& c : kCases) {
    v1::ExpectedDelivery delivery = Delivery(v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
    delivery.mutable_lines(0)->set_received_quantity(c.received);
    if (c.beside > 0) delivery.add_received_beside()->set_quantity(c.beside);
    const v1::ExpectedDelivery standing = WithStanding(delivery, c.day);
    SCOPED_TRACE(standing.DebugString());
    EXPECT_EQ(standing.received_state(), c.state);
    EXPECT_EQ(standing.lines(0).missing_quantity(), c.missing);
    EXPECT_EQ(standing.overdue_days(), c.overdue_days);
    // Ended, it is late for nothing.
    delivery.set_state(v1::EXPECTED_DELIVERY_STATE_CANCELLED);
    EXPECT_EQ(WithStanding(delivery, c.day).overdue_days(), 0);
    EXPECT_EQ(WithStanding(delivery, c.day).lines(0).missing_quantity(), 0);
    EXPECT_EQ(WithStanding(delivery, c.day).received_state(), c.state);
  }
}

}  // namespace
}  // namespace waystation::inventory
