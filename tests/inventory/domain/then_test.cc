#include "services/inventory/domain/reports/then.h"

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"

namespace waystation::inventory {
namespace {

common::v1::CivilDate InMarch(int day) {
  common::v1::CivilDate date;
  date.set_year(2026);
  date.set_month(3);
  date.set_day(day);
  return date;
}

absl::Time AtNoon(int day) {
  return absl::FromCivil(absl::CivilHour(2026, 3, day, 12), absl::UTCTimeZone());
}

v1::ExpectedDelivery RecordedOn(int day) {
  v1::ExpectedDelivery delivery;
  delivery.set_state(v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  *delivery.mutable_record_time() = TimestampOf(AtNoon(day));
  *delivery.mutable_earliest_date() = InMarch(20);
  *delivery.mutable_latest_date() = InMarch(22);
  v1::ExpectedDeliveryLine& line = *delivery.add_lines();
  line.set_item("items/rice");
  line.set_quantity(100);
  line.set_received_quantity(70);
  return delivery;
}

TEST(ThenTest, ADeliveryIsKnownFromItsRecordingOn) {
  EXPECT_FALSE(DeliveryAt(RecordedOn(5), AtNoon(4), {}).has_value());
  EXPECT_TRUE(DeliveryAt(RecordedOn(5), AtNoon(5), {}).has_value());
}

TEST(ThenTest, WhatCameSinceHadNotCome) {
  const ReceivedSince since = {{"items/rice", 30}, {"items/salt", 5}};
  EXPECT_EQ(DeliveryAt(RecordedOn(5), AtNoon(6), since)->lines(0).received_quantity(), 40);
}

TEST(ThenTest, OneThatHasEndedSinceWasStillExpected) {
  v1::ExpectedDelivery delivery = RecordedOn(5);
  delivery.set_state(v1::EXPECTED_DELIVERY_STATE_CANCELLED);
  *delivery.mutable_end_time() = TimestampOf(AtNoon(12));
  delivery.set_ended_by("p-1");
  const auto before = DeliveryAt(delivery, AtNoon(11), {});
  EXPECT_EQ(before->state(), v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  EXPECT_EQ(before->ended_by(), "");
  EXPECT_EQ(DeliveryAt(delivery, AtNoon(12), {})->state(), v1::EXPECTED_DELIVERY_STATE_CANCELLED);
}

TEST(ThenTest, DatesAndTheirConfirmationAreThoseOfThen) {
  v1::ExpectedDelivery delivery = RecordedOn(5);
  v1::Reschedule& change = *delivery.add_reschedules();
  *change.mutable_latest_date() = InMarch(15);
  change.set_confirmed_by("p-2");
  *change.mutable_confirm_time() = TimestampOf(AtNoon(7));
  *change.mutable_record_time() = TimestampOf(AtNoon(9));
  delivery.set_state(v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
  delivery.set_confirmed_by("p-3");
  *delivery.mutable_confirm_time() = TimestampOf(AtNoon(11));
  struct Case {
    int day;
    int latest;
    std::string confirmed_by;
  };
  for (const Case& c : {Case{6, 15, ""}, Case{7, 15, "p-2"}, Case{8, 15, "p-2"}, Case{9, 22, ""},
                        Case{10, 22, ""}, Case{11, 22, "p-3"}}) {
    SCOPED_TRACE(c.day);
    const auto then = DeliveryAt(delivery, AtNoon(c.day), {});
    EXPECT_EQ(then->latest_date().day(), c.latest);
    EXPECT_EQ(then->has_earliest_date(), c.latest == 22);
    EXPECT_EQ(then->confirmed_by(), c.confirmed_by);
    EXPECT_EQ(then->state(), c.confirmed_by.empty() ? v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED
                                                    : v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
  }
  // Since when they were confirmed was not kept: not confirmed, rather than green for no reason.
  delivery.mutable_reschedules(0)->clear_confirm_time();
  EXPECT_EQ(DeliveryAt(delivery, AtNoon(8), {})->state(), v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
}

TEST(ThenTest, ARequisitionStandsAsTheDecisionsOfThenLeftIt) {
  v1::Requisition requisition;
  *requisition.mutable_record_time() = TimestampOf(AtNoon(5));
  v1::RequisitionLine& line = *requisition.add_lines();
  line.set_item("items/rice");
  line.set_quantity(100);
  line.set_approved_quantity(90);
  line.set_fulfilled_quantity(60);
  requisition.set_state(v1::REQUISITION_STATE_CLOSED);
  const auto decide = [&](int day, v1::RequisitionState state, int64_t approved) {
    v1::RequisitionDecision& decision = *requisition.add_decisions();
    decision.set_state(state);
    *decision.mutable_decide_time() = TimestampOf(AtNoon(day));
    if (approved == 0) return;
    v1::ItemQuantity& entry = *decision.add_approved();
    entry.set_item("items/rice");
    entry.set_quantity(approved);
  };
  decide(7, v1::REQUISITION_STATE_APPROVED, 50);
  decide(9, v1::REQUISITION_STATE_APPROVED, 90);
  decide(12, v1::REQUISITION_STATE_CLOSED, 0);
  EXPECT_FALSE(RequisitionAt(requisition, AtNoon(4), {}).has_value());
  EXPECT_EQ(RequisitionAt(requisition, AtNoon(6), {})->state(), v1::REQUISITION_STATE_REQUESTED);
  EXPECT_EQ(RequisitionAt(requisition, AtNoon(6), {})->lines(0).approved_quantity(), 0);
  EXPECT_EQ(RequisitionAt(requisition, AtNoon(8), {})->lines(0).approved_quantity(), 50);
  const auto approved = RequisitionAt(requisition, AtNoon(11), {{"items/rice", 20}});
  EXPECT_EQ(approved->state(), v1::REQUISITION_STATE_APPROVED);
  EXPECT_EQ(approved->lines(0).approved_quantity(), 90);
  EXPECT_EQ(approved->lines(0).fulfilled_quantity(), 40);
  EXPECT_EQ(RequisitionAt(requisition, AtNoon(12), {})->state(), v1::REQUISITION_STATE_CLOSED);
}

TEST(ThenTest, AnExceptionIsOpenFromItsOpeningToItsEnd) {
  v1::Exception exception;
  exception.set_state(v1::EXCEPTION_STATE_CLOSED);
  exception.set_end(v1::EXCEPTION_END_CLOSED);
  exception.set_closed_by("p-1");
  exception.set_note("seen to");
  *exception.mutable_open_time() = TimestampOf(AtNoon(5));
  *exception.mutable_close_time() = TimestampOf(AtNoon(8));
  EXPECT_FALSE(OpenAt(exception, AtNoon(4)).has_value());
  const auto open = OpenAt(exception, AtNoon(7));
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(open->state(), v1::EXCEPTION_STATE_OPEN);
  EXPECT_EQ(open->note(), "");
  EXPECT_FALSE(OpenAt(exception, AtNoon(8)).has_value());
  exception.set_state(v1::EXCEPTION_STATE_OPEN);
  EXPECT_TRUE(OpenAt(exception, AtNoon(30)).has_value());
}

}  // namespace
}  // namespace waystation::inventory
