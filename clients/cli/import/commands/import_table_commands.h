#ifndef CLIENTS_CLI_IMPORT_COMMANDS_IMPORT_TABLE_COMMANDS_H_
#define CLIENTS_CLI_IMPORT_COMMANDS_IMPORT_TABLE_COMMANDS_H_

namespace CLI {
class App;
}

namespace waystation::cli {

class Context;

// Imports of tables that others keep in forms of their own. Each is added below `import`.

// Facilities, also of two such forms.
void AddFacilityImport(CLI::App* import, Context* context);
// The IFRC/ICRC catalogue.
void AddCatalogueImport(CLI::App* import, Context* context);
// A monthly stock ledger with its sites and products.
void AddLedgerImport(CLI::App* import, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_COMMANDS_IMPORT_TABLE_COMMANDS_H_
