#include "storage/committer.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "storage/rebuild.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/storage/support/word_fold.h"

namespace waystation::storage {
namespace {

using testing::AddOne;
using testing::SetWord;
using testing::WordFold;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

// Fails its next write on demand.
class BreakableRows : public MemoryRowStore {
 public:
  bool broken = false;
  absl::Status Write(const RowChanges& changes) override {
    return broken ? absl::UnavailableError("no space") : MemoryRowStore::Write(changes);
  }
};

class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest() { Reopen(); }

  // As after a crash: the log opened again, the rows caught up with it.
  void Reopen() {
    absl::Time last = absl::UnixEpoch();
    log_ = *engine_.Open("main");
    ASSERT_TRUE(projector_.CatchUp(*log_, rows_).ok());
    if (log_->Head().revision > 0) {
      last = ReadGroupFrame(log_->Read(log_->Head().revision - 1, 1)->at(0))->record_time;
    }
    committer_ = std::make_unique<Committer>(log_.get(), &rows_, &projector_, last);
  }
  GroupOutcome Run(const std::vector<Command>& commands, absl::Time now = kNow) {
    GroupOutcome outcome = committer_->RunGroup(commands, now);
    EXPECT_EQ(outcome.outcomes.size(), outcome.taken);
    return outcome;
  }
  int64_t Count(absl::string_view word) { return fold_.Count(*rows_.Snapshot(), word); }
  void ExpectRowsEqualLog() {
    MemoryRowStore empty;
    const RebuildSource source{log_.get(), &projector_};
    const auto report = RebuildAndCompare({&source, 1}, *rows_.Snapshot(), empty);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->equal()) << report->ToString();
  }

  MemoryLogEngine engine_;
  std::unique_ptr<Log> log_;
  BreakableRows rows_;
  const WordFold fold_;
  const Projector projector_{{"words/main", true}, &fold_};
  std::unique_ptr<Committer> committer_;
};

Command Refuse(int64_t request) {
  Command command = SetWord(request, "refused", 1);
  command.decide = [](const RowReader&, const DecideContext&) -> absl::StatusOr<Decision> {
    return NotKnown("words/x");
  };
  return command;
}

