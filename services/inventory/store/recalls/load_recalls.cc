#include "services/inventory/store/recalls/load_recalls.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/recalls/recall_keys.h"
#include "services/inventory/store/recalls/recall_rows.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// The facility's flows of all lots of the recall together; nullopt when it never had one.
absl::StatusOr<std::optional<LotFlow>> LoadFlowAt(const RowReader& rows, const v1::Recall& recall,
                                                  const std::string& facility) {
  std::optional<LotFlow> sum;
  ASSIGN_OR_RETURN(const std::vector<std::string> items, SameThing(rows, recall.item()));
  for (const std::string& item : items) {
    for (const std::string& lot : recall.lots()) {
      ASSIGN_OR_RETURN(const std::optional<std::string> row,
                       rows.Get(LotFlowKey(item, lot, facility)));
      if (!row.has_value()) continue;
      ASSIGN_OR_RETURN(const LotFlow flow, DecodeLotFlow(*row));
      if (!sum.has_value()) sum.emplace();
      AddFlow(flow, *sum);
    }
  }
  return sum;
}

absl::Status AddPlaces(const RowReader& rows, const std::string& facility, const std::string& item,
                       const std::string& lot, const std::string& place, v1::RecallSite& site) {
  for (const v1::Condition condition : kConditions) {
    ASSIGN_OR_RETURN(const int64_t quantity,
                     GetInt64(rows, PositionRowKey(facility, {item, place, lot, condition})));
    if (quantity == 0) continue;
    v1::RecallPlace& added = *site.add_places();
    added.set_place(place);
    added.set_lot(lot);
    added.set_condition(condition);
    added.set_quantity(quantity);
    site.set_in_books_quantity(site.in_books_quantity() + quantity);
  }
  return absl::OkStatus();
}

absl::Status SetPlaces(const RowReader& rows, const v1::Recall& recall, const std::string& facility,
                       v1::RecallSite& site) {
  ASSIGN_OR_RETURN(const std::vector<std::string> items, SameThing(rows, recall.item()));
  for (const std::string& id : items) {
    const std::string item = ItemName(id);
    ASSIGN_OR_RETURN(const std::set<std::string> places, PlacesOf(rows, facility, item));
    for (const std::string& place : places) {
      for (const std::string& lot : recall.lots()) {
        RETURN_IF_ERROR(AddPlaces(rows, facility, item, lot, place, site));
      }
    }
  }
  return absl::OkStatus();
}

void AddToSums(const v1::RecallSite& site, v1::GetRecallProgressResponse& sums) {
  const auto add = [](int64_t sum, int64_t quantity) {
    return SumAtMost(sum, std::max<int64_t>(0, quantity));
  };
  sums.set_in_books_quantity(add(sums.in_books_quantity(), site.in_books_quantity()));
  sums.set_used_quantity(add(sums.used_quantity(), site.used_quantity()));
  sums.set_wasted_quantity(add(sums.wasted_quantity(), site.wasted_quantity()));
  if (!site.has_acknowledgement()) {
    sums.set_not_acknowledged_count(sums.not_acknowledged_count() + 1);
    return;
  }
  const v1::RecallAcknowledgement& told = site.acknowledgement();
  sums.set_found_quantity(add(sums.found_quantity(), told.found_quantity()));
  sums.set_returned_quantity(add(sums.returned_quantity(), told.returned_quantity()));
  sums.set_destroyed_quantity(add(sums.destroyed_quantity(), told.destroyed_quantity()));
  sums.set_missing_quantity(add(sums.missing_quantity(), told.missing_quantity()));
}

// What sites sent on and none got. In two sums, neither of which is negative.
int64_t InTransit(const v1::GetRecallProgressResponse& response) {
  int64_t sent = 0;
  int64_t arrived = 0;
  for (const v1::RecallSite& site : response.sites()) {
    const int64_t sent_on = site.sent_on_quantity();
    int64_t& sum = sent_on > 0 ? sent : arrived;
    sum = SumAtMost(sum, sent_on > 0 ? sent_on : -sent_on);
  }
  return std::max<int64_t>(0, sent - arrived);
}

}  // namespace

absl::Status LoadRecalledLots(const RowReader& rows, const std::string& item,
                              RecalledLots& recalled) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(RecalledLotsKey(LastId(item))));
  if (!row.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const RecalledLotEntries entries, DecodeRecalledLots(*row));
  for (const auto& [lot, recall] : entries) recalled[{item, lot}].push_back(RecallName(recall));
  return absl::OkStatus();
}

absl::StatusOr<v1::Recall> RequireRecall(const RowReader& rows, const std::string& name) {
  const std::optional<std::string> part = RecallId(name);
  if (!part.has_value()) return NotKnown(name);
  ASSIGN_OR_RETURN(const std::string id, IdOf(rows, kAllFacilities, kRecallSeries, *part));
  ASSIGN_OR_RETURN(std::optional<v1::Recall> recall, GetMessage<v1::Recall>(rows, RecallKey(id)));
  if (!recall.has_value()) return NotKnown(name);
  return *std::move(recall);
}

