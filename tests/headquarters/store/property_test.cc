// Random histories in random groups: rows equal a naive recomputation, a rebuild, and themselves
// whatever the order in which the two sources are folded. WAYSTATION_OPERATIONS and WAYSTATION_SEED
// say how many movements and which; they come in histories of some hundred each.
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/headquarters/domain/day.h"
#include "services/headquarters/store/delivery_rows.h"
#include "services/headquarters/store/fold_facility.h"
#include "services/headquarters/store/fold_inventory.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/tables.h"
#include "storage/key.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "storage/projector.h"
#include "storage/rebuild.h"
#include "tests/headquarters/store/books.h"
#include "tests/headquarters/store/naive_deliveries.h"
#include "tests/headquarters/store/naive_level.h"
#include "tests/headquarters/store/random_history.h"
#include "tests/storage/support/temp_folder.h"

namespace waystation::headquarters::testing {
namespace {

constexpr int64_t kDefaultOperations = 5'600;
constexpr int kCommands = 700;

// One history, in both logs and in rows.
class Headquarters {
 public:
  explicit Headquarters(uint64_t seed)
      : history_(static_cast<uint32_t>(seed)),
        inventory_log_(engine_.Open("inventory/main").value()),
        facility_log_(engine_.Open("facility/main").value()) {}

  // Appends what is pending of a log as one group now and then, and lets the rows catch up with it
  // more rarely, so that catching up covers one to several groups.
  void Append(storage::Log* log, std::vector<std::string>& pending) {
    LogWriter(log).Append(pending);
    pending.clear();
  }

  void Run() {
    std::vector<std::string> movements;
    std::vector<std::string> reports;
    for (int i = 0; i < kCommands; ++i) {
      movements.push_back(history_.NextMovement().SerializeAsString());
      if (history_.Below(3) == 0) {
        reports.push_back(history_.NextFacilityEvent().SerializeAsString());
      }
      if (history_.Below(5) == 0) Append(inventory_log_.get(), movements);
      if (!reports.empty() && history_.Below(5) == 0) Append(facility_log_.get(), reports);
      if (history_.Below(20) == 0) {
        ASSERT_TRUE(inventory_.CatchUp(*inventory_log_, rows_).ok());
      }
      if (history_.Below(20) == 0) {
        ASSERT_TRUE(facility_.CatchUp(*facility_log_, rows_).ok());
      }
      if (i % 70 == 69) {
        if (!movements.empty()) Append(inventory_log_.get(), movements);
        ASSERT_TRUE(inventory_.CatchUp(*inventory_log_, rows_).ok());
        ASSERT_NO_FATAL_FAILURE(ExpectNaive());
        ASSERT_NO_FATAL_FAILURE(ExpectNaiveDeliveries());
      }
    }
    if (!reports.empty()) Append(facility_log_.get(), reports);
    ASSERT_TRUE(facility_.CatchUp(*facility_log_, rows_).ok());
  }

  void ExpectNaive() {
    const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
    size_t levels = 0;
    for (const auto& [place, legs] : history_.legs()) {
      SCOPED_TRACE(place.first + " " + place.second);
      const std::optional<Level> want = NaiveLevel(legs, history_.record_day(place.first),
                                                   history_.Recalled(place.second, kNoDay));
      const std::optional<Level> got = LoadLevel(*rows, place.first, place.second).value();
      ASSERT_EQ(got.has_value(), want.has_value());
      if (!want.has_value()) continue;
      ++levels;
      ++standings_[want->standing];
      recalled_levels_ += want->recalled > 0 ? 1 : 0;
      sending_levels_ += want->dispatched > 0 ? 1 : 0;
      EXPECT_EQ(got->run_out_day, want->run_out_day);
      EXPECT_EQ(got->in_stock_days, want->in_stock_days);
      EXPECT_EQ(SaturateToInt64(got->expires_unused), SaturateToInt64(want->expires_unused));
      ASSERT_TRUE(*got == *want);
      for (const std::string& key :
           {RunOutKey(want->run_out_day, place.first, place.second),
            FacilityRunOutKey(place.first, want->run_out_day, place.second),
            ItemIndexKey(place.second, place.first),
            ItemRunOutKey(place.second, want->run_out_day, place.first)}) {
        EXPECT_TRUE(rows->Get(key).value().has_value());
      }
    }
    for (Table table :
         {kLevelTable, kRunOutIndex, kFacilityRunOutIndex, kItemIndex, kItemRunOutIndex}) {
      EXPECT_EQ(CountRows(*rows, table), levels) << "table " << static_cast<int>(table);
    }
  }

