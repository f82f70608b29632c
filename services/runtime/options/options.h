#ifndef SERVICES_RUNTIME_OPTIONS_OPTIONS_H_
#define SERVICES_RUNTIME_OPTIONS_OPTIONS_H_

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/runtime/logger.h"

namespace waystation::runtime {

// Flags, or the same names in the file that --config names (config_file.h). A flag outranks the
// file. What a process does once and then ends (--verify, --restore) is a flag only.
struct Options {
  std::string data_dir;                      // --data-dir: required.
  std::string listen = "127.0.0.1:50051";    // --listen host:port; port 0 takes a free one.
  std::string metrics_listen;                // --metrics-listen host:port; empty: no metrics page.
  bool exercise = false;                     // --exercise: what the folder is or becomes.
  bool verify = false;                       // --verify: compare rows with logs, and exit.
  std::string restore;                       // --restore <backup>: into the data folder, and exit.
  std::vector<std::string> services;         // --services a,b: of those in the binary; empty: all.
  std::map<std::string, std::string> peers;  // --peer name=host:port, repeatable.
  LogLevel log_level = LogLevel::kInfo;      // --log-level debug|info|warning|error
};

// A process that has said what it had to (help, a wrong option) and ends.
struct Ending {
  int code = 0;       // 0 after help or version, 2 when something is wrong.
  std::string text;   // For standard output.
  std::string error;  // For standard error: the flag, or the file and line, what it got and wants.
};

// Gives the text of the file that --config names.
using ConfigSource = std::function<absl::StatusOr<std::string>(const std::string& file)>;

// The options of `arguments` (without the program's name) and of the file they name. Prints
// nothing, opens nothing, never crashes, whatever the arguments and the text.
std::variant<Options, Ending> ReadOptions(const std::string& program,
                                          const std::vector<std::string>& arguments,
                                          const std::vector<std::string>& known_services,
                                          const ConfigSource& config);

// The options, or the exit code of a process that has printed its Ending. `known_services` are
// those in the binary.
std::variant<Options, int> ParseOptions(int argc, char** argv,
                                        const std::vector<std::string>& known_services);

// FAILED_PRECONDITION, naming `flag`, unless `address` ("host:port", "[::1]:port") is on loopback:
// beyond it callers must be known and the wire sealed, and this program has neither.
// INVALID_ARGUMENT when it is no such address.
absl::Status CheckLoopback(absl::string_view flag, absl::string_view address);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_OPTIONS_OPTIONS_H_
