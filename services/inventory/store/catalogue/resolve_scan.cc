#include <algorithm>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/catalogue/gtin.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/scan.h"
#include "services/inventory/gs1/describe.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

struct Held {
  PositionKey position;
  LotDate date;
  int64_t quantity = 0;
};

// What the facility holds of the item; only of `lot` unless that is empty. By place, lot and
// condition.
absl::StatusOr<std::vector<Held>> LoadHeld(const RowReader& rows, absl::string_view facility,
                                           absl::string_view item, const std::string& lot) {
  std::vector<Held> held;
  const std::string prefix = PositionPrefix(facility, item);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    Held one;
    one.position = ReadPosition(key);
    if (!key.AtEnd()) return DamagedRow();
    if (!lot.empty() && one.position.lot != lot) continue;
    ASSIGN_OR_RETURN(one.quantity, DecodeInt64(cursor->value()));
    ASSIGN_OR_RETURN(const std::optional<LotFacts> facts,
                     LoadLotFacts(rows, facility, item, one.position.lot));
    if (facts.has_value()) one.date = facts->date;
    held.push_back(std::move(one));
  }
  RETURN_IF_ERROR(cursor->status());
  return held;
}

void SortByDate(std::vector<Held>& held) {
  std::stable_sort(held.begin(), held.end(), [](const Held& a, const Held& b) {
    return std::tuple(!a.date.dated, a.date.expiry_day) <
           std::tuple(!b.date.dated, b.date.expiry_day);
  });
}

void AddStock(const std::vector<Held>& held, v1::ResolveScanResponse* response) {
  for (const Held& one : held) {
    if (response->stock_size() == kMaxScanStock) return;
    v1::ScanStock* stock = response->add_stock();
    stock->set_place(one.position.place);
    stock->set_lot(one.position.lot);
    stock->set_condition(one.position.condition);
    stock->set_quantity(one.quantity);
    stock->set_date_kind(one.date.kind);
    if (one.date.dated) *stock->mutable_expiry_date() = DateOf(one.date.expiry_day);
  }
}

}  // namespace

absl::Status ResolveScan(const RowReader& rows, const v1::ResolveScanRequest& request,
                         absl::Time now, v1::ResolveScanResponse* response) {
  const int year = static_cast<int>(absl::ToCivilYear(now, absl::UTCTimeZone()).year());
  ASSIGN_OR_RETURN(const gs1::Label label, ReadScans(request, year));
  ASSIGN_OR_RETURN(const FacilityFacts facts, RequireFacility(rows, request.parent()));
  ASSIGN_OR_RETURN(const std::optional<v1::Item> item, LoadItemOfGtin(rows, label.gtin));
  if (!item.has_value()) {
    return Error(Reason::ERROR_REASON_NOT_KNOWN, "no pack in the catalogue has this GTIN",
                 {{"resource", absl::StrCat("gtins/", label.gtin)}, {"gtin", label.gtin}});
  }
  const AliasPack of_alias = FindPackOfAlias(*item, label.gtin);
  const v1::Pack* own = FindPack(*item, label.gtin);
  const v1::Pack* pack = own != nullptr ? own : of_alias.pack;
  if (pack == nullptr) return DamagedRow();
  if (own == nullptr) response->set_alias(of_alias.alias->item());
  gs1::Describe(label, response);
  response->set_lot(LotOfLabel(label));
  *response->mutable_item() = *item;
  *response->mutable_pack() = *pack;
  const int64_t day = DayOf(now, facts.zone);
  *response->mutable_day() = DateOf(day);

  const absl::string_view facility = LastId(request.parent());
  const absl::string_view item_id = LastId(item->name());
  ASSIGN_OR_RETURN(std::vector<Held> held, LoadHeld(rows, facility, item_id, response->lot()));
  if (response->lot().empty()) SortByDate(held);
  AddStock(held, response);
  LotRecord record;
  if (!response->lot().empty()) {
    ASSIGN_OR_RETURN(const std::optional<LotFacts> facts,
                     LoadLotFacts(rows, facility, item_id, response->lot()));
    if (facts.has_value()) record.date = facts->date;
    RecalledLots recalled;
    RETURN_IF_ERROR(LoadRecalledLots(rows, item->name(), recalled));
    for (const std::string& recall : recalled[{item->name(), response->lot()}]) {
      response->add_recalls(recall);
    }
  }
  for (const Held& one : held) {
    record.quantity += one.quantity;
    if (one.position.condition == v1::CONDITION_USABLE) record.usable += one.quantity;
  }
  if (record.date.has_value() && record.date->dated) {
    *response->mutable_recorded_expiry_date() = DateOf(record.date->expiry_day);
  }
  for (const v1::ScanFinding finding : FindingsOf(label, record, day)) {
    response->add_findings(finding);
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
