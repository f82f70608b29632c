#include "services/inventory/store/transfers/transfer_commands.h"

#include <optional>
#include <string>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/exception.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/domain/transfers/answer.h"
#include "services/inventory/domain/transfers/receipt.h"
#include "services/inventory/domain/transfers/transfer.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "services/inventory/store/transfers/load_transfers.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// The civil day of `now` at the receiver.
absl::StatusOr<int64_t> ReceiversDay(const RowReader& rows, const v1::Transfer& transfer,
                                     absl::Time now) {
  return FacilityDays(rows).DayAt(std::string(LastId(transfer.to_facility())), now);
}

absl::StatusOr<storage::Decision> DecidedIn(const std::string& facility,
                                            const absl::StatusOr<TransferEvents>& events) {
  RETURN_IF_ERROR(events.status());
  storage::Decision decision = {.scope = facility, .events = {}};
  for (const v1::Event& event : *events) decision.events.push_back(event.SerializeAsString());
  return decision;
}

std::string SenderOf(const v1::Transfer& transfer) {
  return FacilityName(TransferIds(transfer.name())->first);
}

// A verb that moves no stock.
template <typename Request, typename Decide>
absl::StatusOr<storage::Decision> OnTransfer(const RowReader& rows,
                                             const storage::DecideContext& context,
                                             const Request& request, Decide decide) {
  ASSIGN_OR_RETURN(v1::Transfer transfer, RequireTransfer(rows, request.name()));
  ASSIGN_OR_RETURN(const int64_t today, ReceiversDay(rows, transfer, context.now));
  const std::string sender = SenderOf(transfer);
  return DecidedIn(sender, decide(request, std::move(transfer), today, ContextOf(context)));
}

// A receipt, or a return.
absl::StatusOr<storage::Decision> Arrive(const RowReader& rows,
                                         const storage::DecideContext& context,
                                         const std::string& name, const Arriving& arriving) {
  ASSIGN_OR_RETURN(v1::Transfer transfer, RequireTransfer(rows, name));
  ASSIGN_OR_RETURN(const int64_t today, ReceiversDay(rows, transfer, context.now));
  const std::string facility = arriving.returned ? SenderOf(transfer) : transfer.to_facility();
  RETURN_IF_ERROR(RequireFacility(rows, facility).status());
  ASSIGN_OR_RETURN(CountedReceipt counted,
                   PrepareReceipt(arriving, std::move(transfer), ContextOf(context)));
  MovementState state;
  int64_t last_number = 0;
  if (counted.movement.has_value()) {
    ASSIGN_OR_RETURN(state, LoadTransferMovement(rows, *counted.movement, ContextOf(context)));
    ASSIGN_OR_RETURN(last_number, LastNumber(rows, LastId(facility), kGoodsReceiptSeries));
  }
  return DecidedIn(facility, DecideReceipt(arriving, std::move(counted), std::move(state),
                                           last_number, today, ContextOf(context)));
}

// The last event of an entry about a transfer is the transfer's.
template <typename Response>
absl::Status AnswerTransfer(const storage::Outcome& outcome, Response* response) {
  v1::Event event;
  if (outcome.entry == nullptr || outcome.entry->events().empty() ||
      !event.ParseFromString(*outcome.entry->events().rbegin())) {
    return DamagedRow();
  }
  const v1::Transfer* transfer = TransferOf(event);
  if (transfer == nullptr) return DamagedRow();
  *response->mutable_transfer() =
      WithStanding(*transfer, outcome.record_time, DayNumber(TransferDayOf(event)));
  return absl::OkStatus();
}

// With what it moved, where it did.
template <typename Response>
absl::Status AnswerMoved(const storage::Outcome& outcome, Response* response) {
  RETURN_IF_ERROR(AnswerTransfer(outcome, response));
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  if (!event.has_movement_posted()) return absl::OkStatus();
  v1::MovementPosted& posted = *event.mutable_movement_posted();
  *response->mutable_movement() = std::move(*posted.mutable_movement());
  for (v1::Exception& exception : *posted.mutable_exceptions()) {
    exception.set_age_seconds(AgeSeconds(exception, outcome.record_time));
    *response->add_exceptions() = std::move(exception);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<storage::Decision> CreateTransfer(const RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::CreateTransferRequest& request) {
  return WithKeptItems(
      rows, request,
      [&](const v1::CreateTransferRequest& kept) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(const NewTransferState state,
                         LoadNewTransfer(rows, kept.parent(), kept.transfer()));
        ASSIGN_OR_RETURN(const int64_t today, ReceiversDay(rows, kept.transfer(), context.now));
        return DecidedIn(kept.parent(),
                         DecideCreateTransfer(kept, state, today, ContextOf(context)));
      });
}

absl::StatusOr<storage::Decision> PickTransfer(const RowReader& rows,
                                               const storage::DecideContext& context,
                                               const v1::PickTransferRequest& request) {
  const DecideContext decide = ContextOf(context);
  ASSIGN_OR_RETURN(const v1::Transfer planned, RequireTransfer(rows, request.name()));
  return WithKeptItems(
      rows, planned, [&](v1::Transfer transfer) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(const int64_t today, ReceiversDay(rows, transfer, context.now));
        ASSIGN_OR_RETURN(v1::Movement movement, PreparePick(request, transfer, decide));
        ASSIGN_OR_RETURN(SenderState state, LoadSender(rows, movement, decide));
        const std::string sender = SenderOf(transfer);
        return DecidedIn(sender, DecidePick(request, std::move(transfer), std::move(movement),
                                            std::move(state), today, decide));
      });
}

