// Levels by way of the logs: folded, restarted in between, back-dated, rebuilt.
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/headquarters/store/fold_facility.h"
#include "services/headquarters/store/fold_inventory.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/errors.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "storage/overlay.h"
#include "storage/projector.h"
#include "storage/rebuild.h"
#include "storage/rocks/rocks_database.h"
#include "tests/headquarters/store/books.h"

namespace waystation::headquarters::testing {
namespace {

using storage::Projector;

class FoldTest : public ::testing::Test {
 protected:
  FoldTest()
      : log_(engine_.Open("inventory/main").value()),
        writer_(log_.get()),
        projector_({.source = "inventory/main"}, &fold_) {}

  void Post(const std::vector<LegSpec>& legs, bool reversal = false) {
    writer_.Append({Posted("hospital", legs, reversal).SerializeAsString()});
  }

  void CatchUp(storage::RowStore& rows) {
    const absl::Status status = projector_.CatchUp(*log_, rows);
    ASSERT_TRUE(status.ok()) << status;
  }

  // Of facility "hospital".
  std::optional<Level> LevelOf(const std::string& item) {
    CatchUp(rows_);
    return LoadLevel(*rows_.Snapshot(), "hospital", item).value();
  }

  void ExpectRebuildEqual(const storage::RowStore& live) {
    storage::MemoryRowStore empty;
    const auto report =
        storage::RebuildAndCompare({{log_.get(), &projector_}}, *live.Snapshot(), empty);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->equal()) << report->ToString();
  }

