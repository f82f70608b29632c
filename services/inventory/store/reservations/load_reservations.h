// Reservations: from rows to what the rules and the answers need.
#ifndef SERVICES_INVENTORY_STORE_RESERVATIONS_LOAD_RESERVATIONS_H_
#define SERVICES_INVENTORY_STORE_RESERVATIONS_LOAD_RESERVATIONS_H_

#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/reservations/reservation.h"
#include "services/inventory/store/load.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::inventory {

// By name, whose last part may be a number in small letters ("res-0001"); nullopt when not known.
// As stored: without what answers derive. REQUIRES: a well-formed name, or an empty one.
absl::StatusOr<std::optional<v1::Reservation>> LoadReservation(const storage::RowReader& rows,
                                                               const std::string& name);
// NOT_KNOWN with the name when there is none.
absl::StatusOr<v1::Reservation> RequireReservation(const storage::RowReader& rows,
                                                   const std::string& name);

// Adds to `ledger` the reservations of the facility that hold any of the items (names) after `now`,
// and the one named `named` (empty: none), as they are kept; and of every item that one of them is
// about all stock, with its changes of `days`. REQUIRES: what `ledger` has of these items was
// loaded for the same days.
absl::Status LoadPromises(const storage::RowReader& rows, absl::string_view facility,
                          const std::set<std::string>& items, const std::string& named,
                          absl::Time now, const DaySpan& days, LedgerState& ledger);

// What a new reservation at `parent`, or one that is to expire at another time, needs.
absl::StatusOr<PromiseState> LoadPromiseState(const storage::RowReader& rows,
                                              const std::string& parent,
                                              const v1::Reservation& reservation, absl::Time now);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RESERVATIONS_LOAD_RESERVATIONS_H_
