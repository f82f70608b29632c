#include "services/inventory/domain/requests/requisition.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

absl::Status CheckState(const v1::Requisition& requisition, bool applies,
                        absl::string_view message) {
  if (applies) return absl::OkStatus();
  const std::string state = v1::RequisitionState_Name(requisition.state());
  return WrongState(requisition.name(), absl::StripPrefix(state, "REQUISITION_STATE_"), message);
}

v1::RequisitionDecision& Decide(v1::Requisition& requisition, v1::RequisitionState state,
                                const std::string& decided_by, const std::string& note,
                                const DecideContext& context) {
  requisition.set_state(state);
  requisition.set_etag(NewEtag(context));
  v1::RequisitionDecision& decision = *requisition.add_decisions();
  decision.set_state(state);
  decision.set_decided_by(DoneBy(decided_by, context));
  *decision.mutable_decide_time() = TimestampOf(context.now);
  decision.set_note(note);
  return decision;
}

// Only what was entered.
v1::Requisition Entered(const v1::Requisition& given) {
  v1::Requisition entered;
  entered.set_priority(given.priority());
  if (given.has_needed_by_date()) *entered.mutable_needed_by_date() = given.needed_by_date();
  entered.set_asked_of(given.asked_of());
  entered.set_recorded_by(given.recorded_by());
  entered.set_note(given.note());
  if (given.has_asked_time()) *entered.mutable_asked_time() = given.asked_time();
  for (const v1::RequisitionLine& line : given.lines()) {
    v1::RequisitionLine& kept = *entered.add_lines();
    kept.set_item(line.item());
    kept.set_entered_item(line.entered_item());
    kept.set_quantity(line.quantity());
    kept.set_pack_name(line.pack_name());
    kept.set_pack_count(line.pack_count());
    kept.set_pack_factor(line.pack_factor());
    kept.set_note(line.note());
  }
  return entered;
}

// What the request approves of each item that it names; every entry that can't be, at once.
absl::StatusOr<std::map<std::string, int64_t>> ApprovedByItem(
    const v1::ApproveRequisitionRequest& request, const v1::Requisition& requisition) {
  std::map<std::string, int64_t> asked;
  for (const v1::RequisitionLine& line : requisition.lines()) asked[line.item()] = line.quantity();
  if (request.approved().empty()) return asked;
  std::map<std::string, int64_t> approved;
  std::vector<FieldViolation> violations;
  for (int i = 0; i < request.approved_size(); ++i) {
    const v1::ItemQuantity& entry = request.approved(i);
    const auto line = asked.find(entry.item());
    if (line == asked.end()) {
      violations.push_back({absl::StrCat("approved[", i, "].item"),
                            absl::StrCat("got ", CutText(entry.item(), 100), ", want an item of ",
                                         requisition.number())});
    } else if (entry.quantity() > line->second) {
      violations.push_back({absl::StrCat("approved[", i, "].quantity"),
                            absl::StrCat("got ", entry.quantity(), ", want 0 to ", line->second,
                                         ", what was asked")});
    }
    approved[entry.item()] = entry.quantity();
  }
  if (!violations.empty()) return InvalidFields(violations);
  return approved;
}

}  // namespace

absl::StatusOr<v1::Event> DecideCreateRequisition(const v1::CreateRequisitionRequest& request,
                                                  const NewcomerState& state,
                                                  const DecideContext& context) {
  RETURN_IF_ERROR(CheckKnown(state, request.parent()));

  v1::Event event;
  v1::Requisition& requisition = *event.mutable_requisition_created()->mutable_requisition();
  requisition = Entered(request.requisition());
  requisition.set_name(RequisitionName(*FacilityId(state.facility->name),
                                       DerivedId(context.request_id, "requisition")));
  requisition.set_number(NumberText(kRequisitionSeries, state.last_number + 1));
  requisition.set_state(v1::REQUISITION_STATE_REQUESTED);
  *requisition.mutable_record_time() = TimestampOf(context.now);
  if (!requisition.has_asked_time()) *requisition.mutable_asked_time() = requisition.record_time();
  requisition.set_facility_not_open(!state.facility->open);
  requisition.set_etag(NewEtag(context));
  return event;
}

