#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/stops/service_day.h"
#include "services/facility/domain/stops/stops.h"
#include "services/facility/domain/times.h"
#include "services/facility/store/command.h"
#include "services/facility/store/decision.h"
#include "services/facility/store/load.h"
#include "services/facility/store/stops.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {
namespace {

using storage::DecideContext;
using storage::Decision;
using storage::RowReader;

// The service day of what was told to have been at `told`; a time in the future counts as now.
absl::StatusOr<common::v1::CivilDate> DayOf(const v1::Facility& facility, bool has_time,
                                            const google::protobuf::Timestamp& told,
                                            const DecideContext& context) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(facility.time_zone(), &zone)) {
    return absl::InternalError(
        absl::StrCat("this machine has no time zone data for ", facility.time_zone()));
  }
  const absl::Time time = has_time ? absl::FromUnixMicros(ToMicros(told)) : context.now;
  return ToDate(
      ServiceDayOf(std::min(time, context.now), zone, facility.service_day_start_minutes()));
}

// What is known of the day and stop that the request, its day set, is about.
template <typename Request>
absl::StatusOr<VisitFacts> LoadVisitFacts(const RowReader& rows, const Request& request,
                                          std::optional<FacilityRecord> facility) {
  VisitFacts facts;
  facts.facility = std::move(facility);
  const std::string id = FacilityIdOf(request.name());
  const int64_t day = DayNumber(request.day());
  ASSIGN_OR_RETURN(facts.plan, LoadStopPlan(rows, id, day));
  ASSIGN_OR_RETURN(facts.visit, LoadStopVisit(rows, id, day, request.stop()));
  const v1::StopPlace place = PlaceOf(facts, request.place(), request.stop());
  if (place.has_facility()) {
    ASSIGN_OR_RETURN(facts.named, LoadFacility(rows, FacilityIdOf(place.facility())));
  }
  return facts;
}

}  // namespace

absl::StatusOr<Decision> Decide(const v1::PlanStopsRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  PlanFacts facts;
  const std::string id = FacilityIdOf(request.plan().facility());
  ASSIGN_OR_RETURN(facts.facility, LoadRecord(rows, id));
  ASSIGN_OR_RETURN(facts.plan, LoadStopPlan(rows, id, DayNumber(request.plan().day())));
  for (const v1::PlannedStop& stop : request.plan().stops()) {
    const std::string& place = stop.place().facility();
    if (place.empty()) continue;
    ASSIGN_OR_RETURN(const auto facility, LoadFacility(rows, FacilityIdOf(place)));
    if (facility.has_value()) facts.known.insert(place);
  }
  return InScope(request.plan().facility(), DecidePlan(facts, request, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::RecordArrivalRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(std::optional<FacilityRecord> facility,
                   LoadRecord(rows, FacilityIdOf(request.name())));
  if (!facility.has_value()) return NotKnown(request.name());
  v1::RecordArrivalRequest dated = request;
  if (!request.has_day()) {
    ASSIGN_OR_RETURN(*dated.mutable_day(), DayOf(facility->facility, request.has_arrive_time(),
                                                 request.arrive_time(), context));
  }
  ASSIGN_OR_RETURN(const VisitFacts facts, LoadVisitFacts(rows, dated, std::move(facility)));
  return InScope(request.name(), DecideArrival(facts, dated, ContextOf(context)));
}

absl::StatusOr<Decision> Decide(const v1::RecordDepartureRequest& request, const RowReader& rows,
                                const DecideContext& context) {
  ASSIGN_OR_RETURN(std::optional<FacilityRecord> facility,
                   LoadRecord(rows, FacilityIdOf(request.name())));
  if (!facility.has_value()) return NotKnown(request.name());
  v1::RecordDepartureRequest dated = request;
  if (!request.has_day()) {
    ASSIGN_OR_RETURN(*dated.mutable_day(), DayOf(facility->facility, request.has_leave_time(),
                                                 request.leave_time(), context));
  }
  ASSIGN_OR_RETURN(const VisitFacts facts, LoadVisitFacts(rows, dated, std::move(facility)));
  return InScope(request.name(), DecideDeparture(facts, dated, ContextOf(context)));
}

}  // namespace waystation::facility
