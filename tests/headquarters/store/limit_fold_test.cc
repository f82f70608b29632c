// Limits by way of facility's log, and the lists of what ends first that are read from them.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/headquarters/store/fold_facility.h"
#include "services/headquarters/store/fold_inventory.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/limit_rows.h"
#include "services/headquarters/store/list_endings.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/errors.h"
#include "storage/key.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "storage/overlay.h"
#include "storage/projector.h"
#include "storage/rebuild.h"
#include "tests/headquarters/store/books.h"
#include "tests/headquarters/store/ending_moment.h"
#include "tests/headquarters/store/limit_books.h"

namespace waystation::headquarters::testing {
namespace {

using facility::v1::LIMIT_KIND_COLD_CHAIN;
using facility::v1::LIMIT_KIND_POWER;

// 06:00 in UTC, so 10:00 in the zone "east".
const absl::Time kMorning = absl::FromUnixSeconds(kToday * 86'400 + 6 * 3600);

class LimitFoldTest : public ::testing::Test {
 protected:
  LimitFoldTest()
      : facility_log_(engine_.Open("facility/main").value()),
        inventory_log_(engine_.Open("inventory/main").value()) {}

  void Facility(const facility::v1::Event& event) {
    LogWriter(facility_log_.get()).Append({event.SerializeAsString()});
    ASSERT_TRUE(facility_.CatchUp(*facility_log_, rows_).ok());
  }
  void Inventory(const inventory::v1::Event& event) {
    LogWriter(inventory_log_.get()).Append({event.SerializeAsString()});
    ASSERT_TRUE(inventory_.CatchUp(*inventory_log_, rows_).ok());
  }

  // Known to the log, and heard of just now.
  void Open(const std::string& facility, const std::string& zone = "east") {
    Facility(FacilityCreated(facility, facility::v1::FACILITY_KIND_FIELD_HOSPITAL, zone));
    Facility(AccessReported(facility, kMorning, facility::v1::ACCESS_OPEN));
  }

  // "facility/subject" of each, over pages of two.
  std::vector<std::string> List(v1::ListEndingsRequest request, absl::Time now) {
    const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
    std::vector<std::string> list;
    std::string after;
    do {
      const ReadMoment moment = EndingMomentAt(now);
      Facts facts(*rows, moment);
      const absl::StatusOr<EndingPage> page = LoadEndings(facts, request, 2, after);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return list;
      for (const v1::Ending& ending : page->endings) {
        list.push_back(absl::StrCat(IdOf(ending.facility()), "/", ending.subject()));
      }
      after = page->next_key;
    } while (!after.empty());
    return list;
  }
  std::vector<std::string> Known(absl::Time now = kMorning) { return List({}, now); }
  std::vector<std::string> UnknownOnes(absl::Time now = kMorning) {
    v1::ListEndingsRequest request;
    request.set_unknown(true);
    return List(request, now);
  }

  size_t CountRows(Table table) {
    const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
    const std::string prefix = storage::KeyBuilder(table).Take();
    size_t count = 0;
    for (auto cursor = rows->Scan(prefix, storage::PrefixEnd(prefix)); cursor->Valid();
         cursor->Next()) {
      ++count;
    }
    return count;
  }

  void ExpectRebuilt() {
    storage::MemoryRowStore empty;
    const auto report = storage::RebuildAndCompare(
        {{facility_log_.get(), &facility_}, {inventory_log_.get(), &inventory_}}, *rows_.Snapshot(),
        empty);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->equal()) << report->ToString();
  }

  storage::MemoryLogEngine engine_;
  std::unique_ptr<storage::Log> facility_log_;
  std::unique_ptr<storage::Log> inventory_log_;
  FacilityFold facility_fold_;
  InventoryFold inventory_fold_;
  storage::Projector facility_{{.source = "facility/main"}, &facility_fold_};
  storage::Projector inventory_{{.source = "inventory/main"}, &inventory_fold_};
  storage::MemoryRowStore rows_;
};

LimitSpec FridgeSpec(const std::string& subject, absl::Duration lasts) {
  return {.kind = LIMIT_KIND_COLD_CHAIN,
          .subject = subject,
          .act_by = kMorning + lasts,
          .known_until = kMorning + absl::Hours(1)};
}

using Names = std::vector<std::string>;

TEST_F(LimitFoldTest, TheFirstToEndLeadsOverAllFacilities) {
  Open("a");
  Open("b");
  Facility(Derived("a", {FridgeSpec("f1", absl::Hours(5)), FridgeSpec("f2", absl::Hours(9))}));
  Facility(Derived("b", {FridgeSpec("f1", absl::Hours(7)), FridgeSpec("f2", absl::Hours(2))}));
  EXPECT_EQ(Known(), (Names{"b/f2", "a/f1", "b/f1", "a/f2"}));
  EXPECT_EQ(UnknownOnes(), Names());
  ExpectRebuilt();
  // Told otherwise, and one of them no more.
  Facility(Derived("b", {FridgeSpec("f2", absl::Hours(6))}));
  EXPECT_EQ(Known(), (Names{"a/f1", "b/f2", "a/f2"}));
  EXPECT_EQ(CountRows(kLimitDueIndex), 3u);
  EXPECT_EQ(CountRows(kLimitKnownIndex), 3u);
  Facility(Derived("b", {}));
  EXPECT_EQ(CountRows(kLimitTable), 2u);
  ExpectRebuilt();
}

TEST_F(LimitFoldTest, PastItsReadingsItChangesTheList) {
  Open("a");
  Facility(Derived("a", {FridgeSpec("f1", absl::Hours(5))}));
  EXPECT_EQ(Known(kMorning + absl::Hours(1)), Names{"a/f1"});
  EXPECT_EQ(Known(kMorning + absl::Hours(1) + absl::Microseconds(1)), Names());
  EXPECT_EQ(UnknownOnes(kMorning + absl::Hours(1)), Names());
  EXPECT_EQ(UnknownOnes(kMorning + absl::Hours(1) + absl::Microseconds(1)), Names{"a/f1"});
}

TEST_F(LimitFoldTest, SilenceAndClosingTakeItOutUntilTheyEnd) {
  Open("a");
  Facility(Derived(
      "a",
      {FridgeSpec("f1", absl::Hours(5)),
       {.kind = LIMIT_KIND_POWER, .subject = "main", .known_until = kMorning + absl::Hours(1)}}));
  EXPECT_EQ(Known(), Names{"a/f1"});
  EXPECT_EQ(UnknownOnes(), Names());
  Facility(WentSilent("a"));
  EXPECT_EQ(Known(), Names());
  EXPECT_EQ(UnknownOnes(), (Names{"a/main", "a/f1"}));
  EXPECT_EQ(CountRows(kLimitDueIndex), 0u);
  ExpectRebuilt();
  // What comes of it while it is silent does not make it known.
  Facility(Derived("a", {FridgeSpec("f1", absl::Hours(6))}));
  EXPECT_EQ(UnknownOnes(), Names{"a/f1"});
  Facility(BackInTouch("a"));
  EXPECT_EQ(Known(), Names{"a/f1"});
  EXPECT_EQ(CountRows(kLimitUnknownIndex), 0u);

  facility::v1::Event closed = FacilityCreated("a", facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  facility::v1::Event event;
  *event.mutable_facility_closed()->mutable_facility() = closed.facility_created().facility();
  event.mutable_facility_closed()->mutable_facility()->set_state(
      facility::v1::FACILITY_STATE_CLOSED);
  Facility(event);
  EXPECT_EQ(Known(), Names());
  EXPECT_EQ(UnknownOnes(), Names{"a/f1"});
  ExpectRebuilt();
}

TEST_F(LimitFoldTest, SuppliesAndLimitsAreInOneOrder) {
  Open("a");
  Inventory(ItemCreated("rice", "food", inventory::v1::VITAL_CLASS_VITAL));
  Inventory(ItemCreated("milk", "food", inventory::v1::VITAL_CLASS_VITAL));
  Inventory(ItemCreated("soap", "hygiene", inventory::v1::VITAL_CLASS_NORMAL));
  // Rice is covered through today, milk is out since today, soap is not vital.
  Inventory(Posted("a", {{LegKind::kReceipt, "rice", "a", kToday - 1, 10},
                         {LegKind::kUse, "rice", "a", kToday - 1, 10}}));
  Inventory(Posted("a", {{LegKind::kReceipt, "rice", "b", kToday - 1, 10},
                         {LegKind::kReceipt, "milk", "a", kToday, 1},
                         {LegKind::kUse, "milk", "a", kToday, 1},
                         {LegKind::kReceipt, "soap", "a", kToday - 1, 2},
                         {LegKind::kUse, "soap", "a", kToday - 1, 1}}));
  // The day ends at 20:00 UTC, 14 hours from now.
  Facility(Derived("a", {FridgeSpec("before", absl::Hours(14) - absl::Microseconds(1)),
                         FridgeSpec("after", absl::Hours(14) + absl::Microseconds(1))}));
  Names known = Known();
  ASSERT_EQ(known.size(), 4u);
  EXPECT_EQ(known[0], "a/milk");
  EXPECT_EQ(known[1], "a/before");
  v1::ListEndingsRequest request;
  request.add_kinds(v1::ENDING_KIND_SUPPLY);
  EXPECT_EQ(List(request, kMorning), (Names{"a/milk", "a/rice"}));
  request.set_facility("facilities/a");
  request.add_kinds(v1::ENDING_KIND_COLD_CHAIN);
  EXPECT_EQ(List(request, kMorning), known);
  request.add_facility_kinds(facility::v1::FACILITY_KIND_WAREHOUSE);
  EXPECT_EQ(List(request, kMorning), Names());
  // Days on nothing has been recorded: rice may be gone, milk is.
  const absl::Time later = kMorning + absl::Hours(24 * 20);
  EXPECT_EQ(Known(later), Names{"a/milk"});
  EXPECT_EQ(UnknownOnes(later).back(), "a/rice");
  ExpectRebuilt();
}

TEST_F(LimitFoldTest, AnItemThatIsNotVitalAnyMoreIsNotListed) {
  Open("a");
  Inventory(ItemCreated("rice", "food", inventory::v1::VITAL_CLASS_VITAL));
  Inventory(Posted(
      "a", {{LegKind::kReceipt, "rice", "a", kToday, 4}, {LegKind::kUse, "rice", "a", kToday, 1}}));
  EXPECT_EQ(Known(), Names{"a/rice"});
  Inventory(ItemCreated("rice", "food", inventory::v1::VITAL_CLASS_NORMAL));
  EXPECT_EQ(Known(), Names());
  EXPECT_EQ(CountRows(kVitalLastingIndex), 0u);
  Inventory(ItemCreated("rice", "food", inventory::v1::VITAL_CLASS_VITAL));
  EXPECT_EQ(Known(), Names{"a/rice"});
  Inventory(Posted("a", {{LegKind::kWaste, "rice", "a", kToday, 3}}));
  EXPECT_EQ(CountRows(kVitalLastingIndex), 0u);
  EXPECT_EQ(CountRows(kVitalOutIndex), 1u);
  ExpectRebuilt();
}

TEST_F(LimitFoldTest, ZonesInUseAreCounted) {
  Open("a", "east");
  Open("b", "west");
  Open("c", "west");
  EXPECT_EQ(CountRows(kZoneTable), 2u);
  Facility(FacilityCreated("b", facility::v1::FACILITY_KIND_FIELD_HOSPITAL, "east"));
  EXPECT_EQ(CountRows(kZoneTable), 2u);
  Facility(FacilityCreated("c", facility::v1::FACILITY_KIND_FIELD_HOSPITAL, "east"));
  EXPECT_EQ(CountRows(kZoneTable), 1u);
}

TEST_F(LimitFoldTest, ALimitOfANewerProgramIsNeverPassedOver) {
  const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
  storage::RowOverlay overlay(rows.get());
  const common::v1::LogEntry entry;
  const storage::EntryContext context{
      .entry = entry, .record_time = RecordTime(1), .event_index = 0};
  for (const int kind : {0, 99}) {
    const facility::v1::Event event =
        Derived("a", {{.kind = static_cast<facility::v1::LimitKind>(kind), .subject = "main"}});
    EXPECT_EQ(ReasonOf(FacilityFold().Fold(overlay, context, event.SerializeAsString())),
              Reason::ERROR_REASON_FOLDER_NEWER);
  }
}

TEST_F(LimitFoldTest, ATokenThatIsNoneIsRefused) {
  const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
  const ReadMoment moment = EndingMomentAt(kMorning);
  Facts facts(*rows, moment);
  EXPECT_EQ(ReasonOf(LoadEndings(facts, {}, 2, "no").status()),
            Reason::ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

}  // namespace
}  // namespace waystation::headquarters::testing
