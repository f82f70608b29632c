#include "tests/runtime/workflow/book.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/runtime/workflow/method.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::test {
namespace {

using storage::DecideContext;
using storage::Decision;
using storage::RowReader;
using workflow::Next;
using workflow::OpenWorkflow;
using workflow::Outcome;
using workflow::Plan;

std::string BookKey(absl::string_view book) {
  return storage::KeyBuilder(kBooks).String(book).Take();
}

std::string TransferKey(absl::string_view book, absl::string_view transfer) {
  return storage::KeyBuilder(kTransfers).String(book).String(transfer).Take();
}

absl::StatusOr<book::v1::Transfer> LoadTransfer(const RowReader& rows, absl::string_view book,
                                                absl::string_view transfer) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(TransferKey(book, transfer)));
  book::v1::Transfer loaded;
  if (row.has_value()) loaded.ParseFromString(*row);
  return loaded;
}

absl::Status WrongState(absl::string_view resource, absl::string_view state) {
  return Error(common::v1::ERROR_REASON_WRONG_STATE, "Not in this state.",
               {{"resource", std::string(resource)}, {"state", std::string(state)}});
}

std::string WorkflowName(absl::string_view book, absl::string_view transfer) {
  return absl::StrCat(book, "/transfers/", transfer);
}

std::string TransferOf(const OpenWorkflow& open) {
  return open.workflow().substr(open.workflow().rfind('/') + 1);
}

std::string Wrap(const workflow::WorkflowEvent& event) {
  book::v1::Event wrapped;
  *wrapped.mutable_workflow() = event;
  return wrapped.SerializeAsString();
}

void Append(std::vector<std::string>& events, Plan plan) {
  for (const workflow::WorkflowEvent& event : plan.TakeEvents()) events.push_back(Wrap(event));
}

std::string ReturnedEvent(const std::string& transfer) {
  book::v1::Event event;
  event.mutable_returned()->set_transfer(transfer);
  return event.SerializeAsString();
}

// The sender's side: announce; then wait for the receiver; or withdraw, when asked to cancel.
class SendWorkflow : public workflow::Workflow {
 public:
  std::string kind() const override { return "send"; }

  absl::StatusOr<Next> OnOutcome(const RowReader& rows, const DecideContext&,
                                 const OpenWorkflow& open, const Outcome& outcome) const override {
    const std::string transfer = TransferOf(open);
    ASSIGN_OR_RETURN(const book::v1::Transfer sent, LoadTransfer(rows, open.scope(), transfer));
    Next next{.events = {}, .plan = Plan::GoOn(open)};
    if (sent.state() != book::v1::TRANSFER_STATE_IN_TRANSIT) {
      // The receiver has told what became of it before this answer came.
      next.plan.End("told");
    } else if (open.open_call().step() == "announce" && outcome.accepted()) {
      if (open.cancel_asked()) next.plan.Call("withdraw", open.open_call().service(), Undo(open));
    } else if (open.open_call().step() == "announce" || outcome.accepted()) {
      next.events.push_back(ReturnedEvent(transfer));
      next.plan.End(outcome.accepted() ? "cancelled" : "refused");
    }
    // Else the withdrawal came too late: the receiver will tell.
    return next;
  }

 private:
  static book::v1::WithdrawRequest Undo(const OpenWorkflow& open) {
    book::v1::AnnounceRequest announced;
    announced.ParseFromString(open.open_call().request());
    book::v1::WithdrawRequest undo;
    undo.set_book(announced.book());
    undo.set_transfer(announced.transfer());
    return undo;
  }
};

// The receiver's side: tell the sender, who can't refuse.
class ArrivalWorkflow : public workflow::Workflow {
 public:
  std::string kind() const override { return "arrival"; }

  absl::StatusOr<Next> OnOutcome(const RowReader&, const DecideContext&, const OpenWorkflow& open,
                                 const Outcome& outcome) const override {
    if (!outcome.accepted()) return absl::InternalError("the sender refused to hear of it");
    Next next{.events = {}, .plan = Plan::GoOn(open)};
    next.plan.End("told");
    return next;
  }
};

