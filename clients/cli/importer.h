#ifndef CLIENTS_CLI_IMPORTER_H_
#define CLIENTS_CLI_IMPORTER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/import_row.h"
#include "clients/cli/send_pipeline.h"

namespace waystation::cli {

// What became of one file, in rows.
struct ImportResult {
  int64_t rows = 0;
  int64_t recorded = 0;
  // Recorded by an earlier import of the same source.
  int64_t already_there = 0;
  // Known under the same key with other content, or taken.
  int64_t conflicts = 0;
  // Not usable, or refused by the server.
  int64_t rejected = 0;
  // The server stopped answering; importing again sends them.
  int64_t not_sent = 0;
  // Exceptions that recorded movements opened, and movements held for a repeated document number.
  int64_t exceptions = 0;
  int64_t held = 0;
  // Where rejected and conflicting rows are, with the reasons; empty when there are none.
  std::string rejects_file;
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
  SendPipeline::Options pipeline;
};

// Imports one file. An error when nothing of it was read (it can't be opened, or its header is
// wrong). `facts.source` must be set.
absl::StatusOr<ImportResult> ImportFile(const std::string& path, const ImportKind& kind,
                                        const ImportFacts& facts, const ImportOptions& options,
                                        const SendCommand& send);

// "120 rows: 118 recorded, 2 already there".
std::string DescribeResult(const ImportResult& result, bool dry_run);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORTER_H_
