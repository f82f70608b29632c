#include "services/inventory/store/places/place_commands.h"

#include <optional>
#include <string>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/exception.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/domain/places/storage_place.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

storage::Decision DecidedOfPlace(const std::string& facility, const v1::Event& event) {
  return {.scope = facility, .events = {event.SerializeAsString()}};
}

template <typename Response>
absl::Status AnswerPlace(const storage::Outcome& outcome, Response* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  const v1::StoragePlaceChanged& changed = event.storage_place_changed();
  *response->mutable_storage_place() = changed.storage_place();
  for (v1::Exception exception : changed.exceptions()) {
    exception.set_age_seconds(AgeSeconds(exception, outcome.record_time));
    *response->add_exceptions() = std::move(exception);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<storage::Decision> CreateStoragePlace(const RowReader& rows,
                                                     const storage::DecideContext& context,
                                                     const v1::CreateStoragePlaceRequest& request) {
  const std::string name = StoragePlaceName(LastId(request.parent()), request.storage_place_id());
  ASSIGN_OR_RETURN(StoragePlaceState state,
                   LoadStoragePlaceState(rows, name, request.storage_place().storage_class()));
  ASSIGN_OR_RETURN(const v1::Event event,
                   DecideCreateStoragePlace(request, std::move(state), ContextOf(context)));
  return DecidedOfPlace(request.parent(), event);
}

absl::StatusOr<storage::Decision> UpdateStoragePlace(const RowReader& rows,
                                                     const storage::DecideContext& context,
                                                     const v1::UpdateStoragePlaceRequest& request) {
  const std::string& name = request.storage_place().name();
  ASSIGN_OR_RETURN(const v1::StoragePlace existing, RequireStoragePlace(rows, name));
  ASSIGN_OR_RETURN(
      StoragePlaceState state,
      LoadStoragePlaceState(rows, name, StoragePlaceAfter(request, existing).storage_class()));
  ASSIGN_OR_RETURN(const v1::Event event,
                   DecideUpdateStoragePlace(request, std::move(state), ContextOf(context)));
  return DecidedOfPlace(FacilityName(StoragePlaceIds(name)->first), event);
}

absl::StatusOr<storage::Decision> DecideExposure(const RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::DecideExposureRequest& request) {
  RETURN_IF_ERROR(RequireFacility(rows, request.parent()).status());
  const absl::string_view facility = LastId(request.parent());
  ASSIGN_OR_RETURN(const std::optional<v1::LotExposure> lot,
                   LoadLotExposure(rows, facility, LastId(request.item()), request.lot()));
  std::optional<v1::Exception> exception;
  if (lot.has_value()) {
    if (const v1::Exposure* there = ExposureIn(*lot, request.place())) {
      ASSIGN_OR_RETURN(exception, LoadException(rows, facility, LastId(there->exception())));
    }
  }
  ASSIGN_OR_RETURN(const v1::Event event,
                   DecideAboutExposure(request, lot, exception, ContextOf(context)));
  return DecidedOfPlace(request.parent(), event);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateStoragePlaceResponse* response) {
  return AnswerPlace(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::UpdateStoragePlaceResponse* response) {
  return AnswerPlace(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::DecideExposureResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  const v1::ExceptionClosed& closed = event.exception_closed();
  for (const v1::Exposure& exposure : closed.lot_exposure().exposures()) {
    const bool now = TimeOf(exposure.decide_time()) == outcome.record_time;
    if (exposure.exception() == closed.exception().name() && now) {
      *response->mutable_exposure() = exposure;
    }
  }
  *response->mutable_exception() = closed.exception();
  response->mutable_exception()->set_age_seconds(
      AgeSeconds(closed.exception(), outcome.record_time));
  return absl::OkStatus();
}

}  // namespace waystation::inventory
