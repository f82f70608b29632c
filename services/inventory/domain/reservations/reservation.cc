#include "services/inventory/domain/reservations/reservation.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/blocked.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/limits.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

absl::Status CheckExpiry(absl::Time expire, const DecideContext& context) {
  const absl::Time latest = context.LatestNow();
  if (expire > latest && expire <= latest + kLongestReservation) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TIME_OUT_OF_RANGE,
               expire > latest ? "a reservation can't last so long"
                               : "a reservation can't expire at a time that has come",
               {{"time", TimeText(expire)}, {"now", TimeText(latest)}});
}

// Sets when it expires, and on which day that is at the facility.
absl::Status SetExpiry(v1::Reservation& reservation, absl::Time expire,
                       const FacilityFacts& facility, const DecideContext& context) {
  RETURN_IF_ERROR(CheckExpiry(expire, context));
  const int64_t day = DayOf(expire, facility.zone);
  if (reservation.has_needed_by_date() && DayNumber(reservation.needed_by_date()) > day) {
    return InvalidFields(
        {{"reservation.needed_by_date",
          absl::StrCat("got ", DateText(DayNumber(reservation.needed_by_date())),
                       ", want a day not after ", DateText(day), ", the day it expires on")}});
  }
  *reservation.mutable_expire_time() = TimestampOf(expire);
  *reservation.mutable_expire_date() = DateOf(day);
  return absl::OkStatus();
}

absl::Status CannotPromise(const Claim& claim, const std::string& item, int64_t kept,
                           const std::vector<Supply>& supplies) {
  // By itself, had nobody been promised anything.
  const int64_t alone = Keep({claim}, supplies).front();
  ErrorMetadata variables = {{"item", item},
                             {"place", claim.place},
                             {"lot", claim.lot},
                             {"condition", "USABLE"},
                             {"wanted", absl::StrCat(claim.quantity)},
                             {"available", absl::StrCat(kept)},
                             {"day", DateText(claim.good_day)}};
  if (alone > kept) variables.emplace_back("reserved", absl::StrCat(alone - kept));
  return Error(Reason::ERROR_REASON_NOT_ENOUGH_STOCK,
               "not so much can be promised that is good until it expires", variables);
}

// That all it has outstanding can be kept beside what others are promised, none of it by a recalled
// lot: what others were promised before the recall they will want of the good ones. Line by line:
// what the lines before have is not there for those that follow.
absl::Status CheckCanBeKept(const v1::Reservation& reservation, const LedgerState& ledger,
                            const DecideContext& context) {
  const int64_t today = DayOf(context.now, ledger.facility->zone);
  std::map<std::string, std::vector<Claim>> claims;
  for (const v1::ReservationLine& line : reservation.lines()) {
    auto [entry, first] = claims.try_emplace(line.item());
    std::vector<Claim>& of_item = entry->second;
    if (first) {
      of_item = ClaimsOf(ledger.reservations, line.item(), context.now, reservation.name());
    }
    of_item.push_back(ClaimOf(reservation, line));
    std::vector<Supply> supplies =
        SuppliesOf(ledger.book, ledger.lot_dates, line.item(), today, ledger.recalled);
    const int64_t with_blocked = Keep(of_item, supplies).back();
    DropBlocked(ledger.storage.exposures, line.item(), context.LatestNow(), supplies);
    const int64_t kept = Keep(of_item, supplies).back();
    if (kept < of_item.back().quantity) {
      if (with_blocked > kept) {
        return PromiseBlocked(ledger.storage.exposures, line.item(), of_item.back(), kept,
                              with_blocked - kept, context.LatestNow());
      }
      return CannotPromise(of_item.back(), line.item(), kept, supplies);
    }
  }
  return absl::OkStatus();
}

// Only what was entered, all of it outstanding.
v1::Reservation EnteredReservation(const v1::Reservation& given) {
  v1::Reservation entered;
  entered.set_owner(given.owner());
  entered.set_priority(given.priority());
  entered.set_purpose(given.purpose());
  if (given.has_needed_by_date()) *entered.mutable_needed_by_date() = given.needed_by_date();
  entered.set_recorded_by(given.recorded_by());
  entered.set_note(given.note());
  for (const v1::ReservationLine& line : given.lines()) {
    v1::ReservationLine& kept = *entered.add_lines();
    kept.set_item(line.item());
    kept.set_entered_item(line.entered_item());
    kept.set_quantity(line.quantity());
    kept.set_pack_name(line.pack_name());
    kept.set_pack_count(line.pack_count());
    kept.set_pack_factor(line.pack_factor());
    kept.set_place(line.place());
    kept.set_lot(line.lot());
    kept.set_outstanding_quantity(line.quantity());
  }
  return entered;
}

// The precondition of a verb. What may have expired by now has.
template <typename Request>
absl::Status CheckVerbApplies(const Request& request, const v1::Reservation& reservation,
                              std::initializer_list<v1::ReservationState> states,
                              const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), reservation.etag(), reservation.name()));
  const v1::ReservationState state = StateAt(reservation, context.LatestNow());
  if (std::find(states.begin(), states.end(), state) != states.end()) return absl::OkStatus();
  return WrongState(reservation.name(), StateWord(state), "the reservation has ended or moved on");
}

template <typename Request>
void Stamp(const Request& request, v1::Reservation& reservation, const DecideContext& context) {
  reservation.set_etag(NewEtag(context));
  *reservation.mutable_change_time() = TimestampOf(context.now);
  reservation.set_changed_by(DoneBy(request.recorded_by(), context));
  reservation.set_change_note(request.note());
}

}  // namespace

