#include "storage/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "tests/storage/support/store_fixture.h"
#include "tests/support/fault_file_system.h"

namespace waystation::storage {
namespace {

namespace fs = std::filesystem;
using testing::AddOne;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Words = std::vector<std::string>;

class BackupTest : public testing::StoreTest {
 protected:
  BackupTest() : env_(rocksdb::NewCompositeEnv(disk_)) { options_.rocks.env = env_.get(); }

  std::string backups() const { return temp_.path() + "/backups"; }
  std::string target() const { return temp_.path() + "/restored"; }

  BackupOptions Options(const std::string& name) {
    BackupOptions options;
    options.folder = backups();
    options.name = name;
    options.taken = testing::kStoreTestNow;
    options.program = "test 1";
    options.env = env_.get();
    options.reserve_bytes = 0;
    return options;
  }

  absl::StatusOr<BackupManifest> BackUp(Store& store, const BackupOptions& options) {
    absl::StatusOr<std::unique_ptr<BackupWriter>> writer = BackupWriter::Begin(options);
    if (!writer.ok()) return writer.status();
    const absl::Status added = (*writer)->Add(
        "words", [&store](const std::string& folder) { return store.Checkpoint(folder); });
    if (!added.ok()) return added;
    return (*writer)->Seal();
  }

  // Restores, opens and compares with a fold from nothing; how often "a" was added.
  int64_t CountRestored(const BackupManifest& manifest) {
    fs::remove_all(target());
    const absl::Status restored =
        RestoreStore(env_.get(), absl::StrCat(backups(), "/", manifest.name), manifest.stores.at(0),
                     target(), nullptr);
    EXPECT_TRUE(restored.ok()) << restored;
    if (!restored.ok()) return -1;
    StoreOptions options = options_;
    options.rocks.folder = target();
    auto store = Store::Open(options, {{"other/main", &other_fold_}});
    EXPECT_TRUE(store.ok()) << store.status();
    if (!store.ok()) return -1;
    EXPECT_EQ((*store)->log().Head(), manifest.stores.at(0).head);
    ExpectVerified(**store);
    return Count(**store, "a");
  }

  // All there is but the lock.
  Words Left() {
    Words left;
    if (!fs::exists(backups())) return left;
    for (const auto& entry : fs::directory_iterator(backups())) {
      const std::string name = entry.path().filename().string();
      if (name != "LOCK") left.push_back(name);
    }
    return left;
  }

  const std::shared_ptr<faults::FaultFileSystem> disk_ =
      std::make_shared<faults::FaultFileSystem>();
  const std::unique_ptr<rocksdb::Env> env_;
  int64_t request_ = 1;
};

TEST_F(BackupTest, HoldsWhatWasAcknowledgedBeforeItBegan) {
  const auto store = MustOpen();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Run(*store, AddOne(request_++, "a", fold_)).status.ok());
  const auto manifest = BackUp(*store, Options("first"));
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->stores[0].head, store->log().Head());
  EXPECT_EQ(manifest->stores[0].log, "words/main");
  EXPECT_EQ(manifest->stores[0].kind, common::v1::FOLDER_KIND_EXERCISE);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Run(*store, AddOne(request_++, "a", fold_)).status.ok());
  EXPECT_EQ(CountRestored(*manifest), 20);

  EXPECT_EQ(ReadBackup(env_.get(), backups() + "/first").value(), *manifest);
  EXPECT_EQ(BackupNames(env_.get(), backups()).value(), Words{"first"});
  EXPECT_EQ(ReasonOf(BackUp(*store, Options("first")).status()),
            common::v1::ERROR_REASON_ALREADY_EXISTS);
}

