#ifndef SERVICES_RUNTIME_SERVER_H_
#define SERVICES_RUNTIME_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/judged_clock.h"
#include "services/runtime/limits.h"
#include "services/runtime/service.h"

namespace waystation::runtime {

class BackupMaker;

// The health name of the machine's clock: NOT_SERVING while it is suspect. The server serves all
// the same.
inline constexpr char kClockHealth[] = "clock";

// A gRPC server over a set of services: their handlers, LogService, ClockService, health,
// reflection and the decorators of every call. Used by HostMain and by tests.
class Server {
 public:
  struct Options {
    std::string listen;  // "host:port"; port 0 takes a free one; empty: in-process only.
    SettableClock* clock = nullptr;
    // What the services decide by; null: by `clock` itself, which then always counts as good.
    const JudgedClock* judged = nullptr;
    Metrics* metrics = nullptr;
    common::v1::FolderKind kind = common::v1::FOLDER_KIND_REAL;
    // BackupService is offered when both are there.
    BackupMaker* backups = nullptr;
    Executor* readers = nullptr;
    // A connection with open calls that is silent so long is asked whether it is still there, and
    // ended when it does not answer within the timeout: a peer that vanished frees what it held.
    absl::Duration keepalive = kKeepalive;
    absl::Duration keepalive_timeout = kKeepaliveTimeout;
    // What messages on their way in may take, over all connections.
    size_t receiving_bytes = kMaxReceivingBytes;
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
  // What health answers for the server as a whole (""), for each service by name, and for "clock".
  virtual void SetServing(const std::string& service, bool serving) = 0;
  virtual void SetAllServing(bool serving) = 0;
  // Sets health by the stores: NOT_SERVING from a failed write until the store is open again, for
  // the service and for the server as a whole. To be called again and again while serving.
  virtual void ReportStores() = 0;
  // Waits `deadline` until no call is open, then takes no new ones and cancels those that are left;
  // returns when there is none. Services are drained before, so that calls end.
  virtual void Shutdown(absl::Duration deadline) = 0;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_SERVER_H_
