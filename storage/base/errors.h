#ifndef STORAGE_BASE_ERRORS_H_
#define STORAGE_BASE_ERRORS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "waystation/common/v1/error_reason.pb.h"

namespace waystation {

using Reason = common::v1::ErrorReason;

// The variables of an error, such as {{"item", "items/diesel"}}.
using ErrorMetadata = std::vector<std::pair<std::string, std::string>>;

// One field of a request that is at fault. `field` is the path from the request
// ("movement.lines[2].quantity"), `description` is worded "got X, want Y".
struct FieldViolation {
  std::string field;
  std::string description;
};

// An error with the code that belongs to `reason` (one table, in errors.cc), a short static English
// message, and a google.rpc.ErrorInfo as payload.
absl::Status Error(Reason reason, absl::string_view message, const ErrorMetadata& metadata = {});

// The text, or as much of its beginning as whole characters of at most `max_bytes` take, to be
// quoted in an error: half a character is not UTF-8, and clients then read none of the error's
// details.
absl::string_view CutText(absl::string_view text, size_t max_bytes);

// INVALID_FIELD with all violations, or as many as a client's limit on metadata lets through (about
// 4 KiB), the last then saying how many more. The message names the first. Ok when `violations` is
// empty.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// NOT_KNOWN for a resource name.
absl::Status NotKnown(absl::string_view resource);

// The reason that `status` carries; unspecified when it carries none.
Reason ReasonOf(const absl::Status& status);

// One variable of the error; nullopt when it has none of that name.
std::optional<std::string> ErrorVariable(const absl::Status& status, absl::string_view key);

// All field violations that `status` carries.
std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status);

// "REQUEST_ID_REUSED" for ERROR_REASON_REQUEST_ID_REUSED.
std::string ReasonName(Reason reason);

}  // namespace waystation

#endif  // STORAGE_BASE_ERRORS_H_
