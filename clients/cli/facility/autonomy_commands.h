#ifndef CLIENTS_CLI_FACILITY_AUTONOMY_COMMANDS_H_
#define CLIENTS_CLI_FACILITY_AUTONOMY_COMMANDS_H_

namespace CLI {
class App;
}  // namespace CLI

namespace waystation::cli {

class Context;

// Below "facility": autonomy, excursions.
void AddAutonomyCommands(CLI::App* facility, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_FACILITY_AUTONOMY_COMMANDS_H_
