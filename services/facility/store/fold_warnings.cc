#include "services/facility/store/fold_warnings.h"

#include <cstdint>
#include <optional>
#include <string>

#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/domain/warnings/warning_plan.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_warnings.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {
namespace {

using storage::EntryContext;
using storage::RowWriter;

// Over: closed, and its cause is gone.
bool IsOver(const v1::Warning& warning) {
  return warning.state() == v1::WARNING_STATE_CLOSED && warning.has_cause_ended_time();
}

// A warning that another one of the same topic followed is none of what is live.
absl::Status PutLive(RowWriter& rows, const std::string& facility, const v1::Warning& warning) {
  const std::string key = LiveWarningKey(facility, TopicOf(warning));
  const std::string id = WarningIdOf(warning.name());
  if (!IsOver(warning)) {
    rows.Put(key, id);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> live, rows.Get(key));
  if (live.has_value() && *live == id) rows.Delete(key);
  return absl::OkStatus();
}

}  // namespace

absl::Status FoldWarningChange(RowWriter& rows, const EntryContext& context,
                               const v1::WarningChange& change) {
  const v1::Warning& warning = change.warning();
  const std::string facility = FacilityIdOf(warning.name());
  const std::string id = WarningIdOf(warning.name());
  ASSIGN_OR_RETURN(const std::optional<v1::Warning> before, LoadWarning(rows, warning.name()));
  if (before.has_value()) {
    rows.Delete(WarningOrderKey(*before));
    rows.Delete(FacilityWarningOrderKey(*before));
  }
  rows.Put(WarningKey(facility, id), warning.SerializeAsString());
  rows.Put(WarningOrderKey(warning), "");
  rows.Put(FacilityWarningOrderKey(warning), "");
  rows.Put(WarningChangeKey(facility, id, context.entry.revision(),
                            static_cast<int64_t>(context.event_index)),
           change.SerializeAsString());
  return PutLive(rows, facility, warning);
}

void NoteKnownLimits(RowWriter& rows, const v1::AutonomyDerived& derived) {
  const std::string facility = FacilityIdOf(derived.facility());
  for (const v1::AutonomyLimit& limit : derived.limits()) {
    if (limit.unknown() != v1::UNKNOWN_REASON_UNSPECIFIED) continue;
    rows.Put(KnownLimitKey(facility, {limit.kind(), limit.subject()}), "");
  }
}

absl::Status ScheduleReview(RowWriter& rows, const EntryContext& context) {
  const std::string facility = FacilityIdOf(context.entry.scope());
  ASSIGN_OR_RETURN(const std::optional<v1::Facility> known, LoadFacility(rows, facility));
  if (!known.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const WarningInputs inputs, LoadWarningInputs(rows, *known));
  const std::optional<int64_t> next = NextWarningTime(inputs, context.record_time);
  ASSIGN_OR_RETURN(const std::optional<std::string> before, rows.Get(ReviewKey(facility)));
  if (before.has_value()) {
    ASSIGN_OR_RETURN(const int64_t due_us, DecodeReview(*before));
    rows.Delete(ReviewDueKey(due_us, facility));
    rows.Delete(ReviewKey(facility));
  }
  if (!next.has_value()) return absl::OkStatus();
  // What is due after a time is due from the next microsecond on.
  const int64_t due_us = *next - 1;
  rows.Put(ReviewDueKey(due_us, facility), EncodeDue(context.entry.revision()));
  rows.Put(ReviewKey(facility), EncodeReview(due_us));
  return absl::OkStatus();
}

}  // namespace waystation::facility
