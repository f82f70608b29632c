#include "services/inventory/store/recalls/fold_recalls.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "services/inventory/domain/names.h"
#include "services/inventory/domain/recalls/lot_flow.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/catalogue/merge_keys.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/recalls/recall_keys.h"
#include "services/inventory/store/recalls/recall_rows.h"
#include "services/inventory/store/requests/fold_requests.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

absl::StatusOr<RecalledLotEntries> EntriesOf(const RowWriter& rows, const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(key));
  if (!value.has_value()) return RecalledLotEntries();
  return DecodeRecalledLots(*value);
}

// Takes the recall's lots out of those that are called back of the item.
absl::Status EraseEntries(RowWriter& rows, absl::string_view item, const std::string& recall_id) {
  const std::string key = RecalledLotsKey(item);
  ASSIGN_OR_RETURN(RecalledLotEntries entries, EntriesOf(rows, key));
  std::erase_if(entries, [&](const auto& entry) { return entry.second == recall_id; });
  if (entries.empty()) {
    rows.Delete(key);
  } else {
    rows.Put(key, EncodeRecalledLots(entries));
  }
  return absl::OkStatus();
}

absl::Status NoteWrittenOff(RowWriter& rows, const v1::Recall& recall) {
  std::map<std::string, int64_t> by_facility;
  for (const std::string& lot : recall.lots()) {
    ASSIGN_OR_RETURN(const auto flows, LoadFlowsOfLot(rows, recall.item(), lot));
    for (const auto& [facility, flow] : flows) by_facility[facility] += WrittenOff(flow);
  }
  for (const auto& [facility, written_off] : by_facility) {
    if (written_off == 0) continue;
    rows.Put(RecallSiteKey(LastId(recall.name()), facility), EncodeInt64(written_off));
  }
  return absl::OkStatus();
}

// What the movement consumes for. A reversal says none: it takes back what another consumed.
absl::StatusOr<v1::Purpose> PurposeOf(const RowWriter& rows, absl::string_view facility,
                                      const v1::Movement& movement) {
  if (movement.reverses().empty()) return movement.purpose();
  ASSIGN_OR_RETURN(
      const std::optional<v1::Movement> original,
      GetMessage<v1::Movement>(rows, MovementKey(facility, LastId(movement.reverses()))));
  if (!original.has_value()) return DamagedRow();
  return original->purpose();
}

}  // namespace

absl::Status FoldRecallCreated(RowWriter& rows, const v1::Recall& recall) {
  const std::string id(LastId(recall.name()));
  const std::optional<int64_t> number = NumberIn(kRecallSeries, recall.number());
  if (!number.has_value()) return DamagedRow();
  rows.Put(RecallKey(id), recall.SerializeAsString());
  RETURN_IF_ERROR(PutNumber(rows, kAllFacilities, kRecallSeries, *number, id));
  const std::string key = RecalledLotsKey(LastId(recall.item()));
  ASSIGN_OR_RETURN(RecalledLotEntries entries, EntriesOf(rows, key));
  for (const std::string& lot : recall.lots()) entries.emplace_back(lot, id);
  rows.Put(key, EncodeRecalledLots(entries));
  return NoteWrittenOff(rows, recall);
}

absl::Status FoldRecallWithdrawn(RowWriter& rows, const v1::Recall& recall) {
  const std::string id(LastId(recall.name()));
  rows.Put(RecallKey(id), recall.SerializeAsString());
  const absl::string_view item = LastId(recall.item());
  RETURN_IF_ERROR(EraseEntries(rows, item, id));
  // Its item may have become an alias since.
  ASSIGN_OR_RETURN(const std::optional<v1::Item> alias, GetMessage<v1::Item>(rows, AliasKey(item)));
  if (!alias.has_value()) return absl::OkStatus();
  return EraseEntries(rows, LastId(alias->merge().into()), id);
}

absl::Status FoldRecallsMerged(RowWriter& rows, absl::string_view alias, absl::string_view kept) {
  ASSIGN_OR_RETURN(const RecalledLotEntries more, EntriesOf(rows, RecalledLotsKey(alias)));
  if (more.empty()) return absl::OkStatus();
  const std::string key = RecalledLotsKey(kept);
  ASSIGN_OR_RETURN(RecalledLotEntries entries, EntriesOf(rows, key));
  entries.insert(entries.end(), more.begin(), more.end());
  rows.Put(key, EncodeRecalledLots(entries));
  return absl::OkStatus();
}

absl::Status FoldRecallAcknowledged(RowWriter& rows, const v1::RecallAcknowledged& event) {
  rows.Put(AcknowledgementKey(LastId(event.recall()), LastId(event.acknowledgement().facility())),
           event.acknowledgement().SerializeAsString());
  return absl::OkStatus();
}

absl::Status FoldLotFlows(RowWriter& rows, absl::string_view facility,
                          const v1::Movement& movement) {
  ASSIGN_OR_RETURN(const v1::Purpose purpose, PurposeOf(rows, facility, movement));
  for (const auto& [item_lot, more] : FlowsOf(movement, purpose)) {
    const std::string key = LotFlowKey(LastId(item_lot.first), item_lot.second, facility);
    ASSIGN_OR_RETURN(const std::optional<std::string> before, rows.Get(key));
    LotFlow flow;
    if (before.has_value()) {
      ASSIGN_OR_RETURN(flow, DecodeLotFlow(*before));
    }
    AddFlow(more, flow);
    rows.Put(key, EncodeLotFlow(flow));
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
