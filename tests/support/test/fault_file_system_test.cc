#include "tests/support/fault_file_system.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "rocksdb/env.h"
#include "tests/storage/support/temp_folder.h"

namespace waystation::faults {
namespace {

const rocksdb::FileOptions kFile;
const rocksdb::IOOptions kIo;

class FaultFileSystemTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return temp_.path() + "/" + name; }
  bool Exists(const std::string& name) const { return std::filesystem::exists(Path(name)); }
  std::string Content(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  std::unique_ptr<rocksdb::FSWritableFile> Create(const std::string& name) {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    EXPECT_TRUE(disk_.NewWritableFile(Path(name), kFile, &file, nullptr).ok());
    return file;
  }
  static bool Append(rocksdb::FSWritableFile& file, const std::string& text) {
    return file.Append(text, kIo, nullptr).ok() && file.Flush(kIo, nullptr).ok();
  }
  static bool Sync(rocksdb::FSWritableFile& file) { return file.Sync(kIo, nullptr).ok(); }
  bool SyncFolder() {
    std::unique_ptr<rocksdb::FSDirectory> folder;
    return disk_.NewDirectory(temp_.path(), kIo, &folder, nullptr).ok() &&
           folder->Fsync(kIo, nullptr).ok();
  }
  // A durable file.
  void MakeDurable(const std::string& name, const std::string& text) {
    const auto file = Create(name);
    ASSERT_TRUE(Append(*file, text) && Sync(*file) && SyncFolder());
    ASSERT_TRUE(file->Close(kIo, nullptr).ok());
  }
  void CutAndDrop(Unsynced kept, uint64_t seed = 1) {
    disk_.CutPower();
    disk_.DropUnsynced(kept, seed);
    disk_.Heal();
  }

  const storage::testing::TempFolder temp_;
  FaultFileSystem disk_;
};

TEST_F(FaultFileSystemTest, OnlySyncedBytesStay) {
  const auto file = Create("a");
  ASSERT_TRUE(Append(*file, "synced"));
  ASSERT_TRUE(Sync(*file));
  ASSERT_TRUE(SyncFolder());
  ASSERT_TRUE(Append(*file, " and not"));
  EXPECT_EQ(disk_.syncs(), 2);
  file->Close(kIo, nullptr).PermitUncheckedError();
  EXPECT_EQ(Content("a"), "synced and not");
  CutAndDrop(Unsynced::kNothing);
  EXPECT_EQ(Content("a"), "synced");
}

TEST_F(FaultFileSystemTest, AKilledProcessLosesNothing) {
  const auto file = Create("a");
  ASSERT_TRUE(Append(*file, "not synced"));
  CutAndDrop(Unsynced::kEverything);
  EXPECT_EQ(Content("a"), "not synced");
}

TEST_F(FaultFileSystemTest, ATornTailIsAnythingBetween) {
  const std::string head(5000, 'h');
  const std::string tail(20000, 't');
  bool cut = false;
  bool hole = false;
  bool none = false;
  bool all = false;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const auto file = Create("a");
    ASSERT_TRUE(Append(*file, head));
    ASSERT_TRUE(Sync(*file));
    ASSERT_TRUE(SyncFolder());
    ASSERT_TRUE(Append(*file, tail));
    file->Close(kIo, nullptr).PermitUncheckedError();
    CutAndDrop(Unsynced::kTorn, seed);
    const std::string left = Content("a");
    ASSERT_EQ(left.substr(0, head.size()), head);
    const std::string rest = left.substr(head.size());
    ASSERT_LE(rest.size(), tail.size());
    ASSERT_EQ(rest.find_first_not_of(std::string("t\0", 2)), std::string::npos);
    none |= rest.empty();
    all |= rest == tail;
    cut |= !rest.empty() && rest.size() < tail.size();
    hole |= rest.find('\0') != std::string::npos;
  }
  EXPECT_TRUE(none && all && cut && hole) << none << all << cut << hole;
}

