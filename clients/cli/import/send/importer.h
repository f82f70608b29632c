#ifndef CLIENTS_CLI_IMPORT_SEND_IMPORTER_H_
#define CLIENTS_CLI_IMPORT_SEND_IMPORTER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/import/import_kind.h"
#include "clients/cli/import/send/send_pipeline.h"

namespace waystation::cli {

// What became of one file, in rows. Each row is counted once, except in `rows`.
struct ImportResult {
  int64_t rows = 0;
  int64_t recorded = 0;
  // Recorded by an earlier import of the same source.
  int64_t already_there = 0;
  // Nothing to record: no movement in that month.
  int64_t nothing = 0;
  // Known under the same key with other content, or taken.
  int64_t conflicts = 0;
  // Not usable, or refused by the server.
  int64_t rejected = 0;
  // Build on a row that was not recorded.
  int64_t held_back = 0;
  // The server stopped answering; importing again sends them.
  int64_t not_sent = 0;
  // Exceptions that recorded movements opened, and movements held for a repeated document number.
  int64_t exceptions = 0;
  int64_t held = 0;
  // Remarks by their sort.
  std::map<std::string, int64_t> remarks;
  // Where the rows are that did not get in, with the reasons, and where the remarks are; empty when
  // there are none.
  std::string rejects_file;
  std::string remarks_file;
  // The first failures, for people.
  std::vector<std::string> problems;
  // The file broke off and was not read to its end.
  bool broken = false;
};

struct ImportOptions {
  // Check every row, send nothing.
  bool dry_run = false;
  // Draw a progress bar on standard error.
  bool progress = false;
  // Part of every request id.
  std::string source;
  // How the file is written.
  Decoder decoder;
  char separator = ',';
  // Empty: FILE.rejects.csv and FILE.remarks.csv.
  std::string rejects_path;
  std::string remarks_path;
  SendPipeline::Options pipeline;
};

// Imports one file. An error when nothing of it was read or sent: it can't be opened, its header is
// wrong, or rejects could not be kept.
absl::StatusOr<ImportResult> ImportFile(const std::string& path, ImportKind* kind,
                                        const ImportOptions& options, const SendCommand& send);

// "120 rows: 118 recorded, 2 already there".
std::string DescribeResult(const ImportResult& result, bool dry_run);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_SEND_IMPORTER_H_
