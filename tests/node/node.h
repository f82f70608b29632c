// A node in this process: all services as waystation-node runs them, in folders of their own, with
// the machine's clock in the hands of the test.
#ifndef TESTS_NODE_NODE_H_
#define TESTS_NODE_NODE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/runtime/server.h"
#include "services/runtime/service.h"
#include "services/runtime/status.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/turned_clock.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::test {

class Node {
 public:
  // Running, the clock at `now`, the program built at `build`.
  Node(absl::Time now, absl::Time build, common::v1::FolderKind kind);
  ~Node();

  // Stops in order; starts again with the clock at `clock`. No time passes between.
  void Reboot(absl::Time clock);

  TurnedClock& machine() { return machine_; }
  // Has every writer look at the clock and for what is due, and returns when all have.
  void Poll();

  // Calls `method` of `Stub`, seeing all that this node ever answered as written.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response) {
    Stub stub(channel_);
    grpc::ClientContext context;
    Prepare(&context);
    return runtime::FromGrpc((stub.*method)(&context, request, response));
  }

  // All entries of a log such as "facility/main".
  std::vector<common::v1::LogEntry> Entries(const std::string& log);
  std::shared_ptr<grpc::Channel> channel() { return channel_; }

 private:
  void Start();
  void Stop();
  void Prepare(grpc::ClientContext* context);
  runtime::Service* Named(const std::string& service);

  const storage::testing::TempFolder folder_;
  const absl::Time build_;
  const common::v1::FolderKind kind_;
  TurnedClock machine_;
  std::unique_ptr<JudgedProcess> process_;
  runtime::Metrics metrics_;
  runtime::Logger logger_{runtime::LogLevel::kError};
  runtime::Executor readers_{4, 256};
  std::vector<std::unique_ptr<runtime::Service>> services_;
  std::unique_ptr<runtime::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// True as soon as `condition` is, false after 20 s.
bool Eventually(const std::function<bool()>& condition);

}  // namespace waystation::test

#endif  // TESTS_NODE_NODE_H_
