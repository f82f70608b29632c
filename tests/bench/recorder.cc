#include "tests/bench/recorder.h"

namespace waystation::bench {

storage::AppendResult RecordingLog::Append(const storage::LogPosition& expected_head,
                                           absl::string_view group) {
  const storage::AppendResult result = log_->Append(expected_head, group);
  if (result == storage::AppendResult::kOk) {
    written_->push_back({log_->Head().revision, std::string(group), {}});
  }
  return result;
}

absl::Status RecordingRows::Write(const storage::RowChanges& changes) {
  if (!written_->empty()) written_->back().rows = changes;
  return rows_->Write(changes);
}

}  // namespace waystation::bench
