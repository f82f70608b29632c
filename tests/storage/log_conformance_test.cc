// What every log engine must do.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "storage/base/errors.h"
#include "storage/memory/memory_log.h"
#include "tests/storage/support/engines.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/storage/support/word_fold.h"

namespace waystation::storage {
namespace {

using testing::AppendWords;
using testing::MakeGroup;

struct EngineCase {
  const char* name;
  std::unique_ptr<LogEngine> (*make)(const std::string& folder);
};

class LogConformance : public ::testing::TestWithParam<EngineCase> {
 protected:
  LogConformance() : engine_(GetParam().make(folder_.path())) { log_ = Reopen(); }

  std::unique_ptr<Log> Reopen() {
    log_.reset();
    auto log = engine_->Open("main");
    if (!log.ok()) ADD_FAILURE() << log.status();
    return *std::move(log);
  }

  testing::TempFolder folder_;
  std::unique_ptr<LogEngine> engine_;
  std::unique_ptr<Log> log_;
};

TEST_P(LogConformance, BeginsEmpty) {
  EXPECT_EQ(log_->Head(), LogPosition());
  EXPECT_TRUE(log_->Read(0, 1 << 20)->empty());
  EXPECT_EQ(*log_->GroupEndingAt(0), LogPosition());
  EXPECT_EQ(*log_->GroupEndingAt(1), LogPosition());
}

TEST_P(LogConformance, AppendsAndReadsBack) {
  const Group first = MakeGroup({}, {"a", "b", "c"});
  ASSERT_EQ(log_->Append({}, EncodeGroup(first)), AppendResult::kOk);
  const LogPosition middle = log_->Head();
  EXPECT_EQ(middle.revision, 3);
  const LogPosition end = AppendWords(*log_, {"d"});
  EXPECT_EQ(end.revision, 4);

  const auto all = log_->Read(0, 1 << 20);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[0], EncodeGroup(first));
  EXPECT_EQ(*GroupEnd((*all)[1]), end);
  // From within a group: that group.
  EXPECT_EQ(log_->Read(1, 1 << 20)->size(), 2u);
  EXPECT_EQ(log_->Read(2, 1 << 20)->size(), 2u);
  EXPECT_EQ(log_->Read(3, 1 << 20)->size(), 1u);
  EXPECT_TRUE(log_->Read(4, 1 << 20)->empty());
  EXPECT_TRUE(log_->Read(99, 1 << 20)->empty());
  // At least one, however small the limit.
  EXPECT_EQ(log_->Read(0, 0)->size(), 1u);
  EXPECT_EQ(log_->Read(0, EncodeGroup(first).size())->size(), 1u);

  EXPECT_EQ(*log_->GroupEndingAt(3), middle);
  EXPECT_EQ(*log_->GroupEndingAt(4), end);
  EXPECT_EQ(*log_->GroupEndingAt(2), LogPosition());
  EXPECT_EQ(*log_->GroupEndingAt(5), LogPosition());
}

TEST_P(LogConformance, SurvivesReopen) {
  AppendWords(*log_, {"a", "b"});
  const LogPosition head = AppendWords(*log_, {"c"});
  log_ = Reopen();
  EXPECT_EQ(log_->Head(), head);
  EXPECT_EQ(log_->Read(0, 1 << 20)->size(), 2u);
  EXPECT_EQ(AppendWords(*log_, {"d"}).revision, 4);
}

TEST_P(LogConformance, AnotherHeadFences) {
  AppendWords(*log_, {"a"});
  LogPosition wrong = log_->Head();
  wrong.digest[0] ^= 1;
  EXPECT_EQ(log_->Append(wrong, EncodeGroup(MakeGroup(wrong, {"b"}))), AppendResult::kFenced);
  // Dead from then on, also for what would have been right.
  EXPECT_EQ(log_->Append(log_->Head(), EncodeGroup(MakeGroup(log_->Head(), {"b"}))),
            AppendResult::kFenced);
  log_ = Reopen();
  EXPECT_EQ(log_->Head().revision, 1);
  EXPECT_EQ(AppendWords(*log_, {"b"}).revision, 2);
}

TEST_P(LogConformance, AGroupThatDoesNotFollowIsNotWritten) {
  AppendWords(*log_, {"a"});
  const LogPosition head = log_->Head();
  LogPosition elsewhere = head;
  elsewhere.revision = 7;
  EXPECT_NE(log_->Append(head, EncodeGroup(MakeGroup(elsewhere, {"b"}))), AppendResult::kOk);
  log_ = Reopen();
  EXPECT_NE(log_->Append(head, "no group at all"), AppendResult::kOk);
  log_ = Reopen();
  EXPECT_EQ(log_->Head(), head);
  EXPECT_EQ(log_->Read(0, 1 << 20)->size(), 1u);
}

TEST_P(LogConformance, ASecondOpenFencesTheFirstOrIsRefused) {
  AppendWords(*log_, {"a"});
  auto second = engine_->Open("main");
  if (!second.ok()) {
    EXPECT_EQ(ReasonOf(second.status()), common::v1::ERROR_REASON_FOLDER_IN_USE);
    AppendWords(*log_, {"b"});
    return;
  }
  const LogPosition head = log_->Head();
  EXPECT_EQ(log_->Append(head, EncodeGroup(MakeGroup(head, {"b"}))), AppendResult::kFenced);
  EXPECT_EQ((*second)->Head(), head);
  EXPECT_EQ(AppendWords(**second, {"c"}).revision, 2);
}

TEST_P(LogConformance, PartitionsAreApart) {
  AppendWords(*log_, {"a"});
  auto other = engine_->Open("other");
  ASSERT_TRUE(other.ok());
  EXPECT_EQ((*other)->Head(), LogPosition());
}

TEST_P(LogConformance, ReadsRunBesideAppends) {
  constexpr int kGroups = 100;
  std::atomic<bool> done{false};
  Log& log = *log_;
  std::thread reader([&] {
    LogPosition at;
    while (!done || at != log.Head()) {
      const LogPosition head_before = log.Head();
      const auto groups = log.Read(at.revision, 1 << 10);
      ASSERT_TRUE(groups.ok());
      ASSERT_TRUE(!groups->empty() || at.revision == head_before.revision);
      for (const std::string& bytes : *groups) {
        const auto group = DecodeGroup(bytes);
        ASSERT_TRUE(group.ok());
        ASSERT_EQ(group->first_revision, at.revision + 1);
        ASSERT_EQ(group->previous_digest, at.digest);
        at = group->end();
        ASSERT_LE(at.revision, log.Head().revision);
      }
    }
  });
  for (int i = 0; i < kGroups; ++i) AppendWords(log, {"x", "y"});
  done = true;
  reader.join();
  EXPECT_EQ(log.Head().revision, 2 * kGroups);
}

const EngineCase kEngines[] = {
    {"Memory",
     [](const std::string&) -> std::unique_ptr<LogEngine> {
       return std::make_unique<MemoryLogEngine>();
     }},
    {"Rocks",
     [](const std::string& folder) -> std::unique_ptr<LogEngine> {
       return std::make_unique<testing::RocksLogEngine>(folder);
     }},
};

INSTANTIATE_TEST_SUITE_P(Engines, LogConformance, ::testing::ValuesIn(kEngines),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace waystation::storage
