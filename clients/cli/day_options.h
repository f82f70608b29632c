// The options --from and --to, both of them days that a request may leave open.
#ifndef CLIENTS_CLI_DAY_OPTIONS_H_
#define CLIENTS_CLI_DAY_OPTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/cli/context.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {

// The day of --from, where it is given.
template <typename Request>
absl::Status SetFromDay(const std::string& from, Request* request) {
  if (from.empty()) return absl::OkStatus();
  absl::StatusOr<absl::CivilDay> day = ParseDay(from);
  if (!day.ok()) return WrongOption("--from", day.status());
  *request->mutable_from_date() = ToProto(*day);
  return absl::OkStatus();
}

// Likewise, and that of --to.
template <typename Request>
absl::Status SetFromAndToDay(const std::string& from, const std::string& to, Request* request) {
  if (absl::Status status = SetFromDay(from, request); !status.ok() || to.empty()) return status;
  absl::StatusOr<absl::CivilDay> day = ParseDay(to);
  if (!day.ok()) return WrongOption("--to", day.status());
  *request->mutable_to_date() = ToProto(*day);
  return absl::OkStatus();
}

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_DAY_OPTIONS_H_