absl::StatusOr<v1::Event> DecideApproveRequisition(const v1::ApproveRequisitionRequest& request,
                                                   v1::Requisition requisition,
                                                   const std::optional<FacilityFacts>& facility,
                                                   const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), requisition.etag(), requisition.name()));
  const bool again =
      requisition.state() == v1::REQUISITION_STATE_APPROVED && !request.etag().empty();
  RETURN_IF_ERROR(CheckState(requisition,
                             again || requisition.state() == v1::REQUISITION_STATE_REQUESTED,
                             "the requisition has been decided"));
  if (facility.has_value() && facility->state == "CLOSED") {
    return WrongState(facility->name, facility->state, "nothing can be sent to a closed facility");
  }
  ASSIGN_OR_RETURN(const auto approved, ApprovedByItem(request, requisition));
  bool anything = false;
  for (v1::RequisitionLine& line : *requisition.mutable_lines()) {
    const auto entry = approved.find(line.item());
    if (entry != approved.end()) line.set_approved_quantity(entry->second);
    anything = anything || line.approved_quantity() > 0;
  }
  if (!anything) {
    return InvalidFields({{"approved", "got nothing, want more than 0 of an item; or reject it"}});
  }

  v1::RequisitionDecision& decision = Decide(requisition, v1::REQUISITION_STATE_APPROVED,
                                             request.decided_by(), request.note(), context);
  for (const v1::RequisitionLine& line : requisition.lines()) {
    v1::ItemQuantity& entry = *decision.add_approved();
    entry.set_item(line.item());
    entry.set_quantity(line.approved_quantity());
  }
  v1::Event event;
  *event.mutable_requisition_approved()->mutable_requisition() = std::move(requisition);
  return event;
}

absl::StatusOr<v1::Event> DecideRejectRequisition(const v1::RejectRequisitionRequest& request,
                                                  v1::Requisition requisition,
                                                  const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), requisition.etag(), requisition.name()));
  RETURN_IF_ERROR(CheckState(requisition, requisition.state() == v1::REQUISITION_STATE_REQUESTED,
                             "the requisition has been decided"));

  Decide(requisition, v1::REQUISITION_STATE_REJECTED, request.decided_by(), request.note(), context)
      .set_reject_reason(request.reason());
  v1::Event event;
  *event.mutable_requisition_rejected()->mutable_requisition() = std::move(requisition);
  return event;
}

absl::StatusOr<v1::Event> DecideCancelRequisition(const v1::CancelRequisitionRequest& request,
                                                  v1::Requisition requisition,
                                                  const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), requisition.etag(), requisition.name()));
  RETURN_IF_ERROR(CheckState(requisition, IsOpen(requisition), "the requisition has ended"));

  Decide(requisition, v1::REQUISITION_STATE_CANCELLED, request.recorded_by(), request.note(),
         context);
  v1::Event event;
  *event.mutable_requisition_cancelled()->mutable_requisition() = std::move(requisition);
  return event;
}

absl::StatusOr<v1::Event> DecideCloseRequisition(const v1::CloseRequisitionRequest& request,
                                                 v1::Requisition requisition,
                                                 const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), requisition.etag(), requisition.name()));
  RETURN_IF_ERROR(CheckState(requisition, IsOpen(requisition), "the requisition has ended"));

  Decide(requisition, v1::REQUISITION_STATE_CLOSED, request.recorded_by(), request.note(), context);
  v1::Event event;
  *event.mutable_requisition_closed()->mutable_requisition() = std::move(requisition);
  return event;
}

bool IsOpen(const v1::Requisition& requisition) {
  return requisition.state() == v1::REQUISITION_STATE_REQUESTED ||
         requisition.state() == v1::REQUISITION_STATE_APPROVED;
}

v1::Requisition WithBalances(v1::Requisition requisition) {
  if (requisition.state() != v1::REQUISITION_STATE_APPROVED) return requisition;
  for (v1::RequisitionLine& line : *requisition.mutable_lines()) {
    const int64_t approved = line.approved_quantity();
    const int64_t fulfilled = line.fulfilled_quantity();
    line.set_outstanding_quantity(std::max<int64_t>(0, approved - fulfilled));
    line.set_back_ordered_quantity(
        std::max<int64_t>(0, line.quantity() - std::max(approved, fulfilled)));
  }
  return requisition;
}

}  // namespace waystation::inventory
