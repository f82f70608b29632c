#include "services/facility/store/warning_commands.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/domain/warnings/warning_plan.h"
#include "services/facility/domain/warnings/warning_verbs.h"
#include "services/facility/store/decision.h"
#include "services/facility/store/fold.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_warnings.h"
#include "services/facility/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "storage/overlay.h"

namespace waystation::facility {
namespace {

using storage::DecideContext;
using storage::Decision;
using storage::RowReader;

constexpr char kReviewMethod[] = "tick/warnings";

// The rows as they will be with the events.
absl::Status FoldOnto(storage::RowOverlay& overlay, const DecideContext& context,
                      const Events& events) {
  static const FacilityFold fold;
  common::v1::LogEntry entry;
  entry.set_revision(context.revision);
  for (size_t i = 0; i < events.size(); ++i) {
    RETURN_IF_ERROR(fold.Fold(overlay, {entry, context.now, i}, events[i].SerializeAsString()));
  }
  return absl::OkStatus();
}

absl::StatusOr<Decision> DecideReview(const std::string& id, const RowReader& rows,
                                      const DecideContext& context) {
  ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, FacilityName(id)));
  ASSIGN_OR_RETURN(const WarningInputs inputs, LoadWarningInputs(rows, facility));
  Events events = DueWarningEvents(inputs, context.now, context.request_id);
  // Said too, so that it is looked at again when something is due, and not before.
  if (events.empty()) {
    events.emplace_back().mutable_warnings_reviewed()->set_facility(facility.name());
  }
  return InScope(facility.name(), events);
}

}  // namespace

absl::StatusOr<Decision> Decide(const v1::MarkSeenRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto warning, LoadWarning(rows, request.name()));
  return InScope(FacilityName(FacilityIdOf(request.name())),
                 DecideSeen(warning, request, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::StartDoingRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto warning, LoadWarning(rows, request.name()));
  return InScope(FacilityName(FacilityIdOf(request.name())),
                 DecideDoing(warning, request, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::CloseWarningRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(const auto warning, LoadWarning(rows, request.name()));
  return InScope(FacilityName(FacilityIdOf(request.name())),
                 DecideCloseWarning(warning, request, ContextOf(context)));
}

absl::Status AddWarnings(const RowReader& rows, absl::string_view facility,
                         const DecideContext& context, Events& events) {
  if (context.clock_suspect) return absl::OkStatus();
  storage::RowOverlay overlay(&rows);
  RETURN_IF_ERROR(FoldOnto(overlay, context, events));
  ASSIGN_OR_RETURN(const v1::Facility after, GetFacility(overlay, facility));
  ASSIGN_OR_RETURN(const WarningInputs inputs, LoadWarningInputs(overlay, after));
  for (v1::Event& event : DueWarningEvents(inputs, context.now, context.request_id)) {
    events.push_back(std::move(event));
  }
  return absl::OkStatus();
}

void AddDueReviews(const RowReader& rows, absl::Time now, int max,
                   std::vector<storage::Command>& commands) {
  const std::string begin = storage::KeyBuilder(kReviewDueTable).Take();
  const std::string end = storage::KeyBuilder(kReviewDueTable).Int64(ToMicros(now)).Take();
  for (auto cursor = rows.Scan(begin, end); cursor->Valid(); cursor->Next()) {
    if (static_cast<int>(commands.size()) >= max) return;
    storage::KeyReader key(cursor->key());
    const int64_t due_us = key.Int64();
    const std::string facility = key.String();
    const absl::StatusOr<int64_t> revision = DecodeDue(cursor->value());
    if (!key.AtEnd() || !revision.ok()) continue;
    storage::Command command = TickCommand(kReviewMethod, facility, due_us, *revision);
    command.decide = [facility](const RowReader& reader, const DecideContext& context) {
      return DecideReview(facility, reader, context);
    };
    commands.push_back(std::move(command));
  }
}

}  // namespace waystation::facility
