#include "services/inventory/domain/ledger/exception.h"

#include <algorithm>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/movement.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

v1::Exception Ended(v1::Exception exception, v1::ExceptionEnd end,
                    const v1::ResolveExceptionRequest& request, const DecideContext& context) {
  exception.set_state(v1::EXCEPTION_STATE_CLOSED);
  exception.set_end(end);
  *exception.mutable_close_time() = TimestampOf(context.now);
  exception.set_closed_by(context.principal);
  exception.set_note(request.note());
  return exception;
}

}  // namespace

absl::StatusOr<v1::Event> DecideResolveException(const v1::ResolveExceptionRequest& request,
                                                 const ResolveState& state,
                                                 const DecideContext& context) {
  if (state.exception.state() != v1::EXCEPTION_STATE_OPEN) {
    return Error(Reason::ERROR_REASON_WRONG_STATE, "the exception is closed already",
                 {{"resource", state.exception.name()}, {"state", "CLOSED"}});
  }
  v1::Event event;
  if (request.resolution() == v1::RESOLUTION_CLOSE) {
    *event.mutable_exception_closed()->mutable_exception() =
        Ended(state.exception, v1::EXCEPTION_END_CLOSED, request, context);
    return event;
  }
  if (!state.held.has_value()) {
    return InvalidFields(
        {{"resolution", "got POST, want CLOSE: only a repeated document number holds a movement"}});
  }
  ASSIGN_OR_RETURN(v1::MovementPosted posted,
                   PostHeldMovement(*state.held, state.exception.owner(), state.movement, context));
  google::protobuf::RepeatedPtrField<v1::Exception> exceptions;
  *exceptions.Add() = Ended(state.exception, v1::EXCEPTION_END_POSTED, request, context);
  exceptions.MergeFrom(posted.exceptions());
  posted.mutable_exceptions()->Swap(&exceptions);
  *event.mutable_movement_posted() = std::move(posted);
  return event;
}

int64_t AgeSeconds(const v1::Exception& exception, absl::Time now) {
  const bool open = exception.state() == v1::EXCEPTION_STATE_OPEN;
  const absl::Time end = open ? now : TimeOf(exception.close_time());
  return std::max<int64_t>(0, absl::ToInt64Seconds(end - TimeOf(exception.open_time())));
}

}  // namespace waystation::inventory
