#include "services/headquarters/store/recall_rows.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/merged_items.h"
#include "services/headquarters/store/row_codec.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

// A recall is of all facilities, so its day is of no facility's zone.
int64_t RecallDayOf(const inventory::v1::Recall& recall) {
  const absl::Time time = absl::FromUnixSeconds(recall.record_time().seconds());
  return absl::ToCivilDay(time, absl::UTCTimeZone()) - absl::CivilDay(1970, 1, 1);
}

// {facility, its record day} of every facility with a movement.
absl::StatusOr<std::vector<std::pair<std::string, int64_t>>> RecordDays(
    const storage::RowReader& rows) {
  std::vector<std::pair<std::string, int64_t>> days;
  const std::string prefix = storage::KeyBuilder(kRecordTable).Take();
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    ASSIGN_OR_RETURN(const Record record, DecodeRecord(cursor->value()));
    if (record.record_day != kNoDay) days.emplace_back(key.String(), record.record_day);
  }
  RETURN_IF_ERROR(cursor->status());
  return days;
}

absl::Status RefreshEverywhere(storage::RowWriter& rows, const std::string& item) {
  ASSIGN_OR_RETURN(const auto days, RecordDays(rows));
  for (const auto& [facility, record_day] : days) {
    RETURN_IF_ERROR(RefreshLevel(rows, facility, item, record_day, Refresh::kTakenBack));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RecalledLots> LoadRecalledLots(const storage::RowReader& rows,
                                              absl::string_view item, int64_t day) {
  RecalledLots lots;
  const std::string prefix = storage::KeyBuilder(kRecalledLotTable).String(item).Take();
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const std::string lot = key.String();
    ASSIGN_OR_RETURN(const RecallRow row, DecodeRecallRow(cursor->value()));
    if (row.recall_day > day) continue;
    const auto [known, is_new] = lots.emplace(lot, row.recall_day);
    if (!is_new) known->second = std::min(known->second, row.recall_day);
  }
  RETURN_IF_ERROR(cursor->status());
  return lots;
}

absl::Status FoldRecall(storage::RowWriter& rows, const inventory::v1::Recall& recall) {
  ASSIGN_OR_RETURN(const std::string item, KeptId(rows, IdOf(recall.item())));
  for (const std::string& lot : recall.lots()) {
    const std::string key = RecalledLotKey(item, lot, recall.name());
    if (recall.state() == inventory::v1::RECALL_STATE_OPEN) {
      rows.Put(key, Encode(RecallRow{.recall_day = RecallDayOf(recall)}));
    } else {
      rows.Delete(key);
    }
  }
  return RefreshEverywhere(rows, item);
}

absl::Status RenameRecalled(storage::RowWriter& rows, const std::string& alias,
                            const std::string& kept) {
  std::map<std::string, std::string> moved;
  std::vector<std::string> before;
  const std::string prefix = storage::KeyBuilder(kRecalledLotTable).String(alias).Take();
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const std::string lot = key.String();
    before.emplace_back(cursor->key());
    moved[RecalledLotKey(kept, lot, key.String())] = std::string(cursor->value());
  }
  RETURN_IF_ERROR(cursor->status());
  if (moved.empty()) return absl::OkStatus();
  for (const std::string& key : before) rows.Delete(key);
  for (const auto& [key, value] : moved) rows.Put(key, value);
  return RefreshEverywhere(rows, kept);
}

}  // namespace waystation::headquarters
