#include "services/runtime/status.h"

#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "storage/base/errors.h"

namespace waystation::runtime {

absl::Status Overloaded() {
  return Error(common::v1::ERROR_REASON_OVERLOADED,
               "The server has too much to do, or shuts down.");
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status wire;
  // Ending a call that its caller cancelled is no fault either.
  const bool plain = status.code() == absl::StatusCode::kCancelled ||
                     status.code() == absl::StatusCode::kUnimplemented;
  if (plain) return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message())};
  if (ReasonOf(status) == common::v1::ERROR_REASON_UNSPECIFIED) {
    return {grpc::StatusCode::INTERNAL, "The server is at fault; its log says more."};
  }
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(std::string(status.message()));
  status.ForEachPayload([&wire](absl::string_view url, const absl::Cord& payload) {
    google::protobuf::Any* detail = wire.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(payload));
  });
  return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message()),
          wire.SerializeAsString()};
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status wire;
  if (wire.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : wire.details()) {
      result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
    }
  }
  return result;
}

}  // namespace waystation::runtime
