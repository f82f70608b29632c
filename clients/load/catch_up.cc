#include "clients/load/catch_up.h"

#include <cstdio>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/load/link.h"
#include "waystation/headquarters/v1/source.pb.h"
#include "waystation/headquarters/v1/supply.pb.h"

namespace waystation::load {
namespace {

constexpr char kInventoryLog[] = "inventory/main";
constexpr absl::Duration kPause = absl::Milliseconds(20);

absl::StatusOr<headquarters::v1::SourceState> AskSource(Link& link) {
  const auto answer =
      link.Ask<headquarters::v1::ListSourcesResponse>(headquarters::v1::ListSourcesRequest());
  if (!answer.ok()) return answer.status();
  for (const headquarters::v1::SourceState& source : answer->basis().sources()) {
    if (source.log() == kInventoryLog) return source;
  }
  return absl::NotFoundError(absl::StrCat("the server does not follow ", kInventoryLog));
}

}  // namespace

absl::Status MeasureCatchUp(const Options& options) {
  Link link(options.server);
  std::optional<int64_t> first;
  absl::Time begin;
  absl::Time told = absl::Now();
  while (true) {
    const absl::StatusOr<headquarters::v1::SourceState> source = AskSource(link);
    if (!source.ok()) return source.status();
    const absl::Time now = absl::Now();
    // The copy's first sign of life: what came before was looking for the source.
    if (!first.has_value() && (source->applied_revision() > 0 || source->has_confirm_time())) {
      first = source->applied_revision();
      begin = now;
    }
    // Confirmed, so that the head is the source's word and not the copy's own.
    if (first.has_value() && source->has_confirm_time() &&
        source->applied_revision() == source->head_revision()) {
      const double seconds = absl::ToDoubleSeconds(now - begin);
      const int64_t entries = source->applied_revision() - *first;
      printf("catch-up: %lld entries in %.2f s, %.0f entries/s\n", static_cast<long long>(entries),
             seconds, entries / std::max(seconds, 1e-3));
      printf("{\"workload\":\"catch-up\",\"entries\":%lld,\"seconds\":%.3f,\"errors\":0}\n",
             static_cast<long long>(entries), seconds);
      return absl::OkStatus();
    }
    if (now > told + absl::Seconds(5)) {
      told = now;
      fprintf(stderr, "catch-up: at %lld of %lld\n",
              static_cast<long long>(source->applied_revision()),
              static_cast<long long>(source->head_revision()));
    }
    absl::SleepFor(kPause);
  }
}

}  // namespace waystation::load
