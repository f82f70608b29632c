// Commands that were given but may not have arrived. Each is saved before its first sending, with
// the id that makes a second sending harmless, and goes when a server accepted or finally refused
// it.
//
// One file "<request id in hex>.request" per command:
//   file    := "waystation outbox 1\n" { key ": " value "\n" } "\n" request
//   key     := "method" | "server" | "principal" | "acting-for" | "saved" | "summary"
//            | "size" (bytes of request) | "sha256" (of request, hex)
//   request := the serialized request message, request id inside
// A file whose size or digest disagrees is damaged; it is shown and never sent.
#ifndef CLIENTS_CPP_OUTBOX_H_
#define CLIENTS_CPP_OUTBOX_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace waystation::client {

struct OutboxEntry {
  // 16 bytes.
  std::string request_id;
  // Full gRPC method, such as "/waystation.inventory.v1.MovementService/CreateMovement".
  std::string method;
  // host:port that it was meant for.
  std::string server;
  // Its author's, kept for a later sending by anyone.
  std::string principal;
  std::string acting_for;
  absl::Time save_time;
  // One line for people, such as "stock receive at khojaly-field-hospital".
  std::string summary;
  std::string request;
};

// Not thread-safe in one process; safe between processes, since each entry is its own file.
class Outbox {
 public:
  // REQUIRES: `folder` exists.
  explicit Outbox(std::string folder) : folder_(std::move(folder)) {}

  // Durable after ok. Saving the same id again replaces it.
  absl::Status Save(const OutboxEntry& entry) const;

  // All readable entries, oldest first; names of damaged files are added to `damaged`.
  absl::StatusOr<std::vector<OutboxEntry>> List(std::vector<std::string>* damaged) const;

  // Ok when it is not there.
  absl::Status Remove(absl::string_view request_id) const;

 private:
  std::string PathOf(absl::string_view request_id) const;

  std::string folder_;
};

}  // namespace waystation::client

#endif  // CLIENTS_CPP_OUTBOX_H_
