#include "services/facility/store/command.h"

#include <optional>
#include <string>
#include <utility>

#include "services/facility/domain/autonomy/autonomy.h"
#include "services/facility/domain/facility.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/register/instrument.h"
#include "services/facility/domain/register/register.h"
#include "services/facility/domain/report.h"
#include "services/facility/domain/silence.h"
#include "services/facility/domain/times.h"
#include "services/facility/store/decision.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_autonomy.h"
#include "services/facility/store/tables.h"
#include "services/facility/store/warning_commands.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::facility {
namespace {

using storage::DecideContext;
using storage::Decision;
using storage::RowReader;

constexpr char kSilenceMethod[] = "tick/went-silent";

// What was decided about a facility that is known, and what it changes of its warnings.
absl::StatusOr<Decision> InScopeWithWarnings(const RowReader& rows, absl::string_view name,
                                             const DecideContext& context,
                                             absl::StatusOr<Events> events) {
  RETURN_IF_ERROR(events.status());
  RETURN_IF_ERROR(AddWarnings(rows, name, context, *events));
  return InScope(name, events);
}

absl::StatusOr<Decision> DecideSilence(const std::string& facility, const RowReader& rows,
                                       const DecideContext& context) {
  ASSIGN_OR_RETURN(const std::optional<FacilityRecord> record, LoadRecord(rows, facility));
  if (!record.has_value()) return NotKnown(FacilityName(facility));
  return InScopeWithWarnings(rows, record->facility.name(), context,
                             DecideTick(record->facility, record->contact, context.now));
}

// Adds what the events change of how long the facility lasts.
absl::Status AddAutonomy(const RowReader& rows, const v1::Facility& facility,
                         const DecideContext& context, Events& events) {
  ASSIGN_OR_RETURN(AutonomyInputs inputs, LoadAutonomyInputs(rows, facility, context.now));
  ApplyEvents(events, inputs);
  ASSIGN_OR_RETURN(const auto last, LoadLastAutonomy(rows, FacilityIdOf(facility.name())));
  std::optional<v1::Event> derived = AutonomyEvent(inputs, last.has_value() ? &*last : nullptr);
  if (derived.has_value()) events.push_back(*std::move(derived));
  return absl::OkStatus();
}

// What was decided about a facility that is known, and how long it lasts by that.
absl::StatusOr<Decision> InScopeWithAutonomy(const RowReader& rows, const v1::Facility& facility,
                                             const DecideContext& context,
                                             absl::StatusOr<Events> events) {
  RETURN_IF_ERROR(events.status());
  RETURN_IF_ERROR(AddAutonomy(rows, facility, context, *events));
  return InScopeWithWarnings(rows, facility.name(), context, std::move(events));
}

// The installations that the values of the report are about, as far as they are registered.
absl::StatusOr<Register> LoadSubjects(const RowReader& rows,
                                      const v1::ReportStatusRequest& request) {
  Register found;
  for (const v1::StatusValue& value : request.values()) {
    if (!HasInstrument(value.measure())) continue;
    const std::string key = InstallationKey(FacilityIdOf(request.parent()), value.subject());
    ASSIGN_OR_RETURN(std::optional<v1::Installation> installation,
                     LoadMessage<v1::Installation>(rows, key));
    if (installation.has_value()) found.push_back(*std::move(installation));
  }
  return found;
}

storage::Command SilenceCommand(const std::string& facility, int64_t due_us, int64_t revision) {
  storage::Command command = TickCommand(kSilenceMethod, facility, due_us, revision);
  command.decide = [facility](const RowReader& rows, const DecideContext& context) {
    return DecideSilence(facility, rows, context);
  };
  return command;
}

}  // namespace

absl::StatusOr<Decision> Decide(const v1::CreateFacilityRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto record, LoadRecord(rows, request.facility_id()));
  return InScope(FacilityName(request.facility_id()),
                 DecideCreate(record, request, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::UpdateFacilityRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto record, LoadRecord(rows, FacilityIdOf(request.facility().name())));
  absl::StatusOr<Events> events = DecideUpdate(record, request, ContextOf(context));
  RETURN_IF_ERROR(events.status());
  const v1::Facility updated = events->front().facility_updated().facility();
  return InScopeWithAutonomy(rows, updated, context, std::move(events));
}

absl::StatusOr<Decision> Decide(const v1::OpenFacilityRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto record, LoadRecord(rows, FacilityIdOf(request.name())));
  return InScopeWithWarnings(rows, request.name(), context,
                             DecideOpen(record, request.name(), ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::CloseFacilityRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto record, LoadRecord(rows, FacilityIdOf(request.name())));
  return InScopeWithWarnings(rows, request.name(), context,
                             DecideClose(record, request.name(), ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::MoveFacilityRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto record, LoadRecord(rows, FacilityIdOf(request.name())));
  return InScope(request.name(), DecideMove(record, request, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::ReportStatusRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto record, LoadRecord(rows, FacilityIdOf(request.parent())));
  ASSIGN_OR_RETURN(const Register installed, LoadSubjects(rows, request));
  if (!record.has_value()) return NotKnown(request.parent());
  RETURN_IF_ERROR(CheckReadable(request, record->facility, installed));
  absl::StatusOr<Events> events = DecideReport(record, request, ContextOf(context));
  RETURN_IF_ERROR(events.status());
  // A report is a fact: it is recorded even where nothing can be derived from it.
  (void)AddAutonomy(rows, record->facility, context, *events);
  return InScopeWithWarnings(rows, request.parent(), context, std::move(events));
}

absl::StatusOr<Decision> Decide(const v1::SetInstallationRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  const std::string id = FacilityIdOf(request.installation().name());
  ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, FacilityName(id)));
  ASSIGN_OR_RETURN(const Register installed, LoadRegister(rows, id));
  return InScopeWithAutonomy(rows, facility, context,
                             DecideSet(installed, request, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::RemoveInstallationRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  const std::string id = FacilityIdOf(request.name());
  ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, FacilityName(id)));
  ASSIGN_OR_RETURN(const Register installed, LoadRegister(rows, id));
  return InScopeWithAutonomy(rows, facility, context,
                             DecideRemove(installed, request, ContextOf(context)));
}

absl::StatusOr<v1::Event> FirstEvent(const storage::Outcome& outcome) {
  return EventOf(outcome, 0);
}

absl::StatusOr<v1::Event> EventOf(const storage::Outcome& outcome, int position) {
  v1::Event event;
  if (outcome.entry == nullptr || position >= outcome.entry->events_size() ||
      !event.ParseFromString(outcome.entry->events(position))) {
    return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "An event can't be read.",
                 {{"detail", "facility event"}});
  }
  return event;
}

std::vector<storage::Command> DueCommands(const RowReader& rows, absl::Time now, int max) {
  std::vector<storage::Command> commands;
  const std::string begin = storage::KeyBuilder(kDueTable).Take();
  const std::string end = storage::KeyBuilder(kDueTable).Int64(ToMicros(now)).Take();
  for (auto cursor = rows.Scan(begin, end); cursor->Valid(); cursor->Next()) {
    if (static_cast<int>(commands.size()) == max) break;
    storage::KeyReader key(cursor->key());
    const int64_t due_us = key.Int64();
    const std::string facility = key.String();
    const absl::StatusOr<int64_t> revision = DecodeDue(cursor->value());
    // Rows that can't be read are found and told of by the commands and reads that need them.
    if (!key.AtEnd() || !revision.ok()) continue;
    commands.push_back(SilenceCommand(facility, due_us, *revision));
  }
  AddDueReviews(rows, now, max, commands);
  return commands;
}

}  // namespace waystation::facility
