// A byte flipped or a file gone, after the process died: what was acknowledged is there, or the
// loss is told. Never silence.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/rocks/head_marker.h"
#include "storage/rocks/manifest_repair.h"
#include "storage/rocks/record_file.h"
#include "tests/storage/support/command_book.h"
#include "tests/storage/support/fault_stride.h"
#include "tests/storage/support/store_fixture.h"
#include "tests/support/fault_env.h"

namespace waystation::storage {
namespace {

using testing::CommandBook;
namespace fs = std::filesystem;

constexpr char kMarker[] = "head";
constexpr size_t kLastGroupBytes = 120;  // Of the log file, with its record's header.

std::string ReadBytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

void WriteBytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

class DamageTest : public testing::StoreTest {
 protected:
  DamageTest() : StoreTest(testing::TempFolder::Where::kMemory) {
    options_.rocks.env = env_.get();
    {
      const auto store = MustOpen();
      // Records within a block of the WAL, over several, and small ones at the end.
      for (const size_t bytes : {4, 500, 40'000, 9'000, 70'000, 4, 300, 4, 4}) {
        EXPECT_TRUE(book_.Send(*store, 2, bytes));
      }
      head_ = store->log().Head().revision;
      // As a dead process leaves it: nothing closed, nothing flushed.
      fs::copy(options_.rocks.folder, dead_, fs::copy_options::recursive);
    }
    options_.rocks.folder = temp_.path() + "/copy";
    for (const auto& file : fs::directory_iterator(dead_)) {
      if (file.path().extension() == ".log") wal_ = file.path().filename().string();
    }
  }

  // A fresh copy of the dead folder; gives the path of the file in it.
  fs::path Copy(const std::string& file) {
    fs::remove_all(options_.rocks.folder);
    fs::copy(dead_, options_.rocks.folder, fs::copy_options::recursive);
    return fs::path(options_.rocks.folder) / file;
  }

  // The revisions that opening says are lost; -1 when it refuses, and says why.
  int64_t OpenAndCheck() {
    const auto store = Open();
    if (!store.ok()) {
      const auto reason = ReasonOf(store.status());
      EXPECT_TRUE(reason == common::v1::ERROR_REASON_LOG_DAMAGED ||
                  reason == common::v1::ERROR_REASON_LOG_UNAVAILABLE)
          << store.status();
      return -1;
    }
    // What is left is a whole beginning, and the store goes on from there.
    testing::ReadWholeLog((*store)->log());
    ExpectVerified(**store);
    const int64_t lost = (*store)->open_report().revisions_lost;
    if (lost == 0) {
      EXPECT_EQ((*store)->log().Head().revision, head_) << "silence";
    }
    EXPECT_TRUE(Run(**store, testing::SetWord(7'000'000, "after", 1)).status.ok());
    return lost;
  }

  // Every byte of the first headers and of the end of the last record, others at a stride.
  std::vector<size_t> Positions(size_t size, size_t stride) const {
    std::vector<size_t> positions;
    const size_t last = size - kLastGroupBytes;
    for (size_t at = 0; at < size;) {
      positions.push_back(at);
      at = at < 40 || at >= last ? at + testing::kFaultStride : std::min(at + stride, last);
    }
    return positions;
  }

  // Reserves no space ahead, which hundreds of openings would wait for.
  const std::unique_ptr<rocksdb::Env> env_ =
      faults::NewFaultEnv(std::make_shared<faults::FaultFileSystem>());
  CommandBook book_{&fold_};
  const fs::path dead_ = fs::path(temp_.path()) / "dead";
  std::string wal_;
  int64_t head_ = 0;
};

TEST_F(DamageTest, AnyFlippedByteOfTheWalIsTold) {
  const std::string whole = ReadBytes(dead_ / wal_);
  ASSERT_GT(whole.size(), 200'000u);
  for (const size_t at : Positions(whole.size(), 3001)) {
    SCOPED_TRACE(absl::StrCat("byte ", at));
    std::string bytes = whole;
    bytes[at] ^= 0x10;
    WriteBytes(Copy(wal_), bytes);
    EXPECT_NE(OpenAndCheck(), 0);
    if (HasFailure()) return;
  }
}

// After a power cut the marker may lag: then the records that follow the damage tell of it.
TEST_F(DamageTest, WithoutAMarkerOnlyTheLastGroupIsTakenForATornOne) {
  const std::string whole = ReadBytes(dead_ / wal_);
  int64_t silent = 0;
  int64_t in_last_group = 0;
  for (const size_t at : Positions(whole.size(), 3001)) {
    SCOPED_TRACE(absl::StrCat("byte ", at));
    in_last_group += at >= whole.size() - kLastGroupBytes ? 1 : 0;
    std::string bytes = whole;
    bytes[at] ^= 0x10;
    const fs::path wal = Copy(wal_);
    WriteBytes(wal, bytes);
    fs::remove(wal.parent_path() / kMarker);
    const auto store = Open();
    if (!store.ok()) continue;
    if ((*store)->open_report().revisions_lost > 0) {
      EXPECT_EQ(ReadBytes(wal.parent_path() / "damaged" / wal_), bytes);
      continue;
    }
    ++silent;
    EXPECT_EQ((*store)->log().Head().revision, head_ - 2);
    if (HasFailure()) return;
  }
  EXPECT_EQ(silent, in_last_group);
}

TEST_F(DamageTest, AWalThatIsGoneIsTold) {
  fs::remove(Copy(wal_));
  EXPECT_NE(OpenAndCheck(), 0);
}

// RocksDB would begin anew and delete the rest.
TEST_F(DamageTest, AFolderWithoutCurrentIsRefusedAndLeftAlone) {
  fs::remove(Copy("CURRENT"));
  EXPECT_EQ(ReasonOf(Open().status()), common::v1::ERROR_REASON_LOG_DAMAGED);
  fs::copy(dead_ / "CURRENT", fs::path(options_.rocks.folder) / "CURRENT");
  EXPECT_EQ(OpenAndCheck(), 0);
}

TEST_F(DamageTest, AnyShorterWalIsTold) {
  const std::string whole = ReadBytes(dead_ / wal_);
  for (const size_t at : Positions(whole.size(), 9973)) {
    SCOPED_TRACE(absl::StrCat("cut to ", at));
    WriteBytes(Copy(wal_), whole.substr(0, at));
    EXPECT_NE(OpenAndCheck(), 0);
    if (HasFailure()) return;
  }
}

TEST_F(DamageTest, TheLossIsToldUntilTheLogGoesOn) {
  const fs::path wal = Copy(wal_);
  WriteBytes(wal, ReadBytes(wal).substr(0, 100'000));
  const int64_t lost = MustOpen()->open_report().revisions_lost;
  EXPECT_GT(lost, 5);
  {
    const auto store = MustOpen();
    EXPECT_EQ(store->open_report().revisions_lost, lost);
    EXPECT_TRUE(Run(*store, testing::SetWord(7'000'000, "after", 1)).status.ok());
  }
  EXPECT_EQ(MustOpen()->open_report().revisions_lost, 0);
}

// A write that was never synced, its pages lost: RocksDB alone refuses the folder.
TEST_F(DamageTest, ATornEndOfTheManifestIsCutOff) {
  std::string name;
  for (const auto& file : fs::directory_iterator(dead_)) {
    const std::string found = file.path().filename().string();
    if (absl::StartsWith(found, "MANIFEST")) name = found;
  }
  const std::string whole = ReadBytes(dead_ / name);
  // A header of a record of 100 bytes, the bytes lost.
  const std::string torn = std::string("\x12\x34\x56\x78\x64\x00\x01", 7) + std::string(100, '\0');
  WriteBytes(Copy(name), whole + torn);
  EXPECT_EQ(OpenAndCheck(), 0);

  // Not where a record follows: that is damage.
  std::string damaged = whole;
  damaged[whole.size() / 3] ^= 0x10;
  WriteBytes(Copy(name), damaged);
  EXPECT_EQ(OpenAndCheck(), -1);
  EXPECT_EQ(ReadBytes(fs::path(options_.rocks.folder) / name), damaged);

  // Nor under the hands of who has the folder open.
  options_.rocks.folder = temp_.path() + "/words";
  const auto store = MustOpen();
  ASSERT_FALSE(*CutTornManifest(rocksdb::Env::Default(), options_.rocks.folder));
}

TEST_F(DamageTest, ADamagedManifestOrCurrentNeverLosesSilently) {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(dead_)) {
    const std::string name = file.path().filename().string();
    if (absl::StartsWith(name, "MANIFEST") || name == "CURRENT") names.push_back(name);
  }
  ASSERT_EQ(names.size(), 2u);
  for (const std::string& name : names) {
    const std::string whole = ReadBytes(dead_ / name);
    for (size_t at = 0; at < whole.size(); at += name == "CURRENT" ? 3 : 7) {
      SCOPED_TRACE(absl::StrCat(name, " byte ", at));
      std::string bytes = whole;
      bytes[at] ^= 0x10;
      WriteBytes(Copy(name), bytes);
      OpenAndCheck();
      if (HasFailure()) return;
    }
  }
}

TEST_F(DamageTest, ADamagedTableFileIsFoundByWhoReadsIt) {
  fs::remove_all(dead_);
  fs::copy(temp_.path() + "/words", dead_);  // Closed: all of it in table files.
  int64_t tables = 0;
  for (const auto& file : fs::directory_iterator(dead_)) {
    if (file.path().extension() != ".sst") continue;
    ++tables;
    const std::string whole = ReadBytes(file.path());
    for (size_t at = 0; at < whole.size(); at += std::max<size_t>(whole.size() / 12, 1)) {
      SCOPED_TRACE(absl::StrCat(file.path().filename().string(), " byte ", at));
      std::string bytes = whole;
      bytes[at] ^= 0x10;
      WriteBytes(Copy(file.path().filename().string()), bytes);
      const auto store = Open();
      if (!store.ok()) continue;
      EXPECT_EQ((*store)->log().Head().revision, head_);
      const auto report = (*store)->Verify();
      // Equal where the byte means nothing (a table's properties).
      EXPECT_TRUE(!report.ok() || report->equal());
    }
  }
  EXPECT_GE(tables, 2);
}

TEST_F(DamageTest, AMarkerThatLagsOrCanNotBeReadIsNoLoss) {
  const std::string marker = ReadBytes(dead_ / kMarker);
  for (const size_t at : {0, 7, 8, 39, 40, 47, 4096, 4100, 4143}) {
    std::string bytes = marker;
    bytes[at] ^= 1;
    WriteBytes(Copy(kMarker), bytes);
    EXPECT_EQ(OpenAndCheck(), 0) << at;
  }
  for (const size_t size : {0, 20, 48, 4096, 4120}) {
    WriteBytes(Copy(kMarker), marker.substr(0, size));
    EXPECT_EQ(OpenAndCheck(), 0) << size;
  }
  fs::remove(Copy(kMarker));
  EXPECT_EQ(OpenAndCheck(), 0);
}

TEST_F(DamageTest, AnotherHistoryThanTheMarkersIsTold) {
  Copy(kMarker);
  const LogPosition marker = HeadMarker(rocksdb::Env::Default(), dead_.string()).found();
  EXPECT_EQ(marker.revision, head_);
  HeadMarker other(rocksdb::Env::Default(), options_.rocks.folder);
  other.Advance({head_, Sha256({"another"})});
  EXPECT_EQ(OpenAndCheck(), 1);
}

TEST(RecordFileTest, EveryCutIsATornEndAndEveryFlipBeforeTheLastRecordIsNot) {
  const testing::TempFolder temp(testing::TempFolder::Where::kMemory);
  std::string whole;
  {
    testing::WordFold fold;
    StoreOptions options;
    options.rocks.folder = temp.path() + "/words";
    options.log = "words/main";
    options.fold = &fold;
    const auto store = Store::Open(options, {});
    ASSERT_TRUE(store.ok());
    CommandBook book(&fold);
    for (const size_t bytes : {4, 33'000, 400, 4}) EXPECT_TRUE(book.Send(**store, 1, bytes));
    for (const auto& file : fs::directory_iterator(options.rocks.folder)) {
      if (file.path().extension() == ".log") whole = ReadBytes(file.path());
    }
  }
  const RecordFileReport sound = InspectRecords(whole);
  EXPECT_EQ(sound.whole_bytes, whole.size());
  EXPECT_FALSE(sound.ends_badly || sound.goes_on);
  EXPECT_EQ(InspectRecords("").whole_bytes, 0u);

  // Where records end: a cut there leaves nothing torn.
  std::vector<uint64_t> ends;
  for (size_t size = 0; size < whole.size(); ++size) {
    if (size > 1000 && size + 1000 < whole.size() && size % 101 != 0) continue;
    const RecordFileReport cut = InspectRecords(absl::string_view(whole).substr(0, size));
    ASSERT_FALSE(cut.goes_on) << size;
    ASSERT_EQ(cut.ends_badly, cut.whole_bytes != size) << size;
    if (!cut.ends_badly) ends.push_back(size);
  }
  ASSERT_GE(ends.size(), 3u);
  for (size_t at = 0; at < whole.size(); ++at) {
    if (at > 1000 && at + 1000 < whole.size() && at % 101 != 0) continue;
    std::string bytes = whole;
    bytes[at] ^= 0x10;
    const RecordFileReport flipped = InspectRecords(bytes);
    ASSERT_TRUE(flipped.ends_badly) << at;
    ASSERT_LE(flipped.whole_bytes, at) << at;
    ASSERT_EQ(flipped.goes_on, at < ends.back()) << at;
  }
}

}  // namespace
}  // namespace waystation::storage
