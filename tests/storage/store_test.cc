#include "storage/store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/memory/memory_log.h"
#include "storage/overlay.h"
#include "tests/storage/support/store_fixture.h"

namespace waystation::storage {
namespace {

using testing::AddOne;
using testing::StoreTest;
const absl::Time kNow = testing::kStoreTestNow;

using Families = std::map<std::string, rocksdb::ColumnFamilyHandle*>;

std::string LogKey(int64_t revision) {
  std::string key(8, '\0');
  for (int i = 0; i < 8; ++i) key[7 - i] = static_cast<char>(revision >> (8 * i));
  return key;
}

TEST_F(StoreTest, IsBornAndReopened) {
  std::string unique_id;
  {
    const auto store = MustOpen();
    EXPECT_EQ(store->log_name(), "words/main");
    EXPECT_EQ(store->log().Head().revision, 1);
    EXPECT_EQ(store->birth().kind(), common::v1::FOLDER_KIND_EXERCISE);
    EXPECT_EQ(store->birth().program(), "test 1");
    EXPECT_EQ(store->birth_time(), kNow);
    unique_id = store->birth().unique_id();
    EXPECT_EQ(unique_id.size(), 16u);
    const Outcome outcome = Run(*store, AddOne(1, "a", fold_));
    ASSERT_TRUE(outcome.status.ok());
    EXPECT_EQ(outcome.entry->revision(), 2);
    ExpectVerified(*store);
    EXPECT_TRUE(store->Close().ok());
    EXPECT_TRUE(store->Close().ok());
  }
  options_.program = "test 2";
  options_.now = kNow - absl::Hours(48);
  const auto store = MustOpen();
  EXPECT_EQ(store->birth().unique_id(), unique_id);
  EXPECT_EQ(store->birth().program(), "test 1");
  EXPECT_EQ(store->committer().last_record_time(), kNow);
  EXPECT_EQ(store->open_report().revisions_folded, 0);
  EXPECT_FALSE(store->open_report().rows_dropped);
  EXPECT_EQ(Count(*store, "a"), 1);
  EXPECT_TRUE(Run(*store, AddOne(1, "a", fold_)).replayed);
  ExpectVerified(*store);
}

TEST_F(StoreTest, ExerciseAndRealNeverMeet) {
  for (auto born : {common::v1::FOLDER_KIND_EXERCISE, common::v1::FOLDER_KIND_REAL}) {
    options_.rocks.folder = absl::StrCat(temp_.path(), "/kind", born);
    options_.kind = born;
    MustOpen();
    options_.kind = born == common::v1::FOLDER_KIND_REAL ? common::v1::FOLDER_KIND_EXERCISE
                                                         : common::v1::FOLDER_KIND_REAL;
    const absl::Status status = Open().status();
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_FOLDER_KIND);
    const bool real = born == common::v1::FOLDER_KIND_REAL;
    EXPECT_EQ(ErrorVariable(status, "found"), real ? "real" : "exercise");
    EXPECT_EQ(ErrorVariable(status, "wanted"), real ? "exercise" : "real");
    options_.kind = born;
    MustOpen();
  }
  options_.kind = common::v1::FOLDER_KIND_UNSPECIFIED;
  EXPECT_FALSE(Open().ok());
}

TEST_F(StoreTest, AnotherServicesFolderIsRefused) {
  MustOpen();
  options_.log = "other/main";
  EXPECT_EQ(ReasonOf(Open().status()), common::v1::ERROR_REASON_FOLDER_KIND);
}

TEST_F(StoreTest, AFolderInUseNamesItsHolder) {
  const auto store = MustOpen();
  const auto expect_in_use = [&] {
    const absl::Status status = Open().status();
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_FOLDER_IN_USE) << status;
    EXPECT_TRUE(absl::StrContains(ErrorVariable(status, "holder").value_or(""),
                                  absl::StrCat("process ", getpid())))
        << status;
  };
  expect_in_use();
  // By another name too.
  const std::string link = temp_.path() + "/link";
  ASSERT_EQ(symlink(options_.rocks.folder.c_str(), link.c_str()), 0);
  options_.rocks.folder = link;
  expect_in_use();
  EXPECT_TRUE(Run(*store, AddOne(1, "a", fold_)).status.ok());
}

TEST_F(StoreTest, ANewerDiskFormatIsRefused) {
  MustOpen();
  ChangeDatabase([](rocksdb::DB& db, const Families&) {
    ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), "format", "2").ok());
  });
  const absl::Status status = Open().status();
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_FOLDER_NEWER);
  EXPECT_EQ(ErrorVariable(status, "found"), "disk format 2");
  EXPECT_EQ(ErrorVariable(status, "supported"), "disk format 1");
  EXPECT_TRUE(ErrorVariable(status, "folder").has_value());
}

