#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cpp/call_error.h"
#include "clients/load/build_region.h"
#include "clients/load/catch_up.h"
#include "clients/load/link.h"
#include "clients/load/options.h"
#include "clients/load/report.h"
#include "clients/load/runner.h"
#include "clients/load/workload.h"
#include "waystation/common/v1/clock.pb.h"

namespace waystation::load {
namespace {

// Load in a ledger that lives depend on could never be taken out again.
absl::Status CheckMayWrite(const Options& options, Link& link) {
  if (options.write_into_real_data) return absl::OkStatus();
  const auto clock = link.Ask<common::v1::GetClockResponse>(common::v1::GetClockRequest());
  if (!clock.ok()) return clock.status();
  if (clock->kind() == common::v1::FOLDER_KIND_EXERCISE) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(options.server,
                   " serves real data, not an exercise: nothing was recorded; to record load "
                   "there all the same give --write-into-real-data"));
}

absl::Status RunWorkload(const Options& options) {
  if (options.workload == "catch-up") return MeasureCatchUp(options);
  Link link(options.server);
  if (options.workload == "build") {
    const absl::Status may = CheckMayWrite(options, link);
    return may.ok() ? BuildRegion(options) : may;
  }
  const std::unique_ptr<Workload> workload = MakeWorkload(options);
  if (workload->writes()) {
    const absl::Status may = CheckMayWrite(options, link);
    if (!may.ok()) return may;
  }
  const absl::Status prepared = workload->Prepare(link);
  if (!prepared.ok()) return prepared;
  const RunPlan plan{.server = options.server,
                     .in_flight = options.in_flight,
                     .connections = options.connections,
                     .warm_up = options.operations > 0 ? absl::ZeroDuration()
                                                       : absl::Seconds(options.warm_up_seconds),
                     .duration = absl::Seconds(options.seconds),
                     .operations = options.operations};
  const absl::StatusOr<RunResult> result = RunLoad(plan, *workload);
  if (!result.ok()) return result.status();
  PrintRun(options, *workload, options.workload, *result);
  if (result->errors == 0 && result->calls > 0) return absl::OkStatus();
  return absl::AbortedError(result->errors == 0 ? "no call was answered in the measured time"
                                                : result->first_error);
}

}  // namespace
}  // namespace waystation::load

int main(int argc, char** argv) {
  const auto parsed = waystation::load::ParseOptions(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const absl::Status status =
      waystation::load::RunWorkload(std::get<waystation::load::Options>(parsed));
  if (status.ok()) return 0;
  std::cerr << waystation::client::RenderError(status);
  return waystation::client::ExitCodeOf(status);
}