TEST_F(CommitterTest, EachCommandSeesThoseBefore) {
  const GroupOutcome outcome =
      Run({AddOne(1, "a", fold_), AddOne(2, "a", fold_), Refuse(3), AddOne(4, "a", fold_)});
  EXPECT_EQ(outcome.taken, 4u);
  EXPECT_TRUE(outcome.appended);
  EXPECT_EQ(Count("a"), 3);
  EXPECT_EQ(ReasonOf(outcome.outcomes[2].status), common::v1::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(outcome.outcomes[2].entry, nullptr);
  // A refusal takes no revision, and all is one group.
  EXPECT_EQ(outcome.outcomes[3].entry->revision(), 3);
  EXPECT_EQ(log_->Read(0, 1 << 20)->size(), 1u);
  EXPECT_EQ(*projector_.Applied(*rows_.Snapshot()), log_->Head());
  ExpectRowsEqualLog();
}

TEST_F(CommitterTest, TheEntryHoldsTheCommand) {
  Command command = SetWord(7, "a", 5);
  command.acting_for = "delegation";
  DecideContext seen;
  command.decide = [&](const RowReader&, const DecideContext& context) -> absl::StatusOr<Decision> {
    seen = context;
    return Decision{"words", {"a=5", "b=6"}};
  };
  const GroupOutcome outcome = Run({command}, kNow + absl::Nanoseconds(1500));
  const common::v1::LogEntry& entry = *outcome.outcomes[0].entry;
  EXPECT_EQ(entry.request_id(), testing::RequestId(7));
  EXPECT_EQ(entry.fingerprint(), DigestBytes(command.fingerprint));
  EXPECT_EQ(entry.principal(), "tester");
  EXPECT_EQ(entry.acting_for(), "delegation");
  EXPECT_EQ(entry.scope(), "words");
  EXPECT_EQ(entry.method(), "/words/Set");
  EXPECT_EQ(entry.events_size(), 2);
  EXPECT_EQ(seen.revision, 1);
  EXPECT_EQ(seen.request_id, testing::RequestId(7));
  EXPECT_EQ(seen.acting_for, "delegation");
  // The time decided by is the time stored: whole microseconds.
  EXPECT_EQ(seen.now, kNow + absl::Microseconds(1));
  EXPECT_EQ(outcome.outcomes[0].record_time, seen.now);
  EXPECT_EQ(ReadGroupFrame(log_->Read(0, 1)->at(0))->record_time, seen.now);
}

TEST_F(CommitterTest, RefusalsAloneAppendNothing) {
  const GroupOutcome outcome = Run({Refuse(1), Refuse(2)});
  EXPECT_EQ(outcome.taken, 2u);
  EXPECT_FALSE(outcome.appended);
  EXPECT_EQ(log_->Head().revision, 0);
  // Only success is remembered: the same id may succeed.
  EXPECT_TRUE(Run({SetWord(1, "a", 1)}).outcomes[0].status.ok());
  EXPECT_EQ(Run({}).taken, 0u);
}

TEST_F(CommitterTest, ReplayAnswersTheFirstEntry) {
  const GroupOutcome first = Run({AddOne(1, "a", fold_), AddOne(2, "a", fold_)});
  const GroupOutcome again = Run({AddOne(2, "a", fold_)}, kNow + absl::Hours(1));
  EXPECT_FALSE(again.appended);
  ASSERT_TRUE(again.outcomes[0].status.ok());
  EXPECT_TRUE(again.outcomes[0].replayed);
  EXPECT_FALSE(first.outcomes[1].replayed);
  EXPECT_EQ(again.outcomes[0].entry->SerializeAsString(),
            first.outcomes[1].entry->SerializeAsString());
  EXPECT_EQ(again.outcomes[0].record_time, kNow);
  // Within one group, and after a reopen.
  const GroupOutcome both = Run({AddOne(3, "a", fold_), AddOne(3, "a", fold_)});
  EXPECT_TRUE(both.outcomes[1].replayed);
  EXPECT_EQ(both.outcomes[1].entry->revision(), 3);
  Reopen();
  EXPECT_TRUE(Run({AddOne(1, "a", fold_)}).outcomes[0].replayed);
  EXPECT_EQ(Count("a"), 3);
  ExpectRowsEqualLog();
}

TEST_F(CommitterTest, ARequestIdIsForOneRequest) {
  Run({SetWord(1, "a", 1)});
  Command content = SetWord(1, "a", 2);
  Command method = SetWord(1, "a", 1);
  method.method = "/words/Other";
  Command principal = SetWord(1, "a", 1);
  principal.principal = "somebody";
  const GroupOutcome outcome =
      Run({content, method, principal, SetWord(2, "b", 1), SetWord(2, "b", 9)});
  for (size_t i : {0, 1, 2, 4}) {
    EXPECT_EQ(ReasonOf(outcome.outcomes[i].status), common::v1::ERROR_REASON_REQUEST_ID_REUSED);
    EXPECT_EQ(outcome.outcomes[i].entry, nullptr);
    EXPECT_EQ(ErrorVariable(outcome.outcomes[i].status, "first_method"), "/words/Set");
  }
  EXPECT_EQ(Count("a"), 1);
  EXPECT_EQ(Count("b"), 1);
}

TEST_F(CommitterTest, MalformedCommandsAreRefusedAlone) {
  Command no_id = SetWord(1, "a", 1);
  no_id.request_id = "short";
  const auto deciding = [](Decision decision, int64_t request) {
    Command command = SetWord(request, "x", 1);
    command.decide = [decision](const RowReader&, const DecideContext&) { return decision; };
    return command;
  };
  const GroupOutcome outcome = Run({no_id, deciding({"", {"a=1"}}, 2), deciding({"words", {}}, 3),
                                    deciding({"words", {"c=1", "broken"}}, 4), SetWord(5, "b", 1)});
  EXPECT_EQ(FieldViolationsOf(outcome.outcomes[0].status).at(0).field, "request_id");
  EXPECT_EQ(outcome.outcomes[1].status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(outcome.outcomes[2].status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(outcome.outcomes[3].status.code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(outcome.outcomes[4].status.ok());
  // What the failing fold put first is gone too.
  EXPECT_EQ(Count("c"), 0);
  EXPECT_EQ(Count("half"), 0);
  EXPECT_TRUE(committer_->alive());
  ExpectRowsEqualLog();
}

// Such an entry would be written, and then make the whole log unreadable.
TEST_F(CommitterTest, TextThatIsNotUtf8IsRefused) {
  Command command = SetWord(1, "a", 1);
  command.principal = "\xff";
  EXPECT_EQ(Run({command}).outcomes[0].status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(Run({SetWord(2, "a", 1)}).outcomes[0].status.ok());
  Reopen();
  ExpectRowsEqualLog();
}

TEST_F(CommitterTest, TooLargeIsRefused) {
  const std::string word(kMaxEntryBytes, 'w');
  const GroupOutcome outcome = Run({SetWord(1, word, 1), SetWord(2, "b", 1)});
  EXPECT_EQ(ReasonOf(outcome.outcomes[0].status), common::v1::ERROR_REASON_REQUEST_TOO_LARGE);
  EXPECT_EQ(ErrorVariable(outcome.outcomes[0].status, "limit_bytes"), "4194304");
  EXPECT_TRUE(outcome.outcomes[1].status.ok());
  // Just below the limit makes a group of its own.
  const GroupOutcome large =
      Run({SetWord(3, std::string(kMaxEntryBytes - 200, 'w'), 1), SetWord(4, "c", 1)});
  EXPECT_EQ(large.taken, 1u);
  EXPECT_TRUE(large.outcomes[0].status.ok());
}

TEST_F(CommitterTest, AGroupEndsAtItsSize) {
  std::vector<Command> commands;
  for (int i = 0; i < 12; ++i) commands.push_back(SetWord(i, std::string(200'000, 'a' + i), 1));
  size_t done = 0;
  int groups = 0;
  while (done < commands.size()) {
    const GroupOutcome outcome =
        committer_->RunGroup(absl::MakeConstSpan(commands).subspan(done), kNow);
    ASSERT_GT(outcome.taken, 0u);
    for (const Outcome& one : outcome.outcomes) ASSERT_TRUE(one.status.ok());
    done += outcome.taken;
    ++groups;
  }
  EXPECT_EQ(groups, 3);
  const auto stored = log_->Read(0, 100 << 20);
  for (const std::string& bytes : *stored) {
    EXPECT_LE(bytes.size(), kMaxGroupBytes);
  }
  ExpectRowsEqualLog();
}

TEST_F(CommitterTest, AGroupEndsAtItsCount) {
  std::vector<Command> commands;
  for (size_t i = 0; i < kMaxGroupEntries + 10; ++i) {
    commands.push_back(SetWord(static_cast<int64_t>(i), absl::StrCat("w", i), 1));
  }
  EXPECT_EQ(Run(commands).taken, kMaxGroupEntries);
  EXPECT_EQ(log_->Head().revision, static_cast<int64_t>(kMaxGroupEntries));
}

TEST_F(CommitterTest, RecordTimeNeverGoesBack) {
  Run({SetWord(1, "a", 1)}, kNow);
  const GroupOutcome back = Run({SetWord(2, "a", 2)}, kNow - absl::Hours(5));
  EXPECT_EQ(back.outcomes[0].record_time, kNow);
  EXPECT_EQ(committer_->last_record_time(), kNow);
  Reopen();
  EXPECT_EQ(Run({SetWord(3, "a", 3)}, kNow - absl::Hours(9)).outcomes[0].record_time, kNow);
  EXPECT_EQ(Run({SetWord(4, "a", 3)}, kNow + absl::Seconds(1)).outcomes[0].record_time,
            kNow + absl::Seconds(1));
}

TEST_F(CommitterTest, AFailedAppendAnswersUnavailableUntilReopened) {
  struct Case {
    AppendResult result;
    bool written;
  };
  int64_t request = 100;
  for (const Case& one :
       {Case{AppendResult::kUnavailable, false}, Case{AppendResult::kFenced, false},
        Case{AppendResult::kUnknown, false}, Case{AppendResult::kUnknown, true}}) {
    const int64_t before = Count("a");
    const LogPosition head = log_->Head();
    const Command command = AddOne(request++, "a", fold_);
    engine_.FailNextAppend(one.result, one.written);
    const GroupOutcome failed = Run({command, Refuse(request++)});
    for (const Outcome& outcome : failed.outcomes) {
      EXPECT_EQ(ReasonOf(outcome.status), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
      EXPECT_EQ(outcome.entry, nullptr);
    }
    EXPECT_FALSE(failed.appended);
    EXPECT_FALSE(committer_->alive());
    EXPECT_EQ(ReasonOf(Run({SetWord(request++, "b", 1)}).outcomes[0].status),
              common::v1::ERROR_REASON_LOG_UNAVAILABLE);
    EXPECT_EQ(Count("a"), before);

    Reopen();
    EXPECT_EQ(log_->Head().revision, head.revision + (one.written ? 1 : 0));
    const GroupOutcome retried = Run({command});
    ASSERT_TRUE(retried.outcomes[0].status.ok());
    EXPECT_EQ(retried.outcomes[0].replayed, one.written);
    EXPECT_EQ(Count("a"), before + 1);
    ExpectRowsEqualLog();
  }
}

TEST_F(CommitterTest, RowsThatCanNotBeWrittenAreFoldedAfterReopening) {
  const Command command = AddOne(1, "a", fold_);
  rows_.broken = true;
  const GroupOutcome failed = Run({command});
  EXPECT_EQ(ReasonOf(failed.outcomes[0].status), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
  EXPECT_TRUE(failed.appended);
  EXPECT_FALSE(committer_->alive());
  rows_.broken = false;
  Reopen();
  EXPECT_EQ(Count("a"), 1);
  EXPECT_TRUE(Run({command}).outcomes[0].replayed);
}

TEST_F(CommitterTest, RowsBehindTheLogAreNotDecidedBy) {
  testing::AppendWords(*log_, {"unfolded"});
  EXPECT_EQ(ReasonOf(Run({SetWord(1, "a", 1)}).outcomes[0].status),
            common::v1::ERROR_REASON_LOG_UNAVAILABLE);
  EXPECT_FALSE(committer_->alive());
}

// Random groups with failures, retries and reopenings against a plain map.
TEST_F(CommitterTest, RandomAgainstAModel) {
  std::mt19937_64 random(testing::TestSeed());
  std::map<std::string, int64_t> model;
  int64_t next_request = 0;
  std::vector<Command> open;  // Sent and not answered yet: kept and sent again.
  for (int round = 0; round < 400; ++round) {
    for (uint64_t n = random() % 6; n > 0; --n) {
      open.push_back(AddOne(next_request++, std::string(1, 'a' + random() % 5), fold_));
    }
    if (random() % 8 == 0) engine_.FailNextAppend(AppendResult::kUnknown, random() % 2 == 0);
    const GroupOutcome outcome =
        Run(open, kNow + absl::Seconds(static_cast<int64_t>(random() % 99)));
    if (!committer_->alive()) {
      Reopen();
      continue;
    }
    for (const Outcome& one : outcome.outcomes) {
      ASSERT_TRUE(one.status.ok());
      const std::string event = one.entry->events(0);
      model[event.substr(0, 1)] += 1;
    }
    open.clear();
    for (const auto& [word, count] : model) ASSERT_EQ(Count(word), count) << round;
  }
  ExpectRowsEqualLog();
}

}  // namespace
}  // namespace waystation::storage
