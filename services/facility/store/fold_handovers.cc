#include "services/facility/store/fold_handovers.h"

#include <string>

#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/store/keys.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::facility {

using storage::RowWriter;

void PutHandover(RowWriter& rows, const v1::Handover& handover) {
  rows.Put(HandoverKey(FacilityIdOf(handover.name()), HandoverIdOf(handover.name())),
           handover.SerializeAsString());
}

absl::Status FoldHandover(RowWriter& rows, const storage::EntryContext& context,
                          const v1::Handover& handover) {
  const std::string facility = FacilityIdOf(handover.name());
  PutHandover(rows, handover);
  rows.Put(HandoverOrderKey(facility, ToMicros(handover.effective_time()), context.entry.revision(),
                            HandoverIdOf(handover.name())),
           "");
  for (int i = 0; i < handover.tasks_size(); ++i) {
    const v1::HandoverTask& task = handover.tasks(i);
    if (task.handover() != handover.name()) continue;
    const std::string id = TaskIdOf(task.name());
    rows.Put(TaskKey(facility, id), task.SerializeAsString());
    rows.Put(OpenTaskKey(facility, ToMicros(task.create_time()), i, id), "");
  }
  return absl::OkStatus();
}

absl::Status FoldCompleted(RowWriter& rows, const v1::HandoverTask& task) {
  const std::string facility = FacilityIdOf(task.name());
  const std::string id = TaskIdOf(task.name());
  rows.Put(TaskKey(facility, id), task.SerializeAsString());
  std::string done;
  const std::string prefix = OpenTaskPrefix(facility);
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid() && done.empty(); cursor->Next()) {
    ASSIGN_OR_RETURN(const std::string open, HandoverOrTaskOf(cursor->key()));
    if (open == id) done = std::string(cursor->key());
  }
  RETURN_IF_ERROR(cursor->status());
  if (!done.empty()) rows.Delete(done);
  return absl::OkStatus();
}

}  // namespace waystation::facility
