#include "services/facility/store/fold.h"

#include <algorithm>
#include <string>

#include "services/facility/domain/facility.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/report.h"
#include "services/facility/domain/stops/service_day.h"
#include "services/facility/domain/stops/stops.h"
#include "services/facility/domain/times.h"
#include "services/facility/domain/warnings/warning_change.h"
#include "services/facility/store/fold_handovers.h"
#include "services/facility/store/fold_warnings.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/load.h"
#include "services/facility/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::facility {
namespace {

using storage::EntryContext;
using storage::RowWriter;

constexpr int kEventShift = 16;

// Writes what is known of the facility's reporting and moves its due row. A facility that never
// reported has neither.
absl::Status PutContact(RowWriter& rows, const v1::Facility& facility, const Contact& contact,
                        int64_t revision) {
  if (!contact.last_report_us.has_value()) return absl::OkStatus();
  const std::string id = FacilityIdOf(facility.name());
  ASSIGN_OR_RETURN(const ContactRow before, LoadContactRow(rows, id));
  const ContactRow after = {contact, DueTime(facility, contact)};
  if (before.contact == after.contact && before.due_us == after.due_us) return absl::OkStatus();
  if (before.due_us.has_value()) rows.Delete(DueKey(*before.due_us, id));
  if (after.due_us.has_value()) rows.Put(DueKey(*after.due_us, id), EncodeDue(revision));
  rows.Put(ContactKey(id), EncodeContact(after));
  return absl::OkStatus();
}

// The facility as it is from now on, and when it will be missed by its new state and interval.
absl::Status PutFacility(RowWriter& rows, const v1::Facility& facility, int64_t revision) {
  const std::string id = FacilityIdOf(facility.name());
  rows.Put(FacilityKey(id), facility.SerializeAsString());
  ASSIGN_OR_RETURN(ContactRow row, LoadContactRow(rows, id));
  if (facility.state() != v1::FACILITY_STATE_OPEN) row.contact.said_silent = false;
  return PutContact(rows, facility, row.contact, revision);
}

void PutLocation(RowWriter& rows, const v1::Facility& facility,
                 const v1::FacilityLocation& location, int64_t revision) {
  rows.Put(LocationKey(FacilityIdOf(facility.name()), LocatedFrom(location), revision),
           location.SerializeAsString());
}

// Enters one record into the history and, when it was observed last, as the current value.
absl::Status PutRecord(RowWriter& rows, const std::string& id, const v1::StatusRecord& record,
                       const HistoryPosition& position) {
  const std::string bytes = record.SerializeAsString();
  const v1::StatusValue& value = record.value();
  rows.Put(HistoryKey(id, position), bytes);
  rows.Put(MeasureIndexKey(id, value.measure(), position), value.subject());
  const std::string current_key = CurrentKey(id, value.measure(), value.subject());
  ASSIGN_OR_RETURN(const std::optional<v1::StatusRecord> current,
                   LoadMessage<v1::StatusRecord>(rows, current_key));
  if (!current.has_value() || Supersedes(record, *current)) rows.Put(current_key, bytes);
  return absl::OkStatus();
}

absl::Status FoldReport(RowWriter& rows, const EntryContext& context,
                        const v1::StatusReported& reported) {
  const std::string id = FacilityIdOf(reported.facility());
  ASSIGN_OR_RETURN(const std::optional<v1::Facility> facility, LoadFacility(rows, id));
  ASSIGN_OR_RETURN(ContactRow row, LoadContactRow(rows, id));
  if (!facility.has_value()) return DamagedRow("facility");
  for (int i = 0; i < reported.records_size(); ++i) {
    const v1::StatusRecord& record = reported.records(i);
    HistoryPosition position;
    position.effective_us = ToMicros(record.effective_time());
    position.revision = context.entry.revision();
    position.index = (static_cast<int64_t>(context.event_index) << kEventShift) + i;
    RETURN_IF_ERROR(PutRecord(rows, id, record, position));
    row.contact.last_report_us =
        std::max(row.contact.last_report_us.value_or(position.effective_us), position.effective_us);
  }
  return PutContact(rows, *facility, row.contact, context.entry.revision());
}

absl::Status FoldSilence(RowWriter& rows, const EntryContext& context, const std::string& name,
                         const v1::Event& event) {
  const std::string id = FacilityIdOf(name);
  ASSIGN_OR_RETURN(const std::optional<v1::Facility> facility, LoadFacility(rows, id));
  ASSIGN_OR_RETURN(ContactRow row, LoadContactRow(rows, id));
  if (!facility.has_value()) return DamagedRow("facility");
  row.contact.said_silent = event.has_went_silent();
  return PutContact(rows, *facility, row.contact, context.entry.revision());
}

// The change as it stands in the history; the present row goes with a removal.
absl::Status FoldInstallation(RowWriter& rows, const EntryContext& context,
                              const v1::Installation& installation, bool removed) {
  const std::string facility = FacilityIdOf(installation.name());
  const std::string id = InstallationIdOf(installation.name());
  if (removed) {
    rows.Delete(InstallationKey(facility, id));
  } else {
    rows.Put(InstallationKey(facility, id), installation.SerializeAsString());
  }
  v1::InstallationChange change;
  *change.mutable_installation() = installation;
  change.set_removed(removed);
  rows.Put(InstallationChangeKey(facility, id, context.entry.revision()),
           change.SerializeAsString());
  return absl::OkStatus();
}

void FoldStopPlan(RowWriter& rows, const v1::StopPlan& plan) {
  rows.Put(StopPlanKey(FacilityIdOf(plan.facility()), DayNumber(plan.day())),
           plan.SerializeAsString());
}

// The day is listed from its first visit on, planned or not.
absl::Status FoldStopVisit(RowWriter& rows, const v1::StopVisit& visit) {
  const std::string id = FacilityIdOf(visit.facility());
  const int64_t day = DayNumber(visit.day());
  rows.Put(StopVisitKey(id, day, visit.stop()), visit.SerializeAsString());
  ASSIGN_OR_RETURN(const std::optional<std::string> plan, rows.Get(StopPlanKey(id, day)));
  if (!plan.has_value()) FoldStopPlan(rows, EmptyPlan(visit.facility(), visit.day()));
  return absl::OkStatus();
}

absl::Status FoldEvent(RowWriter& rows, const EntryContext& context, const v1::Event& event) {
  const int64_t revision = context.entry.revision();
  switch (event.event_case()) {
    case v1::Event::kFacilityCreated:
      PutLocation(rows, event.facility_created().facility(), event.facility_created().location(),
                  revision);
      return PutFacility(rows, event.facility_created().facility(), revision);
    case v1::Event::kFacilityUpdated:
      return PutFacility(rows, event.facility_updated().facility(), revision);
    case v1::Event::kFacilityOpened:
      return PutFacility(rows, event.facility_opened().facility(), revision);
    case v1::Event::kFacilityClosed:
      return PutFacility(rows, event.facility_closed().facility(), revision);
    case v1::Event::kFacilityMoved:
      PutLocation(rows, event.facility_moved().facility(), event.facility_moved().location(),
                  revision);
      return PutFacility(rows, event.facility_moved().facility(), revision);
    case v1::Event::kStatusReported:
      return FoldReport(rows, context, event.status_reported());
    case v1::Event::kWentSilent:
      return FoldSilence(rows, context, event.went_silent().facility(), event);
    case v1::Event::kBackInTouch:
      return FoldSilence(rows, context, event.back_in_touch().facility(), event);
    case v1::Event::kInstallationSet:
      return FoldInstallation(rows, context, event.installation_set().installation(), false);
    case v1::Event::kInstallationRemoved:
      return FoldInstallation(rows, context, event.installation_removed().installation(), true);
    case v1::Event::kAutonomyDerived:
      rows.Put(AutonomyKey(FacilityIdOf(event.autonomy_derived().facility())),
               event.autonomy_derived().SerializeAsString());
      NoteKnownLimits(rows, event.autonomy_derived());
      return absl::OkStatus();
    case v1::Event::kWarningRaised:
    case v1::Event::kWarningUpdated:
    case v1::Event::kWarningSeen:
    case v1::Event::kWarningStarted:
    case v1::Event::kWarningClosed:
    case v1::Event::kWarningEscalated:
    case v1::Event::kWarningCauseEnded:
      return FoldWarningChange(rows, context, *WarningChangeOf(event));
    case v1::Event::kWarningsReviewed:
      return absl::OkStatus();
    case v1::Event::kStopsPlanned:
      FoldStopPlan(rows, event.stops_planned().plan());
      return absl::OkStatus();
    case v1::Event::kStopArrived:
      return FoldStopVisit(rows, event.stop_arrived().visit());
    case v1::Event::kStopLeft:
      return FoldStopVisit(rows, event.stop_left().visit());
    case v1::Event::kHandoverCreated:
      return FoldHandover(rows, context, event.handover_created().handover());
    case v1::Event::kHandoverAccepted:
      PutHandover(rows, event.handover_accepted().handover());
      return absl::OkStatus();
    case v1::Event::kTaskCompleted:
      return FoldCompleted(rows, event.task_completed().task());
    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return Error(common::v1::ERROR_REASON_FOLDER_NEWER, "The log holds an event of a newer program.",
               {{"found", "facility event"}});
}

}  // namespace

absl::Status FacilityFold::Fold(RowWriter& rows, const EntryContext& context,
                                absl::string_view bytes) const {
  v1::Event event;
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "An event can't be read.",
                 {{"detail", "facility event"}});
  }
  RETURN_IF_ERROR(FoldEvent(rows, context, event));
  const bool last = static_cast<int>(context.event_index) + 1 == context.entry.events_size();
  return last ? ScheduleReview(rows, context) : absl::OkStatus();
}

std::vector<uint8_t> FacilityFold::Tables() const {
  return {kFacilityTable,
          kLocationTable,
          kCurrentTable,
          kHistoryTable,
          kMeasureIndex,
          kDueTable,
          kContactTable,
          kInstallationTable,
          kInstallationChangeTable,
          kAutonomyTable,
          kWarningTable,
          kWarningChangeTable,
          kLiveWarningTable,
          kKnownLimitTable,
          kWarningOrderIndex,
          kFacilityWarningOrderIndex,
          kReviewDueTable,
          kReviewTable,
          kHandoverTable,
          kHandoverOrderIndex,
          kTaskTable,
          kOpenTaskIndex};
}

absl::StatusOr<int64_t> AppliedRevision(const storage::RowReader& rows) {
  static const FacilityFold fold;
  const storage::Projector projector({.source = kLogName, .index_requests = true}, &fold);
  ASSIGN_OR_RETURN(const storage::LogPosition applied, projector.Applied(rows));
  return applied.revision;
}

}  // namespace waystation::facility
