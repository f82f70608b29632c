#include "clients/cli/import/csv_reader.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

constexpr char kBom[] = "\xEF\xBB\xBF";
// Columns that a rejects file has beside its rows' own.
constexpr char kRejectPrefix[] = "reject_";

bool IsUtf16(absl::string_view first) {
  return absl::StartsWith(first, "\xFF\xFE") || absl::StartsWith(first, "\xFE\xFF") ||
         first.find('\0') != absl::string_view::npos;
}

// What a byte is called that may be the file's separator; empty for any other.
std::string SeparatorHint(int byte) {
  const char* name = byte == ';'    ? "semicolons"
                     : byte == '\t' ? "tabs"
                     : byte == ','  ? "commas"
                     : byte == '|'  ? "bars"
                                    : nullptr;
  if (name == nullptr) return "";
  return absl::StrCat("; the columns seem to be separated by ", name, ": say so with --separator");
}

// When a header of one column is several with another separator.
std::string SeparatorHint(const std::vector<std::string>& header) {
  size_t at = header.size() == 1 ? header[0].find_first_of(";\t,|") : std::string::npos;
  return at == std::string::npos ? "" : SeparatorHint(header[0][at]);
}

}  // namespace

std::optional<size_t> CsvHeader::Find(absl::string_view column) const {
  auto at = std::find(columns_.begin(), columns_.end(), column);
  if (at == columns_.end()) return std::nullopt;
  return static_cast<size_t>(at - columns_.begin());
}

const std::string& CsvRow::Text(absl::string_view column) const {
  static const auto* const kNone = new std::string;
  std::optional<size_t> at = header == nullptr ? std::nullopt : header->Find(column);
  return at.has_value() && *at < fields.size() ? fields[*at] : *kNone;
}

struct CsvReader::Record {
  int64_t line = 0;
  std::vector<std::string> fields;
  bool end = false;
  // Ended by the end of the file.
  bool open = false;
  std::string broken;
};

CsvReader::CsvReader(std::istream* input, std::string file, CsvOptions options)
    : input_(input), file_(std::move(file)), options_(std::move(options)) {}

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
  if (next == options_.separator || next == '\n' || next == '\r' || next == EOF) return "";
  return absl::StrCat("text after a closing quote; a quote inside a quoted field is written twice",
                      SeparatorHint(next));
}

CsvReader::Record CsvReader::ReadRecord() {
  Record record;
  record.line = line_;
  if (input_->peek() == EOF) {
    record.end = true;
    if (input_->bad()) record.broken = "the file can't be read to its end";
    return record;
  }
  const int64_t begin = bytes_read_;
  std::string field;
  while (record.broken.empty()) {
    int byte = Get();
    if (byte == '"' && field.empty()) {
      record.broken = ReadQuoted(&field);
      if (!record.broken.empty()) break;
      byte = Get();
    }
    if (byte == '\r' && input_->peek() == '\n') byte = Get();
    if (byte == options_.separator || byte == '\n' || byte == EOF) {
      record.fields.push_back(std::move(field));
      field.clear();
      record.open = byte == EOF;
      if (byte != options_.separator) break;
    } else if (byte == '"') {
      record.broken = "a quote inside a field that does not begin with one";
    } else if (byte == '\r') {
      record.broken = "a carriage return without a line feed";
    } else {
      field.push_back(static_cast<char>(byte));
    }
    if (field.size() > kMaxFieldBytes) {
      record.broken = "a field is longer than 64 KiB: this is not such a file";
    } else if (record.fields.size() > kMaxFields ||
               bytes_read_ - begin > static_cast<int64_t>(kMaxRecordBytes)) {
      record.broken = "a row does not end within 1,024 fields and 1 MiB: line ends are missing";
    }
  }
  return record;
}

