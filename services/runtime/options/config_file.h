// The file that --config names:
//
//   file    := line*, each ended by LF or CR LF; the last end may be absent
//   line    := nothing | comment | setting, with spaces and tabs around it
//   comment := '#' or ';' and anything
//   setting := name '=' value
//   name    := that of an option without its dashes, such as data-dir
//   value   := the rest of the line, not empty; where it begins with ' or ", what is between that
//              and the same character at the line's end
//
// No control characters but tab. A comment takes a line of its own: a value may hold # and ;.
#ifndef SERVICES_RUNTIME_OPTIONS_CONFIG_FILE_H_
#define SERVICES_RUNTIME_OPTIONS_CONFIG_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace waystation::runtime {

// Beyond this it is some other file.
inline constexpr size_t kMaxConfigBytes = 64 << 10;

struct ConfigSetting {
  int line = 0;  // From 1.
  std::string name;
  std::string value;
};

// INVALID_ARGUMENT worded "<file>:<line>: <what>: got <got>, want <want>"; `got` is made fit for a
// terminal and cut.
absl::Status ConfigFault(absl::string_view file, int line, absl::string_view what,
                         absl::string_view got, absl::string_view want);

// The settings in the file's order; names may repeat and need not be options. `file` is for
// messages only. ConfigFault of the first line that does not follow the grammar. Never crashes,
// whatever the text.
absl::StatusOr<std::vector<ConfigSetting>> ParseConfig(absl::string_view file,
                                                       absl::string_view text);

// The bytes of a regular file of at most kMaxConfigBytes; NOT_FOUND or INVALID_ARGUMENT, naming it,
// otherwise.
absl::StatusOr<std::string> ReadConfigFile(const std::string& file);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_OPTIONS_CONFIG_FILE_H_
