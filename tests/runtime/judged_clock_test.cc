#include "services/runtime/judged_clock.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/time/civil_time.h"
#include "tests/support/turned_clock.h"

namespace waystation::runtime {
namespace {

using storage::ClockReading;
using test::JudgedProcess;
using test::TurnedClock;

absl::Time AtMinute(int year, int month, int day, int hour = 0, int minute = 0) {
  return absl::FromCivil(absl::CivilMinute(year, month, day, hour, minute), absl::UTCTimeZone());
}

const absl::Time kBuild = AtMinute(2026, 11, 1);
const absl::Time kLast = AtMinute(2027, 3, 1, 12);

// A process that opened a log whose last entry is kLast.
class JudgedClockTest : public ::testing::Test {
 protected:
  void Boot(absl::Time clock) {
    machine_.Turn(clock);
    process_.judged.LogOpened({.own = kLast});
  }
  JudgedClock& judged() { return process_.judged; }
  // Records as the writer does.
  ClockReading Record() {
    const ClockReading reading = judged().Read();
    judged().EntryRecorded(reading);
    return reading;
  }

  TurnedClock machine_{kLast};
  JudgedProcess process_{&machine_, kBuild};
};

TEST_F(JudgedClockTest, BootedIn2000TimeGoesOnFromTheLastEntryUntilTheClockIsSetRight) {
  Boot(AtMinute(2000, 1, 1));
  EXPECT_EQ(judged().Read().state, common::v1::CLOCK_STATE_BEFORE_BUILD);
  EXPECT_EQ(judged().Now(), kLast);
  machine_.Pass(absl::Minutes(90));
  ClockReading reading = Record();
  EXPECT_EQ(reading.now, kLast + absl::Minutes(90));
  EXPECT_EQ(reading.clock, AtMinute(2000, 1, 1, 1, 30));
  EXPECT_EQ(reading.latest(), reading.now);
  // Entries under a suspect clock are not what a person is shown as the last trusted time.
  EXPECT_EQ(judged().last_entry(), kLast);
  // The network sets it right: no restart, nobody needed.
  machine_.Turn(AtMinute(2027, 3, 2, 8));
  reading = judged().Read();
  EXPECT_FALSE(reading.suspect());
  EXPECT_EQ(reading.now, AtMinute(2027, 3, 2, 8));
}

TEST_F(JudgedClockTest, BootedIn2040IsBelievedOnceAPersonSaysSo) {
  Boot(AtMinute(2040, 1, 1));
  EXPECT_EQ(judged().Read().state, common::v1::CLOCK_STATE_AHEAD);
  EXPECT_EQ(judged().Now(), kLast);
  EXPECT_EQ(judged().Read().latest(), AtMinute(2040, 1, 1));
  judged().Confirmed();
  EXPECT_FALSE(judged().Read().suspect());
  EXPECT_EQ(judged().Now(), AtMinute(2040, 1, 1));
  machine_.Pass(absl::Hours(1));
  EXPECT_EQ(Record().now, AtMinute(2040, 1, 1, 1));
}

TEST_F(JudgedClockTest, SetBackWhileRunningIsFoundByTheTimeThatPassedNotByTheLastEntryAlone) {
  Boot(kLast + absl::Hours(1));
  EXPECT_FALSE(Record().suspect());
  machine_.Pass(absl::Hours(6));
  // Still an hour past the last entry, but five before what it must be.
  machine_.Turn(kLast + absl::Hours(2));
  const ClockReading reading = judged().Read();
  EXPECT_EQ(reading.state, common::v1::CLOCK_STATE_BEHIND);
  EXPECT_EQ(reading.now, kLast + absl::Hours(7));
  machine_.Pass(absl::Hours(1));
  EXPECT_EQ(judged().Now(), kLast + absl::Hours(8));
}

TEST_F(JudgedClockTest, StepsOfMinutesAreNobodysBusiness) {
  Boot(kLast + absl::Hours(1));
  Record();
  for (const int minutes : {-9, 3, -4}) {
    machine_.Turn(machine_.Now() + absl::Minutes(minutes));
    EXPECT_FALSE(Record().suspect()) << minutes;
  }
  // Together they are ten; one more and it is far behind.
  machine_.Turn(machine_.Now() - absl::Minutes(1));
  EXPECT_EQ(judged().Read().state, common::v1::CLOCK_STATE_BEHIND);
}

TEST_F(JudgedClockTest, AServerThatRunsForMonthsWithNothingToRecordIsNotSuspect) {
  Boot(kLast + absl::Hours(1));
  for (int day = 0; day < 200; ++day) {
    machine_.Pass(absl::Hours(24));
    ASSERT_FALSE(judged().Read().suspect()) << day;
  }
}

TEST_F(JudgedClockTest, AConfirmedStepBackIsBelievedAndFreshDoubtComesOnlyOfAnotherStep) {
  Boot(kLast - absl::Hours(4));
  EXPECT_EQ(judged().Read().state, common::v1::CLOCK_STATE_BEHIND);
  judged().Confirmed();
  EXPECT_FALSE(Record().suspect());
  EXPECT_EQ(judged().Now(), kLast - absl::Hours(4));
  machine_.Pass(absl::Hours(1));
  EXPECT_FALSE(Record().suspect());
  machine_.Turn(kLast - absl::Hours(4));
  EXPECT_EQ(judged().Read().state, common::v1::CLOCK_STATE_BEHIND);
  EXPECT_EQ(judged().Now(), kLast - absl::Hours(3));
}

TEST_F(JudgedClockTest, AGroupUnderWayDuringAConfirmationDoesNotUndoIt) {
  Boot(kLast - absl::Hours(4));
  const ClockReading before = judged().Read();
  EXPECT_TRUE(before.suspect());
  judged().Confirmed();
  judged().EntryRecorded(before);
  EXPECT_FALSE(judged().Read().suspect());
}

TEST_F(JudgedClockTest, WithNothingRecordedTheBuildDateIsAllThereIs) {
  machine_.Turn(absl::UnixEpoch());
  EXPECT_EQ(judged().Read().state, common::v1::CLOCK_STATE_BEFORE_BUILD);
  EXPECT_EQ(judged().Now(), kBuild);
}

TEST_F(JudgedClockTest, OtherMachinesEntriesExcuseALongRestButAccuseNobody) {
  Boot(kLast + absl::Hours(24 * 60));
  EXPECT_EQ(judged().Read().state, common::v1::CLOCK_STATE_AHEAD);
  judged().EntryFollowed(kLast + absl::Hours(24 * 59));
  EXPECT_FALSE(judged().Read().suspect());
  judged().EntryFollowed(kLast + absl::Hours(24 * 900));
  EXPECT_FALSE(judged().Read().suspect());
}

TEST_F(JudgedClockTest, WhatAnExercisesClockWasSetToIsAPersonsWord) {
  Boot(kLast);
  for (const absl::Time time : {AtMinute(2000, 1, 1), AtMinute(2040, 6, 1), AtMinute(2027, 1, 1)}) {
    process_.clock.Set(time, /*frozen=*/true);
    machine_.Pass(absl::Hours(24 * 40));
    EXPECT_FALSE(Record().suspect());
    EXPECT_EQ(judged().Now(), time);
  }
}

TEST_F(JudgedClockTest, TellsOfEachChangeOnce) {
  std::vector<common::v1::ClockState> told;
  JudgedClock judged({&process_.clock, machine_.passing(), kBuild,
                      [&](const ClockReading& reading) { told.push_back(reading.state); }});
  judged.LogOpened({.own = kLast});
  judged.Read();
  for (const absl::Time time :
       {AtMinute(2040, 1, 1), AtMinute(2000, 1, 1), kLast + absl::Hours(1)}) {
    machine_.Turn(time);
    judged.Read();
    judged.Read();
  }
  EXPECT_EQ(told, (std::vector{common::v1::CLOCK_STATE_AHEAD, common::v1::CLOCK_STATE_BEFORE_BUILD,
                               common::v1::CLOCK_STATE_GOOD}));
}

}  // namespace
}  // namespace waystation::runtime
