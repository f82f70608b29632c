#include "storage/rebuild.h"

#include <gtest/gtest.h>

#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "tests/storage/support/word_fold.h"

namespace waystation::storage {
namespace {

using testing::WordFold;

class RebuildTest : public ::testing::Test {
 protected:
  RebuildTest() : log_(*engine_.Open("main")), other_log_(*engine_.Open("other")) {
    testing::AppendWords(*log_, {"a", "b", "a"});
    testing::AppendWords(*log_, {"c"});
    testing::AppendWords(*other_log_, {"z"});
    if (!own_.CatchUp(*log_, live_).ok() || !other_.CatchUp(*other_log_, live_).ok()) abort();
  }
  EqualityReport Compare() {
    MemoryRowStore empty;
    const RebuildSource sources[] = {{log_.get(), &own_}, {other_log_.get(), &other_}};
    return *RebuildAndCompare(sources, *live_.Snapshot(), empty);
  }

  MemoryLogEngine engine_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Log> other_log_;
  const WordFold fold_{1};
  const WordFold other_fold_{3};
  const Projector own_{{"words/main", true}, &fold_};
  const Projector other_{{"other/main", false}, &other_fold_};
  MemoryRowStore live_;
};

TEST_F(RebuildTest, EqualAfterFolding) {
  const EqualityReport report = Compare();
  EXPECT_TRUE(report.equal()) << report.ToString();
  // 3 words and 1, each with its index row; 4 request ids; 2 applied; the followed log's time.
  EXPECT_EQ(report.rows_compared, 15);
  EXPECT_EQ(report.ToString(), "15 rows, all equal");
}

TEST_F(RebuildTest, FindsAChangedRow) {
  ASSERT_TRUE(live_.Write({{fold_.WordKey("b"), "7"}}).ok());
  const EqualityReport report = Compare();
  ASSERT_EQ(report.difference_count, 1);
  EXPECT_EQ(report.differences[0].key, fold_.WordKey("b"));
  EXPECT_EQ(report.differences[0].live, "7");
  EXPECT_EQ(report.differences[0].rebuilt, "1");
  EXPECT_EQ(report.ToString(), "15 rows, 1 differ\nchanged 01620001");
}

TEST_F(RebuildTest, FindsAMissingAndAnExtraRow) {
  ASSERT_TRUE(live_.Write({{fold_.WordKey("a"), std::nullopt}, {"\xff", "extra"}}).ok());
  const EqualityReport report = Compare();
  ASSERT_EQ(report.difference_count, 2);
  EXPECT_FALSE(report.differences[0].live_present);
  EXPECT_TRUE(report.differences[0].rebuilt_present);
  EXPECT_TRUE(report.differences[1].live_present);
  EXPECT_FALSE(report.differences[1].rebuilt_present);
  EXPECT_EQ(report.differences[1].live, "extra");
}

TEST_F(RebuildTest, FindsALostRequestIdAndAWrongApplied) {
  ASSERT_TRUE(live_.DeleteRange(std::string(1, kStorageTable), "\x01").ok());
  EXPECT_EQ(Compare().difference_count, 7);
}

TEST_F(RebuildTest, KeepsTheFirstHundred) {
  RowChanges changes;
  for (int i = 0; i < 1500; ++i) changes[std::string("\xf0") + std::to_string(i)] = "x";
  ASSERT_TRUE(live_.Write(changes).ok());
  const EqualityReport report = Compare();
  EXPECT_EQ(report.difference_count, 1500);
  EXPECT_EQ(report.differences.size(), 100u);
  EXPECT_EQ(report.ToString().substr(0, 25), "1,515 rows, 1,500 differ\n");
}

}  // namespace
}  // namespace waystation::storage
