// Rows of an import file as commands: what every kind of file shares.
#ifndef CLIENTS_CLI_IMPORT_ROW_H_
#define CLIENTS_CLI_IMPORT_ROW_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/cli/csv_reader.h"
#include "clients/cli/words.h"
#include "google/protobuf/message.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {

// What is wrong with one row, or why a server refused it.
struct RowProblem {
  int64_t line = 0;
  // Empty when it is about no column alone.
  std::string column;
  // As it stands in the file, fit to be quoted.
  std::string value;
  // "got X, want Y", or the server's words.
  std::string text;
};

// One command made of one or more rows next to each other.
struct ImportCommand {
  std::unique_ptr<google::protobuf::Message> request;
  std::unique_ptr<google::protobuf::Message> response;
  // Commands of one lane are sent one after another, in order. Empty: in any order.
  std::string lane;
  // False for a second command about the same rows, such as opening a facility just made.
  bool counted = true;
  // Everything of the file that the command carries.
  std::vector<CsvRow> rows;
};

// What rows are understood by, beside themselves.
struct ImportFacts {
  // Part of every request id.
  std::string source;
  // Facilities that exist, "facilities/x", and their zones.
  std::map<std::string, absl::TimeZone> zones;
  std::map<std::string, inventory::v1::Item> items;
  // Day zero: given, or the day on which the inventory log was born, in each facility's zone.
  std::optional<absl::CivilDay> day_zero;
  absl::Time log_birth;
};

// One kind of file.
class ImportKind {
 public:
  virtual ~ImportKind() = default;

  // "movements": part of every request id.
  virtual std::string name() const = 0;
  virtual const std::vector<std::string>& columns() const = 0;
  // Rows next to each other with the same key are one command. A row on its own: its line.
  virtual std::string GroupKey(const CsvRow& row) const = 0;
  // The group's commands, in order; or none, and `problems` has at least one more.
  virtual std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                             const ImportFacts& facts,
                                             std::vector<RowProblem>* problems) const = 0;
};

std::unique_ptr<ImportKind> MakeItemImport();
std::unique_ptr<ImportKind> MakeFacilityImport();
std::unique_ptr<ImportKind> MakeMovementImport();
std::unique_ptr<ImportKind> MakeReportImport();

// Reads the cells of one row, noting all that is wrong with them.
class Cells {
 public:
  // REQUIRES: all outlive this.
  Cells(const std::vector<std::string>* columns, const CsvRow* row,
        std::vector<RowProblem>* problems)
      : columns_(columns), row_(row), problems_(problems) {}

  // REQUIRES: `column` is one of the columns.
  const std::string& Text(absl::string_view column) const;
  // An id: 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'.
  std::string Id(absl::string_view column) const;
  // A whole number from `least` to `most`; `when_empty` for an empty cell, else a problem.
  int64_t Number(absl::string_view column, int64_t least, int64_t most,
                 std::optional<int64_t> when_empty) const;
  // "yes" or "no".
  bool YesNo(absl::string_view column) const;
  // A word of the enum; `when_empty` for an empty cell when it is given.
  template <typename Enum>
  Enum WordIn(absl::string_view column, std::optional<Enum> when_empty = std::nullopt) const {
    const std::string& text = Text(column);
    if (text.empty() && when_empty.has_value()) return *when_empty;
    absl::StatusOr<Enum> value = ParseWord<Enum>(text);
    if (value.ok()) return *value;
    Problem(column, std::string(value.status().message()));
    return Enum{};
  }
  // Notes a problem with a cell; `text` is worded "got X, want Y".
  void Problem(absl::string_view column, const std::string& text) const;
  // The value, or a problem and `otherwise`.
  template <typename Value>
  Value Need(absl::string_view column, absl::StatusOr<Value> value, Value otherwise) const {
    if (value.ok()) return *std::move(value);
    Problem(column, std::string(value.status().message()));
    return otherwise;
  }
  // Notes a problem for each of the columns whose text differs from `first`'s.
  void SameAs(const CsvRow& first, std::initializer_list<absl::string_view> same) const;

 private:
  const std::vector<std::string>* columns_;
  const CsvRow* row_;
  std::vector<RowProblem>* problems_;
};

// The zone of a facility of `facts`; UTC and a problem when there is none.
absl::TimeZone ZoneOf(const Cells& cells, const std::string& facility, const ImportFacts& facts);

// The time that the columns `day` and `time` say, in the zone.
absl::Time TimeOf(const Cells& cells, absl::TimeZone zone, const ImportFacts& facts);

// Day zero in the zone.
absl::CivilDay DayZero(absl::TimeZone zone, const ImportFacts& facts);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_ROW_H_
