#include "services/headquarters/store/list_levels.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/headquarters/domain/vital_class.h"
#include "services/headquarters/limits.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/merged_items.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

using storage::KeyBuilder;
using storage::KeyReader;

struct Ids {
  std::string facility;  // Empty: any.
  std::string item;      // Empty: any.
};

absl::StatusOr<Ids> IdsOf(const storage::RowReader& rows, const v1::SupplyFilter& filter) {
  Ids ids{.facility = IdOf(filter.facility()), .item = ""};
  if (ids.facility == "-") ids.facility.clear();
  ASSIGN_OR_RETURN(ids.item, KeptId(rows, IdOf(filter.item())));
  return ids;
}

// The prefix of the rows to walk: the index in the order asked for, narrowed to a facility or item
// where an index begins with it. With both given the facility's rows are walked.
std::string WalkPrefix(v1::SupplyOrder order, const Ids& ids) {
  const bool by_run_out =
      order == v1::SUPPLY_ORDER_RUN_OUT || order == v1::SUPPLY_ORDER_UNSPECIFIED;
  if (!ids.facility.empty() && !ids.item.empty()) return LevelKey(ids.facility, ids.item);
  if (!ids.facility.empty()) {
    return KeyBuilder(by_run_out ? kFacilityRunOutIndex : kLevelTable).String(ids.facility).Take();
  }
  if (!ids.item.empty()) {
    return KeyBuilder(by_run_out ? kItemRunOutIndex : kItemIndex).String(ids.item).Take();
  }
  if (by_run_out) return KeyBuilder(kRunOutIndex).Take();
  return KeyBuilder(order == v1::SUPPLY_ORDER_ITEM ? kItemIndex : kLevelTable).Take();
}

// Facility and item of a row of any of the walked tables.
Ids IdsOfKey(absl::string_view row_key) {
  KeyReader key(row_key);
  Ids ids;
  switch (key.table()) {
    case kRunOutIndex:
      key.Int64();
      ids.facility = key.String();
      ids.item = key.String();
      break;
    case kFacilityRunOutIndex:
      ids.facility = key.String();
      key.Int64();
      ids.item = key.String();
      break;
    case kItemIndex:
      ids.item = key.String();
      ids.facility = key.String();
      break;
    case kItemRunOutIndex:
      ids.item = key.String();
      key.Int64();
      ids.facility = key.String();
      break;
    default:
      ids.facility = key.String();
      ids.item = key.String();
  }
  return ids;
}

template <typename Values, typename Value>
bool Allows(const Values& allowed, const Value& value) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

// The level of a row, or nullopt when the filter leaves it out or it was not there yet. What is
// cheap is asked first.
absl::StatusOr<std::optional<v1::SupplyLevel>> LevelIfAllowed(Facts& facts, const Ids& ids,
                                                              const v1::SupplyFilter& filter,
                                                              int64_t& rows_read) {
  const std::optional<v1::SupplyLevel> left_out;
  ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(ids.facility));
  if (!Allows(filter.facility_kinds(), facility->kind())) return left_out;
  ASSIGN_OR_RETURN(const inventory::v1::Item* item, facts.Item(ids.item));
  if (!Allows(filter.categories(), item->category())) return left_out;
  if (!Allows(filter.vital_classes(), VitalClassAt(*item, facility->kind()))) return left_out;
  ASSIGN_OR_RETURN(const std::optional<Level> level,
                   LevelAt(facts, ids.facility, ids.item, rows_read));
  if (!level.has_value()) {
    if (facts.moment().as_of_day.has_value()) return left_out;
    return Error(Reason::ERROR_REASON_LOG_DAMAGED, "an index names a level that has no row");
  }
  const Reading reading = ReadLevel(*level, facility->today);
  if (!Allows(filter.states(), reading.state)) return left_out;
  v1::SupplyLevel supply =
      MakeSupplyLevel(ids.facility, *facility, ids.item, *item, *level, reading, facts.moment());
  ASSIGN_OR_RETURN(*supply.mutable_resupply(),
                   ResupplyAt(facts, ids.facility, ids.item, reading, level->run_out_day));
  return std::optional<v1::SupplyLevel>(std::move(supply));
}

}  // namespace

absl::StatusOr<LevelPage> ListLevels(Facts& facts, const LevelQuery& query) {
  ASSIGN_OR_RETURN(const Ids wanted, IdsOf(facts.rows(), query.filter));
  const std::string prefix = WalkPrefix(query.order, wanted);
  // The least key after `after_key` is that key with a zero byte behind it.
  const std::string begin =
      query.after_key.empty() ? prefix : std::max(prefix, query.after_key + '\0');
  LevelPage page;
  std::string last_key;
  int64_t scanned = 0;
  auto cursor = facts.rows().Scan(begin, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (static_cast<int>(page.levels.size()) == query.page_size || scanned >= kRowsScannedPerPage) {
      page.next_key = last_key;
      return page;
    }
    ++scanned;
    last_key = std::string(cursor->key());
    ASSIGN_OR_RETURN(std::optional<v1::SupplyLevel> level,
                     LevelIfAllowed(facts, IdsOfKey(last_key), query.filter, scanned));
    if (level.has_value()) page.levels.push_back(*std::move(level));
  }
  RETURN_IF_ERROR(cursor->status());
  return page;
}

}  // namespace waystation::headquarters
