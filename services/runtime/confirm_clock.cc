#include "services/runtime/confirm_clock.h"

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "services/runtime/call.h"
#include "services/runtime/civil.h"
#include "services/runtime/limits.h"
#include "services/runtime/validate.h"
#include "services/runtime/write.h"

namespace waystation::runtime {
namespace {

constexpr char kClockScope[] = "clock";
constexpr size_t kMaxConfirmedByCharacters = 100;
constexpr size_t kMaxConfirmNoteCharacters = 1000;

// Gathers the answers of all logs; the last one ends the call.
class Confirming {
 public:
  Confirming(const std::vector<StoreHost*>& hosts, common::v1::ConfirmClockResponse* response,
             std::function<void(const absl::Status&)> done)
      : hosts_(hosts), response_(response), done_(std::move(done)), left_(hosts.size()) {
    for (size_t i = 0; i < hosts.size(); ++i) response_->add_receipts();
  }

  // On the writer thread of `hosts[index]`.
  void Answered(size_t index, const storage::Outcome& outcome) {
    StoreHost* host = hosts_[index];
    const bool recorded = outcome.status.ok() && !outcome.replayed;
    // Each log that has it new says so, and the clock may have moved on between two: harmless.
    if (recorded) host->environment().clock->Confirmed();
    bool last = false;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (outcome.status.ok()) {
        *response_->mutable_receipts(static_cast<int>(index)) =
            MakeReceipt(host->log_name(), outcome);
      } else if (status_.ok()) {
        status_ = outcome.status;
      }
      last = --left_ == 0;
    }
    if (last) Finish();
  }

 private:
  void Finish() {
    for (StoreHost* host : hosts_) host->writer().PollDue();
    const storage::ClockReading clock = hosts_.front()->ReadClock();
    *response_->mutable_server_time() = ToProto(clock.now);
    response_->set_state(clock.state);
    done_(status_);
  }

  const std::vector<StoreHost*> hosts_;
  common::v1::ConfirmClockResponse* const response_;
  const std::function<void(const absl::Status&)> done_;
  std::mutex mutex_;
  size_t left_;
  absl::Status status_;
};

absl::StatusOr<storage::Decision> ConfirmNow(const common::v1::ConfirmClockRequest& request,
                                             const std::string& principal,
                                             const storage::ClockReading& clock) {
  const absl::Time seen = FromProto(request.clock_time());
  if (absl::AbsDuration(clock.clock - seen) > kClockFarBehind) {
    return Error(common::v1::ERROR_REASON_TIME_OUT_OF_RANGE,
                 "The clock no longer says what was seen; look again.",
                 {{"time", UtcText(seen)}, {"now", UtcText(clock.clock)}});
  }
  if (clock.state == common::v1::CLOCK_STATE_BEFORE_BUILD) {
    return Error(common::v1::ERROR_REASON_TIME_OUT_OF_RANGE,
                 "The clock is before this program was built: it must be set, not confirmed.",
                 {{"time", UtcText(clock.clock)}, {"now", UtcText(clock.now)}});
  }
  common::v1::ClockConfirmation confirmation;
  *confirmation.mutable_clock_time() = ToProto(clock.clock);
  confirmation.set_confirmed_by(request.confirmed_by().empty() ? principal
                                                               : request.confirmed_by());
  confirmation.set_state_before(clock.state);
  confirmation.set_note(request.note());
  return storage::Decision{
      .scope = kClockScope, .events = {}, .clock_confirmation = std::move(confirmation)};
}

}  // namespace

std::vector<FieldViolation> ValidateConfirmClock(const common::v1::ConfirmClockRequest& request) {
  Violations violations;
  CheckRequestId(violations, "request_id", request.request_id());
  CheckTimestamp(violations, "clock_time", request.has_clock_time(), request.clock_time(),
                 Presence::kRequired);
  CheckText(violations, "confirmed_by", request.confirmed_by(), 0, kMaxConfirmedByCharacters);
  CheckText(violations, "note", request.note(), 0, kMaxConfirmNoteCharacters);
  return violations;
}

void ConfirmInLogs(const std::vector<StoreHost*>& hosts,
                   const common::v1::ConfirmClockRequest& request, const ConfirmCall& call,
                   const storage::ClockReading& clock, common::v1::ConfirmClockResponse* response,
                   std::function<void(const absl::Status&)> done) {
  auto confirming = std::make_shared<Confirming>(hosts, response, std::move(done));
  const std::string method = MethodOf(request.GetDescriptor());
  for (size_t i = 0; i < hosts.size(); ++i) {
    storage::Command command;
    command.request_id = request.request_id();
    command.fingerprint = Fingerprint(method, request);
    command.principal = call.principal;
    command.acting_for = call.acting_for;
    command.method = method;
    command.decide = [request, clock, principal = call.principal](
                         const storage::RowReader&,
                         const storage::DecideContext&) -> absl::StatusOr<storage::Decision> {
      return ConfirmNow(request, principal, clock);
    };
    const absl::Status queued = hosts[i]->writer().Submit(
        std::move(command), call.deadline,
        [confirming, i](const storage::Outcome& outcome) { confirming->Answered(i, outcome); });
    if (queued.ok()) continue;
    storage::Outcome refused;
    refused.status = queued;
    confirming->Answered(i, refused);
  }
}

}  // namespace waystation::runtime