absl::StatusOr<storage::Decision> DispatchTransfer(const RowReader& rows,
                                                   const storage::DecideContext& context,
                                                   const v1::DispatchTransferRequest& request) {
  const DecideContext decide = ContextOf(context);
  ASSIGN_OR_RETURN(const v1::Transfer planned, RequireTransfer(rows, request.name()));
  ASSIGN_OR_RETURN(const auto to, LoadFacility(rows, LastId(planned.to_facility())));
  return WithKeptItems(
      rows, planned, [&](v1::Transfer transfer) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(const int64_t today, ReceiversDay(rows, transfer, context.now));
        ASSIGN_OR_RETURN(v1::Movement movement, PrepareDispatch(request, transfer, to, decide));
        ASSIGN_OR_RETURN(SenderState state, LoadSender(rows, movement, decide));
        const std::string sender = SenderOf(transfer);
        return DecidedIn(sender, DecideDispatch(request, std::move(transfer), std::move(movement),
                                                std::move(state), today, decide));
      });
}

absl::StatusOr<storage::Decision> ReceiveTransfer(const RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const v1::ReceiveTransferRequest& request) {
  return WithKeptItems(
      rows, request,
      [&](const v1::ReceiveTransferRequest& kept) -> absl::StatusOr<storage::Decision> {
        return Arrive(rows, context, kept.name(), ArrivingOf(kept));
      });
}

absl::StatusOr<storage::Decision> ReturnTransfer(const RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::ReturnTransferRequest& request) {
  return WithKeptItems(
      rows, request,
      [&](const v1::ReturnTransferRequest& kept) -> absl::StatusOr<storage::Decision> {
        return Arrive(rows, context, kept.name(), ArrivingOf(kept));
      });
}

absl::StatusOr<storage::Decision> CancelTransfer(const RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::CancelTransferRequest& request) {
  return OnTransfer(rows, context, request, DecideCancelTransfer);
}

absl::StatusOr<storage::Decision> CloseTransfer(const RowReader& rows,
                                                const storage::DecideContext& context,
                                                const v1::CloseTransferRequest& request) {
  return OnTransfer(rows, context, request, DecideCloseTransfer);
}

absl::StatusOr<storage::Decision> AnswerDifference(const RowReader& rows,
                                                   const storage::DecideContext& context,
                                                   const v1::AnswerDifferenceRequest& request) {
  ASSIGN_OR_RETURN(v1::Transfer transfer, RequireTransfer(rows, request.name()));
  ASSIGN_OR_RETURN(const int64_t today, ReceiversDay(rows, transfer, context.now));
  const std::string sender = SenderOf(transfer);
  ASSIGN_OR_RETURN(CountedReceipt counted,
                   PrepareAnswer(request, std::move(transfer), ContextOf(context)));
  MovementState state;
  if (counted.movement.has_value()) {
    ASSIGN_OR_RETURN(state, LoadTransferMovement(rows, *counted.movement, ContextOf(context)));
  }
  return DecidedIn(sender,
                   DecideAnswer(std::move(counted), std::move(state), today, ContextOf(context)));
}

absl::StatusOr<v1::Event> ReverseReceipt(const RowReader& rows, const v1::Movement& original,
                                         const DecideContext& context) {
  ASSIGN_OR_RETURN(v1::Transfer transfer, RequireTransfer(rows, original.transfer()));
  ASSIGN_OR_RETURN(const int64_t today, ReceiversDay(rows, transfer, context.now));
  return DecideReceiptReversed(original, std::move(transfer), today, context);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateTransferResponse* response) {
  return AnswerTransfer(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::PickTransferResponse* response) {
  return AnswerTransfer(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::DispatchTransferResponse* response) {
  return AnswerMoved(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::ReceiveTransferResponse* response) {
  return AnswerMoved(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::ReturnTransferResponse* response) {
  return AnswerMoved(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CancelTransferResponse* response) {
  return AnswerTransfer(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::AnswerDifferenceResponse* response) {
  return AnswerMoved(outcome, response);
}

absl::Status Answer(const storage::Outcome& outcome, v1::CloseTransferResponse* response) {
  return AnswerTransfer(outcome, response);
}

absl::StatusOr<v1::Transfer> TransferAt(const RowReader& rows, v1::Transfer transfer,
                                        absl::Time now) {
  ASSIGN_OR_RETURN(const int64_t day, ReceiversDay(rows, transfer, now));
  return WithStanding(std::move(transfer), now, day);
}

}  // namespace waystation::inventory
