#include "clients/cli/csv_reader.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/text.h"

namespace waystation::cli {
namespace {

constexpr char kBom[] = "\xEF\xBB\xBF";
// Columns that a rejects file has beside its rows' own.
constexpr char kRejectPrefix[] = "reject_";

absl::Status EncodingProblem(absl::string_view file, absl::string_view first) {
  if (absl::StartsWith(first, "\xFF\xFE") || absl::StartsWith(first, "\xFE\xFF") ||
      first.find('\0') != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat(file, ": row 1: the file is UTF-16 or binary, want UTF-8"));
  }
  return absl::OkStatus();
}

}  // namespace

int CsvReader::Get() {
  int byte = input_->get();
  if (byte != EOF) ++bytes_read_;
  if (byte == '\n') ++line_;
  return byte;
}

// Reads after the opening quote to the closing one. Returns what is wrong, or nothing.
std::string CsvReader::ReadQuoted(std::string* field) {
  while (true) {
    int byte = Get();
    if (byte == EOF) {
      return "the file ends inside a quoted field: it is cut off, or a quote is not closed";
    }
    if (byte == '"') {
      if (input_->peek() != '"') break;
      Get();
    }
    field->push_back(static_cast<char>(byte));
    if (field->size() > kMaxFieldBytes) return "a quoted field does not end: a quote is not closed";
  }
  int next = input_->peek();
  if (next == ',' || next == '\n' || next == '\r' || next == EOF) return "";
  return "text after a closing quote; a quote inside a quoted field is written twice";
}

CsvReader::Record CsvReader::ReadRecord() {
  Record record;
  record.line = line_;
  if (input_->peek() == EOF) {
    record.end = true;
    if (input_->bad()) record.broken = "the file can't be read to its end";
    return record;
  }
  std::string field;
  while (true) {
    int byte = Get();
    if (byte == '"' && field.empty()) {
      record.broken = ReadQuoted(&field);
      if (!record.broken.empty()) return record;
      byte = Get();
    }
    if (byte == '\r' && input_->peek() == '\n') byte = Get();
    if (byte == ',' || byte == '\n' || byte == EOF) {
      record.fields.push_back(std::move(field));
      field.clear();
      if (byte == ',') continue;
      record.open = byte == EOF;
      return record;
    }
    if (byte == '"') {
      record.broken = "a quote inside a field that does not begin with one";
      return record;
    }
    if (byte == '\r') {
      record.broken = "a carriage return without a line feed";
      return record;
    }
    field.push_back(static_cast<char>(byte));
    if (field.size() > kMaxFieldBytes) {
      record.broken = "a field is longer than 64 KiB: this is not such a file";
      return record;
    }
  }
}

absl::Status CsvReader::ReadHeader(const std::vector<std::string>& columns) {
  Record record = ReadRecord();
  if (record.end) {
    return absl::InvalidArgumentError(absl::StrCat(
        file_, ": the file is empty, want a first row with ", absl::StrJoin(columns, ",")));
  }
  if (!record.fields.empty() && absl::StartsWith(record.fields[0], kBom)) {
    record.fields[0].erase(0, 3);
  }
  std::string all = absl::StrJoin(record.fields, ",");
  if (absl::Status status = EncodingProblem(file_, all); !status.ok()) return status;
  if (!record.broken.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(file_, ": row 1: ", record.broken));
  }
  header_ = std::move(record.fields);
  std::vector<std::string> problems;
  for (const std::string& column : columns) {
    auto count = std::count(header_.begin(), header_.end(), column);
    if (count == 0) problems.push_back(absl::StrCat("column ", column, " is missing"));
    if (count > 1) problems.push_back(absl::StrCat("column ", column, " is there twice"));
    auto at = std::find(header_.begin(), header_.end(), column);
    position_.push_back(static_cast<size_t>(at - header_.begin()));
  }
  for (const std::string& column : header_) {
    bool known = std::find(columns.begin(), columns.end(), column) != columns.end();
    if (!known && !absl::StartsWith(column, kRejectPrefix)) {
      problems.push_back(absl::StrCat("column \"", Quotable(column), "\" is not known"));
    }
  }
  if (problems.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(file_, ": row 1: ", absl::StrJoin(problems, "; "),
                                                 "; want ", absl::StrJoin(columns, ",")));
}

CsvReader::Step CsvReader::Next() {
  Step step;
  bool open = false;
  while (true) {
    Record record = ReadRecord();
    step.row.line = record.line;
    if (!record.broken.empty()) {
      step.outcome = Outcome::kBroken;
      step.error = absl::StrCat(file_, ": row ", record.line, ": ", record.broken);
      return step;
    }
    if (record.end) return step;
    if (record.fields.size() == 1 && record.fields[0].empty()) continue;
    step.row.fields = std::move(record.fields);
    open = record.open;
    break;
  }
  std::vector<std::string>& fields = step.row.fields;
  if (fields.size() != header_.size()) {
    step.outcome = Outcome::kBadRow;
    bool cut_off = open && fields.size() < header_.size();
    if (fields.size() < header_.size()) step.column = header_[fields.size()];
    step.error = absl::StrCat(file_, ": row ", step.row.line, ": got ", fields.size(),
                              " fields, want ", header_.size(),
                              step.column.empty() ? "" : ", the first missing is " + step.column,
                              cut_off ? "; the file ends here and may be cut off" : "");
    return step;
  }
  if (open) {
    step.outcome = Outcome::kBadRow;
    step.column = header_.back();
    step.value = Quotable(fields.back());
    step.error = absl::StrCat(file_, ": row ", step.row.line, ", column ", step.column,
                              ": the file ends without a line end, so the last value may be cut "
                              "off; end the row with a new line if it is whole");
    return step;
  }
  for (size_t i = 0; i < fields.size(); ++i) {
    std::optional<size_t> bad = FirstInvalidUtf8(fields[i]);
    if (!bad.has_value() && fields[i].find('\0') == std::string::npos) continue;
    step.outcome = Outcome::kBadRow;
    step.column = header_[i];
    step.value = Quotable(fields[i]);
    step.error = absl::StrCat(file_, ": row ", step.row.line, ", column ", header_[i],
                              ": got bytes that are not UTF-8 text (", step.value, "), want UTF-8");
    return step;
  }
  std::vector<std::string> ordered;
  for (size_t position : position_) ordered.push_back(fields[position]);
  fields = std::move(ordered);
  step.outcome = Outcome::kRow;
  return step;
}

std::string CsvField(absl::string_view text) {
  if (text.find_first_of("\",\r\n") == absl::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

std::string CsvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    absl::StrAppend(&line, line.empty() && &field == &fields[0] ? "" : ",", CsvField(field));
  }
  return line + "\r\n";
}

}  // namespace waystation::cli
