#include "services/inventory/store/requests/load_requests.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// Where the day is furthest ahead on Earth.
constexpr int kFurthestEastSeconds = 14 * 3600;

// Of what both kinds name: the facility, its last number, the items.
template <typename Lines>
absl::StatusOr<NewcomerState> LoadCommon(const RowReader& rows, const std::string& parent,
                                         absl::string_view series, const Lines& lines) {
  NewcomerState state;
  const absl::string_view facility = LastId(parent);
  ASSIGN_OR_RETURN(state.facility, LoadFacility(rows, facility));
  ASSIGN_OR_RETURN(state.last_number, LastNumber(rows, facility, series));
  for (const auto& line : lines) {
    ASSIGN_OR_RETURN(const std::optional<std::string> item, rows.Get(ItemKey(LastId(line.item()))));
    if (!item.has_value() && state.not_known.empty()) state.not_known = line.item();
  }
  return state;
}

}  // namespace

absl::StatusOr<std::string> IdOf(const RowReader& rows, absl::string_view facility,
                                 absl::string_view series, const std::string& part) {
  const std::optional<int64_t> number = NumberIn(series, part);
  if (!number.has_value()) return part;
  ASSIGN_OR_RETURN(const std::optional<std::string> id,
                   rows.Get(NumberKey(facility, series, *number)));
  return id.value_or("");
}

absl::StatusOr<int64_t> LastNumber(const RowReader& rows, absl::string_view facility,
                                   absl::string_view series) {
  return GetInt64(rows, LastNumberKey(facility, series));
}

absl::StatusOr<std::optional<v1::Requisition>> LoadRequisition(const RowReader& rows,
                                                               const std::string& name) {
  const auto ids = RequisitionIds(name);
  if (!ids.has_value()) return std::optional<v1::Requisition>();
  ASSIGN_OR_RETURN(const std::string id, IdOf(rows, ids->first, kRequisitionSeries, ids->second));
  return GetMessage<v1::Requisition>(rows, RequisitionKey(ids->first, id));
}

absl::StatusOr<std::optional<v1::ExpectedDelivery>> LoadExpectedDelivery(const RowReader& rows,
                                                                         const std::string& name) {
  const auto ids = ExpectedDeliveryIds(name);
  if (!ids.has_value()) return std::optional<v1::ExpectedDelivery>();
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf(rows, ids->first, kExpectedDeliverySeries, ids->second));
  return GetMessage<v1::ExpectedDelivery>(rows, ExpectedDeliveryKey(ids->first, id));
}

absl::StatusOr<v1::Requisition> RequireRequisition(const RowReader& rows, const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Requisition> requisition, LoadRequisition(rows, name));
  if (!requisition.has_value()) return NotKnown(name);
  return *std::move(requisition);
}

absl::StatusOr<v1::ExpectedDelivery> RequireExpectedDelivery(const RowReader& rows,
                                                             const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::ExpectedDelivery> delivery, LoadExpectedDelivery(rows, name));
  if (!delivery.has_value()) return NotKnown(name);
  return *std::move(delivery);
}

absl::StatusOr<NewcomerState> LoadNewcomer(const RowReader& rows, const std::string& parent,
                                           const v1::Requisition& requisition) {
  ASSIGN_OR_RETURN(NewcomerState state,
                   LoadCommon(rows, parent, kRequisitionSeries, requisition.lines()));
  const std::optional<std::string> asked = FacilityId(requisition.asked_of());
  if (!asked.has_value() || !state.not_known.empty()) return state;
  ASSIGN_OR_RETURN(const auto facility, LoadFacility(rows, *asked));
  if (!facility.has_value()) state.not_known = requisition.asked_of();
  return state;
}

absl::StatusOr<NewcomerState> LoadNewcomer(const RowReader& rows, const std::string& parent,
                                           const v1::ExpectedDelivery& delivery) {
  ASSIGN_OR_RETURN(NewcomerState state,
                   LoadCommon(rows, parent, kExpectedDeliverySeries, delivery.lines()));
  if (delivery.requisition().empty() || !state.not_known.empty()) return state;
  ASSIGN_OR_RETURN(const auto requisition, LoadRequisition(rows, delivery.requisition()));
  if (requisition.has_value()) {
    state.requisition = requisition->name();
  } else {
    state.not_known = delivery.requisition();
  }
  return state;
}

absl::StatusOr<References> LoadReferences(const RowReader& rows, absl::string_view facility,
                                          const v1::Movement& movement) {
  References references;
  const std::string own = absl::StrCat(FacilityName(facility), "/");
  if (absl::StartsWith(movement.requisition(), own)) {
    ASSIGN_OR_RETURN(const auto requisition, LoadRequisition(rows, movement.requisition()));
    if (requisition.has_value()) references.requisition = requisition->name();
  }
  if (absl::StartsWith(movement.expected_delivery(), own)) {
    ASSIGN_OR_RETURN(const auto delivery, LoadExpectedDelivery(rows, movement.expected_delivery()));
    if (delivery.has_value()) {
      references.expected_delivery = delivery->name();
      references.requisition_of_delivery = delivery->requisition();
    }
  }
  if (absl::StartsWith(movement.reservation(), own)) {
    ASSIGN_OR_RETURN(const auto reservation, LoadReservation(rows, movement.reservation()));
    if (reservation.has_value()) references.reservation = reservation->name();
  }
  return references;
}

absl::StatusOr<int64_t> FacilityDays::DayAt(const std::string& facility_id, absl::Time time) {
  auto zone = zones_.find(facility_id);
  if (zone == zones_.end()) {
    ASSIGN_OR_RETURN(const auto facility, LoadFacility(rows_, facility_id));
    zone =
        zones_
            .emplace(facility_id, facility.has_value() ? facility->zone
                                                       : absl::FixedTimeZone(kFurthestEastSeconds))
            .first;
  }
  return DayOf(time, zone->second);
}

}  // namespace waystation::inventory
