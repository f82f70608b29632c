#ifndef CLIENTS_CPP_CALL_ERROR_H_
#define CLIENTS_CPP_CALL_ERROR_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace grpc {
class Status;
}

namespace waystation::client {

struct FieldAtFault {
  // Path from the request, such as "movement.lines[2].quantity".
  std::string field;
  // "got X, want Y".
  std::string description;
};

// What a failed call says beside its code and message.
struct CallError {
  // "REQUEST_ID_REUSED"; empty when the failure did not come from a Waystation server.
  std::string reason;
  std::map<std::string, std::string> variables;
  std::vector<FieldAtFault> fields;
  // What to do about it, in place of what the reason alone suggests; empty when nobody said.
  std::string hint;
  // Hex id of the outbox entry that keeps the command; empty when none does.
  std::string kept_in_outbox;
};

// The call's outcome with its google.rpc details as payloads. Never ok unless `status` is.
absl::Status FromGrpc(const grpc::Status& status);

CallError CallErrorOf(const absl::Status& status);

// Notes in `status` that its command waits in the outbox under this id.
void SetKeptInOutbox(absl::Status* status, absl::string_view request_id_hex);

// Notes in `status` what to do about it, where the command knows better than the reason tells.
void SetHint(absl::Status* status, absl::string_view hint);

// True when the server's refusal is its last word on this command, so that sending the same again
// could only be refused again. Everything else (no link, no time, not signed in) may still succeed.
bool IsFinalRefusal(const absl::Status& status);

// Exit codes of the command line; also in its README.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 1;
inline constexpr int kExitRefused = 2;
inline constexpr int kExitNotFound = 3;
inline constexpr int kExitConflict = 4;
inline constexpr int kExitUnavailable = 5;
inline constexpr int kExitPartialImport = 6;

int ExitCodeOf(const absl::Status& status);

// The error for people: "error: ..." in one line with the reason code, each field at fault on a
// line of its own when there is more than one, then "hint: ..." when there is something to do. Ends
// with a newline.
std::string RenderError(const absl::Status& status);

}  // namespace waystation::client

#endif  // CLIENTS_CPP_CALL_ERROR_H_