class EventsFold : public storage::EventFold {
 public:
  absl::Status Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                    absl::string_view bytes) const override {
    book::v1::Event event;
    if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::InternalError("undecodable event");
    }
    if (event.has_workflow()) {
      return workflow::Fold(rows, kWorkflows, context, event.workflow());
    }
    const std::string& name = context.entry.scope();
    ASSIGN_OR_RETURN(book::v1::Book book, LoadBook(rows, name));
    RETURN_IF_ERROR(FoldInto(rows, name, event, book));
    rows.Put(BookKey(name), book.SerializeAsString());
    return absl::OkStatus();
  }

  std::vector<uint8_t> Tables() const override { return {kBooks, kTransfers, kWorkflows}; }

 private:
  static absl::Status FoldInto(storage::RowWriter& rows, const std::string& name,
                               const book::v1::Event& event, book::v1::Book& book) {
    switch (event.event_case()) {
      case book::v1::Event::kDeposited:
        book.set_balance(book.balance() + event.deposited().quantity());
        return absl::OkStatus();
      case book::v1::Event::kClosedSet:
        book.set_closed(event.closed_set().closed());
        return absl::OkStatus();
      case book::v1::Event::kDispatched: {
        book::v1::Transfer sent;
        sent.set_quantity(event.dispatched().quantity());
        sent.set_state(book::v1::TRANSFER_STATE_IN_TRANSIT);
        rows.Put(TransferKey(name, event.dispatched().transfer()), sent.SerializeAsString());
        book.set_balance(book.balance() - sent.quantity());
        book.set_in_transit(book.in_transit() + sent.quantity());
        return absl::OkStatus();
      }
      case book::v1::Event::kAnnounced: {
        book::v1::Transfer expected;
        expected.set_quantity(event.announced().quantity());
        expected.set_state(book::v1::TRANSFER_STATE_EXPECTED);
        expected.set_from_service(event.announced().from_service());
        expected.set_from_book(event.announced().from_book());
        rows.Put(TransferKey(name, event.announced().transfer()), expected.SerializeAsString());
        book.set_expected(book.expected() + expected.quantity());
        return absl::OkStatus();
      }
      case book::v1::Event::kReturned:
        return Move(rows, name, event.returned().transfer(), book::v1::TRANSFER_STATE_RETURNED,
                    book);
      case book::v1::Event::kSettled:
        return Move(rows, name, event.settled().transfer(), book::v1::TRANSFER_STATE_SETTLED, book);
      case book::v1::Event::kWithdrawn:
        return Move(rows, name, event.withdrawn().transfer(), book::v1::TRANSFER_STATE_WITHDRAWN,
                    book);
      case book::v1::Event::kReceived:
        return Move(rows, name, event.received().transfer(), book::v1::TRANSFER_STATE_RECEIVED,
                    book);
      case book::v1::Event::kRefused:
        return Move(rows, name, event.refused().transfer(), book::v1::TRANSFER_STATE_REFUSED, book);
      default:
        return absl::InternalError("unknown event");
    }
  }

  // A transfer in transit or expected comes to its end.
  static absl::Status Move(storage::RowWriter& rows, const std::string& name, const std::string& id,
                           book::v1::TransferState state, book::v1::Book& book) {
    ASSIGN_OR_RETURN(book::v1::Transfer transfer, LoadTransfer(rows, name, id));
    if (transfer.state() == book::v1::TRANSFER_STATE_IN_TRANSIT) {
      book.set_in_transit(book.in_transit() - transfer.quantity());
    } else if (transfer.state() == book::v1::TRANSFER_STATE_EXPECTED) {
      book.set_expected(book.expected() - transfer.quantity());
    } else {
      return absl::InternalError("the transfer has come to its end before");
    }
    if (state == book::v1::TRANSFER_STATE_RETURNED || state == book::v1::TRANSFER_STATE_RECEIVED) {
      book.set_balance(book.balance() + transfer.quantity());
    }
    transfer.set_state(state);
    rows.Put(TransferKey(name, id), transfer.SerializeAsString());
    return absl::OkStatus();
  }
};

struct Asked {
  const std::string& service;
  const RowReader& rows;
  const DecideContext& context;
};

template <typename Request>
using Decider = absl::StatusOr<Decision> (*)(const Asked&, const Request&);

