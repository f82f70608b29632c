#include "services/runtime/write.h"

#include <algorithm>
#include <memory>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/runtime/call.h"
#include "services/runtime/civil.h"
#include "services/runtime/clock.h"
#include "services/runtime/limits.h"
#include "services/runtime/status.h"
#include "services/runtime/validate.h"

namespace waystation::runtime {
namespace {

// What the log line of a write says; kept until the answer.
struct WriteCall {
  StoreHost* host;
  grpc::ServerUnaryReactor* reactor;
  std::string method;
  std::string request_id;
  std::string principal;
  absl::Time started = SteadyNow();

  void Finish(const absl::Status& status, const storage::Outcome* outcome) const {
    Logger::Fields fields = {{"method", method},
                             {"request_id", HexId(request_id.substr(0, 16))},
                             {"principal", principal},
                             {"took_us", absl::ToInt64Microseconds(SteadyNow() - started)}};
    Logger& logger = *host->environment().logger;
    if (status.ok()) {
      fields.emplace_back("revision", outcome->entry->revision());
      fields.emplace_back("replayed", outcome->replayed);
      logger.Info("write", fields);
    } else {
      for (LogField& field : StatusFields(status)) fields.push_back(std::move(field));
      // That the log can't be written is told once, by the writer.
      const bool fault = ReasonOf(status) == common::v1::ERROR_REASON_UNSPECIFIED;
      fault ? logger.Error("write_refused", fields) : logger.Info("write_refused", fields);
    }
    reactor->Finish(ToGrpc(status));
  }
};

}  // namespace

storage::Digest Fingerprint(const std::string& method, const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> content(request.New());
  content->CopyFrom(request);
  if (const auto* field = content->GetDescriptor()->FindFieldByName("request_id")) {
    content->GetReflection()->ClearField(content.get(), field);
  }
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    content->SerializeToCodedStream(&coded);
  }
  return storage::Sha256({method, bytes});
}

common::v1::WriteReceipt MakeReceipt(const std::string& log, const storage::Outcome& outcome) {
  common::v1::WriteReceipt receipt;
  receipt.set_log(log);
  receipt.set_revision(outcome.entry->revision());
  *receipt.mutable_record_time() = ToProto(outcome.record_time);
  receipt.set_replayed(outcome.replayed);
  if (outcome.entry->has_suspect_clock()) {
    *receipt.mutable_suspect_clock() = outcome.entry->suspect_clock();
  }
  return receipt;
}

void StartWrite(StoreHost* host, grpc::CallbackServerContext* context,
                const google::protobuf::Message& request, const std::string& request_id,
                std::vector<FieldViolation> violations, size_t lines, Decide decide,
                std::function<absl::Status(const storage::Outcome&)> fill,
                grpc::ServerUnaryReactor* reactor) {
  CallContext call = ReadCallContext(*context, kDefaultWriteDeadline, violations);
  const bool id_checked = std::any_of(violations.begin(), violations.end(),
                                      [](const auto& v) { return v.field == "request_id"; });
  if (!id_checked) CheckRequestId(violations, "request_id", request_id);
  auto answer = std::make_shared<WriteCall>(
      WriteCall{host, reactor, MethodOf(request.GetDescriptor()), request_id, call.principal});
  if (!violations.empty()) return answer->Finish(InvalidFields(violations), nullptr);

  auto command = std::make_shared<storage::Command>();
  command->request_id = request_id;
  command->fingerprint = Fingerprint(answer->method, request);
  command->principal = std::move(call.principal);
  command->acting_for = std::move(call.acting_for);
  command->method = answer->method;
  command->decide = std::move(decide);
  const absl::Time deadline = call.deadline;
  WhenFollowed(host, call.after, deadline,
               [host, answer, command, deadline, size = CommandSize{lines, request.ByteSizeLong()},
                fill = std::move(fill)](const absl::Status& ready) {
                 if (!ready.ok()) return answer->Finish(ready, nullptr);
                 const absl::Status queued = host->writer().Submit(
                     std::move(*command), deadline,
                     [answer, fill](const storage::Outcome& outcome) {
                       absl::Status status = outcome.status;
                       if (status.ok()) status = fill(outcome);
                       answer->Finish(status, &outcome);
                     },
                     size);
                 if (!queued.ok()) answer->Finish(queued, nullptr);
               });
}

}  // namespace waystation::runtime