absl::StatusOr<v1::Event> DecideCreateReservation(const v1::CreateReservationRequest& request,
                                                  const PromiseState& state,
                                                  const DecideContext& context) {
  RETURN_IF_ERROR(CheckKnown(state.newcomer, request.parent()));
  const FacilityFacts& facility = *state.newcomer.facility;
  if (!facility.open) {
    return WrongState(facility.name, facility.state, "the facility is not open");
  }
  v1::Event event;
  v1::Reservation& reservation = *event.mutable_reservation_created()->mutable_reservation();
  reservation = EnteredReservation(request.reservation());
  reservation.set_name(
      ReservationName(*FacilityId(facility.name), DerivedId(context.request_id, "reservation")));
  RETURN_IF_ERROR(
      SetExpiry(reservation, TimeOf(request.reservation().expire_time()), facility, context));
  RETURN_IF_ERROR(CheckCanBeKept(reservation, state.ledger, context));
  reservation.set_number(NumberText(kReservationSeries, state.newcomer.last_number + 1));
  reservation.set_state(v1::RESERVATION_STATE_ACTIVE);
  reservation.set_recorded_by(DoneBy(reservation.recorded_by(), context));
  *reservation.mutable_record_time() = TimestampOf(context.now);
  reservation.set_etag(NewEtag(context));
  return event;
}

absl::StatusOr<v1::Event> DecideExtendReservation(const v1::ExtendReservationRequest& request,
                                                  v1::Reservation reservation,
                                                  const LedgerState& ledger,
                                                  const DecideContext& context) {
  RETURN_IF_ERROR(CheckVerbApplies(request, reservation, {v1::RESERVATION_STATE_ACTIVE}, context));
  RETURN_IF_ERROR(SetExpiry(reservation, TimeOf(request.expire_time()), *ledger.facility, context));
  RETURN_IF_ERROR(CheckCanBeKept(reservation, ledger, context));
  Stamp(request, reservation, context);
  v1::Event event;
  *event.mutable_reservation_extended()->mutable_reservation() = std::move(reservation);
  return event;
}

absl::StatusOr<v1::Event> DecidePickReservation(const v1::PickReservationRequest& request,
                                                v1::Reservation reservation,
                                                const DecideContext& context) {
  RETURN_IF_ERROR(CheckVerbApplies(request, reservation, {v1::RESERVATION_STATE_ACTIVE}, context));
  reservation.set_state(v1::RESERVATION_STATE_PICKED);
  Stamp(request, reservation, context);
  v1::Event event;
  *event.mutable_reservation_picked()->mutable_reservation() = std::move(reservation);
  return event;
}

absl::StatusOr<v1::Event> DecideReleaseReservation(const v1::ReleaseReservationRequest& request,
                                                   v1::Reservation reservation,
                                                   const DecideContext& context) {
  RETURN_IF_ERROR(CheckVerbApplies(
      request, reservation, {v1::RESERVATION_STATE_ACTIVE, v1::RESERVATION_STATE_PICKED}, context));
  reservation.set_state(v1::RESERVATION_STATE_RELEASED);
  Stamp(request, reservation, context);
  v1::Event event;
  *event.mutable_reservation_released()->mutable_reservation() = std::move(reservation);
  return event;
}

v1::ReservationState StateAt(const v1::Reservation& reservation, absl::Time time) {
  if (reservation.state() == v1::RESERVATION_STATE_RELEASED) return reservation.state();
  bool outstanding = false;
  bool fulfilled = false;
  for (const v1::ReservationLine& line : reservation.lines()) {
    outstanding = outstanding || line.outstanding_quantity() > 0;
    fulfilled = fulfilled || line.fulfilled_quantity() > 0;
  }
  if (fulfilled && !outstanding) return v1::RESERVATION_STATE_FULFILLED;
  if (reservation.state() == v1::RESERVATION_STATE_PICKED) return reservation.state();
  return TimeOf(reservation.expire_time()) > time ? v1::RESERVATION_STATE_ACTIVE
                                                  : v1::RESERVATION_STATE_EXPIRED;
}

std::string StateWord(v1::ReservationState state) {
  const std::string name = v1::ReservationState_Name(state);
  return std::string(absl::StripPrefix(name, "RESERVATION_STATE_"));
}

bool Holds(const v1::Reservation& reservation, absl::Time time) {
  const v1::ReservationState state = StateAt(reservation, time);
  return state == v1::RESERVATION_STATE_ACTIVE || state == v1::RESERVATION_STATE_PICKED;
}

v1::Reservation WithState(v1::Reservation reservation, absl::Time time) {
  reservation.set_state(StateAt(reservation, time));
  return reservation;
}

void SortAsKept(std::vector<v1::Reservation>& reservations) {
  const auto rank = [](const v1::Reservation& reservation) {
    return std::make_tuple(static_cast<int>(reservation.priority()),
                           NumberIn(kReservationSeries, reservation.number()).value_or(0));
  };
  std::sort(reservations.begin(), reservations.end(),
            [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

Claim ClaimOf(const v1::Reservation& reservation, const v1::ReservationLine& line) {
  return {.place = line.place(),
          .lot = line.lot(),
          .good_day = DayNumber(reservation.expire_date()),
          .quantity = line.outstanding_quantity()};
}

std::vector<Claim> ClaimsOf(const std::vector<v1::Reservation>& reservations,
                            const std::string& item, absl::Time time, const std::string& but) {
  std::vector<Claim> claims;
  for (const v1::Reservation& reservation : reservations) {
    if (reservation.name() == but || !Holds(reservation, time)) continue;
    for (const v1::ReservationLine& line : reservation.lines()) {
      if (line.item() == item) claims.push_back(ClaimOf(reservation, line));
    }
  }
  return claims;
}

}  // namespace waystation::inventory
