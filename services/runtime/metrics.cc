#include "services/runtime/metrics.h"

#include <exception>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"
#include "services/runtime/clock_judge.h"
#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

const char* CodeName(int code) {
  static constexpr const char* kNames[] = {"OK",
                                           "CANCELLED",
                                           "UNKNOWN",
                                           "INVALID_ARGUMENT",
                                           "DEADLINE_EXCEEDED",
                                           "NOT_FOUND",
                                           "ALREADY_EXISTS",
                                           "PERMISSION_DENIED",
                                           "RESOURCE_EXHAUSTED",
                                           "FAILED_PRECONDITION",
                                           "ABORTED",
                                           "OUT_OF_RANGE",
                                           "UNIMPLEMENTED",
                                           "INTERNAL",
                                           "UNAVAILABLE",
                                           "DATA_LOSS",
                                           "UNAUTHENTICATED"};
  return code >= 0 && code < 17 ? kNames[code] : "UNKNOWN";
}

const prometheus::Histogram::BucketBoundaries& LatencyBuckets() {
  static const auto* buckets = new prometheus::Histogram::BucketBoundaries{
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  return *buckets;
}

const prometheus::Histogram::BucketBoundaries& GroupBuckets() {
  static const auto* buckets = new prometheus::Histogram::BucketBoundaries{
      1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096};
  return *buckets;
}

double ToSeconds(absl::Time time) { return static_cast<double>(absl::ToUnixMicros(time)) / 1e6; }

}  // namespace

struct Metrics::State {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("waystation_requests_total")
          .Help("Calls answered, by method and gRPC code")
          .Register(*registry);
  prometheus::Family<prometheus::Histogram>& seconds = prometheus::BuildHistogram()
                                                           .Name("waystation_request_seconds")
                                                           .Help("Time from call to answer")
                                                           .Register(*registry);
  prometheus::Family<prometheus::Gauge>& queue = prometheus::BuildGauge()
                                                     .Name("waystation_writer_queue_length")
                                                     .Help("Commands waiting for the writer")
                                                     .Register(*registry);
  prometheus::Family<prometheus::Gauge>& queue_bytes =
      prometheus::BuildGauge()
          .Name("waystation_writer_queue_bytes")
          .Help("Bytes of the requests waiting for the writer")
          .Register(*registry);
  prometheus::Family<prometheus::Histogram>& wait =
      prometheus::BuildHistogram()
          .Name("waystation_writer_wait_seconds")
          .Help("Time from when a command is queued until its group is run")
          .Register(*registry);
  prometheus::Family<prometheus::Histogram>& group = prometheus::BuildHistogram()
                                                         .Name("waystation_group_size")
                                                         .Help("Commands in a group")
                                                         .Register(*registry);
  prometheus::Family<prometheus::Gauge>& revision = prometheus::BuildGauge()
                                                        .Name("waystation_log_revision")
                                                        .Help("Last revision of an own log")
                                                        .Register(*registry);
  prometheus::Family<prometheus::Gauge>& followed =
      prometheus::BuildGauge()
          .Name("waystation_followed_revision")
          .Help("Last revision applied of a followed log")
          .Register(*registry);
  prometheus::Family<prometheus::Gauge>& lag =
      prometheus::BuildGauge()
          .Name("waystation_followed_lag")
          .Help("Revisions of a followed log known but not applied")
          .Register(*registry);
  prometheus::Family<prometheus::Gauge>& confirmed =
      prometheus::BuildGauge()
          .Name("waystation_followed_confirm_timestamp_seconds")
          .Help("When the source of a followed log last confirmed its head")
          .Register(*registry);
  prometheus::Family<prometheus::Gauge>& clock =
      prometheus::BuildGauge()
          .Name("waystation_clock_suspect")
          .Help("1 while the machine's clock is not believed, by why")
          .Register(*registry);
  prometheus::Family<prometheus::Counter>& workflow_calls =
      prometheus::BuildCounter()
          .Name("waystation_workflow_calls_total")
          .Help("Attempts at calls of workflows, by what they were answered")
          .Register(*registry);
  prometheus::Family<prometheus::Gauge>& workflows_open = prometheus::BuildGauge()
                                                              .Name("waystation_workflows_open")
                                                              .Help("Workflows that have not ended")
                                                              .Register(*registry);
  prometheus::Family<prometheus::Gauge>& workflow_oldest =
      prometheus::BuildGauge()
          .Name("waystation_workflow_oldest_begin_timestamp_seconds")
          .Help("When the oldest open workflow began; 0 when none is open")
          .Register(*registry);
  // Looking a child up by labels costs more than the call it counts.
  std::mutex mutex;
  std::map<std::pair<std::string, int>, prometheus::Counter*> request_children;
  std::map<std::string, prometheus::Histogram*> second_children;
  struct LaneChildren {
    prometheus::Gauge* length = nullptr;
    prometheus::Gauge* bytes = nullptr;
    prometheus::Histogram* wait = nullptr;
  };
  std::map<std::pair<std::string, std::string>, LaneChildren> lane_children;
  std::unique_ptr<prometheus::Exposer> exposer;

