#include "services/headquarters/store/recall_rows.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/lot_rows.h"
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
  ASSIGN_OR_RETURN(const LotRecalls recalls, LoadLotRecalls(rows, item));
  RecalledLots lots;
  for (const auto& [of, recall_day] : recalls) {
    if (recall_day > day) continue;
    const auto [known, is_new] = lots.emplace(of.first, recall_day);
    if (!is_new) known->second = std::min(known->second, recall_day);
  }
  return lots;
}

absl::Status FoldRecall(storage::RowWriter& rows, const inventory::v1::Recall& recall) {
  ASSIGN_OR_RETURN(const std::string item, KeptId(rows, IdOf(recall.item())));
  ASSIGN_OR_RETURN(LotRecalls recalls, LoadLotRecalls(rows, item));
  for (const std::string& lot : recall.lots()) {
    if (recall.state() == inventory::v1::RECALL_STATE_OPEN) {
      recalls[{lot, recall.name()}] = RecallDayOf(recall);
    } else {
      recalls.erase({lot, recall.name()});
    }
  }
  PutLotRecalls(rows, item, recalls);
  return RefreshEverywhere(rows, item);
}

absl::Status RenameRecalled(storage::RowWriter& rows, const std::string& alias,
                            const std::string& kept) {
  ASSIGN_OR_RETURN(const LotRecalls moved, LoadLotRecalls(rows, alias));
  if (moved.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(LotRecalls recalls, LoadLotRecalls(rows, kept));
  for (const auto& [of, day] : moved) recalls[of] = day;
  PutLotRecalls(rows, alias, {});
  PutLotRecalls(rows, kept, recalls);
  return RefreshEverywhere(rows, kept);
}

}  // namespace waystation::headquarters
