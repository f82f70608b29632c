// One of many clients that use an inventory service at the same time, at random.
#ifndef TESTS_INVENTORY_CONCURRENT_CLIENT_H_
#define TESTS_INVENTORY_CONCURRENT_CLIENT_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"
#include "tests/inventory/support/random_requests.h"
#include "tests/support/random.h"
#include "waystation/inventory/v1/controlled.grpc.pb.h"
#include "waystation/inventory/v1/count.grpc.pb.h"
#include "waystation/inventory/v1/exception.grpc.pb.h"
#include "waystation/inventory/v1/movement.grpc.pb.h"
#include "waystation/inventory/v1/recall.grpc.pb.h"
#include "waystation/inventory/v1/reservation.grpc.pb.h"
#include "waystation/inventory/v1/transfer.grpc.pb.h"

namespace waystation::inventory {

// What the clients have made, for each of them to get into the others' way with. Thread-safe.
class MadeNames {
 public:
  void Add(const std::string& name) {
    const std::lock_guard<std::mutex> lock(mutex_);
    names_.push_back(name);
  }
  // Empty when there is none.
  std::string Any(testing::Random& random) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return names_.empty() ? "" : random.OneOf(names_);
  }
  std::vector<std::string> All() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return names_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> names_;
};

// What all clients share.
struct SharedWork {
  std::vector<std::string> facilities;
  std::atomic<int64_t> now_seconds;
  MadeNames movements;
  MadeNames exceptions;
  MadeNames transfers;
  MadeNames reservations;
  MadeNames recalls;
  // Answers by "Method" or "Method REASON".
  std::mutex mutex;
  std::map<std::string, int64_t> answers;

  absl::Time now() const { return absl::FromUnixSeconds(now_seconds); }
};

class ConcurrentClient {
 public:
  // `number` tells its requests from those of the others. `work` must outlive it.
  ConcurrentClient(int number, uint64_t seed, const std::shared_ptr<grpc::Channel>& channel,
                   SharedWork* work);

  void Run(int64_t operations);

 private:
  void Step();
  void Post(v1::CreateMovementRequest request);
  void Reverse();
  void Sign();
  void Resolve();
  void Count();
  void Recall();
  void Promise();
  void ChangePromise();
  void IssuePromised();
  void PlanTransfer();
  void MoveTransfer();
  void Arrive(const v1::Transfer& transfer);

  // Sends it under an id of its own, at times twice: the second answer is the first again. A
  // refusal must have a reason that a person can act on. True when it was recorded.
  template <typename Stub, typename Request, typename Response>
  bool Send(const std::unique_ptr<Stub>& stub,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
            Request request, Response* response) {
    request.set_request_id(absl::StrFormat("c%03d-%011d", number_, ++requests_));
    const absl::Status status = Once(stub, method, request, response);
    if (random_.OneIn(8)) {
      Response again;
      const absl::Status second = Once(stub, method, request, &again);
      if (status.ok()) {
        EXPECT_TRUE(second.ok()) << second;
        EXPECT_TRUE(again.receipt().replayed());
        again.mutable_receipt()->clear_replayed();
        EXPECT_EQ(again.DebugString(), response->DebugString());
      }
    }
    Note(std::string(Request::descriptor()->name()), status);
    return status.ok();
  }
  template <typename Stub, typename Request, typename Response>
  absl::Status Once(const std::unique_ptr<Stub>& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    context.AddMetadata("waystation-principal", absl::StrCat("principal-", number_));
    return runtime::FromGrpc(((*stub).*method)(&context, request, response));
  }
  void Note(const std::string& request, const absl::Status& status);
  void NoteExceptions(const google::protobuf::RepeatedPtrField<v1::Exception>& exceptions);

  const int number_;
  testing::Random random_;
  SharedWork& work_;
  RandomRequests requests_of_;
  int64_t requests_ = 0;
  const std::unique_ptr<v1::MovementService::StubInterface> movements_;
  const std::unique_ptr<v1::ControlledService::StubInterface> controlled_;
  const std::unique_ptr<v1::ExceptionService::StubInterface> exceptions_;
  const std::unique_ptr<v1::CountService::StubInterface> counts_;
  const std::unique_ptr<v1::RecallService::StubInterface> recalls_;
  const std::unique_ptr<v1::ReservationService::StubInterface> reservations_;
  const std::unique_ptr<v1::TransferService::StubInterface> transfers_;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_CONCURRENT_CLIENT_H_