absl::StatusOr<NewRecallState> LoadNewRecall(const RowReader& rows, const v1::Recall& recall) {
  NewRecallState state;
  ASSIGN_OR_RETURN(const std::optional<std::string> item, rows.Get(ItemKey(LastId(recall.item()))));
  state.item_known = item.has_value();
  ASSIGN_OR_RETURN(state.last_number, LastNumber(rows, kAllFacilities, kRecallSeries));
  return state;
}

absl::StatusOr<std::map<std::string, LotFlow>> LoadFlowsOfLot(const RowReader& rows,
                                                              const std::string& item,
                                                              absl::string_view lot) {
  std::map<std::string, LotFlow> flows;
  ASSIGN_OR_RETURN(const std::vector<std::string> items, SameThing(rows, item));
  for (const std::string& id : items) {
    const std::string prefix = LotFlowPrefix(id, lot);
    auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
    for (; cursor->Valid(); cursor->Next()) {
      storage::KeyReader key(cursor->key());
      key.String();
      key.String();
      const std::string facility = key.String();
      if (!key.AtEnd()) return DamagedRow();
      ASSIGN_OR_RETURN(const LotFlow flow, DecodeLotFlow(cursor->value()));
      AddFlow(flow, flows[facility]);
    }
    RETURN_IF_ERROR(cursor->status());
  }
  return flows;
}

absl::StatusOr<std::optional<v1::RecallSite>> LoadRecallSite(const RowReader& rows,
                                                             const v1::Recall& recall,
                                                             const std::string& facility) {
  const std::string id(LastId(recall.name()));
  ASSIGN_OR_RETURN(std::optional<v1::RecallAcknowledgement> acknowledgement,
                   GetMessage<v1::RecallAcknowledgement>(rows, AcknowledgementKey(id, facility)));
  ASSIGN_OR_RETURN(const std::optional<LotFlow> flow, LoadFlowAt(rows, recall, facility));
  if (!flow.has_value() && !acknowledgement.has_value()) return std::optional<v1::RecallSite>();
  v1::RecallSite site;
  site.set_facility(FacilityName(facility));
  if (flow.has_value()) {
    SetFlow(*flow, site);
    RETURN_IF_ERROR(SetPlaces(rows, recall, facility, site));
    ASSIGN_OR_RETURN(const int64_t before, GetInt64(rows, RecallSiteKey(id, facility)));
    const int64_t written_off_since = WrittenOff(*flow) - before;
    site.set_expected_quantity(std::max<int64_t>(0, site.in_books_quantity() + written_off_since));
  }
  if (acknowledgement.has_value()) *site.mutable_acknowledgement() = *std::move(acknowledgement);
  return std::optional<v1::RecallSite>(std::move(site));
}

absl::StatusOr<std::string> ListRecalls(const RowReader& rows,
                                        const v1::ListRecallsRequest& request, const Page& page,
                                        v1::ListRecallsResponse* response) {
  if (!request.facility().empty()) {
    RETURN_IF_ERROR(RequireFacility(rows, request.facility()).status());
  }
  const std::string prefix = NumberPrefix(kAllFacilities, kRecallSeries);
  std::string last_key;
  int scanned = 0;
  auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (response->entries_size() == page.size || scanned == kRecallsScannedPerPage) return last_key;
    ++scanned;
    last_key = std::string(cursor->key());
    ASSIGN_OR_RETURN(const v1::Recall recall,
                     RequireRecall(rows, RecallName(std::string(cursor->value()))));
    const bool any_state = request.state() == v1::RECALL_STATE_UNSPECIFIED;
    if (!any_state && recall.state() != request.state()) continue;
    std::optional<v1::RecallSite> site;
    if (!request.facility().empty()) {
      ASSIGN_OR_RETURN(site, LoadRecallSite(rows, recall, std::string(LastId(request.facility()))));
      if (!site.has_value()) continue;
      if (request.not_acknowledged() && site->has_acknowledgement()) continue;
    }
    v1::RecallEntry& entry = *response->add_entries();
    *entry.mutable_recall() = recall;
    if (site.has_value()) *entry.mutable_site() = *std::move(site);
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

absl::Status GetRecallProgress(const RowReader& rows, const v1::GetRecallProgressRequest& request,
                               v1::GetRecallProgressResponse* response) {
  ASSIGN_OR_RETURN(const v1::Recall recall, RequireRecall(rows, request.name()));
  *response->mutable_recall() = recall;
  std::set<std::string> facilities;
  for (const std::string& lot : recall.lots()) {
    ASSIGN_OR_RETURN(const auto flows, LoadFlowsOfLot(rows, recall.item(), lot));
    for (const auto& [facility, flow] : flows) facilities.insert(facility);
  }
  const std::string prefix = AcknowledgementPrefix(LastId(recall.name()));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    facilities.insert(key.String());
    if (!key.AtEnd()) return DamagedRow();
  }
  RETURN_IF_ERROR(cursor->status());
  for (const std::string& facility : facilities) {
    ASSIGN_OR_RETURN(std::optional<v1::RecallSite> site, LoadRecallSite(rows, recall, facility));
    if (!site.has_value()) return DamagedRow();
    AddToSums(*site, *response);
    *response->add_sites() = *std::move(site);
  }
  response->set_in_transit_quantity(InTransit(*response));
  return absl::OkStatus();
}

}  // namespace waystation::inventory