absl::Status CsvReader::ReadHeader(const std::vector<std::string>& columns,
                                   const std::vector<std::string>& optional) {
  Record record = ReadRecord();
  auto wrong = [this](const auto&... parts) {
    return absl::InvalidArgumentError(absl::StrCat(file_, ": ", parts...));
  };
  if (record.end) {
    return wrong("the file is empty, want a first row with ", absl::StrJoin(columns, ","));
  }
  if (!record.fields.empty() && absl::StartsWith(record.fields[0], kBom)) {
    record.fields[0].erase(0, 3);
    options_.decoder = Decoder();
  }
  if (IsUtf16(absl::StrJoin(record.fields, ","))) {
    return wrong("row 1: the file is UTF-16 or binary; save it as UTF-8");
  }
  if (!record.broken.empty()) return wrong("row 1: ", record.broken);
  for (std::string& field : record.fields) {
    std::optional<Decoder::Text> text = options_.decoder.Decode(field);
    if (!text.has_value()) {
      return wrong("row 1: got bytes that are not ", options_.decoder.name(), " text (",
                   Quotable(field), ")");
    }
    field = std::move(text->utf8);
  }
  header_ = std::make_shared<CsvHeader>(std::move(record.fields));
  const std::vector<std::string>& header = header_->columns();
  std::vector<std::string> known = columns;
  known.insert(known.end(), optional.begin(), optional.end());
  last_counts_ = header.back() != options_.text_column &&
                 std::find(known.begin(), known.end(), header.back()) != known.end();
  std::vector<std::string> problems;
  for (size_t i = 0; i < known.size(); ++i) {
    auto count = std::count(header.begin(), header.end(), known[i]);
    if (count == 0 && i < columns.size()) {
      problems.push_back(absl::StrCat("column ", known[i], " is missing"));
    }
    if (count > 1) problems.push_back(absl::StrCat("column ", known[i], " is there twice"));
  }
  for (const std::string& column : header) {
    bool taken = options_.others == CsvOptions::Others::kKept ||
                 std::find(known.begin(), known.end(), column) != known.end();
    if (!taken && !absl::StartsWith(column, kRejectPrefix)) {
      problems.push_back(absl::StrCat("column \"", Quotable(column), "\" is not known"));
    }
  }
  if (problems.empty()) return absl::OkStatus();
  return wrong("row 1: ", absl::StrJoin(problems, "; "), "; want ", absl::StrJoin(columns, ","),
               optional.empty() ? "" : ", and if you have them ", absl::StrJoin(optional, ","),
               SeparatorHint(header));
}

// What is wrong with the record's form; its column and value in `step`. Empty: nothing.
std::string CsvReader::FaultOf(const Record& record, Step* step) const {
  const std::vector<std::string>& columns = header_->columns();
  const std::vector<std::string>& fields = step->row.fields;
  if (fields.size() != columns.size()) {
    bool cut_off = record.open && fields.size() < columns.size();
    if (fields.size() < columns.size()) step->column = columns[fields.size()];
    return absl::StrCat(": got ", fields.size(), " fields, want ", columns.size(),
                        step->column.empty() ? "" : ", the first missing is " + step->column,
                        cut_off ? "; the file ends here and may be cut off" : "");
  }
  if (!record.open || !last_counts_) return "";
  step->column = columns.back();
  step->value = Quotable(fields.back());
  return absl::StrCat(", column ", step->column,
                      ": the file ends without a line end, so the last value may be cut off; end "
                      "the row with a new line if it is whole");
}

// Turns all fields into UTF-8. False: one of them can't be, and `step` says which; the bytes of
// such a one are shown as \xNN.
bool CsvReader::DecodeFields(Step* step) const {
  const std::vector<std::string>& columns = header_->columns();
  bool ok = true;
  for (size_t i = 0; i < step->row.fields.size(); ++i) {
    std::string& field = step->row.fields[i];
    std::optional<Decoder::Text> text = options_.decoder.Decode(field);
    if (text.has_value()) {
      field = std::move(text->utf8);
      step->row.guessed = step->row.guessed || text->guessed;
      continue;
    }
    const std::string column = i < columns.size() ? columns[i] : "";
    if (step->error.empty()) {
      step->column = column;
      step->value = Quotable(field);
      step->error = absl::StrCat(", column ", column, ": got bytes that are not ",
                                 options_.decoder.name(), " text (", step->value,
                                 "); save the file as UTF-8, or say with --encoding what it is");
    }
    ok = false;
    field = Quotable(field, field.size());
  }
  return ok;
}

CsvReader::Step CsvReader::Next() {
  Step step;
  Record record;
  do {
    record = ReadRecord();
    step.row.line = record.line;
    step.row.header = header_;
    const std::string place = absl::StrCat(file_, ": row ", record.line);
    if (!record.broken.empty()) {
      step.outcome = Outcome::kBroken;
      // What was read so far tells in which column it broke off.
      const std::vector<std::string>& columns = header_->columns();
      const size_t at = record.fields.size();
      if (!record.end && at < columns.size()) step.column = columns[at];
      step.error = absl::StrCat(place, step.column.empty() ? "" : ", column " + step.column, ": ",
                                record.broken);
      return step;
    }
    if (record.end) return step;
  } while (record.fields.size() == 1 && record.fields[0].empty());
  step.row.fields = std::move(record.fields);
  step.row.open = record.open && options_.text_column == header_->columns().back();
  step.error = FaultOf(record, &step);
  bool sound = DecodeFields(&step) && step.error.empty();
  step.outcome = sound ? Outcome::kRow : Outcome::kBadRow;
  if (step.outcome == Outcome::kBadRow) {
    step.error = absl::StrCat(file_, ": row ", step.row.line, step.error);
  }
  return step;
}

std::string CsvLine(const std::vector<std::string>& fields, char separator) {
  const std::string special = absl::StrCat("\"\r\n", std::string(1, separator));
  std::string line;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line.push_back(separator);
    if (fields[i].find_first_of(special) == std::string::npos) {
      line += fields[i];
      continue;
    }
    line.push_back('"');
    for (char c : fields[i]) {
      if (c == '"') line.push_back('"');
      line.push_back(c);
    }
    line.push_back('"');
  }
  return line + "\r\n";
}

}  // namespace waystation::cli