  LaneChildren LaneOf(const std::string& log, const std::string& lane) {
    std::lock_guard<std::mutex> lock(mutex);
    LaneChildren& known = lane_children[{log, lane}];
    if (known.length == nullptr) {
      const prometheus::Labels labels = {{"log", log}, {"lane", lane}};
      known.length = &queue.Add(labels);
      known.bytes = &queue_bytes.Add(labels);
      known.wait = &wait.Add(labels, LatencyBuckets());
    }
    return known;
  }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::CallFinished(const std::string& method, int code, absl::Duration took) {
  prometheus::Counter* counter = nullptr;
  prometheus::Histogram* histogram = nullptr;
  {
    std::lock_guard<std::mutex> lock(state_->mutex);
    prometheus::Counter*& known = state_->request_children[{method, code}];
    if (known == nullptr) {
      known = &state_->requests.Add({{"method", method}, {"code", CodeName(code)}});
    }
    counter = known;
    prometheus::Histogram*& known_histogram = state_->second_children[method];
    if (known_histogram == nullptr) {
      known_histogram = &state_->seconds.Add({{"method", method}}, LatencyBuckets());
    }
    histogram = known_histogram;
  }
  counter->Increment();
  histogram->Observe(absl::ToDoubleSeconds(took));
}

void Metrics::Queued(const std::string& log, const std::string& lane, size_t commands,
                     size_t bytes) {
  const State::LaneChildren children = state_->LaneOf(log, lane);
  children.length->Set(static_cast<double>(commands));
  children.bytes->Set(static_cast<double>(bytes));
}

void Metrics::Waited(const std::string& log, const std::string& lane, absl::Duration wait) {
  state_->LaneOf(log, lane).wait->Observe(absl::ToDoubleSeconds(wait));
}

void Metrics::GroupCommitted(const std::string& log, size_t commands, int64_t revision) {
  state_->group.Add({{"log", log}}, GroupBuckets()).Observe(static_cast<double>(commands));
  LogRevision(log, revision);
}

void Metrics::LogRevision(const std::string& log, int64_t revision) {
  state_->revision.Add({{"log", log}}).Set(static_cast<double>(revision));
}

void Metrics::Followed(const std::string& log, const std::string& by, int64_t applied,
                       int64_t head) {
  const prometheus::Labels labels = {{"log", log}, {"by", by}};
  state_->followed.Add(labels).Set(static_cast<double>(applied));
  state_->lag.Add(labels).Set(static_cast<double>(head > applied ? head - applied : 0));
}

void Metrics::Confirmed(const std::string& log, const std::string& by, absl::Time when) {
  state_->confirmed.Add({{"log", log}, {"by", by}}).Set(ToSeconds(when));
}

void Metrics::WorkflowCall(const std::string& log, const std::string& service,
                           const std::string& outcome) {
  state_->workflow_calls.Add({{"log", log}, {"service", service}, {"outcome", outcome}})
      .Increment();
}

void Metrics::WorkflowsOpen(const std::string& log, const std::string& kind, int64_t open,
                            absl::Time oldest) {
  const prometheus::Labels labels = {{"log", log}, {"kind", kind}};
  state_->workflows_open.Add(labels).Set(static_cast<double>(open));
  state_->workflow_oldest.Add(labels).Set(open == 0 ? 0 : ToSeconds(oldest));
}

void Metrics::ClockIs(common::v1::ClockState state) {
  for (const common::v1::ClockState suspect :
       {common::v1::CLOCK_STATE_BEHIND, common::v1::CLOCK_STATE_BEFORE_BUILD,
        common::v1::CLOCK_STATE_AHEAD}) {
    state_->clock.Add({{"state", ClockWord(suspect)}}).Set(suspect == state ? 1 : 0);
  }
}

absl::Status Metrics::Expose(const std::string& address) {
  // The library reports a taken port by throwing.
  try {
    state_->exposer = std::make_unique<prometheus::Exposer>(address, /*num_threads=*/1);
  } catch (const std::exception& error) {
    return absl::UnavailableError(
        absl::StrCat("can't serve metrics on ", address, ": ", error.what()));
  }
  state_->exposer->RegisterCollectable(state_->registry);
  return absl::OkStatus();
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(state_->registry->Collect());
}

}  // namespace waystation::runtime
