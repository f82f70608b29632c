// The power is cut at every sync point of a workload, each time with several fates of what was not
// synced; then the store is opened again, the power is cut during that too, and all that was
// acknowledged must be there.
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "storage/overlay.h"
#include "tests/storage/support/fault_fixture.h"

namespace waystation::storage {
namespace {

using faults::Unsynced;
using testing::CommandBook;

constexpr int kFollowedGroups = 4;
// More sync points than any of the workloads has.
constexpr int64_t kEndless = 1000;

class PowerCutTest : public testing::FaultyStoreTest {
 protected:
  // Does part of a workload; stops at the first thing that fails.
  using Work = std::function<void(CommandBook& book)>;

  // `prepare` runs once, on a healthy disk; `work` again and again on copies of what it left, with
  // the power cut at its first, second, … sync point, until one run ends before its cut.
  void CutEverywhere(const Work& prepare, const Work& work);

  // Folds the groups of another service's log, "<word>1" to "<word>4", as the follower does.
  bool Follow(Store& store, const std::string& word);
  // The followed rows are those of what is applied, of one history.
  void CheckFollowed(Store& store);

  const std::string original_ = temp_.path() + "/original";

 private:
  bool CutOnce(const CommandBook& before, const Work& work, int64_t sync, Unsynced kept,
               uint64_t seed);
};

bool PowerCutTest::CutOnce(const CommandBook& before, const Work& work, int64_t sync, Unsynced kept,
                           uint64_t seed) {
  SCOPED_TRACE(
      absl::StrCat("cut at sync ", sync, ", kept ", static_cast<int>(kept), ", seed ", seed));
  NewDiskWith(original_);
  CommandBook book = before;
  disk_->CutPowerAt(sync);
  work(book);
  const bool cut = disk_->power_is_cut();
  LosePower(kept, seed);

  if (kept == Unsynced::kTorn) {
    // Once more, while what the first cut left is put in order.
    disk_->CutPowerAt(disk_->syncs() + 1 + static_cast<int64_t>(seed % 6));
    WithStore([](Store&) {});
    LosePower(Unsynced::kTorn, seed);
  }

  const auto check = [&](Store& store) {
    EXPECT_EQ(store.open_report().revisions_lost, 0);
    book.Check(store);
    CheckFollowed(store);
  };
  EXPECT_TRUE(WithStore([&](Store& store) {
    check(store);
    ExpectVerified(store);
    book.SendAllAgain(store);
    disk_->CutPower();
  })) << Open().status();
  LosePower(Unsynced::kNothing, seed);
  EXPECT_TRUE(WithStore(check)) << Open().status();
  return cut;
}

void PowerCutTest::CutEverywhere(const Work& prepare, const Work& work) {
  CommandBook before(&fold_);
  NewDisk(original_);
  prepare(before);
  const uint64_t seed = testing::TestSeed();
  for (int64_t sync = 1; sync < kEndless; sync += testing::kFaultStride) {
    bool cut = false;
    for (Unsynced kept : {Unsynced::kNothing, Unsynced::kTorn, Unsynced::kEverything}) {
      cut |= CutOnce(before, work, sync, kept, seed + static_cast<uint64_t>(sync));
      if (HasFailure()) return;
    }
    if (!cut) {
      printf("%ld sync points\n", static_cast<long>(sync - 1));
      EXPECT_GT(sync, 5);
      return;
    }
  }
  FAIL() << "the workload does not end";
}

bool PowerCutTest::Follow(Store& store, const std::string& word) {
  const Projector* projector = store.followed_projector("other/main");
  Group group;
  for (int i = 1; i <= kFollowedGroups; ++i) {
    group = *DecodeGroup(EncodeGroup(testing::MakeGroup(
        group.entries.empty() ? LogPosition() : group.end(), {absl::StrCat(word, i)})));
    const auto snapshot = store.rows().Snapshot();
    RowOverlay overlay(snapshot.get());
    if (!projector->FoldGroup(overlay, group).ok()) return false;
    if (!store.rows().Write(overlay.changes()).ok()) return false;
  }
  return true;
}

void PowerCutTest::CheckFollowed(Store& store) {
  const auto rows = store.rows().Snapshot();
  const auto applied = store.followed_projector("other/main")->Applied(*rows);
  ASSERT_TRUE(applied.ok());
  int64_t histories = 0;
  for (const char* word : {"old", "new"}) {
    const int64_t first = other_fold_.Count(*rows, absl::StrCat(word, 1));
    histories += first;
    for (int i = 1; i <= kFollowedGroups; ++i) {
      EXPECT_EQ(other_fold_.Count(*rows, absl::StrCat(word, i)),
                first == 1 && i <= applied->revision ? 1 : 0)
          << word << i << " with " << applied->revision << " applied";
    }
  }
  EXPECT_EQ(histories, applied->revision == 0 ? 0 : 1);
  int64_t stored = 0;
  for (auto row = rows->Scan("\x03", "\x05"); row->Valid(); row->Next()) ++stored;
  EXPECT_EQ(stored, 2 * applied->revision);
}

TEST_F(PowerCutTest, WhileAFolderIsBorn) {
  CutEverywhere([](CommandBook&) {},
                [&](CommandBook& book) {
                  WithStore([&](Store& store) { book.Send(store, 2) && book.Send(store, 1); });
                });
}

TEST_F(PowerCutTest, WhileCommandsAreRecorded) {
  const auto record = [&](CommandBook& book) {
    for (int opened = 0; opened < 2; ++opened) {
      WithStore([&](Store& store) {
        // Sizes within a page, over some, and over some blocks of the log file.
        for (const size_t bytes : {4, 9'000, 200, 70'000, 4}) {
          if (!book.Send(store, 3, bytes) || !book.Send(store, 1, bytes)) return;
        }
        Follow(store, "new");
      });
    }
  };
  CutEverywhere([&](CommandBook& book) { WithStore([&](Store& store) { book.Send(store, 3); }); },
                record);
}

TEST_F(PowerCutTest, WhileRowsAreFlushed) {
  // The workload is more than a memtable holds.
  options_.rocks.log_memtable_bytes = options_.rocks.rows_memtable_bytes = 256 << 10;
  CutEverywhere([](CommandBook&) {},
                [&](CommandBook& book) {
                  WithStore([&](Store& store) {
                    for (int i = 0; i < 6; ++i) {
                      if (!book.Send(store, 3, 20'000)) return;
                    }
                  });
                });
}

TEST_F(PowerCutTest, WhileTheRowFormatChanges) {
  const auto prepare = [&](CommandBook& book) {
    WithStore([&](Store& store) {
      for (int i = 0; i < 20; ++i) book.Send(store, 3);
      Follow(store, "old");
    });
    options_.rocks.row_format = 2;
  };
  CutEverywhere(prepare, [&](CommandBook& book) {
    // Twice: once through the change, once after it.
    for (int opened = 0; opened < 2; ++opened) {
      WithStore([&](Store& store) { book.Send(store, 2) && Follow(store, "new"); });
    }
  });
}

TEST_F(PowerCutTest, WhileAFollowedLogIsDropped) {
  const auto prepare = [&](CommandBook& book) {
    WithStore([&](Store& store) {
      book.Send(store, 3);
      Follow(store, "old");
    });
  };
  CutEverywhere(prepare, [&](CommandBook& book) {
    for (int opened = 0; opened < 2; ++opened) {
      WithStore([&](Store& store) {
        const Projector* projector = store.followed_projector("other/main");
        const bool dropped = projector->DropSource(store.rows()).ok();
        if (!dropped || !book.Send(store, 2)) return;
        Follow(store, "new");
      });
    }
  });
}

}  // namespace
}  // namespace waystation::storage
