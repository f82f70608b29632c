#ifndef SERVICES_INVENTORY_DOMAIN_RESERVATIONS_RESERVATION_H_
#define SERVICES_INVENTORY_DOMAIN_RESERVATIONS_RESERVATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/requests/verb.h"
#include "services/inventory/domain/reservations/keep.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::inventory {

// What promising stock needs to know. `ledger` has the usable stock of the items concerned, and
// every reservation that holds any of them.
struct PromiseState {
  NewcomerState newcomer = {};
  LedgerState ledger = {};
};

// One for each verb; REQUIRES: the request is valid, and the reservation is the one it names, as
// stored. Errors in the order of the contract.
absl::StatusOr<v1::Event> DecideCreateReservation(const v1::CreateReservationRequest& request,
                                                  const PromiseState& state,
                                                  const DecideContext& context);
absl::StatusOr<v1::Event> DecideExtendReservation(const v1::ExtendReservationRequest& request,
                                                  v1::Reservation reservation,
                                                  const LedgerState& ledger,
                                                  const DecideContext& context);
absl::StatusOr<v1::Event> DecidePickReservation(const v1::PickReservationRequest& request,
                                                v1::Reservation reservation,
                                                const DecideContext& context);
absl::StatusOr<v1::Event> DecideReleaseReservation(const v1::ReleaseReservationRequest& request,
                                                   v1::Reservation reservation,
                                                   const DecideContext& context);

// In which state it is at that time, of a reservation as stored.
v1::ReservationState StateAt(const v1::Reservation& reservation, absl::Time time);
// "PICKED", for error variables.
std::string StateWord(v1::ReservationState state);
// Whether what it promises is kept from others at that time.
bool Holds(const v1::Reservation& reservation, absl::Time time);

// The stored reservation as it is answered: in its state at that time.
v1::Reservation WithState(v1::Reservation reservation, absl::Time time);

// Sorts them as they are kept when not all can be: by priority, the oldest of each first.
void SortAsKept(std::vector<v1::Reservation>& reservations);

// What a line of the reservation still promises.
Claim ClaimOf(const v1::Reservation& reservation, const v1::ReservationLine& line);
// What those of them that hold at `time` promise of the item, in their order; not that of the
// reservation named `but`.
std::vector<Claim> ClaimsOf(const std::vector<v1::Reservation>& reservations,
                            const std::string& item, absl::Time time, const std::string& but = "");

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_RESERVATIONS_RESERVATION_H_
