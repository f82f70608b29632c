#include "services/runtime/clock_service.h"

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "services/runtime/call.h"
#include "services/runtime/civil.h"
#include "services/runtime/confirm_clock.h"
#include "services/runtime/limits.h"
#include "services/runtime/status.h"
#include "services/runtime/validate.h"
#include "storage/base/errors.h"
#include "waystation/common/v1/clock.grpc.pb.h"

namespace waystation::runtime {
namespace {

class ClockServiceImpl : public common::v1::ClockService::CallbackService {
 public:
  ClockServiceImpl(SettableClock* clock, const JudgedClock* judged, common::v1::FolderKind kind,
                   std::vector<StoreHost*> hosts)
      : clock_(clock), judged_(judged), kind_(kind), hosts_(std::move(hosts)) {}

  grpc::ServerUnaryReactor* GetClock(grpc::CallbackServerContext* context,
                                     const common::v1::GetClockRequest*,
                                     common::v1::GetClockResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const storage::ClockReading clock = Read();
    *response->mutable_server_time() = ToProto(clock.now);
    const int64_t micros = absl::ToInt64Microseconds(clock_->offset());
    response->mutable_offset()->set_seconds(micros / 1000000);
    response->mutable_offset()->set_nanos(static_cast<int32_t>(micros % 1000000 * 1000));
    response->set_frozen(clock_->frozen());
    response->set_kind(kind_);
    response->set_state(clock.state);
    *response->mutable_clock_time() = ToProto(clock.clock);
    if (judged_ != nullptr) {
      *response->mutable_build_time() = ToProto(judged_->build());
      if (judged_->last_entry() != absl::InfinitePast()) {
        *response->mutable_last_entry_time() = ToProto(judged_->last_entry());
      }
    }
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* SetClock(grpc::CallbackServerContext* context,
                                     const common::v1::SetClockRequest* request,
                                     common::v1::SetClockResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(ToGrpc(Set(*request, response)));
    return reactor;
  }

  grpc::ServerUnaryReactor* ConfirmClock(grpc::CallbackServerContext* context,
                                         const common::v1::ConfirmClockRequest* request,
                                         common::v1::ConfirmClockResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    Violations violations;
    const CallContext call = ReadCallContext(*context, kDefaultWriteDeadline, violations);
    for (FieldViolation& violation : ValidateConfirmClock(*request)) {
      violations.push_back(std::move(violation));
    }
    if (!violations.empty()) {
      reactor->Finish(ToGrpc(InvalidFields(violations)));
      return reactor;
    }
    ConfirmInLogs(hosts_, *request, {call.principal, call.acting_for, call.deadline}, Read(),
                  response, [reactor](const absl::Status& done) { reactor->Finish(ToGrpc(done)); });
    return reactor;
  }

 private:
  storage::ClockReading Read() const {
    return judged_ == nullptr ? clock_->Read() : judged_->Read();
  }

  absl::Status Set(const common::v1::SetClockRequest& request,
                   common::v1::SetClockResponse* response) {
    if (kind_ != common::v1::FOLDER_KIND_EXERCISE) {
      return Error(common::v1::ERROR_REASON_CLOCK_NOT_SETTABLE,
                   "The clock can be set only in an exercise.");
    }
    Violations violations;
    CheckTimestamp(violations, "server_time", request.has_server_time(), request.server_time(),
                   Presence::kRequired);
    if (!violations.empty()) return InvalidFields(violations);
    clock_->Set(FromProto(request.server_time()), request.frozen());
    *response->mutable_server_time() = ToProto(Read().now);
    for (StoreHost* host : hosts_) host->writer().PollDue();
    return absl::OkStatus();
  }

  SettableClock* const clock_;
  const JudgedClock* const judged_;
  const common::v1::FolderKind kind_;
  const std::vector<StoreHost*> hosts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeClockService(SettableClock* clock, const JudgedClock* judged,
                                                common::v1::FolderKind kind,
                                                std::vector<StoreHost*> hosts) {
  return std::make_unique<ClockServiceImpl>(clock, judged, kind, std::move(hosts));
}

}  // namespace waystation::runtime
