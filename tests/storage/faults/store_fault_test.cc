// A disk that fails under the store, and threads beside the writer.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/storage/support/fault_fixture.h"

namespace waystation::storage {
namespace {

using faults::Unsynced;
using testing::AddOne;
using testing::CommandBook;

// More sync points than the workload has.
constexpr int64_t kMoreFaultsThanAnyRun = 1000;

class StoreFaultTest : public testing::FaultyStoreTest {
 protected:
  // Opens twice, so that flushes, a clean close and a replay are in it.
  void Record(CommandBook& book) {
    for (int opened = 0; opened < 2; ++opened) {
      WithStore([&](Store& store) {
        for (const size_t bytes : {4, 9'000, 70'000, 4}) {
          if (!book.Send(store, 2, bytes)) break;
        }
        if (store.committer().alive()) return;
        // The handle is dead, whatever becomes of the disk.
        disk_->Heal();
        EXPECT_FALSE(book.Send(store, 1));
        EXPECT_EQ(ReasonOf(store.committer().failure()), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
      });
    }
  }
};

TEST_F(StoreFaultTest, AFailingDiskAnswersUnavailableUntilReopened) {
  int64_t request = 1;
  for (const bool full : {false, true, false}) {
    Command command;
    int64_t before = 0;
    {
      const auto store = MustOpen();
      ASSERT_TRUE(Run(*store, AddOne(request++, "a", fold_)).status.ok());
      before = Count(*store, "a");
      command = AddOne(request++, "a", fold_);
      full ? disk_->FillDisk(10) : disk_->FailSyncs(true);
      EXPECT_EQ(ReasonOf(Run(*store, command).status), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
      EXPECT_FALSE(store->committer().alive());
      disk_->Heal();
      // The disk is well again, the handle is not: what the failed sync lost is not known.
      EXPECT_EQ(ReasonOf(Run(*store, command).status), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
      EXPECT_EQ(Count(*store, "a"), before);
      store->Close().IgnoreError();
    }
    const auto store = MustOpen();
    ASSERT_TRUE(Run(*store, command).status.ok());
    EXPECT_EQ(Count(*store, "a"), before + 1);
    ExpectVerified(*store);
  }
}

TEST_F(StoreFaultTest, AFailedSyncAnywhereLosesNothingAcknowledged) {
  for (int64_t sync = 1; sync < kMoreFaultsThanAnyRun; sync += testing::kFaultStride) {
    SCOPED_TRACE(absl::StrCat("sync ", sync, " fails"));
    NewDiskWith("nothing");
    CommandBook book(&fold_);
    disk_->FailSyncAt(sync);
    Record(book);
    const bool ended = disk_->syncs() < sync;
    disk_->Heal();
    // What the kernel still shows of it is read back and used, and must not be relied on.
    ExpectAllThere(book);
    LosePower(Unsynced::kNothing, 1);
    ExpectAllThere(book);
    if (HasFailure()) return;
    if (!ended) continue;
    EXPECT_GT(sync, 30);
    return;
  }
  FAIL() << "the workload does not end";
}

TEST_F(StoreFaultTest, ADiskFullAnywhereLosesNothingAcknowledged) {
  int64_t closes_failed = 0;
  for (int64_t room = 0;; room += testing::kFaultStride * (room < 2'000 ? 97 : 7'919)) {
    SCOPED_TRACE(absl::StrCat("room for ", room, " bytes"));
    NewDiskWith("nothing");
    CommandBook book(&fold_);
    disk_->FillDisk(room);
    Record(book);
    closes_failed += closed_.ok() ? 0 : 1;
    const bool all = book.acknowledged() == 16;
    disk_->Heal();
    ExpectAllThere(book);
    LosePower(Unsynced::kTorn, static_cast<uint64_t>(room));
    ExpectAllThere(book);
    if (HasFailure() || all) break;
  }
  EXPECT_GT(closes_failed, 0);
}

TEST_F(StoreFaultTest, AHugeCommandIsThereWholeOrNotAtAll) {
  // The entry is just under its limit, and the rows take as much again.
  constexpr size_t kHuge = (4 << 20) - 1000;
  for (int64_t room = 100'000; room < 16'000'000; room += 2'900'000) {
    SCOPED_TRACE(absl::StrCat("room for ", room, " bytes"));
    NewDiskWith("nothing");
    CommandBook book(&fold_);
    disk_->FillDisk(room);
    WithStore([&](Store& store) {
      book.Send(store, 1) && book.Send(store, 1, kHuge) && book.Send(store, 2) &&
          book.Send(store, 1, kHuge);
    });
    LosePower(Unsynced::kTorn, static_cast<uint64_t>(room));
    ExpectAllThere(book);
    if (HasFailure()) return;
  }
}

TEST_F(StoreFaultTest, ADiskFullWhileTheRowFormatChangesStopsOnlyThat) {
  const std::string original = temp_.path() + "/original";
  CommandBook before(&fold_);
  NewDisk(original);
  WithStore([&](Store& store) {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(before.Send(store, 2, 20'000));
  });
  for (int64_t room = 0; room < 40'000; room += 1'999) {
    SCOPED_TRACE(absl::StrCat("room for ", room, " bytes"));
    options_.rocks.row_format = 2;
    NewDiskWith(original);
    CommandBook book = before;
    disk_->FillDisk(room);
    WithStore([&](Store& store) { book.Send(store, 1); });
    disk_->Heal();
    // Also by the program before.
    options_.rocks.row_format = room % 2 == 0 ? 1 : 2;
    ExpectAllThere(book);
    if (HasFailure()) return;
  }
}

TEST_F(StoreFaultTest, ReadsThatFailAreToldAndNothingIsRecordedOnThem) {
  // No cache: what opening has read must be read again.
  options_.rocks.block_cache = NewBlockCache(0);
  CommandBook book(&fold_);
  WithStore([&](Store& store) { book.Send(store, 3); });
  for (const char* pattern : {"CURRENT", "MANIFEST", ".sst", ""}) {
    disk_->FailReads(pattern);
    const absl::Status status = Open().status();
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_LOG_UNAVAILABLE) << pattern << status;
    disk_->Heal();
  }
  WithStore([&](Store& store) {
    disk_->FailReads(".sst");
    // From table files, where the request index lies too.
    EXPECT_FALSE(book.Send(store, 1));
    disk_->Heal();
    EXPECT_TRUE(book.Send(store, 1) || !store.committer().alive());
  });
  ExpectAllThere(book);
}

TEST_F(StoreFaultTest, ReadersAndVerifyRunBesideTheWriter) {
  const auto store = MustOpen();
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done) {
      const auto snapshot = store->rows().Snapshot();
      const auto applied = store->own_projector().Applied(*snapshot);
      // Each command adds one: rows and `applied` of a snapshot are of the same moment.
      ASSERT_EQ(fold_.Count(*snapshot, "a"), applied->revision - 1);
      ASSERT_LE(applied->revision, store->log().Head().revision);
    }
  });
  std::thread verifier([&] {
    while (!done) ExpectVerified(*store);
  });
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(Run(*store, AddOne(i, "a", fold_)).status.ok());
  done = true;
  reader.join();
  verifier.join();
}

TEST_F(StoreFaultTest, VerifyBesideADyingWriterEndsOneWayOrTheOther) {
  CommandBook book(&fold_);
  for (const int64_t room : {1'000, 30'000, 100'000, 300'000}) {
    WithStore([&](Store& store) {
      std::atomic<bool> done{false};
      std::thread verifier([&] {
        while (!done) {
          const auto report = store.Verify();
          EXPECT_TRUE(!report.ok() || report->equal());
        }
      });
      disk_->FillDisk(room);
      while (book.Send(store, 2, 3'000)) {
      }
      done = true;
      verifier.join();
    });
    disk_->Heal();
    ExpectAllThere(book);
  }
}

}  // namespace
}  // namespace waystation::storage
