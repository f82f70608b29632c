// What all import commands share: options, the run of one file, and what is told of it.
#ifndef CLIENTS_CLI_IMPORT_COMMANDS_IMPORT_RUN_H_
#define CLIENTS_CLI_IMPORT_COMMANDS_IMPORT_RUN_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/import/import_kind.h"

namespace CLI {
class App;
}

namespace waystation::cli {

class Context;

// As typed.
struct ImportOrder {
  // Empty: the kind's own default.
  std::string source;
  std::string encoding;
  std::string separator = ",";
  std::string rejects;
  std::string remarks;
  bool dry_run = false;
};

// Options of every import; `order` outlives the parsed command.
void AddImportOptions(CLI::App* command, const std::string& default_source,
                      const std::string& default_encoding, ImportOrder* order);

// Imports the file and prints what became of it. UNAVAILABLE when the server stopped answering;
// rows that did not get in are no error here but set the exit code.
absl::Status RunImport(const std::string& path, const std::string& default_source, ImportKind* kind,
                       const ImportOrder& order, Context* context);

// Zones of all facilities that exist, by "facilities/x".
absl::StatusOr<std::map<std::string, absl::TimeZone>> FacilityZones(Context* context);

// The file's name without folders: the source of most kinds.
std::string FileName(const std::string& path);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_COMMANDS_IMPORT_RUN_H_