  // What comes of each item at each facility, on a day around now.
  void ExpectNaiveDeliveries() {
    const int64_t day = history_.now() - 10 + history_.Below(20);
    const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
    for (const std::string& facility : kFacilities) {
      for (const std::string& item : kItems) {
        SCOPED_TRACE(facility + " " + item);
        const NaiveResupply want = NaiveResupplyOf(history_.deliveries(), facility, item, day);
        const v1::Resupply got =
            LoadResupply(*rows, facility, item, v1::SUPPLY_STATE_OUT, day - 1, day).value();
        const auto of = [](bool has, const v1::Arrival& arrival) -> NaiveResupply::Next {
          if (!has) return std::nullopt;
          return std::pair(DayOfDate(arrival.latest_date()), arrival.quantity());
        };
        EXPECT_EQ(of(got.has_next_confirmed(), got.next_confirmed()), want.confirmed);
        EXPECT_EQ(of(got.has_next_unconfirmed(), got.next_unconfirmed()), want.unconfirmed);
        EXPECT_EQ(of(got.has_overdue(), got.overdue()), want.overdue);
        ++outlooks_[got.outlook()];
      }
    }
  }

  // Any past day reads as if nothing after it had been recorded.
  void ExpectNaiveAsOfSomeDay() {
    const int64_t day = kToday - 90 + history_.Below(500);
    const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
    std::map<std::string, int64_t> record_days;
    for (const auto& [place, legs] : history_.legs()) {
      for (const NaiveLeg& leg : legs) {
        if (leg.spec.day > day) continue;
        auto [record, added] = record_days.emplace(place.first, leg.spec.day);
        if (!added) record->second = std::max(record->second, leg.spec.day);
      }
    }
    for (const auto& [place, all_legs] : history_.legs()) {
      SCOPED_TRACE(place.first + " " + place.second + " as of " + std::to_string(day));
      const std::optional<int64_t> record_day = RecordDayAsOf(*rows, place.first, day).value();
      auto want_day = record_days.find(place.first);
      ASSERT_EQ(record_day.has_value(), want_day != record_days.end());
      if (!record_day.has_value()) continue;
      ASSERT_EQ(*record_day, want_day->second);
      std::vector<NaiveLeg> legs = all_legs;
      std::erase_if(legs, [day](const NaiveLeg& leg) { return leg.spec.day > day; });
      const std::optional<Level> want =
          NaiveLevel(legs, *record_day, history_.Recalled(place.second, day));
      int64_t rows_read = 0;
      const std::optional<Level> got =
          LoadLevelAsOf(*rows, place.first, place.second, *record_day, day, rows_read).value();
      ASSERT_EQ(got.has_value(), want.has_value());
      ASSERT_TRUE(!want.has_value() || *got == *want);
      past_levels_ += want.has_value() ? 1 : 0;
    }
  }

  void ExpectRebuild(std::vector<storage::RebuildSource> sources) {
    storage::MemoryRowStore empty;
    const auto report = storage::RebuildAndCompare(sources, *rows_.Snapshot(), empty);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->equal()) << report->ToString();
  }

  void ExpectSourcesCommute() {
    ASSERT_NO_FATAL_FAILURE(
        ExpectRebuild({{inventory_log_.get(), &inventory_}, {facility_log_.get(), &facility_}}));
    ASSERT_NO_FATAL_FAILURE(
        ExpectRebuild({{facility_log_.get(), &facility_}, {inventory_log_.get(), &inventory_}}));
  }

  // Dropping one source leaves the other whole.
  void DropInventoryAndFollowAgain() {
    ASSERT_TRUE(inventory_.DropSource(rows_).ok());
    ASSERT_NO_FATAL_FAILURE(ExpectRebuild({{facility_log_.get(), &facility_}}));
    ASSERT_TRUE(inventory_.CatchUp(*inventory_log_, rows_).ok());
    ASSERT_NO_FATAL_FAILURE(ExpectNaive());
  }

