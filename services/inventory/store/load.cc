#include "services/inventory/store/load.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::inventory {

absl::StatusOr<std::optional<v1::Item>> LoadItem(const storage::RowReader& rows,
                                                 absl::string_view item) {
  return GetMessage<v1::Item>(rows, ItemKey(item));
}

absl::StatusOr<std::optional<v1::StorageClass>> LoadStorageClass(const storage::RowReader& rows,
                                                                 absl::string_view storage_class) {
  return GetMessage<v1::StorageClass>(rows, StorageClassKey(storage_class));
}

absl::StatusOr<std::optional<v1::Movement>> LoadMovement(const storage::RowReader& rows,
                                                         absl::string_view facility,
                                                         absl::string_view movement) {
  return GetMessage<v1::Movement>(rows, MovementKey(facility, movement));
}

absl::StatusOr<std::optional<v1::Exception>> LoadException(const storage::RowReader& rows,
                                                           absl::string_view facility,
                                                           absl::string_view exception) {
  return GetMessage<v1::Exception>(rows, ExceptionKey(facility, exception));
}

absl::StatusOr<std::optional<FacilityFacts>> LoadFacility(const storage::RowReader& rows,
                                                          absl::string_view facility) {
  ASSIGN_OR_RETURN(const std::optional<facility::v1::Facility> row,
                   GetMessage<facility::v1::Facility>(rows, FacilityKey(facility)));
  if (!row.has_value()) return std::optional<FacilityFacts>();
  FacilityFacts facts;
  facts.name = row->name();
  facts.open = row->state() == facility::v1::FACILITY_STATE_OPEN;
  const std::string state = facility::v1::FacilityState_Name(row->state());
  facts.state = std::string(absl::StripPrefix(state, "FACILITY_STATE_"));
  facts.zone_name = row->time_zone();
  facts.kind = row->kind();
  facts.report_interval = absl::Minutes(row->report_interval_minutes());
  if (!absl::LoadTimeZone(facts.zone_name, &facts.zone)) {
    return absl::InternalError(
        absl::StrCat("this machine has no time zone data for ", facts.zone_name));
  }
  return std::optional<FacilityFacts>(std::move(facts));
}

absl::StatusOr<GtinHolders> LoadGtinHolders(const storage::RowReader& rows, const v1::Item& item) {
  GtinHolders holders;
  for (const v1::Pack& pack : item.packs()) {
    if (pack.gtin().empty()) continue;
    ASSIGN_OR_RETURN(const std::optional<std::string> holder, rows.Get(GtinKey(pack.gtin())));
    if (holder.has_value()) holders[pack.gtin()] = ItemName(*holder);
  }
  return holders;
}

absl::StatusOr<std::optional<v1::Item>> LoadItemOfGtin(const storage::RowReader& rows,
                                                       absl::string_view gtin) {
  ASSIGN_OR_RETURN(const std::optional<std::string> item, rows.Get(GtinKey(gtin)));
  if (!item.has_value()) return std::optional<v1::Item>();
  return LoadItem(rows, *item);
}

absl::StatusOr<v1::Item> RequireItem(const storage::RowReader& rows, const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Item> item, LoadItemOrAlias(rows, LastId(name)));
  if (!item.has_value()) return NotKnown(name);
  return *std::move(item);
}

absl::StatusOr<v1::StorageClass> RequireStorageClass(const storage::RowReader& rows,
                                                     const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::StorageClass> storage_class,
                   LoadStorageClass(rows, LastId(name)));
  if (!storage_class.has_value()) return NotKnown(name);
  return *std::move(storage_class);
}

absl::StatusOr<FacilityFacts> RequireFacility(const storage::RowReader& rows,
                                              const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<FacilityFacts> facility, LoadFacility(rows, LastId(name)));
  if (!facility.has_value()) return NotKnown(name);
  return *std::move(facility);
}

absl::StatusOr<v1::Movement> RequireMovement(const storage::RowReader& rows,
                                             const std::string& name) {
  const auto ids = MovementIds(name);
  if (!ids.has_value()) return NotKnown(name);
  ASSIGN_OR_RETURN(std::optional<v1::Movement> movement,
                   LoadMovement(rows, ids->first, ids->second));
  if (!movement.has_value()) return NotKnown(name);
  return *std::move(movement);
}

absl::StatusOr<v1::Exception> RequireException(const storage::RowReader& rows,
                                               const std::string& name) {
  const auto ids = ExceptionIds(name);
  if (!ids.has_value()) return NotKnown(name);
  ASSIGN_OR_RETURN(std::optional<v1::Exception> exception,
                   LoadException(rows, ids->first, ids->second));
  if (!exception.has_value()) return NotKnown(name);
  return *std::move(exception);
}

absl::StatusOr<std::optional<LotFacts>> LoadLotFacts(const storage::RowReader& rows,
                                                     absl::string_view facility,
                                                     absl::string_view item,
                                                     absl::string_view lot) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(LotKey(facility, item, lot)));
  if (!value.has_value()) return std::optional<LotFacts>();
  ASSIGN_OR_RETURN(LotFacts facts, DecodeLot(*value));
  return std::optional<LotFacts>(std::move(facts));
}

absl::StatusOr<ResolveState> LoadResolveState(const storage::RowReader& rows,
                                              const std::string& exception_name,
                                              const DecideContext& context) {
  ResolveState state;
  ASSIGN_OR_RETURN(state.exception, RequireException(rows, exception_name));
  if (state.exception.kind() != v1::EXCEPTION_KIND_REPEATED_DOCUMENT_NUMBER) return state;
  ASSIGN_OR_RETURN(state.held, RequireMovement(rows, state.exception.movement()));
  RETURN_IF_ERROR(TakeKept(rows, *state.held).status());
  const std::string facility = ExceptionIds(exception_name)->first;
  ASSIGN_OR_RETURN(state.movement, LoadMovementState(rows, facility, *state.held, context));
  if (!state.movement.ledger.facility.has_value()) return NotKnown(FacilityName(facility));
  return state;
}

}  // namespace waystation::inventory
