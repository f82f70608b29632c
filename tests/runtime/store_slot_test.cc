#include "services/runtime/store_slot.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "storage/base/errors.h"
#include "storage/key.h"
#include "tests/runtime/note_service.h"

namespace waystation::runtime {
namespace {

class NoFold : public storage::EventFold {
 public:
  absl::Status Fold(storage::RowWriter&, const storage::EntryContext&,
                    absl::string_view) const override {
    return absl::OkStatus();
  }
  std::vector<uint8_t> Tables() const override { return {1}; }
};

class StoreSlotTest : public testing::Test {
 protected:
  std::unique_ptr<storage::Store> Open() {
    storage::StoreOptions options;
    options.rocks.folder = folder_.path();
    options.log = "slot/main";
    options.program = "test";
    options.now = absl::FromUnixSeconds(1);
    options.fold = &fold_;
    return *storage::Store::Open(options, {});
  }

  const NoFold fold_;
  test::TempFolder folder_;
  StoreSlot slot_;
};

TEST_F(StoreSlotTest, IsTakenWhenTheLastUserLetGoAndGivenToNobodyMeanwhile) {
  slot_.Put(Open());
  std::shared_ptr<storage::Store> held = slot_.Get();
  std::unique_ptr<storage::RowReader> rows = SnapshotOf(slot_.Get());
  std::atomic<bool> taken{false};
  std::unique_ptr<storage::Store> store;
  std::thread taking([&] {
    store = slot_.Take();
    taken = true;
  });
  ASSERT_TRUE(test::Eventually([&] { return slot_.Get() == nullptr; }));
  // What is held works on.
  EXPECT_EQ(held->log().Head().revision, 1);
  EXPECT_TRUE(rows->Get("x").ok());
  held = nullptr;
  EXPECT_TRUE(rows->Get("x").ok());
  EXPECT_FALSE(taken);
  rows = nullptr;
  taking.join();
  ASSERT_NE(store, nullptr);
  // It closes clean, so that the folder can be opened again.
  ASSERT_TRUE(store->Close().ok());
  slot_.Put(Open());
  EXPECT_EQ(slot_.Get()->log().Head().revision, 1);
  ASSERT_TRUE(slot_.Take()->Close().ok());
  EXPECT_EQ(slot_.Take(), nullptr);
}

TEST_F(StoreSlotTest, WithoutAStoreEveryReadIsUnavailable) {
  const std::unique_ptr<storage::RowReader> rows = SnapshotOf(slot_.Get());
  EXPECT_EQ(ReasonOf(rows->Get("x").status()), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
  const std::unique_ptr<storage::RowCursor> cursor = rows->Scan("", "");
  EXPECT_FALSE(cursor->Valid());
  EXPECT_EQ(ReasonOf(cursor->status()), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
}

}  // namespace
}  // namespace waystation::runtime
