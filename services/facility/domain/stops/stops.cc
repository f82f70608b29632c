#include "services/facility/domain/stops/stops.h"

#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {
namespace {

absl::Status CheckPlans(const v1::Facility& facility) {
  std::string state;
  if (facility.state() == v1::FACILITY_STATE_CLOSED) {
    state = v1::FacilityState_Name(facility.state());
  } else if (facility.kind() != v1::FACILITY_KIND_MOBILE_CAFETERIA) {
    state = v1::FacilityKind_Name(facility.kind());
  }
  if (state.empty()) return absl::OkStatus();
  return Error(common::v1::ERROR_REASON_WRONG_STATE,
               "Stops are planned for a mobile cafeteria that is not closed.",
               {{"resource", facility.name()}, {"state", state}});
}

const v1::PlannedStop* FindStop(const std::optional<v1::StopPlan>& plan, const std::string& stop) {
  if (!plan.has_value()) return nullptr;
  for (const v1::PlannedStop& each : plan->stops()) {
    if (each.stop() == stop) return &each;
  }
  return nullptr;
}

std::optional<v1::Coordinates> CoordinatesOf(const v1::StopPlace& place,
                                             const std::optional<v1::Facility>& named) {
  if (place.has_coordinates()) return place.coordinates();
  if (!place.has_facility() || !named.has_value()) return std::nullopt;
  v1::Coordinates coordinates;
  coordinates.set_latitude_microdegrees(named->latitude_microdegrees());
  coordinates.set_longitude_microdegrees(named->longitude_microdegrees());
  return coordinates;
}

// What an arrival and a departure say alike; their times and what else they say come on top.
template <typename Request>
v1::StopVisit VisitOf(const VisitFacts& facts, const Request& request,
                      const CommandContext& context) {
  v1::StopVisit visit = facts.visit.value_or(v1::StopVisit());
  visit.set_facility(request.name());
  *visit.mutable_day() = request.day();
  visit.set_stop(request.stop());
  const v1::StopPlace place = PlaceOf(facts, request.place(), request.stop());
  visit.clear_place();
  if (place.place_case() != v1::StopPlace::PLACE_NOT_SET) *visit.mutable_place() = place;
  const std::optional<v1::Coordinates> coordinates = CoordinatesOf(place, facts.named);
  visit.clear_coordinates();
  if (coordinates.has_value()) *visit.mutable_coordinates() = *coordinates;
  if (!request.note().empty()) visit.set_note(request.note());
  visit.set_unplanned(FindStop(facts.plan, request.stop()) == nullptr);
  *visit.mutable_record_time() = ToTimestamp(ToMicros(context.now));
  visit.set_recorded_by(request.recorded_by().empty() ? context.principal : request.recorded_by());
  return visit;
}

// It stood at the visit's coordinates at `time`.
absl::Status AppendMove(const VisitFacts& facts, const v1::StopVisit& visit,
                        const google::protobuf::Timestamp& time, const CommandContext& context,
                        Events& events) {
  v1::MoveFacilityRequest move;
  move.set_name(visit.facility());
  move.set_latitude_microdegrees(visit.coordinates().latitude_microdegrees());
  move.set_longitude_microdegrees(visit.coordinates().longitude_microdegrees());
  *move.mutable_moved_time() = time;
  move.set_recorded_by(visit.recorded_by());
  ASSIGN_OR_RETURN(Events moved, DecideMove(facts.facility, move, context));
  for (v1::Event& event : moved) events.push_back(std::move(event));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Events> DecidePlan(const PlanFacts& facts, const v1::PlanStopsRequest& request,
                                  const CommandContext& context) {
  const v1::StopPlan& wanted = request.plan();
  if (!facts.facility.has_value()) return NotKnown(wanted.facility());
  const std::string etag = facts.plan.has_value() ? facts.plan->etag() : "";
  if (!wanted.etag().empty() && wanted.etag() != etag) {
    return Error(common::v1::ERROR_REASON_ETAG_MISMATCH,
                 "The day's stops were planned anew since they were read.",
                 {{"resource", wanted.facility()}, {"etag", etag}});
  }
  RETURN_IF_ERROR(CheckPlans(facts.facility->facility));
  for (const v1::PlannedStop& stop : wanted.stops()) {
    const v1::StopPlace& place = stop.place();
    if (place.has_facility() && facts.known.count(place.facility()) == 0) {
      return NotKnown(place.facility());
    }
  }
  // From here it must succeed.
  Events events(1);
  v1::StopPlan& plan = *events[0].mutable_stops_planned()->mutable_plan();
  plan = wanted;
  plan.set_service_day_start_minutes(facts.facility->facility.service_day_start_minutes());
  *plan.mutable_plan_time() = ToTimestamp(ToMicros(context.now));
  plan.set_planned_by(context.principal);
  plan.clear_etag();
  plan.set_etag(ShortDigest({etag, plan.SerializeAsString()}));
  return events;
}

v1::StopPlan EmptyPlan(const std::string& facility, const common::v1::CivilDate& day) {
  v1::StopPlan plan;
  plan.set_facility(facility);
  *plan.mutable_day() = day;
  return plan;
}

v1::StopPlace PlaceOf(const VisitFacts& facts, const v1::StopPlace& told, const std::string& stop) {
  if (told.place_case() != v1::StopPlace::PLACE_NOT_SET) return told;
  if (facts.visit.has_value() && facts.visit->has_place()) return facts.visit->place();
  const v1::PlannedStop* planned = FindStop(facts.plan, stop);
  return planned == nullptr ? v1::StopPlace() : planned->place();
}

absl::StatusOr<Events> DecideArrival(const VisitFacts& facts,
                                     const v1::RecordArrivalRequest& request,
                                     const CommandContext& context) {
  if (!facts.facility.has_value()) return NotKnown(request.name());
  // From here it must succeed.
  Events events(1);
  v1::StopVisit visit = VisitOf(facts, request, context);
  *visit.mutable_arrive_time() =
      request.has_arrive_time() ? request.arrive_time() : visit.record_time();
  *events[0].mutable_stop_arrived()->mutable_visit() = visit;
  if (visit.has_coordinates()) {
    RETURN_IF_ERROR(AppendMove(facts, visit, visit.arrive_time(), context, events));
  }
  return events;
}

absl::StatusOr<Events> DecideDeparture(const VisitFacts& facts,
                                       const v1::RecordDepartureRequest& request,
                                       const CommandContext& context) {
  if (!facts.facility.has_value()) return NotKnown(request.name());
  // From here it must succeed.
  Events events(1);
  v1::StopVisit visit = VisitOf(facts, request, context);
  *visit.mutable_leave_time() =
      request.has_leave_time() ? request.leave_time() : visit.record_time();
  if (request.has_diners()) visit.set_diners(request.diners());
  *events[0].mutable_stop_left()->mutable_visit() = visit;
  if (visit.has_coordinates() && !visit.has_arrive_time()) {
    RETURN_IF_ERROR(AppendMove(facts, visit, visit.leave_time(), context, events));
  }
  return events;
}

}  // namespace waystation::facility