TEST_F(FaultFileSystemTest, TheSameSeedTearsTheSame) {
  std::string first;
  for (int round = 0; round < 2; ++round) {
    const auto file = Create("a");
    ASSERT_TRUE(SyncFolder());
    ASSERT_TRUE(Append(*file, std::string(100'000, 't')));
    CutAndDrop(Unsynced::kTorn, 12);
    if (round == 0) first = Content("a");
    EXPECT_EQ(Content("a"), first);
  }
}

TEST_F(FaultFileSystemTest, UnsyncedNamesAreUndone) {
  MakeDurable("kept", "k");
  MakeDurable("deleted", "d");
  MakeDurable("replaced", "old");
  MakeDurable("overwritten", "before");
  {
    const auto file = Create("new");
    ASSERT_TRUE(Append(*file, "new") && Sync(*file));
    const auto over = Create("overwritten");
    ASSERT_TRUE(Append(*over, "after") && Sync(*over));
  }
  ASSERT_TRUE(disk_.DeleteFile(Path("deleted"), kIo, nullptr).ok());
  ASSERT_TRUE(disk_.RenameFile(Path("new"), Path("replaced"), kIo, nullptr).ok());
  ASSERT_TRUE(disk_.LinkFile(Path("kept"), Path("link"), kIo, nullptr).ok());
  ASSERT_TRUE(disk_.CreateDir(Path("folder"), kIo, nullptr).ok());
  EXPECT_EQ(Content("replaced"), "new");
  EXPECT_EQ(Content("overwritten"), "after");
  CutAndDrop(Unsynced::kNothing);
  EXPECT_EQ(Content("kept"), "k");
  EXPECT_EQ(Content("deleted"), "d");
  EXPECT_EQ(Content("replaced"), "old");
  EXPECT_EQ(Content("overwritten"), "before");
  for (const char* name : {"new", "link", "folder"}) EXPECT_FALSE(Exists(name)) << name;
}

TEST_F(FaultFileSystemTest, SyncedNamesStay) {
  MakeDurable("from", "text");
  MakeDurable("gone", "x");
  ASSERT_TRUE(disk_.RenameFile(Path("from"), Path("to"), kIo, nullptr).ok());
  ASSERT_TRUE(disk_.DeleteFile(Path("gone"), kIo, nullptr).ok());
  ASSERT_TRUE(SyncFolder());
  CutAndDrop(Unsynced::kNothing);
  EXPECT_EQ(Content("to"), "text");
  EXPECT_FALSE(Exists("from"));
  EXPECT_FALSE(Exists("gone"));
}

TEST_F(FaultFileSystemTest, ARenamedFolderTakesItsUnsyncedFilesAlong) {
  ASSERT_TRUE(disk_.CreateDir(Path("tmp"), kIo, nullptr).ok());
  ASSERT_TRUE(SyncFolder());
  const auto file = Create("tmp/a");
  ASSERT_TRUE(Append(*file, "synced") && Sync(*file) && Append(*file, " not"));
  ASSERT_TRUE(disk_.RenameFile(Path("tmp"), Path("final"), kIo, nullptr).ok());
  ASSERT_TRUE(SyncFolder());
  std::unique_ptr<rocksdb::FSDirectory> folder;
  ASSERT_TRUE(disk_.NewDirectory(Path("final"), kIo, &folder, nullptr).ok());
  ASSERT_TRUE(folder->Fsync(kIo, nullptr).ok());
  CutAndDrop(Unsynced::kNothing);
  EXPECT_EQ(Content("final/a"), "synced");
  EXPECT_FALSE(Exists("tmp"));
}

TEST_F(FaultFileSystemTest, AfterTheCutNothingChanges) {
  const auto file = Create("a");
  ASSERT_TRUE(Append(*file, "first"));
  disk_.CutPowerAt(2);
  ASSERT_TRUE(Sync(*file));
  ASSERT_TRUE(Append(*file, "second"));
  EXPECT_FALSE(Sync(*file));
  EXPECT_TRUE(disk_.power_is_cut());
  EXPECT_FALSE(Append(*file, "third"));
  EXPECT_FALSE(Sync(*file));
  EXPECT_FALSE(SyncFolder());
  EXPECT_FALSE(disk_.RenameFile(Path("a"), Path("b"), kIo, nullptr).ok());
  EXPECT_FALSE(disk_.DeleteFile(Path("a"), kIo, nullptr).ok());
  std::unique_ptr<rocksdb::FSWritableFile> other;
  EXPECT_FALSE(disk_.NewWritableFile(Path("b"), kFile, &other, nullptr).ok());
  EXPECT_EQ(Content("a"), "firstsecond");
  EXPECT_FALSE(Exists("b"));
  disk_.DropUnsynced(Unsynced::kEverything, 1);
  disk_.Heal();
  EXPECT_TRUE(SyncFolder());
}

TEST_F(FaultFileSystemTest, WhatAFailedSyncForgotNoOtherSyncBringsBack) {
  const auto file = Create("a");
  ASSERT_TRUE(Append(*file, "safe"));
  ASSERT_TRUE(Sync(*file));
  ASSERT_TRUE(SyncFolder());
  ASSERT_TRUE(Append(*file, "forgotten"));
  disk_.FailSyncs(true);
  EXPECT_FALSE(Sync(*file));
  disk_.Heal();
  EXPECT_TRUE(Sync(*file));
  CutAndDrop(Unsynced::kNothing);
  EXPECT_EQ(Content("a"), "safe");
}

TEST_F(FaultFileSystemTest, OneSyncFailsAlone) {
  const auto file = Create("a");
  disk_.FailSyncAt(2);
  EXPECT_TRUE(Sync(*file));
  EXPECT_FALSE(Sync(*file));
  EXPECT_TRUE(Sync(*file));
}

TEST_F(FaultFileSystemTest, WhatIsWrittenOverIsOldOrNewPageByPage) {
  const std::string old_text = std::string(4096, 'o') + std::string(4096, 'p');
  std::set<std::string> seen;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    MakeDurable("a", old_text);
    std::unique_ptr<rocksdb::FSRandomRWFile> file;
    ASSERT_TRUE(disk_.NewRandomRWFile(Path("a"), kFile, &file, nullptr).ok());
    ASSERT_TRUE(file->Write(0, "1", kIo, nullptr).ok());
    ASSERT_TRUE(file->Sync(kIo, nullptr).ok());
    ASSERT_TRUE(file->Write(0, "2", kIo, nullptr).ok());
    ASSERT_TRUE(file->Write(4096, "2", kIo, nullptr).ok());
    ASSERT_TRUE(file->Close(kIo, nullptr).ok());
    CutAndDrop(Unsynced::kTorn, seed);
    const std::string left = Content("a");
    ASSERT_EQ(left.size(), old_text.size());
    seen.insert({left[0], left[4096]});
  }
  EXPECT_EQ(seen, (std::set<std::string>{"1p", "12", "2p", "22"}));
}

TEST_F(FaultFileSystemTest, AFullDiskCutsTheWriteShort) {
  const auto file = Create("a");
  disk_.FillDisk(10);
  EXPECT_TRUE(Append(*file, "12345678"));
  const rocksdb::IOStatus status = file->Append("abcd", kIo, nullptr);
  EXPECT_TRUE(status.IsNoSpace()) << status.ToString();
  EXPECT_EQ(Content("a"), "12345678ab");
  disk_.Heal();
  EXPECT_TRUE(Append(*file, "!"));
  EXPECT_EQ(Content("a"), "12345678ab!");
}

TEST_F(FaultFileSystemTest, ReadsFailByName) {
  MakeDurable("a.sst", "text");
  MakeDurable("b.log", "text");
  const auto env = rocksdb::NewCompositeEnv(
      std::shared_ptr<rocksdb::FileSystem>(&disk_, [](rocksdb::FileSystem*) {}));
  std::unique_ptr<rocksdb::RandomAccessFile> open_before;
  ASSERT_TRUE(env->NewRandomAccessFile(Path("a.sst"), &open_before, {}).ok());
  std::string text;
  char scratch[8];
  rocksdb::Slice slice;
  disk_.FailReads(".sst");
  EXPECT_FALSE(open_before->Read(0, 4, &slice, scratch).ok());
  EXPECT_FALSE(rocksdb::ReadFileToString(env.get(), Path("a.sst"), &text).ok());
  EXPECT_TRUE(rocksdb::ReadFileToString(env.get(), Path("b.log"), &text).ok());
  disk_.Heal();
  EXPECT_TRUE(open_before->Read(0, 4, &slice, scratch).ok());
  EXPECT_EQ(slice.ToString(), "text");
}

}  // namespace
}  // namespace waystation::faults
