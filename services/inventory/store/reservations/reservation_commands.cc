#include "services/inventory/store/reservations/reservation_commands.h"

#include <algorithm>
#include <utility>

#include "services/inventory/domain/names.h"
#include "services/inventory/domain/reservations/reservation.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/reservations/fold_reservations.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/reservations/reservation_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

absl::StatusOr<storage::Decision> DecidedAt(const std::string& facility_id,
                                            const absl::StatusOr<v1::Event>& event) {
  RETURN_IF_ERROR(event.status());
  return storage::Decision{.scope = FacilityName(facility_id),
                           .events = {event->SerializeAsString()}};
}

template <typename Request, typename Decide>
absl::StatusOr<storage::Decision> OnReservation(const RowReader& rows,
                                                const storage::DecideContext& context,
                                                const Request& request, Decide decide) {
  ASSIGN_OR_RETURN(v1::Reservation reservation, RequireReservation(rows, request.name()));
  const std::string facility_id = ReservationIds(reservation.name())->first;
  return DecidedAt(facility_id, decide(request, std::move(reservation), ContextOf(context)));
}

template <typename Response>
absl::Status AnswerReservation(const storage::Outcome& outcome, Response* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  const v1::Reservation* reservation = ReservationOf(event);
  if (reservation == nullptr) return DamagedRow();
  *response->mutable_reservation() = WithState(*reservation, outcome.record_time);
  return absl::OkStatus();
}

bool IsWanted(const v1::ListReservationsRequest& request, const v1::Reservation& reservation) {
  const auto has_item = [&](const v1::ReservationLine& line) {
    return line.item() == request.item();
  };
  return (request.states().empty() || std::find(request.states().begin(), request.states().end(),
                                                reservation.state()) != request.states().end()) &&
         (request.owner().empty() || reservation.owner() == request.owner()) &&
         (request.item().empty() ||
          std::any_of(reservation.lines().begin(), reservation.lines().end(), has_item));
}

// Of a row of reservation_time.
absl::StatusOr<v1::Reservation> ReservationOfRow(const RowReader& rows, absl::string_view row_key) {
  storage::KeyReader key(row_key);
  key.String();
  key.DescendingInt64();
  const std::string facility = key.String();
  key.DescendingInt64();
  const std::string id = key.String();
  if (!key.AtEnd()) return DamagedRow();
  ASSIGN_OR_RETURN(auto reservation,
                   GetMessage<v1::Reservation>(rows, ReservationKey(facility, id)));
  if (!reservation.has_value()) return DamagedRow();
  return *std::move(reservation);
}

}  // namespace

absl::StatusOr<storage::Decision> CreateReservation(const RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::CreateReservationRequest& request) {
  return WithKeptItems(
      rows, request,
      [&](const v1::CreateReservationRequest& kept) -> absl::StatusOr<storage::Decision> {
        v1::Reservation wanted = kept.reservation();
        wanted.clear_name();
        ASSIGN_OR_RETURN(const PromiseState state,
                         LoadPromiseState(rows, kept.parent(), wanted, context.now));
        return DecidedAt(*FacilityId(kept.parent()),
                         DecideCreateReservation(kept, state, ContextOf(context)));
      });
}

absl::StatusOr<storage::Decision> ExtendReservation(const RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::ExtendReservationRequest& request) {
  ASSIGN_OR_RETURN(v1::Reservation reservation, RequireReservation(rows, request.name()));
  const std::string facility_id = ReservationIds(reservation.name())->first;
  ASSIGN_OR_RETURN(const PromiseState state,
                   LoadPromiseState(rows, FacilityName(facility_id), reservation, context.now));
  RETURN_IF_ERROR(CheckKnown(state.newcomer, FacilityName(facility_id)));
  return DecidedAt(facility_id, DecideExtendReservation(request, std::move(reservation),
                                                        state.ledger, ContextOf(context)));
}

absl::StatusOr<storage::Decision> PickReservation(const RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const v1::PickReservationRequest& request) {
  return OnReservation(rows, context, request, DecidePickReservation);
}

absl::StatusOr<storage::Decision> ReleaseReservation(const RowReader& rows,
                                                     const storage::DecideContext& context,
                                                     const v1::ReleaseReservationRequest& request) {
  return OnReservation(rows, context, request, DecideReleaseReservation);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateReservationResponse* response) {
  return AnswerReservation(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::ExtendReservationResponse* response) {
  return AnswerReservation(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::PickReservationResponse* response) {
  return AnswerReservation(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::ReleaseReservationResponse* response) {
  return AnswerReservation(outcome, response);
}

absl::StatusOr<std::string> ListReservations(const RowReader& rows,
                                             const v1::ListReservationsRequest& request,
                                             const Page& page, absl::Time now,
                                             v1::ListReservationsResponse* response) {
  const std::string scope(LastId(request.parent()));
  if (scope != kAllFacilities) RETURN_IF_ERROR(RequireFacility(rows, request.parent()).status());
  const std::string prefix = ReservationTimePrefix(scope);
  std::string last_key;
  int scanned = 0;
  auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    const bool full = response->reservations_size() == page.size;
    if (full || scanned == kRowsScannedPerPage) return last_key;
    ++scanned;
    last_key = std::string(cursor->key());
    ASSIGN_OR_RETURN(v1::Reservation stored, ReservationOfRow(rows, last_key));
    v1::Reservation reservation = WithState(std::move(stored), now);
    if (IsWanted(request, reservation)) *response->add_reservations() = std::move(reservation);
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory
