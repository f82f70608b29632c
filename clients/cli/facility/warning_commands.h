#ifndef CLIENTS_CLI_FACILITY_WARNING_COMMANDS_H_
#define CLIENTS_CLI_FACILITY_WARNING_COMMANDS_H_

#include <string>

#include "absl/status/status.h"

namespace waystation::cli {

class Context;

// One line when "facilities/{facility}" has warnings that are not closed: how many, and the first.
absl::Status PrintOpenWarningsOf(const std::string& facility, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_FACILITY_WARNING_COMMANDS_H_
