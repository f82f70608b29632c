#include "clients/cli/import/grouped_kind.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace waystation::cli {

void GroupedKind::Add(CsvRow row, ImportSink* sink) {
  std::optional<std::string> key = GroupKey(row);
  bool same = !group_.empty() && key.has_value() && key == key_;
  // An unreadable row may be the end of one group as well as the beginning of the next.
  Unreadable before = std::exchange(last_, {});
  if (!same) {
    Close(sink);
    key_ = std::move(key);
    if (MayHold(before)) tainted_by_ = before.line;
  }
  group_.push_back(std::move(row));
}

void GroupedKind::AddUnreadable(const CsvRow& row, ImportSink* sink) {
  Unreadable unreadable{row.line, std::nullopt};
  bool whole = row.header != nullptr && row.fields.size() == row.header->columns().size();
  if (whole) unreadable.key = GroupKey(row);
  // Bytes that are no text are shown so: then it is not the key that the row really has.
  if (unreadable.key.has_value() && absl::StrContains(*unreadable.key, "\\x")) {
    unreadable.key.reset();
  }
  if (!MayHold(unreadable)) {
    Close(sink);
  } else if (tainted_by_ == 0) {
    tainted_by_ = unreadable.line;
  }
  last_ = std::move(unreadable);
}

absl::Status GroupedKind::Finish(ImportSink* sink) {
  Close(sink);
  return absl::OkStatus();
}

void GroupedKind::Close(ImportSink* sink) {
  std::vector<CsvRow> group = std::exchange(group_, {});
  int64_t tainted_by = std::exchange(tainted_by_, 0);
  if (group.empty()) return;
  std::vector<RowProblem> problems;
  std::vector<RowRemark> remarks;
  std::vector<ImportCommand> commands = Convert(group, &problems, &remarks);
  if (problems.empty() && tainted_by != 0) {
    problems.push_back({group[0].line, "", "",
                        absl::StrCat("row ", tainted_by,
                                     " can't be read and may belong to it; mend both together")});
  }
  if (!problems.empty()) {
    sink->Reject(group, problems);
    return;
  }
  for (RowRemark& remark : remarks) sink->Remark(std::move(remark));
  for (ImportCommand& command : commands) sink->Send(std::move(command));
}

}  // namespace waystation::cli