  // Levels compared so far.
  const std::map<Standing, int>& standings() const { return standings_; }
  int recalled_levels() const { return recalled_levels_; }
  int sending_levels() const { return sending_levels_; }
  int past_levels() const { return past_levels_; }
  const std::map<v1::ResupplyOutlook, int>& outlooks() const { return outlooks_; }

 private:
  static size_t CountRows(const storage::RowReader& rows, Table table) {
    const std::string prefix = storage::KeyBuilder(table).Take();
    size_t count = 0;
    for (auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix)); cursor->Valid();
         cursor->Next()) {
      ++count;
    }
    return count;
  }

  RandomHistory history_;
  std::map<Standing, int> standings_;  // Compared so far.
  int recalled_levels_ = 0;
  int sending_levels_ = 0;
  int past_levels_ = 0;
  std::map<v1::ResupplyOutlook, int> outlooks_;
  storage::MemoryLogEngine engine_;
  std::unique_ptr<storage::Log> inventory_log_;
  std::unique_ptr<storage::Log> facility_log_;
  InventoryFold inventory_fold_;
  FacilityFold facility_fold_;
  storage::Projector inventory_{{.source = "inventory/main"}, &inventory_fold_};
  storage::Projector facility_{{.source = "facility/main"}, &facility_fold_};
  storage::MemoryRowStore rows_;
};

// The history of each seed in turn, until there are enough movements.
void ForEachSeed(const std::function<void(Headquarters&)>& check) {
  const uint64_t first = storage::testing::TestSeed();
  const int64_t operations = storage::testing::TestOperations(kDefaultOperations);
  for (int64_t life = 0; life * kCommands < operations; ++life) {
    const uint64_t seed = first + static_cast<uint64_t>(life);
    SCOPED_TRACE("WAYSTATION_SEED=" + std::to_string(seed));
    Headquarters headquarters(seed);
    ASSERT_NO_FATAL_FAILURE(headquarters.Run());
    ASSERT_NO_FATAL_FAILURE(check(headquarters));
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(PropertyTest, RowsEqualANaiveRecomputationAndARebuild) {
  std::map<Standing, int> standings;
  std::map<v1::ResupplyOutlook, int> outlooks;
  int recalled_levels = 0;
  int sending_levels = 0;
  ForEachSeed([&](Headquarters& headquarters) {
    ASSERT_NO_FATAL_FAILURE(headquarters.ExpectSourcesCommute());
    ASSERT_NO_FATAL_FAILURE(headquarters.DropInventoryAndFollowAgain());
    for (const auto& [standing, times] : headquarters.standings()) standings[standing] += times;
    recalled_levels += headquarters.recalled_levels();
    sending_levels += headquarters.sending_levels();
    for (const auto& [outlook, times] : headquarters.outlooks()) outlooks[outlook] += times;
  });
  // The histories are worth something only if they went through these.
  EXPECT_GT(recalled_levels, 0);
  EXPECT_GT(sending_levels, 0);
  for (Standing standing : {Standing::kOut, Standing::kLasts, Standing::kUnused}) {
    EXPECT_GT(standings[standing], 0) << static_cast<int>(standing);
  }
  for (const auto outlook : {v1::RESUPPLY_OUTLOOK_GAP, v1::RESUPPLY_OUTLOOK_NOTHING_CONFIRMED,
                             v1::RESUPPLY_OUTLOOK_NOTHING_COMING}) {
    EXPECT_GT(outlooks[outlook], 0) << v1::ResupplyOutlook_Name(outlook);
  }
}

TEST(PropertyTest, PastDaysReadAsIfNothingHadFollowed) {
  int levels = 0;
  ForEachSeed([&levels](Headquarters& headquarters) {
    for (int i = 0; i < 40; ++i) ASSERT_NO_FATAL_FAILURE(headquarters.ExpectNaiveAsOfSomeDay());
    levels += headquarters.past_levels();
  });
  EXPECT_GT(levels, 0);
}

}  // namespace
}  // namespace waystation::headquarters::testing
