// Random autonomy beside random stock: the lists of what ends equal a naive reading of all of it,
// however they are cut into pages, and the rows a rebuild in either order. WAYSTATION_OPERATIONS
// and WAYSTATION_SEED say how many commands and which.
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "services/headquarters/domain/ending_tally.h"
#include "services/headquarters/domain/reading.h"
#include "services/headquarters/store/fold_facility.h"
#include "services/headquarters/store/fold_inventory.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/list_endings.h"
#include "services/headquarters/store/list_overviews.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "storage/projector.h"
#include "storage/rebuild.h"
#include "tests/headquarters/store/books.h"
#include "tests/headquarters/store/ending_moment.h"
#include "tests/headquarters/store/limit_books.h"
#include "tests/headquarters/store/random_history.h"
#include "tests/headquarters/store/random_limits.h"
#include "tests/storage/support/temp_folder.h"

namespace waystation::headquarters::testing {
namespace {

constexpr int64_t kDefaultCommands = 3'000;
constexpr int kCommandsOfALife = 300;

// Facility, kind, subject.
using EndingName = std::tuple<std::string, int, std::string>;

EndingName NameOf(const v1::Ending& ending) {
  return {IdOf(ending.facility()), ending.kind(), ending.subject()};
}

class EndingLife {
 public:
  explicit EndingLife(uint32_t seed)
      : history_(seed),
        limits_(seed, kFacilities),
        facility_log_(engine_.Open("facility/main").value()),
        inventory_log_(engine_.Open("inventory/main").value()) {}

  void Run() {
    std::vector<std::string> items;
    for (const std::string& item : kItems) {
      items.push_back(ItemCreated(item, "food",
                                  item == "milk" ? inventory::v1::VITAL_CLASS_NORMAL
                                                 : inventory::v1::VITAL_CLASS_VITAL)
                          .SerializeAsString());
    }
    LogWriter(inventory_log_.get()).Append(items);
    for (int i = 0; i < kCommandsOfALife; ++i) {
      std::vector<std::string> told;
      for (const auto& event : limits_.Next()) told.push_back(event.SerializeAsString());
      LogWriter(facility_log_.get()).Append(told);
      if (i % 3 == 0) {
        LogWriter(inventory_log_.get()).Append({history_.NextMovement().SerializeAsString()});
      }
      if (limits_.Below(4) == 0) CatchUp();
      if (i % 15 == 14) {
        CatchUp();
        ASSERT_NO_FATAL_FAILURE(ExpectNaive(limits_.now() + absl::Minutes(limits_.Below(40))));
        ASSERT_NO_FATAL_FAILURE(
            ExpectNaive(limits_.now() + absl::Hours(24 * (limits_.Below(30) - 5))));
      }
    }
    ASSERT_NO_FATAL_FAILURE(
        ExpectRebuild({{inventory_log_.get(), &inventory_}, {facility_log_.get(), &facility_}}));
    ASSERT_NO_FATAL_FAILURE(
        ExpectRebuild({{facility_log_.get(), &facility_}, {inventory_log_.get(), &inventory_}}));
    ASSERT_NO_FATAL_FAILURE(DropEitherAndFollowAgain());
  }

  int known() const { return known_; }
  int unknown() const { return unknown_; }
  int supplies() const { return supplies_; }

 private:
  void CatchUp() {
    ASSERT_TRUE(inventory_.CatchUp(*inventory_log_, rows_).ok());
    ASSERT_TRUE(facility_.CatchUp(*facility_log_, rows_).ok());
  }

  void ExpectRebuild(std::vector<storage::RebuildSource> sources) {
    storage::MemoryRowStore empty;
    const auto report = storage::RebuildAndCompare(sources, *rows_.Snapshot(), empty);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->equal()) << report->ToString();
  }

  // Dropping one source leaves the other whole.
  void DropEitherAndFollowAgain() {
    ASSERT_TRUE(facility_.DropSource(rows_).ok());
    ASSERT_NO_FATAL_FAILURE(ExpectRebuild({{inventory_log_.get(), &inventory_}}));
    ASSERT_NO_FATAL_FAILURE(CatchUp());
    ASSERT_TRUE(inventory_.DropSource(rows_).ok());
    ASSERT_NO_FATAL_FAILURE(ExpectRebuild({{facility_log_.get(), &facility_}}));
    ASSERT_NO_FATAL_FAILURE(CatchUp());
    ASSERT_NO_FATAL_FAILURE(ExpectNaive(limits_.now()));
  }

