// A strict streaming reader of RFC 4180 files.
//
//   file   := [BOM] { record line-end }      line-end := CRLF | LF
//   record := field { separator field }
//   field  := text without quote, separator, CR, LF | '"' { any but quote | '""' } '"'
//
// A last record without a line end is refused too: "100" may be the beginning of "1000". Unless its
// last column is none that was asked for, or a text, which someone will see. What does
// not fit (another separator, UTF-16, a stray quote) is refused with the place that shows it, never
// guessed at: a wrong guess would record a wrong number.
#ifndef CLIENTS_CLI_IMPORT_CSV_READER_H_
#define CLIENTS_CLI_IMPORT_CSV_READER_H_

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "clients/cli/import/encoding.h"

namespace waystation::cli {

// No field of ours comes near it: a longer one means that a closing quote is missing.
inline constexpr size_t kMaxFieldBytes = 64 << 10;
// Nor a record with so many fields or bytes: then line ends are missing.
inline constexpr size_t kMaxFields = 1024;
inline constexpr size_t kMaxRecordBytes = 1 << 20;

// The names of a file's columns, in its own order.
class CsvHeader {
 public:
  explicit CsvHeader(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  const std::vector<std::string>& columns() const { return columns_; }
  // Where the first column of this name stands.
  std::optional<size_t> Find(absl::string_view column) const;

 private:
  std::vector<std::string> columns_;
};

struct CsvRow {
  // The line on which the record begins; the header is line 1.
  int64_t line = 0;
  // In the file's own order, in UTF-8. Of a row that can't be used, as far as they were read.
  std::vector<std::string> fields;
  std::shared_ptr<const CsvHeader> header;
  // Some of it was no UTF-8 and was read as ISO-8859-1 (encoding `mixed`).
  bool guessed = false;
  // The file ends in its last value, a text that may be cut off.
  bool open = false;

  // The field of the column; empty when the row has none.
  const std::string& Text(absl::string_view column) const;
};

struct CsvOptions {
  Decoder decoder;
  char separator = ',';
  // Columns that were not asked for: refused, so that a misspelt one is no silent loss; or kept.
  enum class Others { kRefused, kKept } others = Others::kRefused;
  // A column of text for people, which may end the file; empty: none.
  std::string text_column = {};
};

class CsvReader {
 public:
  // Reads `input` from where it stands; `file` is its name for messages. REQUIRES: `input` outlives
  // this and was opened in binary mode.
  CsvReader(std::istream* input, std::string file, CsvOptions options = {});

  // Reads the header, which must hold each of `columns` once and may hold each of `optional` once,
  // in any order. Columns that begin with "reject_" may always stand beside them, so that a mended
  // rejects file is a file again. A byte order mark says UTF-8, whatever the options.
  // INVALID_ARGUMENT naming every column that is missing, not known or there twice.
  absl::Status ReadHeader(const std::vector<std::string>& columns,
                          const std::vector<std::string>& optional = {});

  enum class Outcome {
    kRow,
    // The row can't be used (bad encoding, wrong number of fields) and `error` says why; the file
    // goes on after it.
    kBadRow,
    kEnd,
    // Nothing after this place can be trusted (an unclosed quote, a read error).
    kBroken,
  };

  struct Step {
    Outcome outcome = Outcome::kEnd;
    CsvRow row;
    // For kBadRow and kBroken, such as "movements.csv: row 12, column item: not UTF-8".
    std::string error;
    // The column at fault and its text, when there is one.
    std::string column;
    std::string value;
  };

  // The next record. REQUIRES: ReadHeader was ok. Blank lines are skipped.
  Step Next();

  // Bytes taken from the input so far, for a progress bar.
  int64_t bytes_read() const { return bytes_read_; }
  // REQUIRES: ReadHeader was ok.
  const CsvHeader& header() const { return *header_; }

 private:
  struct Record;

  int Get();
  Record ReadRecord();
  std::string ReadQuoted(std::string* field);
  std::string FaultOf(const Record& record, Step* step) const;
  bool DecodeFields(Step* step) const;

  std::istream* input_;
  std::string file_;
  CsvOptions options_;
  int64_t bytes_read_ = 0;
  int64_t line_ = 1;
  // The last value has to be known to be whole.
  bool last_counts_ = true;
  std::shared_ptr<const CsvHeader> header_;
};

// The record with CRLF, fields quoted where they have to be.
std::string CsvLine(const std::vector<std::string>& fields, char separator = ',');

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_CSV_READER_H_
