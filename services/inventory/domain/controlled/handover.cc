#include "services/inventory/domain/controlled/handover.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/controlled/signature.h"
#include "services/inventory/domain/names.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

int64_t RegisterQuantity(const HandoverState& state, const std::string& item) {
  const auto found = state.register_quantities.find(item);
  return found == state.register_quantities.end() ? 0 : found->second;
}

// The handover in the making, with what it opens.
class HandoverDraft {
 public:
  HandoverDraft(const FacilityFacts& facility, const DecideContext& context, v1::Handover handover)
      : facility_(facility), context_(context) {
    *recorded_.mutable_handover() = std::move(handover);
  }

  v1::Handover& handover() { return *recorded_.mutable_handover(); }

  v1::Exception& Open(v1::ExceptionKind kind) {
    const std::string role = absl::StrCat("exception/", recorded_.exceptions_size());
    v1::Exception& exception = *recorded_.add_exceptions();
    exception.set_name(
        ExceptionName(*FacilityId(facility_.name), DerivedId(context_.request_id, role)));
    exception.set_kind(kind);
    exception.set_state(v1::EXCEPTION_STATE_OPEN);
    exception.set_owner(ManagerOf(facility_.name));
    exception.set_handover(handover().name());
    exception.set_place(handover().place());
    *exception.mutable_open_time() = TimestampOf(context_.now);
    *exception.mutable_day() = handover().day();
    handover().add_exceptions(exception.name());
    return exception;
  }

  v1::HandoverRecorded Take() { return std::move(recorded_); }

 private:
  const FacilityFacts& facility_;
  const DecideContext& context_;
  v1::HandoverRecorded recorded_;
};

// Only what was entered, under the name it will have.
v1::Handover EnteredHandover(const v1::Handover& told, const FacilityFacts& facility,
                             const DecideContext& context) {
  v1::Handover handover;
  handover.set_name(
      absl::StrCat(facility.name, "/handovers/", DerivedId(context.request_id, "handover")));
  handover.set_place(told.place().empty() ? std::string(kMainPlace) : told.place());
  handover.set_outgoing(told.outgoing());
  handover.set_incoming(told.incoming());
  *handover.mutable_counted_time() = told.counted_time();
  handover.set_note(told.note());
  const absl::Time effective = HandoverTime(told, context);
  *handover.mutable_effective_time() = TimestampOf(effective);
  *handover.mutable_record_time() = TimestampOf(context.now);
  *handover.mutable_day() = DateOf(DayOf(effective, facility.zone));
  return handover;
}

void CompareCounts(const v1::Handover& told, const HandoverState& state, HandoverDraft& draft) {
  for (const v1::HandoverCount& counted : told.counts()) {
    const int64_t in_register = RegisterQuantity(state, counted.item());
    const int64_t difference = counted.counted_quantity() - in_register;
    v1::HandoverCount& count = *draft.handover().add_counts();
    count.set_item(counted.item());
    count.set_entered_item(counted.entered_item());
    count.set_counted_quantity(counted.counted_quantity());
    count.set_register_quantity(in_register);
    count.set_difference_quantity(difference);
    if (difference == 0) continue;
    v1::Exception& exception = draft.Open(v1::EXCEPTION_KIND_CONTROLLED_DISCREPANCY);
    exception.set_item(counted.item());
    exception.set_quantity(std::abs(difference));
    exception.set_counted_quantity(counted.counted_quantity());
    exception.set_register_quantity(in_register);
    count.set_exception(exception.name());
  }
}

void ListNotCounted(const v1::Handover& told, const HandoverState& state, HandoverDraft& draft) {
  for (const auto& [item, quantity] : state.register_quantities) {
    const std::string& name = item;
    const bool counted = std::any_of(told.counts().begin(), told.counts().end(),
                                     [&](const auto& count) { return count.item() == name; });
    if (counted || quantity == 0) continue;
    v1::NotCounted& not_counted = *draft.handover().add_not_counted();
    not_counted.set_item(item);
    not_counted.set_register_quantity(quantity);
  }
}

}  // namespace

absl::Time HandoverTime(const v1::Handover& handover, const DecideContext& context) {
  return std::min(TimeOf(handover.counted_time()), context.now);
}

absl::StatusOr<v1::Event> DecideRecordHandover(const v1::RecordHandoverRequest& request,
                                               const HandoverState& state,
                                               const DecideContext& context) {
  if (!state.facility.has_value()) return NotKnown(request.parent());
  const v1::Handover& told = request.handover();
  for (const v1::HandoverCount& count : told.counts()) {
    if (!state.known_items.contains(count.item())) return NotKnown(count.item());
  }
  HandoverDraft draft(*state.facility, context, EnteredHandover(told, *state.facility, context));
  if (told.incoming().empty() || told.incoming() == told.outgoing()) {
    draft.Open(v1::EXCEPTION_KIND_HANDOVER_NOT_WITNESSED).set_given_by(told.outgoing());
  }
  CompareCounts(told, state, draft);
  ListNotCounted(told, state, draft);
  v1::Event event;
  *event.mutable_handover_recorded() = draft.Take();
  return event;
}

}  // namespace waystation::inventory
