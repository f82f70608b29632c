#include "tests/inventory/concurrent/client.h"

#include <set>
#include <type_traits>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "tests/inventory/support/sample_requests.h"
#include "tests/inventory/support/transfers.h"

namespace waystation::inventory {
namespace {

#define SEND(stub, method, request, response) \
  Send(stub, &std::decay_t<decltype(*stub)>::method, request, response)

// Refusals that a person can do nothing about: the service's own faults.
bool IsFault(const absl::Status& status) {
  static const std::set<std::string> faults = {"UNSPECIFIED", "LOG_UNAVAILABLE", "HISTORY_CHANGED",
                                               "LOG_DAMAGED", "DEADLINE_PASSED"};
  return faults.contains(ReasonName(ReasonOf(status)));
}

}  // namespace

ConcurrentClient::ConcurrentClient(int number, uint64_t seed,
                                   const std::shared_ptr<grpc::Channel>& channel, SharedWork* work)
    : number_(number),
      random_(seed),
      work_(*work),
      requests_of_(&random_, work->facilities),
      movements_(v1::MovementService::NewStub(channel)),
      controlled_(v1::ControlledService::NewStub(channel)),
      exceptions_(v1::ExceptionService::NewStub(channel)),
      counts_(v1::CountService::NewStub(channel)),
      recalls_(v1::RecallService::NewStub(channel)),
      reservations_(v1::ReservationService::NewStub(channel)),
      transfers_(v1::TransferService::NewStub(channel)) {
  requests_of_.AddKit("items/box", {{"items/rice", 3}, {"items/salt", 2}});
}

void ConcurrentClient::Run(int64_t operations) {
  for (int64_t i = 0; i < operations && !::testing::Test::HasFailure(); ++i) Step();
}

void ConcurrentClient::Step() {
  const int64_t choice = random_.Below(40);
  if (choice < 14) return Post(requests_of_.Movement(work_.now()));
  if (choice < 17) return Reverse();
  if (choice < 19) return Sign();
  if (choice < 20) return Resolve();
  if (choice < 22) return Count();
  if (choice < 23) return Recall();
  if (choice < 26) return Promise();
  if (choice < 28) return ChangePromise();
  if (choice < 30) return IssuePromised();
  if (choice < 33) return PlanTransfer();
  MoveTransfer();
}

void ConcurrentClient::Note(const std::string& request, const absl::Status& status) {
  std::string answer = request;
  if (!status.ok()) {
    EXPECT_FALSE(IsFault(status)) << request << ": " << status;
    absl::StrAppend(&answer, " ", ReasonName(ReasonOf(status)));
  }
  const std::lock_guard<std::mutex> lock(work_.mutex);
  ++work_.answers[answer];
}

void ConcurrentClient::NoteExceptions(
    const google::protobuf::RepeatedPtrField<v1::Exception>& exceptions) {
  for (const v1::Exception& exception : exceptions) work_.exceptions.Add(exception.name());
}

void ConcurrentClient::Post(v1::CreateMovementRequest request) {
  v1::CreateMovementResponse response;
  if (!SEND(movements_, CreateMovement, std::move(request), &response)) return;
  work_.movements.Add(response.movement().name());
  NoteExceptions(response.exceptions());
}

void ConcurrentClient::Reverse() {
  v1::ReverseMovementRequest request;
  request.set_name(work_.movements.Any(random_));
  if (request.name().empty()) return;
  request.set_intent(random_.OneIn(2) ? kOrder : kHappened);
  request.set_note("entered twice");
  v1::ReverseMovementResponse response;
  if (!SEND(movements_, ReverseMovement, std::move(request), &response)) return;
  NoteExceptions(response.exceptions());
}

void ConcurrentClient::Sign() {
  v1::SignMovementRequest request;
  request.set_name(work_.movements.Any(random_));
  if (request.name().empty()) return;
  request.set_signed_by(absl::StrCat("principal-", random_.Below(9)));
  v1::SignMovementResponse response;
  SEND(controlled_, SignMovement, std::move(request), &response);
}

void ConcurrentClient::Resolve() {
  v1::ResolveExceptionRequest request;
  request.set_name(work_.exceptions.Any(random_));
  if (request.name().empty()) return;
  request.set_resolution(random_.OneIn(2) ? v1::RESOLUTION_POST : v1::RESOLUTION_CLOSE);
  request.set_note("seen");
  v1::ResolveExceptionResponse response;
  SEND(exceptions_, ResolveException, std::move(request), &response);
}

void ConcurrentClient::Count() {
  v1::CreateCountResponse response;
  SEND(counts_, CreateCount, requests_of_.Count(work_.now()), &response);
}

void ConcurrentClient::Recall() {
  const std::string name = work_.recalls.Any(random_);
  if (name.empty() || random_.OneIn(4)) {
    v1::CreateRecallResponse made;
    if (SEND(recalls_, CreateRecall, requests_of_.Recall(), &made)) {
      work_.recalls.Add(made.recall().name());
    }
    return;
  }
  if (random_.OneIn(2)) {
    v1::WithdrawRecallRequest request;
    request.set_name(name);
    request.set_decided_by("the maker");
    request.set_note("another lot was meant");
    v1::WithdrawRecallResponse response;
    SEND(recalls_, WithdrawRecall, std::move(request), &response);
    return;
  }
  v1::AcknowledgeRecallRequest request;
  request.set_name(name);
  request.mutable_acknowledgement()->set_facility(random_.OneOf(work_.facilities));
  request.mutable_acknowledgement()->set_found_quantity(random_.Below(20));
  v1::AcknowledgeRecallResponse response;
  SEND(recalls_, AcknowledgeRecall, std::move(request), &response);
}

void ConcurrentClient::Promise() {
  v1::CreateReservationRequest request =
      Promising(random_.OneIn(2) ? "rice" : "salt", 1 + random_.Below(20));
  request.set_parent(random_.OneOf(work_.facilities));
  v1::Reservation& reservation = *request.mutable_reservation();
  reservation.set_priority(static_cast<v1::ReservationPriority>(1 + random_.Below(6)));
  *reservation.mutable_expire_time() =
      TimestampOf(work_.now() + absl::Hours(1 + random_.Below(24 * 6)));
  if (random_.OneIn(2)) reservation.mutable_lines(0)->set_place("main");
  if (random_.OneIn(4)) reservation.mutable_lines(0)->set_lot("A");
  v1::CreateReservationResponse response;
  if (!SEND(reservations_, CreateReservation, std::move(request), &response)) return;
  work_.reservations.Add(response.reservation().name());
}

void ConcurrentClient::ChangePromise() {
  const std::string name = work_.reservations.Any(random_);
  if (name.empty()) return;
  if (random_.OneIn(2)) {
    v1::PickReservationRequest request;
    request.set_name(name);
    v1::PickReservationResponse response;
    SEND(reservations_, PickReservation, std::move(request), &response);
    return;
  }
  v1::ReleaseReservationRequest request;
  request.set_name(name);
  v1::ReleaseReservationResponse response;
  SEND(reservations_, ReleaseReservation, std::move(request), &response);
}

void ConcurrentClient::IssuePromised() {
  v1::CreateMovementRequest request =
      Use(20, Line(random_.OneIn(2) ? "rice" : "salt", 1 + random_.Below(20)),
          random_.OneIn(2) ? kOrder : kHappened);
  v1::Movement& movement = *request.mutable_movement();
  *movement.mutable_happened_time() = TimestampOf(work_.now());
  const std::string reservation = work_.reservations.Any(random_);
  request.set_parent(random_.OneOf(work_.facilities));
  if (!reservation.empty() && random_.OneIn(2)) {
    request.set_parent(reservation.substr(0, reservation.find("/reservations/")));
    movement.set_reservation(reservation);
  } else {
    movement.set_emergency(true);
    movement.set_recorded_by("doctor");
    movement.set_note("bleeding");
  }
  if (random_.OneIn(2)) movement.set_witnessed_by("witness");
  Post(std::move(request));
}

void ConcurrentClient::PlanTransfer() {
  v1::CreateTransferRequest request = Sending(1 + random_.Below(30), random_.Below(20));
  const auto from = static_cast<size_t>(random_.Below(3));
  request.set_parent(work_.facilities[from]);
  request.mutable_transfer()->set_to_facility(
      work_.facilities[(from + 1 + static_cast<size_t>(random_.Below(2))) % 3]);
  v1::CreateTransferResponse response;
  if (!SEND(transfers_, CreateTransfer, std::move(request), &response)) return;
  work_.transfers.Add(response.transfer().name());
}

void ConcurrentClient::Arrive(const v1::Transfer& transfer) {
  v1::ReceiveTransferRequest request = Receiving(transfer);
  const int lines = transfer.waybill_lines_size();
  for (int64_t i = random_.Below(3); i > 0 && lines > 0; --i) {
    v1::ReceivedLine line =
        Came(1 + static_cast<int>(random_.Below(lines)), 1 + random_.Below(20),
             static_cast<v1::DifferenceKind>(random_.OneIn(2) ? 0 : random_.Below(4)));
    *request.add_lines() = line;
  }
  request.set_complete(random_.OneIn(3));
  v1::ReceiveTransferResponse response;
  SEND(transfers_, ReceiveTransfer, std::move(request), &response);
}

void ConcurrentClient::MoveTransfer() {
  v1::GetTransferRequest get;
  get.set_name(work_.transfers.Any(random_));
  if (get.name().empty()) return;
  v1::GetTransferResponse got;
  const absl::Status status =
      Once(transfers_, &v1::TransferService::StubInterface::GetTransfer, get, &got);
  ASSERT_TRUE(status.ok()) << status;
  const v1::Transfer& transfer = got.transfer();
  const int64_t choice = random_.Below(16);
  if (choice < 2) {
    v1::PickTransferResponse response;
    SEND(transfers_, PickTransfer, Picking(transfer), &response);
  } else if (choice < 6) {
    v1::DispatchTransferResponse response;
    SEND(transfers_, DispatchTransfer, Dispatching(transfer, random_.OneIn(2) ? kOrder : kHappened),
         &response);
  } else if (choice < 11) {
    Arrive(transfer);
  } else if (choice < 12) {
    v1::ReturnTransferResponse response;
    SEND(transfers_, ReturnTransfer, Returning(transfer), &response);
  } else if (choice < 14 && !transfer.differences().empty()) {
    const int difference = 1 + static_cast<int>(random_.Below(transfer.differences_size()));
    v1::AnswerDifferenceResponse response;
    SEND(transfers_, AnswerDifference,
         Answering(transfer, difference, static_cast<v1::DifferenceAnswer>(1 + random_.Below(6))),
         &response);
  } else if (choice < 15) {
    v1::CancelTransferResponse response;
    SEND(transfers_, CancelTransfer, Cancelling(transfer), &response);
  } else {
    v1::CloseTransferResponse response;
    SEND(transfers_, CloseTransfer, Closing(transfer), &response);
  }
}

}  // namespace waystation::inventory
