// The ledger while the server's clock is suspect, and across a zone's summer time.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "storage/base/errors.h"
#include "storage/rebuild.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"

namespace waystation::inventory {
namespace {

storage::ClockReading Suspect(absl::Time now, absl::Time clock, common::v1::ClockState state) {
  storage::ClockReading reading(now);
  reading.clock = clock;
  reading.state = state;
  return reading;
}

absl::Time YearStart(int year) {
  return absl::FromCivil(absl::CivilDay(year, 1, 1), absl::UTCTimeZone());
}

// The server's own time is noon of the 20th; what its clock says varies.
storage::ClockReading BootedIn2000() {
  return Suspect(Noon(20), YearStart(2000), common::v1::CLOCK_STATE_BEFORE_BUILD);
}
storage::ClockReading BootedIn2040() {
  return Suspect(Noon(20), YearStart(2040), common::v1::CLOCK_STATE_AHEAD);
}

class ClockTest : public ::testing::Test {
 protected:
  ClockTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    desk_.SetNow(Noon(19));
    Must(Receipt(19, WithUseBy(Line("rice", 1000, "A"), 30)));
  }

  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  v1::CreateMovementRequest UseAt(absl::Time happened, v1::Intent intent = kHappened) {
    v1::CreateMovementRequest use = Use(20, Line("rice", 10), intent);
    *use.mutable_movement()->mutable_happened_time() = TimestampOf(happened);
    return use;
  }
  static std::vector<v1::ExceptionKind> Kinds(const v1::CreateMovementResponse& response) {
    std::vector<v1::ExceptionKind> kinds;
    for (const v1::Exception& exception : response.exceptions()) kinds.push_back(exception.kind());
    return kinds;
  }

