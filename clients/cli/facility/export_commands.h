#ifndef CLIENTS_CLI_FACILITY_EXPORT_COMMANDS_H_
#define CLIENTS_CLI_FACILITY_EXPORT_COMMANDS_H_

namespace CLI {
class App;
}

namespace waystation::cli {

class Context;

// Adds export to the noun `facility`. As in commands.h.
void AddExportCommands(CLI::App* facility, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_FACILITY_EXPORT_COMMANDS_H_
