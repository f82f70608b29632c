#include "clients/load/report.h"

#include <cstdio>
#include <iostream>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace waystation::load {

void PrintRun(const Options& options, const Workload& workload, const std::string& name,
              const RunResult& result) {
  const double seconds = absl::ToDoubleSeconds(result.took);
  const double calls = result.CallsPerSecond();
  const double units = calls * static_cast<double>(workload.units_per_call());
  const int64_t p50 = result.PercentileUs(0.50);
  const int64_t p99 = result.PercentileUs(0.99);
  std::cout << absl::StrFormat(
      "%s: %d in flight, %d calls in %.2f s: %.0f %s/s, p50 %.3f ms, p99 %.3f ms, %d errors\n",
      name, options.in_flight, result.calls, seconds, units, workload.unit(),
      static_cast<double>(p50) / 1000, static_cast<double>(p99) / 1000, result.errors);
  if (result.errors > 0) std::cout << "first error: " << result.first_error << "\n";
  std::cout << absl::StrFormat(
                   "{\"workload\":\"%s\",\"in_flight\":%d,\"calls\":%d,\"seconds\":%.4f,"
                   "\"calls_per_second\":%.1f,\"units_per_second\":%.1f,\"unit\":\"%s\","
                   "\"p50_us\":%d,\"p99_us\":%d,\"errors\":%d,\"answer_bytes\":%d,\"seed\":%d}",
                   name, options.in_flight, result.calls, seconds, calls, units, workload.unit(),
                   p50, p99, result.errors, result.answer_bytes, options.seed)
            << std::endl;
}

}  // namespace waystation::load
