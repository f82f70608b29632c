// What a run of the load generator sends. A workload only makes requests; the runner times them.
#ifndef CLIENTS_LOAD_WORKLOAD_H_
#define CLIENTS_LOAD_WORKLOAD_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/method.h"
#include "clients/cpp/profile.h"
#include "clients/load/options.h"

namespace waystation::load {

class Link;

// One unary call, ready to be sent.
struct Call {
  std::string method;
  std::string request;
  std::vector<client::AfterToken> after = {};
};

template <typename Response, typename Request>
absl::StatusOr<Call> MakeCall(const Request& request) {
  const absl::StatusOr<std::string> method =
      client::MethodPath(Request::descriptor(), Response::descriptor());
  if (!method.ok()) return method.status();
  return Call{.method = *method, .request = request.SerializeAsString()};
}

class Workload {
 public:
  virtual ~Workload() = default;

  // Asks the server for what the calls need (a page token, say), before anything is timed.
  virtual absl::Status Prepare(Link&) { return absl::OkStatus(); }

  // The call number `index`, counted from 0. Thread-safe.
  virtual absl::StatusOr<Call> Next(int64_t index) const = 0;

  // How much one call does, in what the throughput is told in.
  virtual int64_t units_per_call() const { return 1; }
  virtual std::string unit() const { return "calls"; }

  // True when the calls record something: never into real data unless told so.
  virtual bool writes() const { return false; }
};

// The workload of `options.workload`, which is one of WorkloadNames(). `options` must outlive it.
std::unique_ptr<Workload> MakeWorkload(const Options& options);

// Those that record something; nullptr for another name.
std::unique_ptr<Workload> MakeWriteWorkload(const Options& options);

// Those about inventory's dearer paths: lots, promises, late entries, recalls, search; nullptr for
// another name.
std::unique_ptr<Workload> MakeInventoryWorkload(const Options& options);

// Those of facilities that report; nullptr for another name.
std::unique_ptr<Workload> MakeFacilityWorkload(const Options& options);

}  // namespace waystation::load

#endif  // CLIENTS_LOAD_WORKLOAD_H_