absl::StatusOr<Decision> DecideDeposit(const Asked&, const book::v1::DepositRequest& request) {
  book::v1::Event event;
  event.mutable_deposited()->set_quantity(request.quantity());
  return Decision{request.book(), {event.SerializeAsString()}};
}

absl::StatusOr<Decision> DecideClosed(const Asked&, const book::v1::SetClosedRequest& request) {
  book::v1::Event event;
  event.mutable_closed_set()->set_closed(request.closed());
  return Decision{request.book(), {event.SerializeAsString()}};
}

absl::StatusOr<Decision> DecideDispatch(const Asked& asked,
                                        const book::v1::DispatchRequest& request) {
  ASSIGN_OR_RETURN(const book::v1::Book book, LoadBook(asked.rows, request.book()));
  if (book.balance() < request.quantity()) {
    return Error(common::v1::ERROR_REASON_NOT_ENOUGH_STOCK, "Less is there.");
  }
  book::v1::Event event;
  event.mutable_dispatched()->set_transfer(request.transfer());
  event.mutable_dispatched()->set_quantity(request.quantity());
  Decision decision{request.book(), {event.SerializeAsString()}};

  book::v1::AnnounceRequest announce;
  announce.set_book(request.to_book());
  announce.set_transfer(request.transfer());
  announce.set_quantity(request.quantity());
  announce.set_from_service(asked.service);
  announce.set_from_book(request.book());
  Plan plan = Plan::Begin(WorkflowName(request.book(), request.transfer()), "send", asked.context);
  plan.Call("announce", request.to_service(), announce);
  Append(decision.events, std::move(plan));
  return decision;
}

absl::StatusOr<Decision> DecideCancel(const Asked& asked, const book::v1::CancelRequest& request) {
  const std::string name = WorkflowName(request.book(), request.transfer());
  ASSIGN_OR_RETURN(const std::optional<OpenWorkflow> open,
                   workflow::Find(asked.rows, kWorkflows, name));
  if (!open.has_value()) return WrongState(name, "ENDED");
  Plan plan = Plan::GoOn(*open);
  if (open->has_open_call()) {
    plan.AskCancel();
  } else {
    book::v1::WithdrawRequest undo;
    undo.set_book(request.to_book());
    undo.set_transfer(request.transfer());
    plan.Call("withdraw", request.to_service(), undo);
  }
  Decision decision{request.book(), {}};
  Append(decision.events, std::move(plan));
  return decision;
}

absl::StatusOr<Decision> DecideAnnounce(const Asked& asked,
                                        const book::v1::AnnounceRequest& request) {
  ASSIGN_OR_RETURN(const book::v1::Book book, LoadBook(asked.rows, request.book()));
  if (book.closed()) return WrongState(request.book(), "CLOSED");
  book::v1::Event event;
  book::v1::Announced& announced = *event.mutable_announced();
  announced.set_transfer(request.transfer());
  announced.set_quantity(request.quantity());
  announced.set_from_service(request.from_service());
  announced.set_from_book(request.from_book());
  return Decision{request.book(), {event.SerializeAsString()}};
}

absl::StatusOr<Decision> DecideWithdraw(const Asked& asked,
                                        const book::v1::WithdrawRequest& request) {
  ASSIGN_OR_RETURN(const book::v1::Transfer transfer,
                   LoadTransfer(asked.rows, request.book(), request.transfer()));
  if (transfer.state() != book::v1::TRANSFER_STATE_EXPECTED) {
    return WrongState(request.transfer(), book::v1::TransferState_Name(transfer.state()));
  }
  book::v1::Event event;
  event.mutable_withdrawn()->set_transfer(request.transfer());
  return Decision{request.book(), {event.SerializeAsString()}};
}

// Received or refused, and the sender is told.
absl::StatusOr<Decision> DecideArrival(const Asked& asked, const std::string& book,
                                       const std::string& id, const book::v1::Event& event) {
  ASSIGN_OR_RETURN(const book::v1::Transfer transfer, LoadTransfer(asked.rows, book, id));
  if (transfer.state() != book::v1::TRANSFER_STATE_EXPECTED) {
    return WrongState(id, book::v1::TransferState_Name(transfer.state()));
  }
  Decision decision{book, {event.SerializeAsString()}};
  book::v1::SettleRequest settle;
  settle.set_book(transfer.from_book());
  settle.set_transfer(id);
  settle.set_received(event.has_received());
  Plan plan = Plan::Begin(WorkflowName(book, id), "arrival", asked.context);
  plan.Call("settle", transfer.from_service(), settle);
  Append(decision.events, std::move(plan));
  return decision;
}

