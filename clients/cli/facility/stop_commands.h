#ifndef CLIENTS_CLI_FACILITY_STOP_COMMANDS_H_
#define CLIENTS_CLI_FACILITY_STOP_COMMANDS_H_

namespace CLI {
class App;
}

namespace waystation::cli {

class Context;

// Adds stops to the noun `facility`. As in commands.h.
void AddStopCommands(CLI::App* facility, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_FACILITY_STOP_COMMANDS_H_