TEST_F(BackupTest, IsTakenWhileCommandsAreAccepted) {
  const auto store = MustOpen();
  std::atomic<bool> done{false};
  std::atomic<int64_t> acknowledged{0};
  std::thread writer([&] {
    // Large words beside the counted one, so that tables are flushed and logs change meanwhile.
    for (int64_t i = 1; !done; ++i) {
      const std::string large(40'000, static_cast<char>('b' + i % 20));
      ASSERT_TRUE(Run(*store, AddOne(-i, large, fold_)).status.ok());
      ASSERT_TRUE(Run(*store, AddOne(i, "a", fold_)).status.ok());
      acknowledged = i;
    }
  });
  for (int i = 0; i < 3; ++i) {
    const int64_t before = acknowledged;
    const auto manifest = BackUp(*store, Options(absl::StrCat("b-", i)));
    const int64_t after = acknowledged + 1;
    ASSERT_TRUE(manifest.ok()) << manifest.status();
    const int64_t counted = CountRestored(*manifest);
    EXPECT_GE(counted, before);
    EXPECT_LE(counted, after);
    EXPECT_EQ(store->log().GroupEndingAt(manifest->stores[0].head.revision).value(),
              manifest->stores[0].head);
  }
  done = true;
  writer.join();
  ExpectVerified(*store);
}

TEST_F(BackupTest, AByteFlippedInAnyFileIsFoundAndNothingIsLeft) {
  const auto store = MustOpen();
  ASSERT_TRUE(Run(*store, AddOne(request_++, "a", fold_)).status.ok());
  const BackupManifest manifest = BackUp(*store, Options("b")).value();
  ASSERT_GE(manifest.stores[0].files.size(), 4u);
  for (const BackupFile& file : manifest.stores[0].files) {
    if (file.bytes == 0) continue;
    const std::string path = backups() + "/b/words/" + file.name;
    const auto flip = [&] {
      std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
      stream.seekg(file.bytes / 2);
      const char byte = static_cast<char>(stream.get() ^ 0x10);
      stream.seekp(file.bytes / 2);
      stream.put(byte);
    };
    flip();
    const absl::Status status =
        RestoreStore(env_.get(), backups() + "/b", manifest.stores[0], target(), nullptr);
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_BACKUP_DAMAGED);
    EXPECT_EQ(ErrorVariable(status, "file"), "words/" + file.name);
    EXPECT_FALSE(fs::exists(target()));
    flip();
  }
  EXPECT_EQ(CountRestored(manifest), 1);
}

TEST_F(BackupTest, APartOfABackupIsRefused) {
  const auto store = MustOpen();
  const BackupManifest manifest = BackUp(*store, Options("b")).value();
  const auto refused = [this](const std::string& file) {
    const absl::Status status = ReadBackup(env_.get(), backups() + "/c").status();
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_BACKUP_DAMAGED) << file;
    return ErrorVariable(status, "file").value_or("");
  };
  const auto copy = [this] {
    fs::remove_all(backups() + "/c");
    fs::copy(backups() + "/b", backups() + "/c", fs::copy_options::recursive);
  };
  refused("no folder");
  fs::create_directories(backups() + "/c");
  EXPECT_EQ(refused("empty"), "");
  for (const BackupFile& file : manifest.stores[0].files) {
    const std::string path = backups() + "/c/words/" + file.name;
    copy();
    fs::remove(path);
    EXPECT_EQ(refused(file.name), "words/" + file.name);
    if (file.bytes == 0) continue;
    copy();
    fs::resize_file(path, static_cast<uintmax_t>(file.bytes - 1));
    EXPECT_EQ(refused(file.name), "words/" + file.name);
  }
  copy();
  std::ofstream(backups() + "/c/manifest", std::ios::app) << "x";
  EXPECT_EQ(refused("manifest"), "manifest");
}

