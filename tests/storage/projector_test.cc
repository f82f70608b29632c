#include "storage/projector.h"

#include <gtest/gtest.h>

#include "storage/base/errors.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "storage/overlay.h"
#include "storage/rebuild.h"
#include "tests/storage/support/word_fold.h"

namespace waystation::storage {
namespace {

using testing::AppendWords;
using testing::MakeGroup;
using testing::WordFold;

class ProjectorTest : public ::testing::Test {
 protected:
  ProjectorTest() : log_(*engine_.Open("main")) {}

  absl::Status Fold(const Projector& projector, const Group& group) {
    const auto snapshot = rows_.Snapshot();
    RowOverlay overlay(snapshot.get());
    const absl::Status status = projector.FoldGroup(overlay, group);
    if (!status.ok()) return status;
    return rows_.Write(overlay.changes());
  }
  int64_t Count(absl::string_view word) { return fold_.Count(*rows_.Snapshot(), word); }
  int64_t RowCount() { return CompareRows(*rows_.Snapshot(), *rows_.Snapshot())->rows_compared; }

  MemoryLogEngine engine_;
  std::unique_ptr<Log> log_;
  MemoryRowStore rows_;
  const WordFold fold_;
  const Projector projector_{{"words/main", true}, &fold_};
};

TEST_F(ProjectorTest, CatchesUpAndGoesOn) {
  EXPECT_EQ(*projector_.Applied(*rows_.Snapshot()), LogPosition());
  AppendWords(*log_, {"a", "b"});
  AppendWords(*log_, {"c"});
  std::vector<std::pair<int64_t, int64_t>> heard;
  ASSERT_TRUE(
      projector_
          .CatchUp(*log_, rows_, [&](int64_t at, int64_t head) { heard.emplace_back(at, head); })
          .ok());
  EXPECT_EQ(*projector_.Applied(*rows_.Snapshot()), log_->Head());
  EXPECT_EQ(Count("c"), 1);
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard.back(), std::make_pair(int64_t{3}, int64_t{3}));
  EXPECT_EQ(**FindRequest(*rows_.Snapshot(), testing::RequestId(2)), 2);
  EXPECT_EQ(*FindRequest(*rows_.Snapshot(), testing::RequestId(9)), std::nullopt);
  AppendWords(*log_, {"d"});
  ASSERT_TRUE(projector_.CatchUp(*log_, rows_).ok());
  EXPECT_EQ(Count("d"), 1);
  ASSERT_TRUE(projector_.CatchUp(*log_, rows_).ok());
}

TEST_F(ProjectorTest, CatchUpInManyWrites) {
  for (int i = 0; i < 6; ++i) AppendWords(*log_, {std::string(900'000, 'a' + i)});
  int writes = 0;
  ASSERT_TRUE(projector_.CatchUp(*log_, rows_, [&](int64_t, int64_t) { ++writes; }).ok());
  EXPECT_GE(writes, 3);
  EXPECT_EQ(*projector_.Applied(*rows_.Snapshot()), log_->Head());
}

TEST_F(ProjectorTest, PassesOverWhatIsApplied) {
  const Group first = *DecodeGroup(EncodeGroup(MakeGroup({}, {"a", "b"})));
  const Group second = *DecodeGroup(EncodeGroup(MakeGroup(first.end(), {"a"})));
  ASSERT_TRUE(Fold(projector_, first).ok());
  ASSERT_TRUE(Fold(projector_, second).ok());
  const int64_t rows = RowCount();
  EXPECT_TRUE(Fold(projector_, first).ok());
  EXPECT_TRUE(Fold(projector_, second).ok());
  EXPECT_EQ(RowCount(), rows);
  EXPECT_EQ(*projector_.Applied(*rows_.Snapshot()), second.end());
}

TEST_F(ProjectorTest, AnotherHistoryIsNoticed) {
  const Group first = *DecodeGroup(EncodeGroup(MakeGroup({}, {"a", "b"})));
  ASSERT_TRUE(Fold(projector_, first).ok());
  const auto changed = common::v1::ERROR_REASON_HISTORY_CHANGED;
  // The same revisions, other content.
  const Group twin = *DecodeGroup(EncodeGroup(MakeGroup({}, {"a", "x"})));
  EXPECT_EQ(ReasonOf(Fold(projector_, twin)), changed);
  // Goes on from another digest; leaves a gap; begins within what is applied.
  LogPosition at = first.end();
  at.digest[3] ^= 1;
  EXPECT_EQ(ReasonOf(Fold(projector_, MakeGroup(at, {"c"}))), changed);
  at = first.end();
  at.revision += 1;
  EXPECT_EQ(ReasonOf(Fold(projector_, MakeGroup(at, {"c"}))), changed);
  at.revision -= 2;
  EXPECT_EQ(ReasonOf(Fold(projector_, MakeGroup(at, {"b", "c"}))), changed);
  // Rows ahead of the log, and on another history of the same length.
  EXPECT_EQ(ReasonOf(projector_.CatchUp(*log_, rows_)), changed);
  AppendWords(*log_, {"p", "q"});
  EXPECT_EQ(ReasonOf(projector_.CatchUp(*log_, rows_)), changed);
  EXPECT_EQ(ErrorVariable(projector_.CatchUp(*log_, rows_), "log"), "words/main");
}

TEST_F(ProjectorTest, DropSourceLeavesOtherSources) {
  const WordFold other_fold(5);
  const Projector other({"other/main", false}, &other_fold);
  AppendWords(*log_, {"a", "b"});
  ASSERT_TRUE(projector_.CatchUp(*log_, rows_).ok());
  const int64_t own_rows = RowCount();
  ASSERT_TRUE(other.CatchUp(*log_, rows_).ok());
  ASSERT_TRUE(other.DropSource(rows_).ok());
  EXPECT_EQ(RowCount(), own_rows);
  EXPECT_EQ(*other.Applied(*rows_.Snapshot()), LogPosition());
  EXPECT_EQ(Count("a"), 1);
  ASSERT_TRUE(projector_.DropSource(rows_).ok());
  EXPECT_EQ(RowCount(), 0);
  ASSERT_TRUE(projector_.CatchUp(*log_, rows_).ok());
  EXPECT_EQ(RowCount(), own_rows);
}

// Fails from the n-th change on, as a crash would.
class DyingRowStore : public RowStore {
 public:
  DyingRowStore(RowStore* base, int changes) : base_(base), left_(changes) {}
  std::unique_ptr<RowReader> Snapshot() const override { return base_->Snapshot(); }
  absl::Status Write(const RowChanges& changes) override {
    return left_-- > 0 ? base_->Write(changes) : absl::UnavailableError("dead");
  }
  absl::Status DeleteRange(absl::string_view begin, absl::string_view end) override {
    return left_-- > 0 ? base_->DeleteRange(begin, end) : absl::UnavailableError("dead");
  }

 private:
  RowStore* const base_;
  int left_;
};

TEST_F(ProjectorTest, ADropCutShortIsFinished) {
  for (int changes = 0;; ++changes) {
    MemoryRowStore rows;
    MemoryRowStore rebuilt;
    MemoryLogEngine engine;
    const auto log = *engine.Open("main");
    AppendWords(*log, {"a", "b"});
    ASSERT_TRUE(projector_.CatchUp(*log, rows).ok());
    ASSERT_TRUE(projector_.CatchUp(*log, rebuilt).ok());
    DyingRowStore dying(&rows, changes);
    const bool finished = projector_.DropSource(dying).ok();
    ASSERT_TRUE(projector_.FinishDrop(rows).ok());
    ASSERT_TRUE(projector_.CatchUp(*log, rows).ok());
    const auto report = CompareRows(*rows.Snapshot(), *rebuilt.Snapshot());
    ASSERT_TRUE(report->equal()) << changes << ": " << report->ToString();
    if (finished) {
      EXPECT_EQ(changes, 5);
      break;
    }
  }
}

TEST_F(ProjectorTest, AFailingFoldWritesNothing) {
  Group group = MakeGroup({}, {"a", "b"});
  group.entries[1].set_events(0, "broken");
  ASSERT_EQ(log_->Append({}, EncodeGroup(group)), AppendResult::kOk);
  EXPECT_FALSE(projector_.CatchUp(*log_, rows_).ok());
  EXPECT_EQ(RowCount(), 0);
}

}  // namespace
}  // namespace waystation::storage