  storage::MemoryLogEngine engine_;
  std::unique_ptr<storage::Log> log_;
  LogWriter writer_;
  InventoryFold fold_;
  Projector projector_;
  storage::MemoryRowStore rows_;
};

constexpr int64_t kD = kToday;

TEST_F(FoldTest, InStockAllDays) {
  Post({{LegKind::kReceipt, "rice", "a", kD - 35, 400}});
  for (int64_t day = kD - 29; day <= kD; ++day) Post({{LegKind::kUse, "rice", "a", day, 10}});
  const Level level = LevelOf("rice").value();
  EXPECT_TRUE(level.usable == 100 && level.consumed == 300);
  EXPECT_EQ(level.in_stock_days, 30);
  EXPECT_EQ(level.run_out_day, kD + 10);
  ExpectRebuildEqual(rows_);
}

TEST_F(FoldTest, ARecallTakesItsLotOutUntilItIsWithdrawn) {
  Post({{LegKind::kReceipt, "rice", "a", kD - 35, 400}, {LegKind::kReceipt, "rice", "b", kD, 30}});
  for (int64_t day = kD - 29; day <= kD; ++day) Post({{LegKind::kUse, "rice", "a", day, 10}});
  EXPECT_EQ(LevelOf("rice")->run_out_day, kD + 13);
  writer_.Append({RecallChanged("r1", "rice", "a", kD, true).SerializeAsString()});
  Level level = LevelOf("rice").value();
  EXPECT_TRUE(level.usable == 30 && level.recalled == 100);
  EXPECT_EQ(level.run_out_day, kD + 3);
  ExpectRebuildEqual(rows_);
  writer_.Append({RecallChanged("r2", "rice", "a", kD, true).SerializeAsString(),
                  RecallChanged("r1", "rice", "a", kD, false).SerializeAsString()});
  EXPECT_TRUE(LevelOf("rice")->recalled == 100) << "another recall still names it";
  writer_.Append({RecallChanged("r2", "rice", "a", kD, false).SerializeAsString()});
  EXPECT_TRUE(LevelOf("rice")->usable == 130);
  ExpectRebuildEqual(rows_);
}

// Here a facility never had any but a recalled lot, which is no level until the recall is taken
// back.
TEST_F(FoldTest, ALevelMayBeginWithTheEndOfARecall) {
  writer_.Append({RecallChanged("r1", "rice", "a", kD - 3, true).SerializeAsString()});
  Post({{LegKind::kReceipt, "rice", "a", kD, 400}});
  EXPECT_FALSE(LevelOf("rice").has_value());
  writer_.Append({RecallChanged("r1", "rice", "a", kD - 3, false).SerializeAsString()});
  EXPECT_TRUE(LevelOf("rice")->usable == 400);
  ExpectRebuildEqual(rows_);
}

TEST_F(FoldTest, OnlyWhatAWarehouseSendsIsUse) {
  for (const char* at : {"hospital", kDepot}) {
    const auto post = [&](const LegSpec& leg) {
      writer_.Append({Posted(at, {leg}).SerializeAsString()});
    };
    post({LegKind::kReceipt, "rice", "a", kD - 29, 400});
    post({LegKind::kSend, "rice", "a", kD - 1, 200});
    post({LegKind::kUse, "rice", "a", kD - 1, 60});
    post({LegKind::kSentBack, "rice", "a", kD, 20});
  }
  CatchUp(rows_);
  const Level hospital = LoadLevel(*rows_.Snapshot(), "hospital", "rice").value().value();
  const Level depot = LoadLevel(*rows_.Snapshot(), kDepot, "rice").value().value();
  EXPECT_TRUE(hospital.usable == 160 && hospital.consumed == 60 && hospital.dispatched == 0);
  EXPECT_TRUE(depot.usable == 160 && depot.consumed == 240 && depot.dispatched == 180);
  ExpectRebuildEqual(rows_);
}

TEST_F(FoldTest, OutHalfTheDays) {
  Post({{LegKind::kReceipt, "rice", "a", kD - 29, 150}});
  for (int64_t day = kD - 29; day <= kD - 15; ++day) {
    Post({{LegKind::kUse, "rice", "a", day, 10}});
  }
  EXPECT_EQ(LevelOf("rice")->run_out_day, kD - 15);
  EXPECT_EQ(LevelOf("rice")->standing, Standing::kOut);
  Post({{LegKind::kReceipt, "rice", "b", kD, 50}});
  const Level level = LevelOf("rice").value();
  EXPECT_EQ(level.in_stock_days, 16);
  EXPECT_EQ(level.run_out_day, kD + 5);
}

TEST_F(FoldTest, OutAllDaysKeepsTheDayItRanOut) {
  Post({{LegKind::kReceipt, "insulin", "a", kD - 80, 30}});
  Post({{LegKind::kUse, "insulin", "a", kD - 70, 30}});
  for (int64_t day = kD - 60; day <= kD; day += 7) {
    Post({{LegKind::kReceipt, "rice", "a", day, 1}});
  }
  const Level level = LevelOf("insulin").value();
  EXPECT_EQ(level.standing, Standing::kOut);
  EXPECT_EQ(level.in_stock_days, 0);
  EXPECT_EQ(level.run_out_day, kD - 70);
  EXPECT_EQ(EvidenceOf(level), Evidence::kNone);
  ExpectRebuildEqual(rows_);
}

TEST_F(FoldTest, OneLotExpiresBeforeItIsUsed) {
  Post({{LegKind::kReceipt, "milk", "new", kD - 35, 50},
        {LegKind::kReceipt, "milk", "old", kD - 35, 400, kD + 4}});
  for (int64_t day = kD - 29; day <= kD; ++day) {
    Post({{LegKind::kUse, "milk", "old", day, 10, kD + 4}});
  }
  const Level level = LevelOf("milk").value();
  EXPECT_EQ(level.run_out_day, kD + 9);
  EXPECT_TRUE(level.expires_unused == 60);
}

TEST_F(FoldTest, ExpiresWhileAnotherItemMovesTheRecordDay) {
  Post({{LegKind::kReceipt, "milk", "a", kD - 40, 20, kD - 10}});
  EXPECT_EQ(LevelOf("milk")->standing, Standing::kUnused);
  Post({{LegKind::kUse, "rice", "none", kD, 1}});
  const Level level = LevelOf("milk").value();
  EXPECT_EQ(level.standing, Standing::kOut);
  EXPECT_TRUE(level.usable == 0 && level.expired == 20);
  EXPECT_EQ(level.run_out_day, kD - 10);
  Post({{LegKind::kWaste, "milk", "a", kD, 20, kD - 10}});
  EXPECT_TRUE(LevelOf("milk")->expired == 0);
  EXPECT_EQ(LevelOf("milk")->run_out_day, kD - 10);
}

TEST_F(FoldTest, MovesWithinAFacilityChangeNothingButTheRecordDay) {
  Post({{LegKind::kReceipt, "rice", "a", kD - 2, 20}});
  Post({{LegKind::kMove, "rice", "a", kD, 15}});
  const Level level = LevelOf("rice").value();
  EXPECT_TRUE(level.usable == 20);
  EXPECT_EQ(level.record_day, kD);
  EXPECT_EQ(level.standing, Standing::kUnused);
}

TEST_F(FoldTest, ABackDatedUseChangesThePast) {
  Post({{LegKind::kReceipt, "rice", "a", kD - 9, 100}});
  Post({{LegKind::kUse, "rice", "a", kD, 10}});
  EXPECT_EQ(LevelOf("rice")->run_out_day, kD + 90);  // 10 in 10 days.
  Post({{LegKind::kUse, "rice", "a", kD - 5, 40}});
  const Level level = LevelOf("rice").value();
  EXPECT_EQ(level.record_day, kD);
  EXPECT_EQ(level.run_out_day, kD + 10);  // 50 in 10 days, 50 left.
  ExpectRebuildEqual(rows_);
}

TEST_F(FoldTest, ABackDatedUseOfAllMovesTheDayItRanOut) {
  Post({{LegKind::kReceipt, "rice", "a", kD - 70, 10}});
  Post({{LegKind::kUse, "rice", "a", kD - 50, 10}});
  Post({{LegKind::kReceipt, "salt", "a", kD, 1}});
  EXPECT_EQ(LevelOf("rice")->run_out_day, kD - 50);
  Post({{LegKind::kReceipt, "rice", "b", kD - 48, 5}, {LegKind::kUse, "rice", "b", kD - 45, 5}});
  EXPECT_EQ(LevelOf("rice")->run_out_day, kD - 45);
}

TEST_F(FoldTest, AReversedReceiptLeavesNoLevel) {
  const std::vector<LegSpec> legs = {{LegKind::kReceipt, "rice", "a", kD, 10}};
  Post(legs);
  EXPECT_TRUE(LevelOf("rice").has_value());
  Post(legs, /*reversal=*/true);
  EXPECT_FALSE(LevelOf("rice").has_value());
  ExpectRebuildEqual(rows_);
}

TEST_F(FoldTest, QuantitiesBeyond64BitsAreKept) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  for (int i = 0; i < 4; ++i) Post({{LegKind::kReceipt, "rice", "a", kD, kMax}});
  EXPECT_TRUE(LevelOf("rice")->usable == 4 * static_cast<Quantity>(kMax));
  for (int i = 0; i < 4; ++i) Post({{LegKind::kWaste, "rice", "a", kD, kMax - 1}});
  EXPECT_TRUE(LevelOf("rice")->usable == 4);
}