TEST_F(BackupTest, APowerCutAtAnySyncLeavesAWholeBackupOrNone) {
  int64_t cuts = 0;
  bool whole_seen = false, none_seen = false;
  for (int64_t cut = 1;; ++cut) {
    int64_t acknowledged = 0;
    bool reached = false, told = false;
    {
      const auto store = MustOpen();
      ASSERT_TRUE(Run(*store, AddOne(request_++, "a", fold_)).status.ok());
      acknowledged = Count(*store, "a");
      disk_->CutPowerAt(disk_->syncs() + cut);
      told = BackUp(*store, Options("b")).ok();
      reached = disk_->power_is_cut();
      // After the backup is done the machine goes all the same.
      disk_->CutPower();
      store->Close().IgnoreError();
    }
    disk_->DropUnsynced(static_cast<uint64_t>(cut));
    disk_->Heal();
    ASSERT_TRUE(RemovePartialBackups(env_.get(), backups()).ok());
    const Words names = BackupNames(env_.get(), backups()).value();
    EXPECT_EQ(names.size(), Left().size());
    EXPECT_TRUE(!told || names == Words{"b"}) << "lost after it was told, cut " << cut;
    if (names.empty()) none_seen = true;
    if (!names.empty()) {
      whole_seen = true;
      const auto manifest = ReadBackup(env_.get(), backups() + "/b");
      ASSERT_TRUE(manifest.ok()) << manifest.status() << " cut " << cut;
      EXPECT_EQ(CountRestored(*manifest), acknowledged);
    }
    fs::remove_all(backups());
    const auto store = MustOpen();
    EXPECT_EQ(Count(*store, "a"), acknowledged);
    if (!reached) break;
    ++cuts;
  }
  EXPECT_GE(cuts, 5);
  EXPECT_TRUE(whole_seen && none_seen);
}

TEST_F(BackupTest, AFullDiskIsToldLeavesNothingAndHarmsNothing) {
  const auto store = MustOpen();
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(Run(*store, AddOne(request_++, "a", fold_)).status.ok());
  bool done = false;
  for (int64_t room = 0; !done; room = room * 2 + 64) {
    disk_->FillDisk(room);
    const auto manifest = BackUp(*store, Options("b"));
    disk_->Heal();
    done = manifest.ok();
    if (!done) {
      EXPECT_EQ(ReasonOf(manifest.status()), common::v1::ERROR_REASON_BACKUP_FAILED);
      EXPECT_THAT(ErrorVariable(manifest.status(), "detail").value_or(""), HasSubstr("pace"));
      EXPECT_THAT(Left(), IsEmpty()) << room;
    }
    // The same handle goes on: the backup has not touched it.
    ASSERT_TRUE(Run(*store, AddOne(request_++, "a", fold_)).status.ok());
  }
  ExpectVerified(*store);
}

TEST_F(BackupTest, LeavesRoomForTheServices) {
  const auto store = MustOpen();
  BackupOptions options = Options("b");
  options.reserve_bytes = std::numeric_limits<int64_t>::max();
  const auto manifest = BackUp(*store, options);
  EXPECT_EQ(ReasonOf(manifest.status()), common::v1::ERROR_REASON_BACKUP_FAILED);
  EXPECT_THAT(ErrorVariable(manifest.status(), "detail").value_or(""), HasSubstr("MiB free"));
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(BackupTest, StopsWhenToldToAndLeavesNothing) {
  const auto store = MustOpen();
  BackupOptions options = Options("b");
  options.progress = [](int64_t) { return false; };
  EXPECT_EQ(BackUp(*store, options).status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(BackupTest, OneIsMadeAtATime) {
  const auto store = MustOpen();
  const auto first = BackupWriter::Begin(Options("one"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(ReasonOf(BackUp(*store, Options("two")).status()), common::v1::ERROR_REASON_OVERLOADED);
  EXPECT_EQ(ReasonOf(RemovePartialBackups(env_.get(), backups())),
            common::v1::ERROR_REASON_OVERLOADED);
  EXPECT_EQ(Left(), Words{"one.partial"});
}

TEST_F(BackupTest, WhatACrashLeftIsRemovedAndNothingElse) {
  for (const char* name : {"old.partial/words", "whole", "Notes", "x.y.partial"}) {
    fs::create_directories(backups() + "/" + name);
  }
  std::ofstream(backups() + "/old.partial/words/CURRENT") << "x";
  EXPECT_EQ(BackupNames(env_.get(), backups()).value(), Words{"whole"});
  ASSERT_TRUE(RemovePartialBackups(env_.get(), backups()).ok());
  EXPECT_THAT(Left(), ::testing::UnorderedElementsAre("whole", "Notes", "x.y.partial"));
}

}  // namespace
}  // namespace waystation::storage
