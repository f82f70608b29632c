#ifndef SERVICES_RUNTIME_METRICS_H_
#define SERVICES_RUNTIME_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::runtime {

// What a process counts, in Prometheus' form. Thread-safe.
//   waystation_requests_total{method,code}            counter
//   waystation_request_seconds{method}                histogram
//   waystation_writer_queue_length{log,lane}          gauge: commands waiting
//   waystation_writer_queue_bytes{log,lane}           gauge: bytes of their requests
//   waystation_writer_wait_seconds{log,lane}          histogram: from queued to run
//   waystation_group_size{log}                        histogram: commands a group
//   waystation_log_revision{log}                      gauge: head of an own log
//   waystation_followed_revision{log,by}              gauge: applied of a followed log
//   waystation_followed_lag{log,by}                   gauge: source's head less applied
//   waystation_followed_confirm_timestamp_seconds{log,by}  gauge: when the source last confirmed
//   waystation_clock_suspect{state}                   gauge: 1 for what is thought of the clock
//   waystation_workflow_calls_total{log,service,outcome}  counter: accepted, refused, unknown
//   waystation_workflows_open{log,kind}               gauge: workflows that have not ended
//   waystation_workflow_oldest_begin_timestamp_seconds{log,kind}  gauge: 0 when none is open
class Metrics {
 public:
  Metrics();
  ~Metrics();

  // `code` is the gRPC status code.
  void CallFinished(const std::string& method, int code, absl::Duration took);
  // `lane` is "single" or "bulk".
  void Queued(const std::string& log, const std::string& lane, size_t commands, size_t bytes);
  void Waited(const std::string& log, const std::string& lane, absl::Duration wait);
  void GroupCommitted(const std::string& log, size_t commands, int64_t revision);
  void LogRevision(const std::string& log, int64_t revision);
  // `by` is the log of the service that follows.
  void Followed(const std::string& log, const std::string& by, int64_t applied, int64_t head);
  void Confirmed(const std::string& log, const std::string& by, absl::Time when);
  // `outcome` is "accepted", "refused" or "unknown".
  void WorkflowCall(const std::string& log, const std::string& service, const std::string& outcome);
  // `oldest` is when the oldest of them began.
  void WorkflowsOpen(const std::string& log, const std::string& kind, int64_t open,
                     absl::Time oldest);
  void ClockIs(common::v1::ClockState state);

  // Serves them over HTTP under /metrics on "host:port". UNAVAILABLE when the address can't be had.
  absl::Status Expose(const std::string& address);

  // The text that /metrics serves.
  std::string Text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_METRICS_H_
