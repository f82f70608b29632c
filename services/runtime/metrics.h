#ifndef SERVICES_RUNTIME_METRICS_H_
#define SERVICES_RUNTIME_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace waystation::runtime {

// What a process counts, in Prometheus' form. Thread-safe.
//   waystation_requests_total{method,code}            counter
//   waystation_request_seconds{method}                histogram
//   waystation_writer_queue_length{log}               gauge: commands waiting
//   waystation_group_size{log}                        histogram: commands a group
//   waystation_log_revision{log}                      gauge: head of an own log
//   waystation_followed_revision{log,by}              gauge: applied of a followed log
//   waystation_followed_lag{log,by}                   gauge: source's head less applied
//   waystation_followed_confirm_timestamp_seconds{log,by}  gauge: when the source last confirmed
class Metrics {
 public:
  Metrics();
  ~Metrics();

  // `code` is the gRPC status code.
  void CallFinished(const std::string& method, int code, absl::Duration took);
  void QueueLength(const std::string& log, size_t commands);
  void GroupCommitted(const std::string& log, size_t commands, int64_t revision);
  void LogRevision(const std::string& log, int64_t revision);
  // `by` is the log of the service that follows.
  void Followed(const std::string& log, const std::string& by, int64_t applied, int64_t head);
  void Confirmed(const std::string& log, const std::string& by, absl::Time when);

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
