#include "clients/cli/importer.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/progress.h"
#include "clients/cli/text.h"
#include "clients/cpp/call_error.h"
#include "clients/cpp/method.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {
namespace {

// More problems than anyone reads; the rejects file has them all.
constexpr size_t kProblemsShown = 10;

// The file of rows that did not get in, made when the first of them is met. It can be mended and
// imported itself: its additional columns are known to the reader.
class Rejects {
 public:
  Rejects(std::string path, const std::vector<std::string>* columns)
      : path_(std::move(path)), columns_(columns) {
    // What is there is of an earlier run.
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  void Add(const CsvRow& row, const RowProblem& problem) {
    if (!file_.is_open()) {
      file_.open(path_, std::ios::binary | std::ios::trunc);
      std::vector<std::string> header = *columns_;
      header.insert(header.end(), {"reject_row", "reject_column", "reject_value", "reject_reason"});
      file_ << CsvLine(header);
    }
    std::vector<std::string> fields = row.fields;
    fields.resize(columns_->size());
    for (std::string& field : fields) {
      if (FirstInvalidUtf8(field).has_value()) field = Quotable(field, field.size());
    }
    fields.insert(fields.end(),
                  {absl::StrCat(row.line), problem.column, problem.value, problem.text});
    file_ << CsvLine(fields);
  }

  // Empty when there was none.
  std::string Close() {
    if (!file_.is_open()) return "";
    file_.close();
    return file_.good() ? path_ : absl::StrCat(path_, " (could not be written)");
  }

 private:
  std::string path_;
  const std::vector<std::string>* columns_;
  std::ofstream file_;
};

// The import of one file, while it goes on.
class Import {
 public:
  Import(std::string path, const ImportKind& kind, const ImportFacts& facts,
         const ImportOptions& options, const SendCommand& send)
      : file_(std::filesystem::path(path).filename().string()),
        kind_(kind),
        facts_(facts),
        options_(options),
        rejects_(path + ".rejects.csv", &kind.columns()),
        pipeline_(options.pipeline, send,
                  [this](const ImportCommand& command, const absl::Status& status) {
                    Outcome(command, status);
                  }) {}

  ImportResult Run(CsvReader* reader, Progress* progress) {
    std::vector<CsvRow> group;
    std::string key;
    while (!pipeline_.gave_up()) {
      CsvReader::Step step = reader->Next();
      progress->Show(reader->bytes_read(), result_.rows);
      if (step.outcome == CsvReader::Outcome::kRow && !group.empty() &&
          kind_.GroupKey(step.row) == key) {
        group.push_back(std::move(step.row));
        continue;
      }
      Take(std::move(group));
      group.clear();
      if (step.outcome == CsvReader::Outcome::kEnd) break;
      if (step.outcome != CsvReader::Outcome::kRow) {
        BadRow(step);
        if (step.outcome == CsvReader::Outcome::kBroken) break;
        continue;
      }
      key = kind_.GroupKey(step.row);
      group.push_back(std::move(step.row));
    }
    pipeline_.Finish();
    progress->Done();
    result_.rejects_file = rejects_.Close();
    return std::move(result_);
  }

 private:
  void Note(const std::string& text) {
    if (result_.problems.size() < kProblemsShown) result_.problems.push_back(text);
  }

  void BadRow(const CsvReader::Step& step) {
    ++result_.rows;
    ++result_.rejected;
    result_.broken = step.outcome == CsvReader::Outcome::kBroken;
    Note(step.error);
    rejects_.Add(step.row, RowProblem{step.row.line, step.column, step.value, step.error});
  }

  void Take(std::vector<CsvRow> group) {
    if (group.empty()) return;
    result_.rows += static_cast<int64_t>(group.size());
    std::vector<RowProblem> problems;
    std::vector<ImportCommand> commands = kind_.Convert(group, facts_, &problems);
    if (!problems.empty()) {
      RejectGroup(group, problems);
      return;
    }
    if (options_.dry_run) {
      result_.recorded += static_cast<int64_t>(group.size());
      return;
    }
    for (ImportCommand& command : commands) pipeline_.Offer(std::move(command));
  }

