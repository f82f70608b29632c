// Rules of reservations, one test a rule, through the committer.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/list.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"

namespace waystation::inventory {
namespace {

constexpr v1::ReservationPriority kClinical = v1::RESERVATION_PRIORITY_CLINICAL;

class ReservationsTest : public ::testing::Test {
 protected:
  ~ReservationsTest() override { EXPECT_EQ(AuditRows(*desk_.rows().Snapshot()), ""); }
  void SetUp() override {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("shut", facility::v1::FACILITY_STATE_CLOSED);
    desk_.AddItem("rice");
    desk_.AddItem("salt");
    Must(Receipt(18, WithUseBy(Line("rice", 60, "A"), 29)));
    Must(Receipt(18, Line("rice", 40, "B", "ward")));
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    const auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  v1::Reservation Must(const v1::CreateReservationRequest& request) {
    const auto response = desk_.Do(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->reservation() : v1::Reservation();
  }
  template <typename Request>
  static Request About(const v1::Reservation& reservation) {
    Request request;
    request.set_name(reservation.name());
    return request;
  }
  v1::ExtendReservationRequest Extending(const v1::Reservation& reservation, int day) {
    auto request = About<v1::ExtendReservationRequest>(reservation);
    *request.mutable_expire_time() = TimestampOf(Noon(day));
    return request;
  }
  // What is outstanding of its only line.
  int64_t Outstanding(const v1::Reservation& reservation) {
    return desk_.Reservation(reservation.name()).lines(0).outstanding_quantity();
  }
  static v1::CreateMovementRequest Under(v1::CreateMovementRequest request,
                                         const v1::Reservation& reservation) {
    request.mutable_movement()->set_reservation(reservation.name());
    return request;
  }
  static v1::CreateMovementRequest Emergency(v1::CreateMovementRequest request) {
    request.mutable_movement()->set_emergency(true);
    request.mutable_movement()->set_note("bleeding");
    return request;
  }
  static std::string Word(const absl::Status& status) { return ReasonName(ReasonOf(status)); }
  static std::string Told(const absl::Status& status, const std::string& variable) {
    return ErrorVariable(status, variable).value_or("");
  }
  v1::GetStockBalanceResponse BalanceOfRice() {
    v1::GetStockBalanceRequest request;
    request.set_facility("facilities/f");
    request.set_item("items/rice");
    v1::GetStockBalanceResponse response;
    const auto rows = desk_.rows().Snapshot();
    EXPECT_TRUE(GetStockBalance(*rows, request, desk_.now(), &response).ok());
    return response;
  }

  Desk desk_;
};

TEST_F(ReservationsTest, NothingIsPromisedTwice) {
  const v1::Reservation first = Must(Promising("rice", 70));
  EXPECT_EQ(first.number(), "RES-0001");
  EXPECT_EQ(first.state(), v1::RESERVATION_STATE_ACTIVE);
  const absl::Status refused = desk_.Do(Promising("rice", 31)).status();
  EXPECT_EQ(Word(refused), "NOT_ENOUGH_STOCK");
  EXPECT_EQ(Told(refused, "available"), "30");
  EXPECT_EQ(Told(refused, "reserved"), "1");
  EXPECT_EQ(Told(refused, "day"), "2026-03-28");
  EXPECT_EQ(Must(Promising("rice", 30)).number(), "RES-0002");
  EXPECT_EQ(Word(desk_.Do(Promising("rice", 1)).status()), "NOT_ENOUGH_STOCK");
  EXPECT_EQ(BalanceOfRice().reserved_quantity(), 100);
  EXPECT_EQ(BalanceOfRice().available_quantity(), 0);
}

TEST_F(ReservationsTest, AllLinesOrNone) {
  v1::CreateReservationRequest request = Promising("rice", 60);
  *request.mutable_reservation()->add_lines() = request.reservation().lines(0);
  EXPECT_EQ(Told(desk_.Do(request).status(), "available"), "40");
  request.mutable_reservation()->mutable_lines(1)->set_quantity(40);
  Must(request);
}

TEST_F(ReservationsTest, OnlyWhatIsGoodUntilItExpires) {
  // Lot A is good to the 29th.
  EXPECT_EQ(Told(desk_.Do(Promising("rice", 41, 30)).status(), "available"), "40");
  const v1::Reservation reservation = Must(Promising("rice", 41, 29));
  EXPECT_EQ(Word(desk_.Do(Extending(reservation, 30)).status()), "NOT_ENOUGH_STOCK");
  EXPECT_TRUE(desk_.Do(Extending(reservation, 21)).ok());
  v1::CreateReservationRequest late = Promising("rice", 1, 22);
  *late.mutable_reservation()->mutable_needed_by_date() = MarchDate(23);
  EXPECT_EQ(Word(desk_.Do(late).status()), "INVALID_FIELD");
}

TEST_F(ReservationsTest, PlacesAndLotsMayBeNamed) {
  v1::CreateReservationRequest ward = Promising("rice", 41);
  ward.mutable_reservation()->mutable_lines(0)->set_place("ward");
  EXPECT_EQ(Told(desk_.Do(ward).status(), "available"), "40");
  ward.mutable_reservation()->mutable_lines(0)->set_quantity(40);
  Must(ward);
  v1::CreateReservationRequest lot = Promising("rice", 1);
  lot.mutable_reservation()->mutable_lines(0)->set_lot("B");
  EXPECT_EQ(Word(desk_.Do(lot).status()), "NOT_ENOUGH_STOCK");
  lot.mutable_reservation()->mutable_lines(0)->set_lot("A");
  Must(lot);
}

TEST_F(ReservationsTest, OrdersLeaveItAlone) {
  Must(Promising("rice", 70));
  const absl::Status refused = desk_.Post(Use(20, Line("rice", 31, "", "main"), kOrder)).status();
  EXPECT_EQ(Word(refused), "NOT_ENOUGH_STOCK");
  EXPECT_EQ(Told(refused, "available"), "30");
  EXPECT_EQ(Told(refused, "reserved"), "1");
  v1::CreateMovementRequest waste =
      MovementOf(v1::MOVEMENT_KIND_WASTE, 20, Line("rice", 31, "A"), kOrder);
  waste.mutable_movement()->set_waste_reason(v1::WASTE_REASON_OTHER);
  EXPECT_EQ(Word(desk_.Post(waste).status()), "NOT_ENOUGH_STOCK");
  // What only goes to another place is still there.
  v1::CreateMovementRequest move =
      MovementOf(v1::MOVEMENT_KIND_ISSUE, 20, Line("rice", 60, "A"), kOrder);
  move.mutable_movement()->set_to_place("kitchen");
  Must(move);
  Must(Use(20, Line("rice", 30, "A", "kitchen"), kOrder));
  EXPECT_EQ(Word(desk_.Post(Use(20, Line("rice", 1, "B", "ward"), kOrder)).status()),
            "NOT_ENOUGH_STOCK");
}

TEST_F(ReservationsTest, AnOrderTakesOtherLotsThanThoseReserved) {
  v1::CreateReservationRequest lot = Promising("rice", 50);
  lot.mutable_reservation()->mutable_lines(0)->set_lot("A");
  Must(lot);
  Must(Receipt(18, Line("rice", 10, "C")));
  const v1::Movement taken = Must(Use(20, Line("rice", 15, "", "main"), kOrder)).movement();
  ASSERT_EQ(taken.legs_size(), 2);
  EXPECT_EQ(taken.legs(0).quantity(), 10);  // Of A, first expiring, what is free.
  EXPECT_EQ(taken.legs(1).lot(), "C");
}

TEST_F(ReservationsTest, AnIssueTakesFromThePromise) {
  const v1::Reservation reservation = Must(Promising("rice", 70));
  Must(Promising("rice", 30));
  const v1::Movement issue =
      Must(Under(Use(20, Line("rice", 50, "", "main"), kOrder), reservation)).movement();
  ASSERT_EQ(issue.reservation_takings_size(), 1);
  EXPECT_EQ(issue.reservation_takings(0).quantity(), 50);
  EXPECT_EQ(Outstanding(reservation), 20);
  // More than is promised is as anybody else's.
  EXPECT_EQ(
      Word(desk_.Post(Under(Use(20, Line("rice", 21, "", "ward"), kOrder), reservation)).status()),
      "NOT_ENOUGH_STOCK");
  Must(Under(Use(20, Line("rice", 20, "", "ward"), kOrder), reservation));
  EXPECT_EQ(desk_.Reservation(reservation.name()).state(), v1::RESERVATION_STATE_FULFILLED);
  EXPECT_EQ(
      Word(desk_.Post(Under(Use(20, Line("rice", 1, "", "ward"), kOrder), reservation)).status()),
      "WRONG_STATE");
}

TEST_F(ReservationsTest, AnIssueTakesThePlaceAndLotOfItsReservation) {
  v1::CreateReservationRequest ward = Promising("rice", 40);
  ward.mutable_reservation()->mutable_lines(0)->set_place("ward");
  const v1::Reservation reservation = Must(ward);
  const v1::Movement issue = Must(Under(Use(20, Line("rice", 40), kOrder), reservation)).movement();
  EXPECT_EQ(issue.legs(0).from().place(), "ward");
  EXPECT_EQ(issue.lines(0).place(), "");
  EXPECT_EQ(Outstanding(reservation), 0);
}

TEST_F(ReservationsTest, AFactShrinksTheNewestOfTheLeastPriority) {
  const v1::Reservation oldest = Must(Promising("rice", 40));
  const v1::Reservation clinical = Must(Promising("rice", 30, 28, kClinical));
  const v1::Reservation newest = Must(Promising("rice", 20));
  const auto taken = Must(Use(20, Line("rice", 35, "A"), kHappened));
  ASSERT_EQ(taken.exceptions_size(), 2);
  EXPECT_EQ(Outstanding(newest), 0);
  EXPECT_EQ(Outstanding(oldest), 35);
  EXPECT_EQ(Outstanding(clinical), 30);
  const v1::Exception& told = taken.exceptions(0);
  EXPECT_EQ(told.kind(), v1::EXCEPTION_KIND_RESERVATION_SHRUNK);
  EXPECT_EQ(told.owner(), "meals");
  EXPECT_EQ(told.movement(), taken.movement().name());
  EXPECT_EQ(told.reservation(), oldest.name());
  EXPECT_EQ(told.reservation_number(), "RES-0001");
  EXPECT_EQ(told.quantity(), 5);
  EXPECT_EQ(told.still_promised_quantity(), 35);
  // What comes later is not promised by itself.
  Must(Receipt(20, Line("rice", 500)));
  EXPECT_EQ(Outstanding(newest), 0);
  EXPECT_EQ(desk_.Reservation(oldest.name()).lines(0).shrunk_quantity(), 5);
}

TEST_F(ReservationsTest, AFactSparesWhatItCan) {
  v1::CreateReservationRequest lot = Promising("rice", 10, 28, kClinical);
  lot.mutable_reservation()->mutable_lines(0)->set_lot("B");
  const v1::Reservation of_lot = Must(lot);
  const v1::Reservation of_any = Must(Promising("rice", 50));
  // Nothing of B is left: the clinical promise can't be kept, and nobody else need lose anything.
  Must(Use(20, Line("rice", 40, "B", "ward"), kHappened));
  EXPECT_EQ(Outstanding(of_lot), 0);
  EXPECT_EQ(Outstanding(of_any), 50);
}

TEST_F(ReservationsTest, WhatIsSetApartOrFoundMissingShrinksToo) {
  const v1::Reservation reservation = Must(Promising("rice", 100));
  v1::CreateMovementRequest apart =
      MovementOf(v1::MOVEMENT_KIND_QUARANTINE, 20, Line("rice", 10, "A"), kHappened);
  apart.mutable_movement()->set_quarantine_reason(v1::QUARANTINE_REASON_RECALL);
  Must(apart);
  EXPECT_EQ(Outstanding(reservation), 90);
  Must(MovementOf(v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, 19, Line("rice", 10, "B", "ward"), kHappened));
  EXPECT_EQ(Outstanding(reservation), 80);
  // A stricter date makes lot A too old for the promise.
  Must(Receipt(20, WithUseBy(Line("rice", 1, "A"), 25)));
  EXPECT_EQ(Outstanding(reservation), 30);
}

TEST_F(ReservationsTest, AnEmergencyTakesWhatIsReserved) {
  const v1::Reservation clinical = Must(Promising("rice", 60, 28, kClinical));
  const v1::Reservation meals = Must(Promising("rice", 40));
  EXPECT_EQ(Word(desk_.Post(Use(20, Line("rice", 50, "A"), kOrder)).status()), "NOT_ENOUGH_STOCK");
  const auto taken = Must(Emergency(Use(20, Line("rice", 50, "A"), kOrder)));
  EXPECT_EQ(taken.exceptions_size(), 2);
  EXPECT_EQ(Outstanding(meals), 0);
  EXPECT_EQ(Outstanding(clinical), 50);
  EXPECT_EQ(Word(desk_.Post(Emergency(Use(20, Line("rice", 11, "A"), kOrder))).status()),
            "NOT_ENOUGH_STOCK");
}

TEST_F(ReservationsTest, ItExpiresByItself) {
  const v1::Reservation reservation = Must(Promising("rice", 100, 21));
  desk_.SetNow(storage::ClockReading(Noon(21) - absl::Microseconds(1)));
  EXPECT_EQ(Word(desk_.Do(Promising("rice", 1)).status()), "NOT_ENOUGH_STOCK");
  desk_.SetNow(storage::ClockReading(Noon(21)));
  EXPECT_EQ(desk_.Reservation(reservation.name()).state(), v1::RESERVATION_STATE_EXPIRED);
  EXPECT_EQ(BalanceOfRice().reserved_quantity(), 0);
  Must(Promising("rice", 100));
  const absl::Status late = desk_.Do(Extending(reservation, 25)).status();
  EXPECT_EQ(Word(late), "WRONG_STATE");
  EXPECT_EQ(Told(late, "state"), "EXPIRED");
  EXPECT_EQ(Word(desk_.Do(About<v1::PickReservationRequest>(reservation)).status()), "WRONG_STATE");
  // A fact that names it counts for nobody's promise, and shrinks what it must.
  const auto used = Must(Under(Use(21, Line("rice", 5, "A"), kHappened), reservation));
  EXPECT_EQ(used.movement().reservation(), reservation.name());
  EXPECT_EQ(used.movement().reservation_takings_size(), 0);
  EXPECT_EQ(used.exceptions_size(), 1);
}

TEST_F(ReservationsTest, APickedOneDoesNotExpire) {
  const v1::Reservation reservation = Must(Promising("rice", 100, 21));
  ASSERT_TRUE(desk_.Do(About<v1::PickReservationRequest>(reservation)).ok());
  desk_.SetNow(storage::ClockReading(Noon(25)));
  EXPECT_EQ(desk_.Reservation(reservation.name()).state(), v1::RESERVATION_STATE_PICKED);
  EXPECT_EQ(Word(desk_.Do(Promising("rice", 1)).status()), "NOT_ENOUGH_STOCK");
  EXPECT_EQ(Word(desk_.Do(Extending(reservation, 27)).status()), "WRONG_STATE");
  ASSERT_TRUE(desk_.Do(About<v1::ReleaseReservationRequest>(reservation)).ok());
  Must(Promising("rice", 100));
}

TEST_F(ReservationsTest, EtagsAndStatesOfVerbs) {
  const v1::Reservation reservation = Must(Promising("rice", 10));
  auto release = About<v1::ReleaseReservationRequest>(reservation);
  release.set_etag("old");
  EXPECT_EQ(Word(desk_.Do(release).status()), "ETAG_MISMATCH");
  release.set_etag(reservation.etag());
  release.set_note("menu changed");
  const auto released = desk_.Do(release);
  ASSERT_TRUE(released.ok()) << released.status();
  EXPECT_EQ(released->reservation().state(), v1::RESERVATION_STATE_RELEASED);
  EXPECT_EQ(released->reservation().change_note(), "menu changed");
  release.set_etag("");
  EXPECT_EQ(Word(desk_.Do(release).status()), "WRONG_STATE");
  v1::CreateReservationRequest shut = Promising("rice", 1);
  shut.set_parent("facilities/shut");
  EXPECT_EQ(Word(desk_.Do(shut).status()), "WRONG_STATE");
  EXPECT_EQ(Word(desk_.Do(Promising("gold", 1)).status()), "NOT_KNOWN");
  EXPECT_EQ(Word(desk_.Do(Promising("rice", 1, 20)).status()), "TIME_OUT_OF_RANGE");
}

TEST_F(ReservationsTest, AReversalGivesThePromiseBack) {
  const v1::Reservation reservation = Must(Promising("rice", 70));
  const v1::Movement issue =
      Must(Under(Use(20, Line("rice", 60, "A"), kOrder), reservation)).movement();
  EXPECT_EQ(Outstanding(reservation), 10);
  const auto back = desk_.Reverse(ReversalOf(issue, kOrder));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->movement().reservation_takings(0).promised_again_quantity(), 60);
  EXPECT_EQ(Outstanding(reservation), 70);
  EXPECT_EQ(Told(desk_.Do(Promising("rice", 31)).status(), "available"), "30");
}

TEST_F(ReservationsTest, AReversalGivesNothingBackThatHasExpired) {
  const v1::Reservation reservation = Must(Promising("rice", 70, 21));
  const v1::Movement issue =
      Must(Under(Use(20, Line("rice", 60, "A"), kOrder), reservation)).movement();
  desk_.SetNow(storage::ClockReading(Noon(22)));
  const auto back = desk_.Reverse(ReversalOf(issue, kHappened));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->movement().reservation_takings(0).promised_again_quantity(), 0);
  EXPECT_EQ(desk_.Reservation(reservation.name()).state(), v1::RESERVATION_STATE_EXPIRED);
  Must(Promising("rice", 100));
}

TEST_F(ReservationsTest, WhatIsPromisedIsNotTakenBack) {
  const v1::Movement receipt = Must(Receipt(19, Line("salt", 50, "S"))).movement();
  const v1::Reservation reservation = Must(Promising("salt", 30));
  const absl::Status refused = desk_.Reverse(ReversalOf(receipt, kOrder)).status();
  EXPECT_EQ(Word(refused), "NOT_ENOUGH_STOCK");
  EXPECT_EQ(Told(refused, "reserved"), "30");
  const auto taken = desk_.Reverse(ReversalOf(receipt, kHappened));
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->exceptions(0).kind(), v1::EXCEPTION_KIND_RESERVATION_SHRUNK);
  EXPECT_EQ(Outstanding(reservation), 0);
}

TEST_F(ReservationsTest, AReservationThatIsNotKnown) {
  v1::Reservation nothing;
  nothing.set_name("facilities/f/reservations/res-0009");
  EXPECT_EQ(Word(desk_.Post(Under(Use(20, Line("rice", 1, "A"), kOrder), nothing)).status()),
            "NOT_KNOWN");
  const auto used = Must(Under(Use(20, Line("rice", 1, "A"), kHappened), nothing));
  ASSERT_EQ(used.exceptions_size(), 1);
  EXPECT_EQ(used.exceptions(0).kind(), v1::EXCEPTION_KIND_REFERENCE_NOT_KNOWN);
  EXPECT_EQ(used.exceptions(0).reference(), nothing.name());
  EXPECT_EQ(used.movement().reservation(), "");
  // Known by its number, once there is one.
  Must(Promising("rice", 10));
  nothing.set_name("facilities/f/reservations/res-0001");
  EXPECT_EQ(Must(Under(Use(20, Line("rice", 1, "A"), kHappened), nothing))
                .movement()
                .reservation_takings_size(),
            1);
}

// By the clock others' promises still hold; by the latest time that it may be this one may be over.
TEST_F(ReservationsTest, UnderASuspectClockBothSidesAreSafe) {
  const v1::Reservation reservation = Must(Promising("rice", 100, 22));
  storage::ClockReading suspect(Noon(21));
  suspect.clock = Noon(23);
  suspect.state = common::v1::CLOCK_STATE_AHEAD;
  desk_.SetNow(suspect);
  EXPECT_EQ(Word(desk_.Do(Promising("rice", 1)).status()), "NOT_ENOUGH_STOCK");
  EXPECT_EQ(Word(desk_.Do(About<v1::PickReservationRequest>(reservation)).status()), "WRONG_STATE");
  EXPECT_EQ(Word(desk_.Post(Under(Use(21, Line("rice", 1, "A"), kOrder), reservation)).status()),
            "WRONG_STATE");
  EXPECT_EQ(Word(desk_.Do(Promising("salt", 1, 23)).status()), "TIME_OUT_OF_RANGE");
}

TEST_F(ReservationsTest, StockTellsWhatIsReserved) {
  v1::CreateReservationRequest ward = Promising("rice", 25);
  ward.mutable_reservation()->mutable_lines(0)->set_place("ward");
  Must(ward);
  v1::ListStockRequest request;
  request.set_facility("facilities/f");
  v1::ListStockResponse stock;
  const auto rows = desk_.rows().Snapshot();
  ASSERT_TRUE(ListStock(*rows, request, {.size = 10}, desk_.now(), &stock).ok());
  ASSERT_EQ(stock.lines_size(), 2);
  EXPECT_EQ(stock.lines(0).available_quantity(), 60);
  EXPECT_EQ(stock.lines(1).available_quantity(), 15);
  EXPECT_EQ(stock.lines(1).reserved_quantity(), 25);
  v1::ProposeIssueRequest propose;
  propose.set_parent("facilities/f");
  propose.set_item("items/rice");
  propose.set_place("ward");
  propose.set_quantity(30);
  v1::ProposeIssueResponse proposed;
  ASSERT_TRUE(ProposeIssue(*rows, propose, desk_.now(), &proposed).ok());
  EXPECT_EQ(proposed.lots(0).quantity(), 15);
  EXPECT_EQ(proposed.missing_quantity(), 15);
  EXPECT_EQ(proposed.reserved_quantity(), 15);
}

}  // namespace
}  // namespace waystation::inventory
