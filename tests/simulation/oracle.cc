#include "tests/simulation/oracle.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/headquarters/domain/day.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/tables.h"
#include "storage/key.h"
#include "storage/memory/memory_rows.h"
#include "storage/rebuild.h"
#include "tests/headquarters/store/naive_level.h"
#include "tests/inventory/support/posted_movements.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::simulation {
namespace {

using headquarters::testing::LegKind;
using headquarters::testing::LegSpec;
using headquarters::testing::NaiveLeg;
using headquarters::testing::NaiveLevel;
namespace hq = headquarters;
namespace v1 = inventory::v1;

using Place = std::pair<std::string, std::string>;  // Facility, item.

// All that inventory ever recorded, as plainly as possible.
struct Ledger {
  std::map<Place, std::vector<NaiveLeg>> legs;
  std::map<std::string, int64_t> record_days;
};

LegKind KindOf(v1::AccountKind from, v1::AccountKind to, bool of_shortfall) {
  if (from == v1::ACCOUNT_KIND_SOURCE) return LegKind::kReceipt;
  if (from == v1::ACCOUNT_KIND_CONSUMED) return LegKind::kReturn;
  if (from == v1::ACCOUNT_KIND_COUNT_DIFFERENCE) {
    return of_shortfall ? LegKind::kShortfall : LegKind::kGain;
  }
  if (to == v1::ACCOUNT_KIND_CONSUMED) return LegKind::kUse;
  if (to == v1::ACCOUNT_KIND_WASTED) return LegKind::kWaste;
  if (to == v1::ACCOUNT_KIND_COUNT_DIFFERENCE) {
    return of_shortfall ? LegKind::kCover : LegKind::kLoss;
  }
  return LegKind::kMove;
}

void Note(const v1::Movement& movement, Ledger* ledger) {
  const std::string facility = hq::IdOf(movement.name());
  for (const v1::Leg& leg : movement.legs()) {
    const bool of_count = !leg.count().empty();
    const bool of_shortfall = !leg.difference_of().empty();
    // A reversal's legs are told inverse, but for those of shortfalls and counts, which are told as
    // they are.
    const bool inverse =
        movement.kind() == v1::MOVEMENT_KIND_REVERSAL && !of_shortfall && !of_count;
    v1::AccountKind from = leg.from().kind();
    v1::AccountKind to = leg.to().kind();
    LegSpec spec;
    spec.from = leg.from().condition();
    spec.to = leg.to().condition();
    if (inverse) {
      std::swap(from, to);
      std::swap(spec.from, spec.to);
    }
    spec.kind = KindOf(from, to, of_shortfall);
    if (of_count) {
      spec.kind = from == v1::ACCOUNT_KIND_POSITION ? LegKind::kCountedLess : LegKind::kCountedMore;
    }
    spec.item = hq::IdOf(leg.item());
    spec.lot = leg.lot();
    spec.day = hq::DayOfDate(leg.day());
    spec.quantity = leg.quantity();
    if (leg.has_expiry_date()) spec.expiry_day = hq::DayOfDate(leg.expiry_date());
    ledger->legs[{facility, spec.item}].push_back({spec, inverse});
    const auto [day, added] = ledger->record_days.emplace(facility, spec.day);
    if (!added) day->second = std::max(day->second, spec.day);
  }
}

std::string ReadLedger(const storage::Log& log, Ledger* ledger) {
  return inventory::VisitPosted(log, [ledger](const v1::Movement& movement) {
    Note(movement, ledger);
    return "";
  });
}

size_t CountRows(const storage::RowReader& rows, hq::Table table) {
  const std::string prefix = storage::KeyBuilder(table).Take();
  size_t count = 0;
  for (auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix)); cursor->Valid();
       cursor->Next()) {
    ++count;
  }
  return count;
}

std::string LevelText(const std::optional<hq::Level>& level) {
  if (!level.has_value()) return "none";
  return absl::StrCat(
      "standing ", static_cast<int>(level->standing), ", usable ",
      hq::SaturateToInt64(level->usable), ", expired ", hq::SaturateToInt64(level->expired),
      ", consumed ", hq::SaturateToInt64(level->consumed), ", in stock ", level->in_stock_days,
      " days, runs out ", level->run_out_day, ", recorded ", level->record_day, ", next expiry ",
      level->next_expiry_day, ", usable until ", level->usable_until_day, ", unused ",
      hq::SaturateToInt64(level->expires_unused), ", in quarantine ",
      hq::SaturateToInt64(level->quarantined));
}

std::string CheckIndexes(const storage::RowReader& rows, const Place& place,
                         const hq::Level& level) {
  const auto& [facility, item] = place;
  for (const std::string& key :
       {hq::RunOutKey(level.run_out_day, facility, item),
        hq::FacilityRunOutKey(facility, level.run_out_day, item), hq::ItemIndexKey(item, facility),
        hq::ItemRunOutKey(item, level.run_out_day, facility)}) {
    const auto row = rows.Get(key);
    if (!row.ok() || !row->has_value()) {
      return absl::StrCat("no index row ", absl::CHexEscape(key));
    }
  }
  return "";
}

}  // namespace

std::string CheckRebuild(Node& node, const std::vector<Node*>& sources) {
  std::vector<storage::RebuildSource> rebuilt = {
      {&node.store().log(), &node.store().own_projector()}};
  for (Node* source : sources) {
    rebuilt.push_back(
        {&source->store().log(), node.store().followed_projector(source->log_name())});
  }
  storage::MemoryRowStore empty;
  const auto report = storage::RebuildAndCompare(rebuilt, *node.Rows(), empty);
  if (!report.ok()) return absl::StrCat(node.service(), ": ", report.status().ToString());
  return report->equal() ? "" : absl::StrCat(node.service(), ": ", report->ToString());
}

std::string CheckLevels(const storage::RowReader& rows, const storage::Log& inventory) {
  Ledger ledger;
  std::string wrong = ReadLedger(inventory, &ledger);
  if (!wrong.empty()) return wrong;
  size_t levels = 0;
  for (const auto& [place, legs] : ledger.legs) {
    const std::optional<hq::Level> want = NaiveLevel(legs, ledger.record_days.at(place.first));
    const auto got = hq::LoadLevel(rows, place.first, place.second);
    if (!got.ok()) return got.status().ToString();
    if (*got != want) {
      return absl::StrCat("headquarters' level of ", place.second, " at ", place.first, " is ",
                          LevelText(*got), "; it should be ", LevelText(want));
    }
    if (!want.has_value()) continue;
    ++levels;
    wrong = CheckIndexes(rows, place, *want);
    if (!wrong.empty()) return wrong;
  }
  for (hq::Table table : {hq::kLevelTable, hq::kRunOutIndex, hq::kFacilityRunOutIndex,
                          hq::kItemIndex, hq::kItemRunOutIndex}) {
    const size_t count = CountRows(rows, table);
    if (count == levels) continue;
    return absl::StrCat("headquarters' table ", static_cast<int>(table), " has ", count,
                        " rows for ", levels, " levels");
  }
  return "";
}

std::string DigestOfRows(const storage::RowReader& rows) {
  storage::Digest digest = {};
  for (auto cursor = rows.Scan(std::string(1, storage::kStorageTable + 1), ""); cursor->Valid();
       cursor->Next()) {
    digest = storage::Sha256({storage::DigestBytes(digest), cursor->key(), cursor->value()});
  }
  return absl::BytesToHexString(storage::DigestBytes(digest).substr(0, 8));
}

}  // namespace waystation::simulation
