// The whole facility service in this process, called over gRPC, under a clock that the test sets.
#ifndef TESTS_FACILITY_HANDLER_FACILITY_SERVER_H_
#define TESTS_FACILITY_HANDLER_FACILITY_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/facility/service.h"
#include "services/runtime/server.h"
#include "services/runtime/status.h"
#include "services/runtime/store_host.h"
#include "storage/base/errors.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/provoked.h"
#include "waystation/facility/v1/events.pb.h"
#include "waystation/facility/v1/facility.grpc.pb.h"
#include "waystation/facility/v1/status.grpc.pb.h"

namespace waystation::facility {

// 16 bytes that differ for each number.
std::string RequestId(int number);

class FacilityServer {
 public:
  // Started at once, the clock frozen at `now`.
  explicit FacilityServer(absl::Time now);
  ~FacilityServer();

  // Stops in order and starts again on the same folder.
  void Restart(absl::Time now);

  // Sets the frozen clock and has the writer look for what is due.
  void SetTime(absl::Time now);

  // Calls `method` of `Service`, such as &v1::FacilityService::Stub::GetFacility.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response,
                    const std::string& principal = "p-1") {
    Stub stub(channel_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("waystation-principal", principal);
    const absl::Status status = runtime::FromGrpc((stub.*method)(&context, request, response));
    testing::NoteProvoked<Request>(status);
    return status;
  }

  // All events of the log so far.
  std::vector<v1::Event> Events();
  int64_t HeadRevision();

 private:
  void Start(absl::Time now);
  void Stop();

  storage::testing::TempFolder folder_;
  runtime::SettableClock clock_;
  runtime::Metrics metrics_;
  runtime::Logger logger_{runtime::LogLevel::kError};
  runtime::Executor readers_{2, 256};
  std::unique_ptr<runtime::Service> service_;
  std::unique_ptr<runtime::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// True as soon as `condition` is, false after 10 s.
bool Eventually(const std::function<bool()>& condition);

// The paths of the fields that the error names, in its order.
std::vector<std::string> Fields(const absl::Status& status);

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_HANDLER_FACILITY_SERVER_H_