  Desk desk_;
};

const std::vector<v1::ExceptionKind> kNone = {};
const std::vector<v1::ExceptionKind> kClock = {v1::EXCEPTION_KIND_CLOCK_SUSPECT};

// The balance was looked up from the wrong day on, and a position went below nothing.
TEST_F(ClockTest, OpeningHistoryIsMeasuredOnItsOwnDayWhateverTheClock) {
  const auto opening = [](v1::CreateMovementRequest request, int days_ago) {
    *request.mutable_movement()->mutable_happened_time() =
        TimestampOf(Noon(19) - absl::Hours(24 * days_ago));
    request.mutable_movement()->set_opening_history(true);
    return request;
  };
  desk_.SetNow(BootedIn2040());
  Must(opening(Receipt(1, Line("rice", 100, "B")), 700));
  const auto before = Must(opening(Use(1, Line("rice", 40, "B"), kHappened), 800));
  EXPECT_THAT(Kinds(before), testing::Contains(v1::EXCEPTION_KIND_SHORTFALL));
  EXPECT_EQ(AuditRows(*desk_.rows().Snapshot()), "");
}

TEST_F(ClockTest, OneExceptionTellsTheManagerThenEveryMovementCarriesTheMark) {
  desk_.SetNow(BootedIn2000());
  const auto first = Must(UseAt(Noon(20)));
  EXPECT_EQ(Kinds(first), kClock);
  EXPECT_FALSE(first.exceptions(0).has_entered_time());
  EXPECT_TRUE(first.movement().clock_suspect());
  for (int i = 0; i < 3; ++i) {
    const auto next = Must(UseAt(Noon(20) + absl::Minutes(i)));
    EXPECT_EQ(Kinds(next), kNone);
    EXPECT_TRUE(next.movement().clock_suspect());
  }
  // The clock is right again: no mark, and the exception waits for a person.
  desk_.SetNow(Noon(21));
  const auto good = Must(UseAt(Noon(21)));
  EXPECT_FALSE(good.movement().clock_suspect());
  EXPECT_EQ(Kinds(good), kNone);
  EXPECT_EQ(desk_.Exception(first.exceptions(0).name()).state(), v1::EXCEPTION_STATE_OPEN);
  // Ended, and the clock fails again: a new one.
  v1::ResolveExceptionRequest close = Resolving(first.exceptions(0), v1::RESOLUTION_CLOSE);
  close.set_note("the days are right");
  ASSERT_TRUE(desk_.Resolve(close).ok());
  desk_.SetNow(Suspect(Noon(21), YearStart(2040), common::v1::CLOCK_STATE_AHEAD));
  EXPECT_EQ(Kinds(Must(UseAt(Noon(21)))), kClock);
}

TEST_F(ClockTest, TimesFromTheWrongClockNeverReachTheLedger) {
  // A program on the machine itself sends what its clock says.
  for (const auto& [reading, told] :
       {std::pair{BootedIn2000(), YearStart(2000)}, std::pair{BootedIn2040(), YearStart(2040)}}) {
    desk_.SetNow(reading);
    const auto use = Must(UseAt(told));
    // In place of FUTURE_TIME, TIME_TOO_OLD, and of a shortfall in the year 2000.
    EXPECT_EQ(Kinds(use), kClock);
    EXPECT_EQ(TimeOf(use.exceptions(0).entered_time()), told);
    EXPECT_EQ(TimeOf(use.movement().happened_time()), told);
    EXPECT_EQ(TimeOf(use.movement().effective_time()), Noon(20));
    EXPECT_EQ(use.movement().day().day(), 20);
    EXPECT_EQ(use.movement().legs(0).lot(), "A");
  }
  EXPECT_EQ(desk_.Total("f", "rice", "main", "A"), 980);
}

TEST_F(ClockTest, ATimeFromAGoodDeviceIsBelievedAsFarAsTheNodeMayHaveBeenOff) {
  desk_.SetNow(BootedIn2000());
  const auto use = Must(UseAt(Noon(26)));
  EXPECT_EQ(Kinds(use), kClock);
  EXPECT_FALSE(use.exceptions(0).has_entered_time());
  EXPECT_EQ(TimeOf(use.movement().effective_time()), Noon(26));
  EXPECT_EQ(use.movement().day().day(), 26);
  // And no further.
  const auto later = Must(UseAt(Noon(20) + absl::Hours(24 * 30) + absl::Microseconds(1)));
  EXPECT_EQ(TimeOf(later.movement().effective_time()), Noon(20));
}

TEST_F(ClockTest, AnOrderHoldsByTheLaterOfBothTimes) {
  // The lot is good until the 30th of March 2026.
  desk_.SetNow(BootedIn2040());
  EXPECT_EQ(ReasonOf(desk_.Post(UseAt(Noon(20), kOrder)).status()),
            common::v1::ERROR_REASON_NOT_ENOUGH_STOCK);
  v1::CreateMovementRequest named = UseAt(Noon(20), kOrder);
  named.mutable_movement()->mutable_lines(0)->set_lot("A");
  EXPECT_EQ(ReasonOf(desk_.Post(named).status()), common::v1::ERROR_REASON_LOT_EXPIRED);
  EXPECT_EQ(ReasonOf(desk_.Post(UseAt(Noon(21), kOrder)).status()),
            common::v1::ERROR_REASON_TIME_OUT_OF_RANGE);
  // A fact is not refused, and the stock is not called expired on the strength of a wrong clock.
  EXPECT_EQ(Kinds(Must(UseAt(Noon(20)))), kClock);
  // Behind, the server's own time is the later one.
  desk_.SetNow(BootedIn2000());
  EXPECT_TRUE(desk_.Post(UseAt(Noon(20), kOrder)).ok());
  desk_.SetNow(Noon(20));
  EXPECT_TRUE(desk_.Post(UseAt(Noon(20), kOrder)).ok());
}

TEST_F(ClockTest, AClockSetBackMakesNoExpiredLotGoodAgain) {
  desk_.SetNow(Noon(31));
  EXPECT_EQ(ReasonOf(desk_.Post(UseAt(Noon(31), kOrder)).status()),
            common::v1::ERROR_REASON_NOT_ENOUGH_STOCK);
  // Ten days back, judged suspect: the server's own time went on.
  desk_.SetNow(Suspect(Noon(31) + absl::Minutes(1), Noon(21), common::v1::CLOCK_STATE_BEHIND));
  EXPECT_EQ(ReasonOf(desk_.Post(UseAt(Noon(31), kOrder)).status()),
            common::v1::ERROR_REASON_NOT_ENOUGH_STOCK);
}

TEST_F(ClockTest, AHeldRepeatIsPostedAsEveryFact) {
  desk_.SetNow(BootedIn2000());
  v1::CreateMovementRequest use = UseAt(Noon(20));
  use.mutable_movement()->set_document_number("GRN-7");
  Must(use);
  const auto held = Must(use);
  ASSERT_TRUE(held.held());
  const auto posted = desk_.Resolve(Resolving(held.exceptions(0), v1::RESOLUTION_POST));
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_EQ(desk_.Total("f", "rice", "main", "A"), 980);
}

TEST_F(ClockTest, DaysFollowTheZoneAcrossSummerTime) {
  // In Baku the clocks went from 04:00 to 05:00 on 2015-03-29 and from 05:00 back on 2015-10-25.
  struct Case {
    const char* utc;
    int month;
    int day;
  };
  const Case cases[] = {{"2015-03-28T19:59Z", 3, 28},  {"2015-03-28T20:00Z", 3, 29},
                        {"2015-03-29T18:59Z", 3, 29},  {"2015-03-29T19:00Z", 3, 30},
                        {"2015-10-24T18:59Z", 10, 24}, {"2015-10-24T19:00Z", 10, 25},
                        {"2015-10-25T19:59Z", 10, 25}, {"2015-10-25T20:00Z", 10, 26}};
  Desk desk;
  desk.SetNow(YearStart(2015));
  desk.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
  desk.AddItem("rice");
  for (const Case& c : cases) {
    absl::Time now;
    ASSERT_TRUE(absl::ParseTime("%Y-%m-%dT%H:%M%Ez", c.utc, &now, nullptr));
    desk.SetNow(now);
    v1::CreateMovementRequest receipt = Receipt(1, Line("rice", 10));
    *receipt.mutable_movement()->mutable_happened_time() = TimestampOf(now);
    const auto posted = desk.Post(receipt);
    ASSERT_TRUE(posted.ok()) << posted.status();
    EXPECT_EQ(posted->movement().day().month(), c.month) << c.utc;
    EXPECT_EQ(posted->movement().day().day(), c.day) << c.utc;
    EXPECT_EQ(posted->exceptions_size(), 0) << c.utc;
  }
  // A machine that keeps local time as its own jumps by the hour with it. Ahead it is taken as it
  // is; back it is suspect, and a quarter to midnight stays on its day.
  const absl::Time night =
      absl::FromCivil(absl::CivilMinute(2015, 10, 25, 20, 15), absl::UTCTimeZone());
  desk.SetNow(Suspect(night, night - absl::Hours(1), common::v1::CLOCK_STATE_BEHIND));
  v1::CreateMovementRequest receipt = Receipt(1, Line("rice", 10));
  *receipt.mutable_movement()->mutable_happened_time() = TimestampOf(night);
  EXPECT_EQ(desk.Post(receipt)->movement().day().day(), 26);
  EXPECT_EQ(desk.Balance("f", "rice", DateOf(absl::CivilDay(2015, 10, 25) - absl::CivilDay())), 70);
}

}  // namespace
}  // namespace waystation::inventory
