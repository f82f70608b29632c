#include "clients/load/build_region.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/load/link.h"
#include "clients/load/region.h"
#include "clients/load/report.h"
#include "clients/load/runner.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::load {
namespace {

constexpr absl::Duration kReceiptAge = absl::Hours(24 * 20);
constexpr absl::Duration kUseAge = absl::Hours(24 * 10);
constexpr int64_t kLeastReceived = 1000;
constexpr int64_t kReceivedSpread = 9000;
constexpr int64_t kUsedSpread = 400;

// A phase: so many calls, made by a function of their number.
class Phase : public Workload {
 public:
  using Make = std::function<absl::StatusOr<Call>(int64_t)>;
  Phase(std::string unit, int64_t units_per_call, Make make)
      : unit_(std::move(unit)), units_per_call_(units_per_call), make_(std::move(make)) {}

  absl::StatusOr<Call> Next(int64_t index) const override { return make_(index); }
  int64_t units_per_call() const override { return units_per_call_; }
  std::string unit() const override { return unit_; }
  bool writes() const override { return true; }

 private:
  const std::string unit_;
  const int64_t units_per_call_;
  const Make make_;
};

class Builder {
 public:
  explicit Builder(const Options& options)
      : options_(options),
        lines_(std::min<int64_t>(options.lines, options.items)),
        movements_((options.items + lines_ - 1) / lines_ * options.facilities),
        now_(absl::Now()) {}

  absl::Status Build() {
    const uint64_t seed = options_.seed;
    absl::Status status =
        RunPhase(Phase("items", 1,
                       [seed](int64_t n) {
                         return MakeCall<inventory::v1::CreateItemResponse>(CreateItem(seed, n));
                       }),
                 options_.items);
    if (!status.ok()) return status;
    status = RunPhase(
        Phase("facilities", 1,
              [seed](int64_t n) {
                return MakeCall<facility::v1::CreateFacilityResponse>(CreateFacility(seed, n));
              }),
        options_.facilities);
    if (!status.ok()) return status;
    status = WaitForFacilities();
    if (!status.ok()) return status;
    status =
        RunPhase(Phase("received", lines_, [this](int64_t n) { return Receive(n); }), movements_);
    if (!status.ok()) return status;
    return RunPhase(Phase("used", lines_, [this](int64_t n) { return Use(n); }), movements_);
  }

 private:
  absl::Status RunPhase(const Phase& phase, int64_t calls) {
    RunPlan plan{.server = options_.server,
                 .in_flight = options_.in_flight,
                 .connections = options_.connections,
                 .operations = calls,
                 .after = after_};
    const absl::StatusOr<RunResult> result = RunLoad(plan, phase);
    if (!result.ok()) return result.status();
    PrintRun(options_, phase, phase.unit(), *result);
    if (result->errors == 0) return absl::OkStatus();
    return absl::AbortedError(absl::StrCat("the region is not complete: ", result->first_error));
  }

  // Movements wait until inventory has heard of the facilities.
  absl::Status WaitForFacilities() {
    Link link(options_.server);
    common::v1::GetLogRequest request;
    request.set_log("facility/main");
    const auto log = link.Ask<common::v1::GetLogResponse>(request);
    if (!log.ok()) return log.status();
    after_ = {{"facility/main", log->head().revision()}};
    return absl::OkStatus();
  }

  absl::StatusOr<Call> Receive(int64_t index) const {
    return Movement("received", index, inventory::v1::MOVEMENT_KIND_RECEIPT, now_ - kReceiptAge,
                    kLeastReceived, kReceivedSpread);
  }

  absl::StatusOr<Call> Use(int64_t index) const {
    return Movement("used", index, inventory::v1::MOVEMENT_KIND_ISSUE, now_ - kUseAge, 1,
                    kUsedSpread);
  }

  absl::StatusOr<Call> Movement(absl::string_view what, int64_t index,
                                inventory::v1::MovementKind kind, absl::Time happened,
                                int64_t least, int64_t spread) const {
    // Facility by facility last: a region is filled evenly, whenever it is broken off.
    const int64_t facility = index % options_.facilities;
    const int64_t first = index / options_.facilities * lines_;
    inventory::v1::CreateMovementRequest request =
        CreateMovement(options_.seed, what, index, facility, kind, happened);
    const int64_t end = std::min(first + lines_, options_.items);
    for (int64_t item = first; item < end; ++item) {
      AddLine(item, least + Scattered(facility, item, spread), happened, request);
    }
    return MakeCall<inventory::v1::CreateMovementResponse>(request);
  }

  const Options& options_;
  const int64_t lines_;
  const int64_t movements_;
  const absl::Time now_;
  std::vector<client::AfterToken> after_;
};

}  // namespace

absl::Status BuildRegion(const Options& options) { return Builder(options).Build(); }

}  // namespace waystation::load
