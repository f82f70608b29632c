// What is decided about the stops of a mobile cafeteria: plans are orders, visits are facts. Pure.
// REQUIRES of all: a request without violations.
#ifndef SERVICES_FACILITY_DOMAIN_STOPS_STOPS_H_
#define SERVICES_FACILITY_DOMAIN_STOPS_STOPS_H_

#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "services/facility/domain/facility.h"
#include "waystation/facility/v1/stop.pb.h"

namespace waystation::facility {

// What a plan is decided by.
struct PlanFacts {
  std::optional<FacilityRecord> facility;
  // Of the day; without an etag when only visits are known of it.
  std::optional<v1::StopPlan> plan;
  // The names of those facilities that its stops are at and that are registered.
  std::set<std::string> known;
};

// StopsPlanned. NOT_KNOWN; ETAG_MISMATCH {resource, etag: the present one}; WRONG_STATE {resource,
// state: the state or the kind}; NOT_KNOWN for what a stop is at.
absl::StatusOr<Events> DecidePlan(const PlanFacts& facts, const v1::PlanStopsRequest& request,
                                  const CommandContext& context);

// Of a day that nothing is planned for.
v1::StopPlan EmptyPlan(const std::string& facility, const common::v1::CivilDate& day);

// What a visit is decided by.
struct VisitFacts {
  std::optional<FacilityRecord> facility;
  // Of the day of the request.
  std::optional<v1::StopPlan> plan;
  // What was told before of the same day and stop.
  std::optional<v1::StopVisit> visit;
  // The facility that PlaceOf names, when it is registered.
  std::optional<v1::Facility> named;
};

// Where the stop is: as the request says (`told`), as was told before, or as planned; none of them
// is set when nobody said.
v1::StopPlace PlaceOf(const VisitFacts& facts, const v1::StopPlace& told, const std::string& stop);

// StopArrived and, when it is known where the stop is, FacilityMoved. NOT_KNOWN. REQUIRES: the
// request's day is set.
absl::StatusOr<Events> DecideArrival(const VisitFacts& facts,
                                     const v1::RecordArrivalRequest& request,
                                     const CommandContext& context);

// StopLeft and, when no arrival was told and it is known where the stop is, FacilityMoved.
// NOT_KNOWN. REQUIRES: the request's day is set.
absl::StatusOr<Events> DecideDeparture(const VisitFacts& facts,
                                       const v1::RecordDepartureRequest& request,
                                       const CommandContext& context);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_STOPS_STOPS_H_