absl::StatusOr<Decision> DecideReceive(const Asked& asked,
                                       const book::v1::ReceiveRequest& request) {
  book::v1::Event event;
  event.mutable_received()->set_transfer(request.transfer());
  return DecideArrival(asked, request.book(), request.transfer(), event);
}

absl::StatusOr<Decision> DecideRefuse(const Asked& asked, const book::v1::RefuseRequest& request) {
  book::v1::Event event;
  event.mutable_refused()->set_transfer(request.transfer());
  return DecideArrival(asked, request.book(), request.transfer(), event);
}

absl::StatusOr<Decision> DecideSettle(const Asked& asked, const book::v1::SettleRequest& request) {
  ASSIGN_OR_RETURN(const book::v1::Transfer transfer,
                   LoadTransfer(asked.rows, request.book(), request.transfer()));
  if (transfer.state() != book::v1::TRANSFER_STATE_IN_TRANSIT) {
    return WrongState(request.transfer(), book::v1::TransferState_Name(transfer.state()));
  }
  book::v1::Event event;
  request.received() ? event.mutable_settled()->set_transfer(request.transfer())
                     : event.mutable_returned()->set_transfer(request.transfer());
  Decision decision{request.book(), {event.SerializeAsString()}};
  ASSIGN_OR_RETURN(
      const std::optional<OpenWorkflow> open,
      workflow::Find(asked.rows, kWorkflows, WorkflowName(request.book(), request.transfer())));
  // An open call is resolved first; its outcome then ends the workflow.
  if (open.has_value() && !open->has_open_call()) {
    Plan plan = Plan::GoOn(*open);
    plan.End("told");
    Append(decision.events, std::move(plan));
  }
  return decision;
}

// Tries one method; nullopt when the command is of another.
template <typename Request>
std::optional<absl::StatusOr<Decision>> Try(const std::string& method, const std::string& bytes,
                                            const Asked& asked, Decider<Request> decide) {
  if (method != runtime::MethodOf(Request::descriptor())) return std::nullopt;
  Request request;
  if (!request.ParseFromString(bytes)) return absl::InternalError("undecodable request");
  return decide(asked, request);
}

}  // namespace

const storage::EventFold& BookFold() {
  static const EventsFold fold;
  return fold;
}

absl::StatusOr<book::v1::Book> LoadBook(const RowReader& rows, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(BookKey(name)));
  book::v1::Book book;
  if (row.has_value()) book.ParseFromString(*row);
  return book;
}

absl::StatusOr<Decision> Decide(const std::string& service, const std::string& method,
                                const std::string& request, const RowReader& rows,
                                const DecideContext& context) {
  const Asked asked{service, rows, context};
  if (auto decided = Try(method, request, asked, &DecideDeposit)) return *decided;
  if (auto decided = Try(method, request, asked, &DecideClosed)) return *decided;
  if (auto decided = Try(method, request, asked, &DecideDispatch)) return *decided;
  if (auto decided = Try(method, request, asked, &DecideCancel)) return *decided;
  if (auto decided = Try(method, request, asked, &DecideReceive)) return *decided;
  if (auto decided = Try(method, request, asked, &DecideRefuse)) return *decided;
  if (auto decided = Try(method, request, asked, &DecideAnnounce)) return *decided;
  if (auto decided = Try(method, request, asked, &DecideWithdraw)) return *decided;
  if (auto decided = Try(method, request, asked, &DecideSettle)) return *decided;
  return absl::InternalError(absl::StrCat("no such method: ", method));
}

std::shared_ptr<const workflow::Definition> BookWorkflows(const std::string& service) {
  auto definition = std::make_shared<workflow::Definition>();
  definition->log = absl::StrCat(service, "/main");
  definition->table = kWorkflows;
  definition->wrap = Wrap;
  definition->kinds = {std::make_shared<SendWorkflow>(), std::make_shared<ArrivalWorkflow>()};
  return definition;
}

}  // namespace waystation::test
