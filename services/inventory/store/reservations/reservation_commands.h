// The commands and lists of reservations: load, decide, and what the accepted entry answers, as in
// store/commands.h and store/list.h.
#ifndef SERVICES_INVENTORY_STORE_RESERVATIONS_RESERVATION_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_RESERVATIONS_RESERVATION_COMMANDS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/store/list.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::inventory {

// REQUIRES of all: the request is valid (handler/validation.h). Errors: those of the RPC.
absl::StatusOr<storage::Decision> CreateReservation(const storage::RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::CreateReservationRequest& request);
absl::StatusOr<storage::Decision> ExtendReservation(const storage::RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::ExtendReservationRequest& request);
absl::StatusOr<storage::Decision> PickReservation(const storage::RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const v1::PickReservationRequest& request);
absl::StatusOr<storage::Decision> ReleaseReservation(const storage::RowReader& rows,
                                                     const storage::DecideContext& context,
                                                     const v1::ReleaseReservationRequest& request);

// The answer from the entry alone. Leaves the receipt as it is.
absl::Status Answer(const storage::Outcome& outcome, v1::CreateReservationResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::ExtendReservationResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::PickReservationResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::ReleaseReservationResponse* response);

absl::StatusOr<std::string> ListReservations(const storage::RowReader& rows,
                                             const v1::ListReservationsRequest& request,
                                             const Page& page, absl::Time now,
                                             v1::ListReservationsResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RESERVATIONS_RESERVATION_COMMANDS_H_