TEST_F(StoreTest, AnUnknownColumnFamilyIsANewerProgram) {
  MustOpen();
  ChangeDatabase([](rocksdb::DB& db, const Families&) {
    rocksdb::ColumnFamilyHandle* made = nullptr;
    ASSERT_TRUE(db.CreateColumnFamily({}, "sealed", &made).ok());
    db.DestroyColumnFamilyHandle(made);
  });
  EXPECT_EQ(ReasonOf(Open().status()), common::v1::ERROR_REASON_FOLDER_NEWER);
}

TEST_F(StoreTest, ANewerGroupFormatIsRefused) {
  MustOpen();
  ChangeDatabase([](rocksdb::DB& db, const Families& families) {
    ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), families.at("log"), LogKey(2), "\x02 newer").ok());
  });
  const absl::Status status = Open().status();
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_FOLDER_NEWER);
  EXPECT_TRUE(ErrorVariable(status, "folder").has_value());
}

TEST_F(StoreTest, ADamagedHeadIsRefused) {
  MustOpen();
  ChangeDatabase([](rocksdb::DB& db, const Families& families) {
    std::string group;
    ASSERT_TRUE(db.Get({}, families.at("log"), LogKey(1), &group).ok());
    group[60] ^= 1;
    ASSERT_TRUE(db.Put({}, families.at("log"), LogKey(1), group).ok());
  });
  EXPECT_EQ(ReasonOf(Open().status()), common::v1::ERROR_REASON_LOG_DAMAGED);
}

TEST_F(StoreTest, AGroupReplacedInTheMiddleIsRefused) {
  {
    const auto store = MustOpen();
    for (int i = 0; i < 5; ++i) Run(*store, AddOne(i, "a", fold_));
  }
  ChangeDatabase([](rocksdb::DB& db, const Families& families) {
    std::string bytes;
    ASSERT_TRUE(db.Get({}, families.at("log"), LogKey(3), &bytes).ok());
    Group group = *DecodeGroup(bytes);
    group.entries[0].set_events(0, "a=99");
    ASSERT_TRUE(db.Put({}, families.at("log"), LogKey(3), EncodeGroup(group)).ok());
  });
  // Whole by itself, so only the chain tells.
  EXPECT_EQ(ReasonOf(Open().status()), common::v1::ERROR_REASON_LOG_DAMAGED);
}

TEST_F(StoreTest, AHoleInTheLogIsRefused) {
  {
    const auto store = MustOpen();
    for (int i = 0; i < 5; ++i) Run(*store, AddOne(i, "a", fold_));
  }
  ChangeDatabase([](rocksdb::DB& db, const Families& families) {
    ASSERT_TRUE(db.Delete({}, families.at("log"), LogKey(3)).ok());
  });
  const absl::Status status = Open().status();
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_LOG_DAMAGED);
  EXPECT_EQ(ErrorVariable(status, "detail"), "revision 4 comes after 2");
}

TEST_F(StoreTest, AnotherRowFormatFoldsAgain) {
  {
    const auto store = MustOpen();
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(Run(*store, AddOne(i, "a", fold_)).status.ok());
  }
  for (int64_t format : {2, 7, 1}) {
    options_.rocks.row_format = format;
    int64_t heard = 0;
    options_.progress = [&](int64_t applied, int64_t) { heard = applied; };
    const auto store = MustOpen();
    EXPECT_TRUE(store->open_report().rows_dropped);
    EXPECT_EQ(store->open_report().revisions_folded, 21);
    EXPECT_EQ(heard, 21);
    EXPECT_EQ(Count(*store, "a"), 20);
    ExpectVerified(*store);
  }
  const auto store = MustOpen();
  EXPECT_FALSE(store->open_report().rows_dropped);
  EXPECT_EQ(store->open_report().revisions_folded, 0);
}

TEST_F(StoreTest, AnotherRowFormatTellsItsProgressAndFreesTheOldRows) {
  const auto table_bytes = [&] {
    uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(options_.rocks.folder)) {
      if (file.path().extension() == ".sst") bytes += file.file_size();
    }
    return bytes;
  };
  constexpr int kCommands = 40;
  {
    const auto store = MustOpen();
    for (int i = 0; i < kCommands; ++i) {
      // Nothing that compresses, and more in all than is folded between two writes of rows.
      std::string word;
      for (int part = 0; part < 8'000; ++part) {
        absl::StrAppend(&word, DigestBytes(Sha256({absl::StrCat(i, "/", part)}))[0] & 0xFF, ".");
      }
      ASSERT_TRUE(
          Run(*store, testing::SetWord(i, word + std::string(100'000, 'x'), 1)).status.ok());
    }
  }
  const uintmax_t before = table_bytes();
  options_.rocks.row_format = 2;
  std::vector<int64_t> heard;
  options_.progress = [&](int64_t applied, int64_t head) {
    EXPECT_EQ(head, kCommands + 1);
    heard.push_back(applied);
  };
  {
    const auto store = MustOpen();
    EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
    EXPECT_GT(heard.size(), 2u);
    EXPECT_EQ(heard.back(), kCommands + 1);
    ExpectVerified(*store);
  }
  EXPECT_LT(table_bytes(), before + before / 10);
}

TEST_F(StoreTest, WhatAKilledVerifyLeftIsRemovedAtOpen) {
  MustOpen();
  const std::string left = options_.rocks.folder + "/verify";
  std::filesystem::create_directory(left);
  std::ofstream(left + "/000007.sst") << "much";
  MustOpen();
  EXPECT_FALSE(std::filesystem::exists(left));
}

TEST_F(StoreTest, AHalfMadeGenerationIsMadeAgain) {
  {
    const auto store = MustOpen();
    Run(*store, AddOne(1, "a", fold_));
  }
  // As a crash leaves it between making the next generation and naming it.
  ChangeDatabase([](rocksdb::DB& db, const Families&) {
    rocksdb::ColumnFamilyHandle* made = nullptr;
    ASSERT_TRUE(db.CreateColumnFamily({}, "rows-2", &made).ok());
    ASSERT_TRUE(db.Put({}, made, "\x01junk", "x").ok());
    db.DestroyColumnFamilyHandle(made);
  });
  options_.rocks.row_format = 2;
  const auto store = MustOpen();
  EXPECT_EQ(Count(*store, "a"), 1);
  ExpectVerified(*store);
}

TEST_F(StoreTest, FollowedRowsStayOutOfVerify) {
  const auto store = MustOpen();
  Run(*store, AddOne(1, "a", fold_));
  EXPECT_EQ(store->followed_projector("nobody/main"), nullptr);
  const Projector* followed = store->followed_projector("other/main");
  ASSERT_NE(followed, nullptr);
  const Group group = *DecodeGroup(EncodeGroup(testing::MakeGroup({}, {"z"})));
  {
    const auto snapshot = store->rows().Snapshot();
    RowOverlay overlay(snapshot.get());
    ASSERT_TRUE(followed->FoldGroup(overlay, group).ok());
    ASSERT_TRUE(store->rows().Write(overlay.changes()).ok());
  }
  ExpectVerified(*store);
  ASSERT_TRUE(store->rows().Write({{fold_.WordKey("a"), "17"}}).ok());
  EXPECT_EQ(store->Verify()->difference_count, 1);
}

TEST_F(StoreTest, FollowedRowsAreVerifiedAgainstTheirLog) {
  const auto store = MustOpen();
  MemoryLogEngine engine;
  const auto source = *engine.Open("other/main");
  testing::AppendWords(*source, {"y", "z"});
  const Projector* followed = store->followed_projector("other/main");
  ASSERT_TRUE(followed->CatchUp(*source, store->rows()).ok());
  // What the source got since is not followed yet, and no difference.
  testing::AppendWords(*source, {"z"});
  const auto report = store->VerifyFollowed("other/main", *source);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->equal()) << report->ToString();
  EXPECT_GE(report->rows_compared, 3);

  ASSERT_TRUE(store->rows().Write({{other_fold_.WordKey("z"), "17"}}).ok());
  EXPECT_EQ(store->VerifyFollowed("other/main", *source)->difference_count, 1);

  const auto other = *engine.Open("another");
  testing::AppendWords(*other, {"x"});
  EXPECT_EQ(ReasonOf(store->VerifyFollowed("other/main", *other).status()),
            common::v1::ERROR_REASON_HISTORY_CHANGED);
  EXPECT_EQ(ReasonOf(store->VerifyFollowed("nobody/main", *other).status()),
            common::v1::ERROR_REASON_NOT_KNOWN);
}

TEST_F(StoreTest, ALogThatLostItsEndIsToldAndRowsFollowIt) {
  {
    const auto store = MustOpen();
    for (int i = 0; i < 5; ++i) Run(*store, AddOne(i, "a", fold_));
  }
  ChangeDatabase([](rocksdb::DB& db, const Families& families) {
    ASSERT_TRUE(db.Delete({}, families.at("log"), LogKey(6)).ok());
    ASSERT_TRUE(db.Delete({}, families.at("log"), LogKey(5)).ok());
  });
  const auto store = MustOpen();
  EXPECT_EQ(store->open_report().revisions_lost, 2);
  EXPECT_EQ(Count(*store, "a"), 3);
  ExpectVerified(*store);
  EXPECT_FALSE(Run(*store, AddOne(4, "a", fold_)).replayed);
}

TEST_F(StoreTest, AFolderThatCanNotBeMadeIsSaid) {
  std::ofstream(temp_.path() + "/file") << "x";
  options_.rocks.folder = temp_.path() + "/file/words";
  const absl::Status status = Open().status();
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
  EXPECT_TRUE(ErrorVariable(status, "detail").has_value());
}

}  // namespace
}  // namespace waystation::storage