TEST_F(FoldTest, ARestartInBetweenChangesNothing) {
  const std::string folder = absl::StrCat(::testing::TempDir(), "/headquarters-fold-", getpid());
  std::filesystem::remove_all(folder);
  storage::RocksOptions options;
  options.folder = folder;
  options.row_format = kRowFormat;
  Post({{LegKind::kReceipt, "rice", "a", kD - 35, 400}});
  for (int64_t day = kD - 29; day <= kD; ++day) {
    Post({{LegKind::kUse, "rice", "a", day, 10}});
    auto database = storage::RocksDatabase::Open(options);
    ASSERT_TRUE(database.ok()) << database.status();
    CatchUp((*database)->rows());
    ASSERT_TRUE((*database)->Close().ok());
  }
  auto database = storage::RocksDatabase::Open(options).value();
  const Level level = LoadLevel(*database->rows().Snapshot(), "hospital", "rice").value().value();
  EXPECT_EQ(level.run_out_day, kD + 10);
  EXPECT_EQ(level.in_stock_days, 30);
  ExpectRebuildEqual(database->rows());
  ASSERT_TRUE(database->Close().ok());
  std::filesystem::remove_all(folder);
}

TEST_F(FoldTest, OpenExceptionsAreCountedOnce) {
  inventory::v1::Event posted = Posted("hospital", {{LegKind::kUse, "rice", "a", kD, 1}});
  inventory::v1::Exception& opened = *posted.mutable_movement_posted()->add_exceptions();
  opened.set_name("facilities/hospital/exceptions/e1");
  opened.set_state(inventory::v1::EXCEPTION_STATE_OPEN);
  inventory::v1::Event held;
  *held.mutable_movement_held()->mutable_exception() = opened;
  held.mutable_movement_held()->mutable_exception()->set_name("facilities/hospital/exceptions/e2");
  inventory::v1::Event closed;
  *closed.mutable_exception_closed()->mutable_exception() = opened;
  closed.mutable_exception_closed()->mutable_exception()->set_state(
      inventory::v1::EXCEPTION_STATE_CLOSED);
  writer_.Append(
      {posted.SerializeAsString(), posted.SerializeAsString(), held.SerializeAsString()});
  CatchUp(rows_);
  EXPECT_EQ(LoadRecord(*rows_.Snapshot(), "hospital").value()->open_exceptions, 2);
  writer_.Append({closed.SerializeAsString(), closed.SerializeAsString()});
  CatchUp(rows_);
  EXPECT_EQ(LoadRecord(*rows_.Snapshot(), "hospital").value()->open_exceptions, 1);
}

