#include "services/runtime/clock_service.h"

#include <utility>

#include "absl/time/time.h"
#include "services/runtime/civil.h"
#include "services/runtime/status.h"
#include "services/runtime/validate.h"
#include "storage/base/errors.h"
#include "waystation/common/v1/clock.grpc.pb.h"

namespace waystation::runtime {
namespace {

class ClockServiceImpl : public common::v1::ClockService::CallbackService {
 public:
  ClockServiceImpl(SettableClock* clock, common::v1::FolderKind kind,
                   std::function<void()> after_set)
      : clock_(clock), kind_(kind), after_set_(std::move(after_set)) {}

  grpc::ServerUnaryReactor* GetClock(grpc::CallbackServerContext* context,
                                     const common::v1::GetClockRequest*,
                                     common::v1::GetClockResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    *response->mutable_server_time() = ToProto(clock_->Now());
    const int64_t micros = absl::ToInt64Microseconds(clock_->offset());
    response->mutable_offset()->set_seconds(micros / 1000000);
    response->mutable_offset()->set_nanos(static_cast<int32_t>(micros % 1000000 * 1000));
    response->set_kind(kind_);
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

 private:
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
    *response->mutable_server_time() = ToProto(clock_->Now());
    after_set_();
    return absl::OkStatus();
  }

  SettableClock* const clock_;
  const common::v1::FolderKind kind_;
  const std::function<void()> after_set_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeClockService(SettableClock* clock, common::v1::FolderKind kind,
                                                std::function<void()> after_set) {
  return std::make_unique<ClockServiceImpl>(clock, kind, std::move(after_set));
}

}  // namespace waystation::runtime
