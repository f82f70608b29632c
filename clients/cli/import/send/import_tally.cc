#include "clients/cli/import/send/import_tally.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace waystation::cli {
namespace {

// More problems than anyone reads; the rejects file has them all.
constexpr size_t kProblemsShown = 10;
constexpr char kRejectPrefix[] = "reject_";

// Positions of the columns that a rejects file repeats: all but an earlier rejects file's own.
std::vector<size_t> KeptOf(const std::vector<std::string>& columns) {
  std::vector<size_t> kept;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!absl::StartsWith(columns[i], kRejectPrefix)) kept.push_back(i);
  }
  return kept;
}

}  // namespace

std::vector<std::string> RejectsHeader(const std::vector<std::string>& columns) {
  std::vector<std::string> header;
  for (size_t at : KeptOf(columns)) header.push_back(columns[at]);
  header.insert(header.end(), {"reject_row", "reject_column", "reject_value", "reject_reason"});
  return header;
}

std::vector<std::string> RemarksHeader() {
  return {"row", "column", "value", "sort", "remark_text"};
}

ImportTally::ImportTally(std::string file, const std::vector<std::string>& columns,
                         SideFile rejects, SideFile remarks)
    : file_(std::move(file)),
      kept_(KeptOf(columns)),
      rejects_(std::move(rejects)),
      remarks_(std::move(remarks)) {}

void ImportTally::Note(const std::string& text, std::vector<std::string>* notes) {
  if (notes->size() < kProblemsShown) notes->push_back(text);
}

void ImportTally::WriteReject(const CsvRow& row, const RowProblem& problem) {
  std::vector<std::string> fields;
  for (size_t at : kept_) fields.push_back(at < row.fields.size() ? row.fields[at] : "");
  // More fields than columns: they would be lost, and are part of what has to be mended.
  const size_t columns = row.header == nullptr ? 0 : row.header->columns().size();
  std::string text = problem.text;
  for (size_t i = columns; i < row.fields.size(); ++i) {
    absl::StrAppend(&text, i == columns ? "; too many: " : ", ", row.fields[i]);
  }
  fields.insert(fields.end(), {absl::StrCat(row.line), problem.column, problem.value, text});
  rejects_.Add(fields);
}

void ImportTally::BadRow(const CsvReader::Step& step) {
  ++result_.rejected;
  result_.broken = step.outcome == CsvReader::Outcome::kBroken;
  Note(step.error);
  WriteReject(step.row, RowProblem{step.row.line, step.column, step.value, step.error});
}

void ImportTally::Reject(const std::vector<CsvRow>& rows, const std::vector<RowProblem>& problems) {
  result_.rejected += static_cast<int64_t>(rows.size());
  for (const RowProblem& problem : problems) {
    Note(absl::StrCat(file_, ": row ", problem.line,
                      problem.column.empty() ? "" : ", column " + problem.column, ": ",
                      problem.text),
         problem.held_back ? &held_back_ : &result_.problems);
  }
  for (const CsvRow& row : rows) {
    RowProblem own{row.line, "", "",
                   absl::StrCat("belongs to row ", problems[0].line, ", which is wrong")};
    bool first = true;
    for (const RowProblem& problem : problems) {
      if (problem.line != row.line) continue;
      if (std::exchange(first, false)) {
        own = problem;
      } else {
        absl::StrAppend(&own.text, "; column ", problem.column, ": ", problem.text);
      }
    }
    WriteReject(row, own);
  }
}

void ImportTally::Remark(const RowRemark& remark) {
  ++result_.remarks[remark.sort];
  remarks_.Add({absl::StrCat(remark.line), remark.column, remark.value, remark.sort, remark.text});
}

void ImportTally::NotSent(const ImportCommand& command, const std::string& why) {
  if (result_.not_sent == 0) Note(why);
  Become(command, kNotSent, why);
}

void ImportTally::Refused(const ImportCommand& command, const std::string& why) {
  Note(absl::StrCat(file_, ": row ", command.rows[0].line, ": ", why));
  Become(command, kRejected, why);
}

void ImportTally::Conflict(const ImportCommand& command, const std::string& why) {
  Note(absl::StrCat(file_, ": row ", command.rows[0].line, ": ", why));
  Become(command, kConflict, why);
}

void ImportTally::Exceptions(int count, bool held) {
  result_.exceptions += count;
  result_.held += held ? 1 : 0;
}

int64_t& ImportTally::CountOf(Fate fate) {
  switch (fate) {
    case kAlreadyThere:
      return result_.already_there;
    case kRecorded:
      return result_.recorded;
    case kNotSent:
      return result_.not_sent;
    case kHeldBack:
      return result_.held_back;
    case kConflict:
      return result_.conflicts;
    default:
      return result_.rejected;
  }
}

void ImportTally::Become(const ImportCommand& command, Fate fate, const std::string& why) {
  for (const CsvRow& row : command.rows) {
    bool written = false;
    if (!command.chain.empty()) {
      auto [known, fresh] = fates_.emplace(row.line, fate);
      if (!fresh) {
        written = known->second >= kHeldBack;
        if (fate <= known->second) continue;
        --CountOf(known->second);
        known->second = fate;
      }
    }
    ++CountOf(fate);
    if (fate >= kHeldBack && !written) WriteReject(row, RowProblem{row.line, "", "", why});
  }
}

absl::StatusOr<ImportResult> ImportTally::Finish() {
  absl::StatusOr<std::string> rejects = rejects_.Close();
  if (!rejects.ok()) return rejects.status();
  absl::StatusOr<std::string> remarks = remarks_.Close();
  if (!remarks.ok()) return remarks.status();
  result_.rejects_file = *rejects;
  result_.remarks_file = *remarks;
  for (const std::string& text : held_back_) Note(text);
  return std::move(result_);
}

}  // namespace waystation::cli
