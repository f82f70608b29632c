#include <algorithm>
#include <string>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/fefo.h"
#include "services/inventory/domain/ledger/source_place.h"
#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/domain/reservations/promises.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// What a proposal is made of.
struct ProposalState {
  LedgerState ledger = {};
  std::string item = {};
  std::string place = {};
  Moment moment = {};
  // Lots that are recalled, or blocked in the place.
  RecalledLots never = {};
  absl::Time blocked_at = {};
};

absl::Status LoadProposal(const storage::RowReader& rows, const v1::ProposeIssueRequest& request,
                          absl::Time now, int64_t today, ProposalState& state) {
  const absl::string_view facility = LastId(request.parent());
  const DaySpan days = {.from = std::min(state.moment.day, today)};
  LedgerState& ledger = state.ledger;
  RETURN_IF_ERROR(LoadHolding(rows, facility, request.item(), request.place(), days, ledger));
  ASSIGN_OR_RETURN(ledger.counts, LoadCountsAhead(rows, facility, {request.item()}, state.moment));
  if (!ledger.counts.empty()) {
    RETURN_IF_ERROR(LoadEver(rows, facility, request.item(), request.place(), days, ledger));
  }
  RETURN_IF_ERROR(LoadPromises(rows, facility, {request.item()}, "", now, days, ledger));
  RETURN_IF_ERROR(LoadRecalledLots(rows, request.item(), ledger.recalled));
  RETURN_IF_ERROR(LoadExposuresOf(rows, facility, request.item(), ledger.storage.exposures));
  MarkBook(ledger);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PlaceOfProposal(const ProposalState& state,
                                            const v1::ProposeIssueRequest& request) {
  v1::Movement order;
  order.set_intent(v1::INTENT_ORDER);
  v1::MovementLine line;
  line.set_item(request.item());
  line.set_place(request.place());
  return SourcePlace(state.ledger.book, order, line, state.moment);
}

bool IsBlockedIn(const ProposalState& state, const std::string& lot) {
  return IsBlocked(
      BlockedAt(state.ledger.storage.exposures, state.item, lot, state.place, state.blocked_at));
}

RecalledLots NeverProposed(const ProposalState& state) {
  RecalledLots never = state.ledger.recalled;
  for (const auto& [key, lot] : state.ledger.storage.exposures) {
    if (IsBlockedIn(state, key.second)) never.try_emplace(key);
  }
  return never;
}

void AddProposedLots(const ProposalState& state, const Allocation& allocation,
                     v1::ProposeIssueResponse& response) {
  for (const LotShare& share : allocation.shares) {
    const LotDate date = DateOfLot(state.ledger.lot_dates, state.item, share.lot);
    v1::ProposedLot* lot = response.add_lots();
    lot->set_lot(share.lot);
    lot->set_quantity(share.quantity);
    lot->set_date_kind(date.kind);
    if (date.dated) *lot->mutable_expiry_date() = DateOf(date.expiry_day);
  }
}

// What is there and is not proposed.
void AddLeftAlone(const ProposalState& state, const std::string& place_asked,
                  v1::ProposeIssueResponse& response) {
  int64_t expired = 0;
  int64_t quarantined = 0;
  int64_t recalled = 0;
  int64_t blocked = 0;
  for (const auto& [key, position] : state.ledger.book) {
    if (key.item != state.item) continue;
    const int64_t there = std::max<int64_t>(0, position.LowestFrom(state.moment).quantity);
    const bool in_place = place_asked.empty() || key.place == place_asked;
    if (key.condition == v1::CONDITION_QUARANTINED && in_place) quarantined += there;
    if (key.place != state.place || key.condition != v1::CONDITION_USABLE) continue;
    const LotDate date = DateOfLot(state.ledger.lot_dates, key.item, key.lot);
    if (IsPast(date, state.moment.day)) expired += there;
    if (state.ledger.recalled.contains({key.item, key.lot})) recalled += there;
    if (IsBlockedIn(state, key.lot)) blocked += there;
  }
  response.set_expired_quantity(expired);
  response.set_quarantined_quantity(quarantined);
  response.set_recalled_quantity(recalled);
  response.set_blocked_quantity(blocked);
}

}  // namespace

absl::Status ProposeIssue(const storage::RowReader& rows, const v1::ProposeIssueRequest& given,
                          absl::Time now, v1::ProposeIssueResponse* response) {
  ASSIGN_OR_RETURN(const FacilityFacts facts, RequireFacility(rows, given.parent()));
  ASSIGN_OR_RETURN(const v1::Item kept, RequireKept(rows, given.item()));
  v1::ProposeIssueRequest request = given;
  request.set_item(kept.name());
  const absl::Time happened = request.has_happened_time() ? TimeOf(request.happened_time()) : now;
  const int64_t day = DayOf(happened, facts.zone);
  const int64_t today = DayOf(now, facts.zone);
  ProposalState state = {.item = request.item(),
                         .moment = Moment(day, absl::ToUnixMicros(happened)),
                         .blocked_at = std::max(happened, now)};
  RETURN_IF_ERROR(LoadProposal(rows, request, now, today, state));
  ASSIGN_OR_RETURN(state.place, PlaceOfProposal(state, request));
  state.never = NeverProposed(state);
  response->set_place(state.place);
  const LedgerState& ledger = state.ledger;
  const Shelf shelf = {.item = request.item(), .place = state.place};
  const Promises promises(ledger.reservations, "", now, today);
  SpareStock stock(promises, ledger.book, ledger.lot_dates, ledger.recalled, request.item());
  SpareOfLot spare;
  if (promises.Hold(request.item())) {
    spare = [&](const std::string& lot, int64_t up_to) {
      return stock.Take(state.place, lot, "", state.moment, up_to);
    };
  }
  const auto allocate = [&](const SpareOfLot& within) {
    return Allocate(ledger.book, ledger.lot_dates, shelf, state.moment, request.quantity(),
                    PastLots::kNever, day, within, state.never);
  };
  const Allocation allocation = allocate(spare);
  response->set_reserved_quantity(allocation.missing - allocate(nullptr).missing);
  response->set_missing_quantity(allocation.missing);
  AddProposedLots(state, allocation, *response);
  AddLeftAlone(state, request.place(), *response);
  return absl::OkStatus();
}

}  // namespace waystation::inventory