  struct NaiveLists {
    std::map<EndingName, absl::Time> known;  // When it orders; of supplies over all facilities.
    std::set<EndingName> unknown;
    std::map<std::string, std::pair<int, int>> counts;  // All and unknown of a facility.
  };

  std::string ZoneAt(const std::string& facility) const {
    const auto known = limits_.facilities().find(facility);
    return known == limits_.facilities().end() ? "" : known->second.zone;
  }

  void AddSupplies(absl::Time now, const std::set<std::string>& zones, NaiveLists& lists) {
    const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
    for (const auto& [place, legs] : history_.legs()) {
      if (place.second == "milk") continue;
      const std::optional<Level> level = LoadLevel(*rows, place.first, place.second).value();
      if (!level.has_value() || level->run_out_day == kNoDay) continue;
      const EndingName name{place.first, v1::ENDING_KIND_SUPPLY, place.second};
      const Reading reading = ReadLevel(*level, DayIn(ZoneAt(place.first), now));
      ++lists.counts[place.first].first;
      if (reading.state == v1::SUPPLY_STATE_UNKNOWN) {
        lists.unknown.insert(name);
        ++lists.counts[place.first].second;
        continue;
      }
      const bool out = reading.state == v1::SUPPLY_STATE_OUT;
      absl::Time first = absl::InfiniteFuture();
      for (const std::string& zone : zones) {
        first = std::min(first, DayStartIn(zone, level->run_out_day + (out ? 0 : 1)));
      }
      lists.known[name] = first;
      ++supplies_;
    }
  }

  NaiveLists NaiveListsAt(absl::Time now) {
    NaiveLists lists;
    std::set<std::string> zones;
    for (const auto& [id, facility] : limits_.facilities()) {
      zones.insert(facility.zone);
      for (const auto& [limit_id, limit] : facility.limits) {
        const EndingName name{id, limit_id.first, limit_id.second};
        ++lists.counts[id].first;
        switch (RandomLimits::StateOf(facility, limit, now)) {
          case v1::ENDING_STATE_UNKNOWN:
            lists.unknown.insert(name);
            ++lists.counts[id].second;
            break;
          case v1::ENDING_STATE_NO_END:
            break;
          default:
            lists.known[name] = absl::FromUnixMicros(MicrosOf(limit.act_by_time()));
        }
      }
    }
    AddSupplies(now, zones, lists);
    return lists;
  }

  std::vector<v1::Ending> Listed(absl::Time now, v1::ListEndingsRequest request) {
    const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
    const ReadMoment moment = EndingMomentAt(now);
    std::vector<v1::Ending> list;
    std::string after;
    do {
      Facts facts(*rows, moment);
      const absl::StatusOr<EndingPage> page =
          LoadEndings(facts, request, static_cast<int>(1 + limits_.Below(9)), after);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return list;
      list.insert(list.end(), page->endings.begin(), page->endings.end());
      after = page->next_key;
    } while (!after.empty());
    return list;
  }

  // Each once, the earliest first; its state as a naive reader has it.
  void ExpectKnown(absl::Time now, const NaiveLists& want) {
    const std::vector<v1::Ending> got = Listed(now, {});
    std::set<EndingName> names;
    absl::Time last = absl::InfinitePast();
    for (const v1::Ending& ending : got) {
      const auto known = want.known.find(NameOf(ending));
      ASSERT_NE(known, want.known.end()) << ending.DebugString();
      EXPECT_LE(last, known->second) << ending.DebugString();
      EXPECT_LE(known->second, absl::FromUnixMicros(MicrosOf(ending.act_by_time())));
      last = known->second;
      names.insert(known->first);
    }
    EXPECT_EQ(names.size(), got.size());
    EXPECT_EQ(names.size(), want.known.size());
    known_ += static_cast<int>(names.size());
  }

