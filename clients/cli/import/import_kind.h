// Rows of an import file as commands: what every kind of file shares. Nothing here sends or asks.
#ifndef CLIENTS_CLI_IMPORT_IMPORT_KIND_H_
#define CLIENTS_CLI_IMPORT_IMPORT_KIND_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/cli/import/csv_reader.h"
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
  // The row itself is well, but builds on one that is not: people are told of that one first.
  bool held_back = false;
};

// Something a person should know of a row that goes in all the same.
struct RowRemark {
  int64_t line = 0;
  std::string column;
  std::string value;
  // One word for all remarks of this sort, such as "volume-differs": they are counted by it.
  std::string sort;
  // What was found and what was made of it.
  std::string text;
};

// One command made of one or more rows.
struct ImportCommand {
  // Without its request id, which is derived from the two that follow and the source's name.
  std::unique_ptr<google::protobuf::Message> request;
  std::unique_ptr<google::protobuf::Message> response;
  // "movements"; with `natural_key` it says what the command is about, whatever its content.
  std::string id_kind = {};
  std::vector<std::string> natural_key = {};
  // Commands of one lane are sent one after another, in order. Empty: in any order.
  std::string lane = {};
  // Once a command of a chain was not recorded, the ones after it would build on what is not there
  // and are held back. A chain lies within one lane, and a row with several commands in one chain.
  // Empty: stands alone.
  std::string chain = {};
  // It names what commands before it make: sent once all of them have ended.
  bool after_all_before = false;
  // Everything of the file that the command carries.
  std::vector<CsvRow> rows = {};
};

// What rows are understood by, beside themselves.
struct ImportFacts {
  // Facilities that exist, "facilities/x", and their zones.
  std::map<std::string, absl::TimeZone> zones;
  std::map<std::string, inventory::v1::Item> items;
  // Day zero: given, or the day on which the inventory log was born, in each facility's zone.
  std::optional<absl::CivilDay> day_zero;
  absl::Time log_birth;
};

// Where a kind puts what it makes of rows. Everything is told once, in the file's order where there
// is one.
class ImportSink {
 public:
  virtual ~ImportSink() = default;

  virtual void Send(ImportCommand command) = 0;
  // Says how many are to be sent in all, when that is known before the first.
  virtual void Expect(int64_t commands) = 0;
  // So many rows need no command.
  virtual void Nothing(int64_t rows) = 0;
  // REQUIRES: at least one problem, of the first row at fault. Rows without a problem of their own
  // are told to belong to that one.
  virtual void Reject(const std::vector<CsvRow>& rows, const std::vector<RowProblem>& problems) = 0;
  virtual void Remark(RowRemark remark) = 0;
};

// One kind of file. Rows are added in the file's order, then Finish is called once.
class ImportKind {
 public:
  virtual ~ImportKind() = default;

  // "movements".
  virtual std::string name() const = 0;
  // Those it needs, by the names that the file has for them.
  virtual const std::vector<std::string>& columns() const = 0;
  // Those it understands moreover; a file may lack any of them, which is as if they were empty.
  virtual const std::vector<std::string>& optional_columns() const {
    static const auto* const kNone = new std::vector<std::string>;
    return *kNone;
  }
  virtual CsvOptions::Others other_columns() const { return CsvOptions::Others::kRefused; }

  // A column of text that may end the file without a line end; empty: none.
  virtual std::string text_column() const { return ""; }

  virtual void Add(CsvRow row, ImportSink* sink) = 0;
  // A row that the reader could not use. The reader's own complaint is told elsewhere; here it is
  // seen to that what the row may have been a part of does not go in by halves.
  virtual void AddUnreadable(const CsvRow& row, ImportSink* sink) = 0;
  // An error when the file's rows can't be made anything of for want of something else, such as an
  // answer of the server. Rows told of before stay told.
  virtual absl::Status Finish(ImportSink* sink) = 0;
};

// REQUIRES: `facts` outlives what is made.
std::unique_ptr<ImportKind> MakeItemImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeStorageClassImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeFacilityImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeStoragePlaceImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeInstallationImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeMovementImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeCountImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeReportImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeRequisitionImport(const ImportFacts* facts);
std::unique_ptr<ImportKind> MakeDeliveryImport(const ImportFacts* facts);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_IMPORT_KIND_H_