  // One wrong row keeps back the rows that belong to it: half a movement is no movement.
  void RejectGroup(const std::vector<CsvRow>& group, const std::vector<RowProblem>& problems) {
    result_.rejected += static_cast<int64_t>(group.size());
    for (const RowProblem& problem : problems) {
      Note(absl::StrCat(file_, ": row ", problem.line, ", column ", problem.column, ": ",
                        problem.text));
    }
    for (const CsvRow& row : group) {
      RowProblem shown{row.line, "", "",
                       absl::StrCat("belongs to row ", problems[0].line, ", which is wrong")};
      for (const RowProblem& problem : problems) {
        if (problem.line != row.line) continue;
        shown = problem;
        break;
      }
      rejects_.Add(row, shown);
    }
  }

  void Outcome(const ImportCommand& command, const absl::Status& status) {
    auto rows = static_cast<int64_t>(command.rows.size());
    if (status.ok()) {
      if (!command.counted) return;
      auto receipt = client::ReceiptOf(*command.response);
      bool replayed = receipt.has_value() && receipt->replayed();
      (replayed ? result_.already_there : result_.recorded) += rows;
      CountMovement(*command.response, replayed);
      return;
    }
    if (!client::IsFinalRefusal(status)) {
      if (command.counted) result_.not_sent += rows;
      if (result_.not_sent == rows) Note(absl::StrCat(file_, ": ", Reason(status)));
      return;
    }
    bool conflict = absl::IsAlreadyExists(status);
    (conflict ? result_.conflicts : result_.rejected) += rows;
    // A second command's rows were counted with the first.
    if (!command.counted) result_.recorded -= rows;
    std::string reason = Reason(status);
    Note(absl::StrCat(file_, ": row ", command.rows[0].line, ": ", reason));
    for (const CsvRow& row : command.rows) {
      rejects_.Add(row, RowProblem{row.line, "", "", reason});
    }
  }

  void CountMovement(const google::protobuf::Message& message, bool replayed) {
    auto* response =
        google::protobuf::DynamicCastToGenerated<inventory::v1::CreateMovementResponse>(&message);
    if (response == nullptr || replayed) return;
    result_.exceptions += response->exceptions_size();
    result_.held += response->held() ? 1 : 0;
  }

  static std::string Reason(const absl::Status& status) {
    std::string text = client::RenderError(status);
    text = text.substr(sizeof("error: ") - 1);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    for (char& c : text) c = c == '\n' ? ' ' : c;
    return text;
  }

  std::string file_;
  const ImportKind& kind_;
  const ImportFacts& facts_;
  const ImportOptions& options_;
  ImportResult result_;
  Rejects rejects_;
  // Last: its end waits for outcomes, which use the rest.
  SendPipeline pipeline_;
};

}  // namespace

absl::StatusOr<ImportResult> ImportFile(const std::string& path, const ImportKind& kind,
                                        const ImportFacts& facts, const ImportOptions& options,
                                        const SendCommand& send) {
  std::ifstream input(path, std::ios::binary);
  std::error_code error;
  auto size = std::filesystem::file_size(path, error);
  if (!input || error) {
    return absl::InvalidArgumentError(
        absl::StrCat("FILE: got \"", Quotable(path), "\", want a file that can be read"));
  }
  CsvReader reader(&input, std::filesystem::path(path).filename().string());
  if (absl::Status status = reader.ReadHeader(kind.columns()); !status.ok()) return status;
  Progress progress(std::filesystem::path(path).filename().string(), static_cast<int64_t>(size),
                    options.progress);
  Import import(path, kind, facts, options, send);
  return import.Run(&reader, &progress);
}

std::string DescribeResult(const ImportResult& result, bool dry_run) {
  std::string text =
      absl::StrCat(WithThousands(result.rows),
                   result.rows == 1 ? " row: " : " rows: ", WithThousands(result.recorded),
                   dry_run ? " can be sent" : " recorded");
  auto add = [&text](int64_t count, const char* what) {
    if (count != 0) absl::StrAppend(&text, ", ", WithThousands(count), " ", what);
  };
  add(result.already_there, "already there");
  add(result.conflicts, "in conflict with what is recorded");
  add(result.rejected, "rejected");
  add(result.not_sent, "not sent");
  add(result.held, "movements held: document number used before");
  add(result.exceptions, "exceptions opened or changed");
  if (result.broken) absl::StrAppend(&text, "; the file was not read to its end");
  return text;
}

}  // namespace waystation::cli
