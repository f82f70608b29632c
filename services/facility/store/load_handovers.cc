#include "services/facility/store/load_handovers.h"

#include <string>
#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/limits.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::facility {

using storage::RowReader;

absl::StatusOr<ToHandOver> LoadToHandOver(const RowReader& rows, absl::string_view facility) {
  ToHandOver open;
  v1::ListWarningsRequest request;
  request.set_parent(std::string(facility));
  ASSIGN_OR_RETURN(auto page,
                   ListWarnings(rows, request, {static_cast<int>(kMaxHandedWarnings), ""}));
  open.warnings = std::move(page.items);
  const std::string prefix = OpenTaskPrefix(FacilityIdOf(facility));
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(const std::string id, HandoverOrTaskOf(cursor->key()));
    ASSIGN_OR_RETURN(std::optional<v1::HandoverTask> task, LoadTask(rows, TaskName(facility, id)));
    if (!task.has_value()) return DamagedRow("open task");
    open.tasks.push_back(*std::move(task));
  }
  RETURN_IF_ERROR(cursor->status());
  return open;
}

absl::StatusOr<std::optional<v1::Handover>> LoadHandover(const RowReader& rows,
                                                         absl::string_view name) {
  ASSIGN_OR_RETURN(
      std::optional<v1::Handover> handover,
      LoadMessage<v1::Handover>(rows, HandoverKey(FacilityIdOf(name), HandoverIdOf(name))));
  if (!handover.has_value()) return handover;
  for (v1::HandoverTask& task : *handover->mutable_tasks()) {
    ASSIGN_OR_RETURN(std::optional<v1::HandoverTask> now, LoadTask(rows, task.name()));
    if (!now.has_value()) return DamagedRow("task");
    task = *std::move(now);
  }
  return handover;
}

absl::StatusOr<std::optional<v1::HandoverTask>> LoadTask(const RowReader& rows,
                                                         absl::string_view name) {
  return LoadMessage<v1::HandoverTask>(rows, TaskKey(FacilityIdOf(name), TaskIdOf(name)));
}

}  // namespace waystation::facility