  void ExpectUnknown(absl::Time now, const NaiveLists& want) {
    v1::ListEndingsRequest request;
    request.set_unknown(true);
    std::set<EndingName> names;
    for (const v1::Ending& ending : Listed(now, request)) {
      EXPECT_EQ(ending.state(), v1::ENDING_STATE_UNKNOWN);
      EXPECT_NE(ending.unknown(), v1::ENDING_UNKNOWN_UNSPECIFIED);
      EXPECT_TRUE(names.insert(NameOf(ending)).second) << ending.DebugString();
    }
    EXPECT_EQ(names, want.unknown);
    unknown_ += static_cast<int>(names.size());
  }

  // A facility's own list is exact, and what binds it leads that list.
  void ExpectBinding(absl::Time now, const NaiveLists& want) {
    const std::unique_ptr<storage::RowReader> rows = rows_.Snapshot();
    const ReadMoment moment = EndingMomentAt(now);
    Facts facts(*rows, moment);
    const OverviewPage page = ListOverviews(facts, {}, 100, "").value();
    for (const v1::FacilityOverview& overview : page.overviews) {
      v1::ListEndingsRequest request;
      request.set_facility(overview.facility());
      const std::vector<v1::Ending> list = Listed(now, request);
      for (size_t i = 1; i < list.size(); ++i) {
        EXPECT_LE(MicrosOf(list[i - 1].act_by_time()), MicrosOf(list[i].act_by_time()));
      }
      const auto counts = want.counts.find(IdOf(overview.facility()));
      EXPECT_EQ(overview.has_binding(), counts != want.counts.end());
      if (counts == want.counts.end()) continue;
      EXPECT_EQ(overview.binding().count(), counts->second.first);
      EXPECT_EQ(overview.binding().unknown_count(), counts->second.second);
      if (list.empty()) {
        EXPECT_GE(overview.binding().first().state(), v1::ENDING_STATE_NO_END);
      } else {
        EXPECT_EQ(MicrosOf(overview.binding().first().act_by_time()),
                  MicrosOf(list[0].act_by_time()));
      }
    }
  }

  void ExpectNaive(absl::Time now) {
    SCOPED_TRACE(absl::FormatTime(now));
    const NaiveLists want = NaiveListsAt(now);
    ASSERT_NO_FATAL_FAILURE(ExpectKnown(now, want));
    ASSERT_NO_FATAL_FAILURE(ExpectUnknown(now, want));
    ASSERT_NO_FATAL_FAILURE(ExpectBinding(now, want));
  }

  RandomHistory history_;
  RandomLimits limits_;
  int known_ = 0;
  int unknown_ = 0;
  int supplies_ = 0;
  storage::MemoryLogEngine engine_;
  std::unique_ptr<storage::Log> facility_log_;
  std::unique_ptr<storage::Log> inventory_log_;
  FacilityFold facility_fold_;
  InventoryFold inventory_fold_;
  storage::Projector facility_{{.source = "facility/main"}, &facility_fold_};
  storage::Projector inventory_{{.source = "inventory/main"}, &inventory_fold_};
  storage::MemoryRowStore rows_;
};

TEST(EndingPropertyTest, ListsEqualANaiveReading) {
  const uint64_t first = storage::testing::TestSeed();
  const int64_t commands = storage::testing::TestOperations(kDefaultCommands);
  int known = 0;
  int unknown = 0;
  int supplies = 0;
  for (int64_t life = 0; life * kCommandsOfALife < commands; ++life) {
    SCOPED_TRACE("WAYSTATION_SEED=" + std::to_string(first + static_cast<uint64_t>(life)));
    EndingLife one(static_cast<uint32_t>(first + static_cast<uint64_t>(life)));
    ASSERT_NO_FATAL_FAILURE(one.Run());
    if (::testing::Test::HasFailure()) return;
    known += one.known();
    unknown += one.unknown();
    supplies += one.supplies();
  }
  // The lives are worth something only if they went through these.
  EXPECT_GT(known, 0);
  EXPECT_GT(unknown, 0);
  EXPECT_GT(supplies, 0);
}

}  // namespace
}  // namespace waystation::headquarters::testing
