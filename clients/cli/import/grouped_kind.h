#ifndef CLIENTS_CLI_IMPORT_GROUPED_KIND_H_
#define CLIENTS_CLI_IMPORT_GROUPED_KIND_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/import/import_kind.h"

namespace waystation::cli {

// A kind whose commands are made of rows next to each other. Holds one group at a time.
//
// A group goes in whole or not at all: one wrong row keeps back the others, since half a movement
// is no movement, and its other half could not come in afterwards under the same key. So does a row
// that can't be read in the middle of a group, and one beside it that may belong to it.
class GroupedKind : public ImportKind {
 public:
  void Add(CsvRow row, ImportSink* sink) final;
  void AddUnreadable(const CsvRow& row, ImportSink* sink) final;
  absl::Status Finish(ImportSink* sink) final;

 protected:
  // Rows next to each other with the same key are one group. nullopt: the row stands on its own.
  virtual std::optional<std::string> GroupKey(const CsvRow& row) const = 0;
  // The group's commands, in order; or none, and `problems` has at least one.
  virtual std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                             std::vector<RowProblem>* problems,
                                             std::vector<RowRemark>* remarks) = 0;

 private:
  struct Unreadable {
    int64_t line = 0;  // 0: none.
    // nullopt: nothing tells to which group it belongs.
    std::optional<std::string> key;
  };

  bool MayHold(const Unreadable& row) const {
    return row.line != 0 && key_.has_value() && (!row.key.has_value() || row.key == key_);
  }
  void Close(ImportSink* sink);

  std::vector<CsvRow> group_;
  std::optional<std::string> key_;
  // Line of an unreadable row that may belong to the group; 0: none.
  int64_t tainted_by_ = 0;
  // The row just before the next one, when that can't be read.
  Unreadable last_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_GROUPED_KIND_H_
