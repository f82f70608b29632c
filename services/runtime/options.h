#ifndef SERVICES_RUNTIME_OPTIONS_H_
#define SERVICES_RUNTIME_OPTIONS_H_

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/runtime/logger.h"

namespace waystation::runtime {

// Flags, or the same names in the file that --config names (name = value, one a line). A flag
// outranks the file.
struct Options {
  std::string data_dir;                      // --data-dir: required.
  std::string listen = "127.0.0.1:50051";    // --listen host:port; port 0 takes a free one.
  std::string metrics_listen;                // --metrics-listen host:port; empty: no metrics page.
  bool exercise = false;                     // --exercise: what the folder is or becomes.
  bool verify = false;                       // --verify: compare rows with logs, and exit.
  std::vector<std::string> services;         // --services a,b: of those in the binary; empty: all.
  std::map<std::string, std::string> peers;  // --peer name=host:port, repeatable.
  LogLevel log_level = LogLevel::kInfo;      // --log-level debug|info|warning|error
};

// The options, or the exit code of a process that has said what it had to (help, a wrong flag).
// `known_services` are those in the binary.
std::variant<Options, int> ParseOptions(int argc, char** argv,
                                        const std::vector<std::string>& known_services);

// FAILED_PRECONDITION, naming `flag`, unless `address` ("host:port", "[::1]:port") is on loopback:
// beyond it callers must be known and the wire sealed, and this program has neither.
absl::Status CheckLoopback(absl::string_view flag, absl::string_view address);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_OPTIONS_H_
