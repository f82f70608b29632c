#ifndef SERVICES_RUNTIME_SERVER_H_
#define SERVICES_RUNTIME_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/service.h"

namespace waystation::runtime {

// A gRPC server over a set of services: their handlers, LogService, ClockService, health,
// reflection and the decorators of every call. Used by HostMain and by tests.
class Server {
 public:
  struct Options {
    std::string listen;  // "host:port"; port 0 takes a free one; empty: in-process only.
    SettableClock* clock = nullptr;
    Metrics* metrics = nullptr;
    common::v1::FolderKind kind = common::v1::FOLDER_KIND_REAL;
  };

  // Listens, with health NOT_SERVING. UNAVAILABLE when the address can't be had. What the arguments
  // point to must outlive the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options,
                                                       std::vector<Service*> services);
  virtual ~Server() = default;

  // Where it listens, with the port it got.
  virtual std::string address() const = 0;
  // To this server without a socket.
  virtual std::shared_ptr<grpc::Channel> InProcess() = 0;
  // What health answers for the server as a whole ("") and for each service by name.
  virtual void SetServing(const std::string& service, bool serving) = 0;
  virtual void SetAllServing(bool serving) = 0;
  // Takes no new calls, waits `deadline` for open ones, then cancels them; returns when none is
  // left.
  virtual void Shutdown(absl::Duration deadline) = 0;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_SERVER_H_
