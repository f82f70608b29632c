// What is recorded under a suspect clock, and what a restart knows of it.
#include "storage/clock_marks.h"

#include <gtest/gtest.h>

#include "storage/overlay.h"
#include "tests/storage/support/store_fixture.h"

namespace waystation::storage {
namespace {

using testing::kStoreTestNow;
using testing::SetWord;

ClockReading Suspect(absl::Time now, absl::Time clock, common::v1::ClockState state) {
  ClockReading reading(now);
  reading.clock = clock;
  reading.state = state;
  return reading;
}

// A confirmation of `clock`, as ConfirmClock makes it.
Command Confirm(int64_t request, absl::Time clock) {
  Command command = SetWord(request, "", 0);
  command.method = "/ClockService/ConfirmClock";
  command.decide = [clock](const RowReader&, const DecideContext&) -> absl::StatusOr<Decision> {
    common::v1::ClockConfirmation confirmation;
    *confirmation.mutable_clock_time() = ToTimestamp(clock);
    return Decision{"clock", {}, confirmation};
  };
  return command;
}

class ClockMarksTest : public testing::StoreTest {
 protected:
  Outcome Run(Store& store, const Command& command, const ClockReading& clock) {
    return store.committer().RunGroup({&command, 1}, clock).outcomes.at(0);
  }
};

constexpr absl::Duration kYear = absl::Hours(24 * 365);
const absl::Time kLast = kStoreTestNow + absl::Hours(1);

TEST_F(ClockMarksTest, FactsAreRecordedByTheGivenTimeAndMarkedWithWhatTheClockSaid) {
  auto store = MustOpen();
  const Outcome good = Run(*store, SetWord(1, "a", 1), kLast);
  EXPECT_FALSE(good.entry->has_suspect_clock());

  DecideContext seen;
  Command command = SetWord(2, "b", 1);
  command.decide = [&](const RowReader&, const DecideContext& context) -> absl::StatusOr<Decision> {
    seen = context;
    return Decision{"words", {"b=1"}};
  };
  const absl::Time now = kLast + absl::Minutes(5);
  const Outcome marked =
      Run(*store, command, Suspect(now, kLast + kYear, common::v1::CLOCK_STATE_AHEAD));
  EXPECT_EQ(marked.record_time, now);
  EXPECT_EQ(marked.entry->suspect_clock().state(), common::v1::CLOCK_STATE_AHEAD);
  EXPECT_EQ(marked.entry->suspect_clock().clock_time().seconds(),
            absl::ToUnixSeconds(kLast + kYear));
  EXPECT_TRUE(seen.clock_suspect);
  EXPECT_EQ(seen.now, now);
  EXPECT_EQ(seen.LatestNow(), kLast + kYear);
  EXPECT_EQ(Count(*store, "b"), 1);
  ExpectVerified(*store);
}

TEST_F(ClockMarksTest, ARepeatedRequestIsAnsweredAsTheFirstWhateverTheClockIsNow) {
  auto store = MustOpen();
  const ClockReading suspect = Suspect(kLast, kLast - kYear, common::v1::CLOCK_STATE_BEHIND);
  const Outcome first = Run(*store, SetWord(1, "a", 1), suspect);
  const Outcome again = Run(*store, SetWord(1, "a", 1), kLast + absl::Hours(5));
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.record_time, first.record_time);
  EXPECT_TRUE(again.entry->has_suspect_clock());
}

TEST_F(ClockMarksTest, ARestartKnowsTheLastEntryMarkedOrNot) {
  {
    auto store = MustOpen();
    EXPECT_EQ(store->clock_evidence().own, kStoreTestNow);
    EXPECT_EQ(store->clock_evidence().followed, absl::InfinitePast());
    Run(*store, SetWord(1, "a", 1), Suspect(kLast, kLast - kYear, common::v1::CLOCK_STATE_BEHIND));
  }
  EXPECT_EQ(MustOpen()->clock_evidence().own, kLast);
}

TEST_F(ClockMarksTest, AConfirmedStepForwardIsKnownAfterARestart) {
  {
    auto store = MustOpen();
    const Outcome confirmed = Run(*store, Confirm(1, kLast + kYear),
                                  Suspect(kLast, kLast + kYear, common::v1::CLOCK_STATE_AHEAD));
    ASSERT_TRUE(confirmed.status.ok()) << confirmed.status;
    // It says itself what the clock said; its time is still the one that goes on.
    EXPECT_EQ(confirmed.record_time, kLast);
    EXPECT_FALSE(confirmed.entry->has_suspect_clock());
    EXPECT_EQ(confirmed.entry->events_size(), 0);
  }
  auto store = MustOpen();
  EXPECT_EQ(store->clock_evidence().own, kLast + kYear);
  Run(*store, SetWord(2, "a", 1), kLast + kYear + absl::Hours(1));
  store.reset();
  EXPECT_EQ(MustOpen()->clock_evidence().own, kLast + kYear + absl::Hours(1));
}

TEST_F(ClockMarksTest, AConfirmedStepBackIsKnownUntilTheClockHasCaughtUp) {
  const absl::Time right = kLast - absl::Hours(4);
  {
    auto store = MustOpen();
    Run(*store, SetWord(1, "a", 1), kLast);
    Run(*store, Confirm(2, right), Suspect(kLast, right, common::v1::CLOCK_STATE_BEHIND));
    // Record times stand still meanwhile; what is recent goes by the clock.
    DecideContext seen;
    Command command = SetWord(3, "b", 1);
    command.decide = [&](const RowReader&,
                         const DecideContext& context) -> absl::StatusOr<Decision> {
      seen = context;
      return Decision{"words", {"b=1"}};
    };
    EXPECT_EQ(Run(*store, command, right + absl::Hours(1)).record_time, kLast);
    EXPECT_EQ(seen.now, kLast);
    EXPECT_EQ(seen.ClockNow(), right + absl::Hours(1));
  }
  {
    auto store = MustOpen();
    EXPECT_EQ(store->clock_evidence().own, right);
    Run(*store, SetWord(4, "c", 1), kLast + absl::Minutes(1));
    ExpectVerified(*store);
  }
  EXPECT_EQ(MustOpen()->clock_evidence().own, kLast + absl::Minutes(1));
}

TEST_F(ClockMarksTest, AConfirmationIsAcceptedOncePerRequestIdAndSurvivesARebuild) {
  {
    auto store = MustOpen();
    const Outcome first = Run(*store, Confirm(1, kLast), kLast);
    const Outcome again = Run(*store, Confirm(1, kLast), kLast + absl::Hours(1));
    EXPECT_TRUE(again.replayed);
    EXPECT_EQ(again.entry->revision(), first.entry->revision());
  }
  options_.rocks.row_format = 7;
  auto store = MustOpen();
  EXPECT_TRUE(store->open_report().rows_dropped);
  const auto marks = LoadClockMarks(*store->rows().Snapshot(), "words/main");
  ASSERT_TRUE(marks.ok()) << marks.status();
  EXPECT_EQ(marks->confirmed_clock, kLast);
  ExpectVerified(*store);
}

TEST_F(ClockMarksTest, AFollowerKnowsTheSourcesTimeAndItsLastMark) {
  LogPosition head;
  const auto follow = [&](Store& store, Group group) {
    const Projector& projector = *store.followed_projector("other/main");
    // As it comes over the wire: with its digest.
    group = *DecodeGroup(EncodeGroup(group));
    const auto rows = store.rows().Snapshot();
    RowOverlay overlay(rows.get());
    ASSERT_TRUE(projector.FoldGroup(overlay, group).ok());
    ASSERT_TRUE(store.rows().Write(overlay.TakeChanges()).ok());
    head = group.end();
  };
  const auto state = [&](Store& store) {
    return LoadClockMarks(*store.rows().Snapshot(), "other/main")->StateAt(head.revision);
  };
  {
    auto store = MustOpen();
    Group marked = testing::MakeGroup(head, {"x", "y"}, 2'000'000);
    for (common::v1::LogEntry& entry : marked.entries) {
      entry.mutable_suspect_clock()->set_state(common::v1::CLOCK_STATE_AHEAD);
    }
    follow(*store, marked);
    EXPECT_EQ(state(*store), common::v1::CLOCK_STATE_AHEAD);
  }
  auto store = MustOpen();
  EXPECT_EQ(store->clock_evidence().followed, absl::FromUnixSeconds(2'000'000));
  EXPECT_EQ(store->clock_evidence().own, kStoreTestNow);
  EXPECT_EQ(state(*store), common::v1::CLOCK_STATE_AHEAD);
  follow(*store, testing::MakeGroup(head, {"z"}, 3'000'000));
  EXPECT_EQ(state(*store), common::v1::CLOCK_STATE_GOOD);
  ExpectVerified(*store);
  // Gone with the source's rows.
  ASSERT_TRUE(store->followed_projector("other/main")->DropSource(store->rows()).ok());
  EXPECT_FALSE(LoadFollowedTime(*store->rows().Snapshot(), "other/main")->has_value());
  EXPECT_EQ(LoadClockMarks(*store->rows().Snapshot(), "other/main")->suspect_revision, 0);
}

TEST_F(ClockMarksTest, ALogBornUnderASuspectClockSaysSo) {
  options_.now = Suspect(kLast, absl::UnixEpoch(), common::v1::CLOCK_STATE_BEFORE_BUILD);
  auto store = MustOpen();
  const Group birth = *DecodeGroup(store->log().Read(0, 1)->at(0));
  EXPECT_EQ(birth.record_time, kLast);
  EXPECT_EQ(birth.entries.at(0).suspect_clock().state(), common::v1::CLOCK_STATE_BEFORE_BUILD);
}

}  // namespace
}  // namespace waystation::storage