TEST_F(FoldTest, EventsOfANewerProgramAreNeverPassedOver) {
  const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
  storage::RowOverlay overlay(rows.get());
  const common::v1::LogEntry entry;
  const storage::EntryContext context{
      .entry = entry, .record_time = RecordTime(1), .event_index = 0};
  EXPECT_EQ(ReasonOf(InventoryFold().Fold(overlay, context, "")),
            Reason::ERROR_REASON_FOLDER_NEWER);
  EXPECT_EQ(ReasonOf(FacilityFold().Fold(overlay, context, "")), Reason::ERROR_REASON_FOLDER_NEWER);
  facility::v1::Event set;
  set.mutable_installation_set()->mutable_installation()->set_name("facilities/a/installations/b");
  EXPECT_TRUE(FacilityFold().Fold(overlay, context, set.SerializeAsString()).ok());
  facility::v1::Event removed;
  *removed.mutable_installation_removed()->mutable_installation() =
      set.installation_set().installation();
  EXPECT_TRUE(FacilityFold().Fold(overlay, context, removed.SerializeAsString()).ok());
  facility::v1::Event stops[3];
  stops[0].mutable_stops_planned();
  stops[1].mutable_stop_arrived();
  stops[2].mutable_stop_left();
  for (const facility::v1::Event& stop : stops) {
    EXPECT_TRUE(FacilityFold().Fold(overlay, context, stop.SerializeAsString()).ok());
  }
  EXPECT_EQ(ReasonOf(OwnFold().Fold(overlay, context, "")), Reason::ERROR_REASON_FOLDER_NEWER);
  EXPECT_EQ(ReasonOf(InventoryFold().Fold(overlay, context, "\xff\xff")),
            Reason::ERROR_REASON_LOG_DAMAGED);
}

// What "rise" is merged into "rice" by, with a book at the hospital.
inventory::v1::Event Merged() {
  inventory::v1::Event event;
  inventory::v1::ItemMerged& merged = *event.mutable_item_merged();
  merged.mutable_item()->set_name("items/rise");
  merged.mutable_item()->mutable_merge()->set_into("items/rice");
  merged.mutable_kept_item()->set_name("items/rice");
  merged.add_facilities("facilities/hospital");
  return event;
}

TEST_F(FoldTest, AMergedItemHasOneLevelWithTheUseOfBoth) {
  Post({{LegKind::kReceipt, "rice", "a", kD - 29, 300}});
  Post({{LegKind::kReceipt, "rise", "b", kD - 29, 330}});
  for (int64_t day = kD - 29; day <= kD; ++day) {
    Post({{LegKind::kUse, "rice", "a", day, 8}, {LegKind::kUse, "rise", "b", day, 2}});
  }
  ASSERT_TRUE(LevelOf("rise").has_value());
  writer_.Append({Merged().SerializeAsString()});
  EXPECT_FALSE(LevelOf("rise").has_value());
  Level level = LevelOf("rice").value();
  EXPECT_TRUE(level.usable == 330 && level.consumed == 300);
  EXPECT_EQ(level.run_out_day, kD + 33);

  // The book's own movement of it changes nothing here, and what still comes of the alias counts.
  inventory::v1::Event moved =
      Posted("hospital", {{LegKind::kReceipt, "rice", "b", kD, 270}}, false);
  inventory::v1::Movement& movement = *moved.mutable_movement_posted()->mutable_movement();
  movement.set_kind(inventory::v1::MOVEMENT_KIND_MERGE);
  movement.mutable_legs(0)->mutable_from()->set_kind(inventory::v1::ACCOUNT_KIND_MERGED);
  writer_.Append({moved.SerializeAsString()});
  EXPECT_EQ(LevelOf("rice").value(), level);
  Post({{LegKind::kReceipt, "rise", "b", kD, 20}});
  level = LevelOf("rice").value();
  EXPECT_TRUE(level.usable == 350);
  EXPECT_FALSE(LevelOf("rise").has_value());
  ExpectRebuildEqual(rows_);
}

TEST_F(FoldTest, WhatWasRecalledOfAMergedItemIsRecalledOfTheKeptOne) {
  Post({{LegKind::kReceipt, "rice", "a", kD - 5, 300}});
  Post({{LegKind::kReceipt, "rise", "b", kD - 5, 30}});
  writer_.Append({RecallChanged("r1", "rise", "a", kD - 3, true).SerializeAsString(),
                  RecallChanged("r2", "rise", "b", kD - 3, true).SerializeAsString()});
  EXPECT_TRUE(LevelOf("rice")->usable == 300) << "another item's lot of that name";
  writer_.Append({Merged().SerializeAsString()});
  EXPECT_FALSE(LevelOf("rice").has_value() && LevelOf("rice")->usable != 0);
  writer_.Append({RecallChanged("r1", "rise", "a", kD - 3, false).SerializeAsString()});
  EXPECT_TRUE(LevelOf("rice")->usable == 300 && LevelOf("rice")->recalled == 30);
  ExpectRebuildEqual(rows_);
}

}  // namespace
}  // namespace waystation::headquarters::testing
