#include "storage/log_up_to.h"

#include "storage/base/status_macros.h"
#include "storage/group.h"

namespace waystation::storage {

absl::StatusOr<std::vector<std::string>> LogUpTo::Read(int64_t after_revision,
                                                       size_t max_bytes) const {
  ASSIGN_OR_RETURN(std::vector<std::string> groups, log_.Read(after_revision, max_bytes));
  while (!groups.empty()) {
    ASSIGN_OR_RETURN(const LogPosition end, GroupEnd(groups.back()));
    if (end.revision <= head_.revision) break;
    groups.pop_back();
  }
  return groups;
}

absl::StatusOr<LogPosition> LogUpTo::GroupEndingAt(int64_t revision) const {
  if (revision > head_.revision) return LogPosition();
  return log_.GroupEndingAt(revision);
}

}  // namespace waystation::storage
