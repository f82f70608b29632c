#ifndef CLIENTS_CLI_FACILITY_INSTALLATION_COMMANDS_H_
#define CLIENTS_CLI_FACILITY_INSTALLATION_COMMANDS_H_

#include <string>

#include "absl/status/status.h"

namespace waystation::cli {

class Context;

// Prints what is registered at the facility, "facilities/x", for people; nothing where there is
// nothing.
absl::Status PrintInstallationsOf(const std::string& facility, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_FACILITY_INSTALLATION_COMMANDS_H_
