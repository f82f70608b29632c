#ifndef CLIENTS_CLI_IMPORT_SEND_IMPORT_TALLY_H_
#define CLIENTS_CLI_IMPORT_SEND_IMPORT_TALLY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/import/import_kind.h"
#include "clients/cli/import/send/importer.h"
#include "clients/cli/import/send/side_file.h"

namespace waystation::cli {

// Headers of the two files beside an input with these columns: its rows with the reasons, and the
// remarks.
std::vector<std::string> RejectsHeader(const std::vector<std::string>& columns);
std::vector<std::string> RemarksHeader();

// Counts what becomes of the rows of one file, and writes down those that did not get in. A row
// that takes several commands counts once, as the worst that became of any of them; its rows
// are in the rejects file once.
class ImportTally {
 public:
  // `columns` are the file's own.
  ImportTally(std::string file, const std::vector<std::string>& columns, SideFile rejects,
              SideFile remarks);

  void CountRow() { ++result_.rows; }
  void Nothing(int64_t rows) { result_.nothing += rows; }
  void BadRow(const CsvReader::Step& step);
  void Reject(const std::vector<CsvRow>& rows, const std::vector<RowProblem>& problems);
  void Remark(const RowRemark& remark);

  void AlreadyThere(const ImportCommand& command) { Become(command, kAlreadyThere, ""); }
  void Recorded(const ImportCommand& command) { Become(command, kRecorded, ""); }
  void NotSent(const ImportCommand& command, const std::string& why);
  void HeldBack(const ImportCommand& command, const std::string& why) {
    Become(command, kHeldBack, why);
  }
  void Refused(const ImportCommand& command, const std::string& why);
  void Conflict(const ImportCommand& command, const std::string& why);
  void Exceptions(int count, bool held);

  const ImportResult& result() const { return result_; }
  // DATA_LOSS when the rejects could not be written.
  absl::StatusOr<ImportResult> Finish();

 private:
  // From best to worst.
  enum Fate { kAlreadyThere, kRecorded, kNotSent, kHeldBack, kRejected, kConflict };

  void Become(const ImportCommand& command, Fate fate, const std::string& why);
  int64_t& CountOf(Fate fate);
  static void Note(const std::string& text, std::vector<std::string>* notes);
  void Note(const std::string& text) { Note(text, &result_.problems); }
  void WriteReject(const CsvRow& row, const RowProblem& problem);

  std::string file_;
  ImportResult result_;
  // The first of those rows that are well themselves: told after what has to be mended.
  std::vector<std::string> held_back_;
  // Positions of the columns that the rejects file repeats.
  std::vector<size_t> kept_;
  SideFile rejects_;
  SideFile remarks_;
  // By line, of rows that may take several commands.
  std::map<int64_t, Fate> fates_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_SEND_IMPORT_TALLY_H_
