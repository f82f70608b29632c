#ifndef CLIENTS_LOAD_LINK_H_
#define CLIENTS_LOAD_LINK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/cpp/transport.h"
#include "clients/load/workload.h"

namespace waystation::load {

// For one call of the load generator; a slow server shows as latency, not as errors.
inline constexpr absl::Duration kCallTimeout = absl::Seconds(60);

// Who records load.
inline constexpr char kPrincipal[] = "load-generator";

// A server asked one thing after another, while nothing is timed. Thread-safe.
class Link {
 public:
  explicit Link(const std::string& server) : transport_(server) {}

  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const Request& request) {
    const absl::StatusOr<Call> call = MakeCall<Response>(request);
    if (!call.ok()) return call.status();
    std::string answer;
    const absl::Status status = transport_.CallAndWait(
        call->method, call->request, {kPrincipal, "", {}}, absl::Now() + kCallTimeout, &answer);
    if (!status.ok()) return status;
    Response response;
    if (!response.ParseFromString(answer)) {
      return absl::InternalError("the answer can't be decoded");
    }
    return response;
  }

 private:
  client::Transport transport_;
};

}  // namespace waystation::load

#endif  // CLIENTS_LOAD_LINK_H_
