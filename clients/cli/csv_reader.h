// A strict streaming reader of RFC 4180 files in UTF-8.
//
//   file   := [BOM] { record line-end }      line-end := CRLF | LF
//   record := field { "," field }
//   field  := text without quote, comma, CR, LF | '"' { any but quote | '""' } '"'
//
// A last record without a line end is refused too: "100" may be the beginning of "1000".
// Other dialects (semicolons, UTF-16, a stray quote) are refused with the place that shows it,
// never guessed at: a wrong guess would record a wrong number.
#ifndef CLIENTS_CLI_CSV_READER_H_
#define CLIENTS_CLI_CSV_READER_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace waystation::cli {

// No field of ours comes near it: a longer one means that a closing quote is missing.
inline constexpr size_t kMaxFieldBytes = 64 << 10;

struct CsvRow {
  // The line on which the record begins; the header is line 1.
  int64_t line = 0;
  // One per column of the header.
  std::vector<std::string> fields;
};

class CsvReader {
 public:
  // Reads `input` from where it stands; `file` is its name for messages. REQUIRES: `input` outlives
  // this and was opened in binary mode.
  CsvReader(std::istream* input, std::string file) : input_(input), file_(std::move(file)) {}

  // Reads the header, which must hold exactly `columns`, in any order; columns that begin with
  // "reject_" may stand beside them and are not read, so that a mended rejects file is a file
  // again. INVALID_ARGUMENT naming every column that is missing, not known or there twice.
  absl::Status ReadHeader(const std::vector<std::string>& columns);

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

  // The next record, fields in the order of `columns` given to ReadHeader. REQUIRES: ReadHeader was
  // ok. Blank lines are skipped.
  Step Next();

  // Bytes taken from the input so far, for a progress bar.
  int64_t bytes_read() const { return bytes_read_; }
  // The file's own order of columns.
  const std::vector<std::string>& header() const { return header_; }

 private:
  struct Record {
    int64_t line = 0;
    std::vector<std::string> fields;
    bool end = false;
    // Ended by the end of the file.
    bool open = false;
    std::string broken;
  };

  int Get();
  Record ReadRecord();
  std::string ReadQuoted(std::string* field);

  std::istream* input_;
  std::string file_;
  int64_t bytes_read_ = 0;
  int64_t line_ = 1;
  std::vector<std::string> header_;
  // position_[i]: where column i of the order asked for stands in the file.
  std::vector<size_t> position_;
};

// The field as it is written into a CSV file: quoted when it has to be.
std::string CsvField(absl::string_view text);

// The record with CRLF.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_CSV_READER_H_
