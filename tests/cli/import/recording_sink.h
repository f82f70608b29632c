#ifndef TESTS_CLI_IMPORT_RECORDING_SINK_H_
#define TESTS_CLI_IMPORT_RECORDING_SINK_H_

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "clients/cli/import/import_kind.h"

namespace waystation::cli {

// Keeps what a kind makes of rows.
class RecordingSink : public ImportSink {
 public:
  void Send(ImportCommand command) override { commands.push_back(std::move(command)); }
  void Expect(int64_t count) override { expected = count; }
  void Nothing(int64_t rows) override { nothing += rows; }
  void Reject(const std::vector<CsvRow>& rows, const std::vector<RowProblem>& of_them) override {
    for (const CsvRow& row : rows) rejected.push_back(row.line);
    problems.insert(problems.end(), of_them.begin(), of_them.end());
  }
  void Remark(RowRemark remark) override { remarks.push_back(std::move(remark)); }

  std::vector<ImportCommand> commands;
  std::vector<int64_t> rejected;
  std::vector<RowProblem> problems;
  std::vector<RowRemark> remarks;
  int64_t expected = 0;
  int64_t nothing = 0;
};

// Everything that the kind makes of the file.
inline RecordingSink TakeFile(ImportKind* kind, const std::string& text, CsvOptions options = {}) {
  std::istringstream input(text);
  options.others = kind->other_columns();
  options.text_column = kind->text_column();
  CsvReader reader(&input, "f.csv", options);
  absl::Status header = reader.ReadHeader(kind->columns(), kind->optional_columns());
  EXPECT_TRUE(header.ok()) << header;
  RecordingSink sink;
  while (header.ok()) {
    CsvReader::Step step = reader.Next();
    if (step.outcome == CsvReader::Outcome::kEnd) break;
    if (step.outcome == CsvReader::Outcome::kRow) {
      kind->Add(std::move(step.row), &sink);
    } else {
      kind->AddUnreadable(step.row, &sink);
    }
  }
  absl::Status finished = kind->Finish(&sink);
  EXPECT_TRUE(finished.ok()) << finished;
  return sink;
}

// The header of all columns that the kind needs.
inline std::string HeaderOf(const ImportKind& kind) {
  std::string header;
  for (const std::string& column : kind.columns()) header += (header.empty() ? "" : ",") + column;
  return header + "\n";
}

}  // namespace waystation::cli

#endif  // TESTS_CLI_IMPORT_RECORDING_SINK_H_
