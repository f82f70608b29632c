#include "services/facility/domain/stops/stops.h"

#include "gtest/gtest.h"
#include "services/facility/domain/stops/service_day.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

constexpr char kCafeteria[] = "facilities/cafeteria-1";
constexpr char kVillage[] = "facilities/village";

FacilityRecord Cafeteria(v1::FacilityState state) {
  FacilityRecord record;
  record.facility = Hospital();
  record.facility.set_name(kCafeteria);
  record.facility.set_kind(v1::FACILITY_KIND_MOBILE_CAFETERIA);
  record.facility.set_state(state);
  record.located_us = ToMicros(At(6));
  return record;
}

v1::StopPlace PlaceAt(int64_t latitude, int64_t longitude) {
  v1::StopPlace place;
  place.mutable_coordinates()->set_latitude_microdegrees(latitude);
  place.mutable_coordinates()->set_longitude_microdegrees(longitude);
  return place;
}

v1::StopPlace PlaceAt(const std::string& facility) {
  v1::StopPlace place;
  place.set_facility(facility);
  return place;
}

v1::StopPlan Plan() {
  v1::StopPlan plan;
  plan.set_facility(kCafeteria);
  *plan.mutable_day() = ToDate(absl::CivilDay(2026, 3, 10));
  v1::PlannedStop& noon = *plan.add_stops();
  noon.set_stop("noon");
  *noon.mutable_place() = PlaceAt(1, 2);
  noon.set_arrive_minutes(360);
  noon.set_leave_minutes(480);
  v1::PlannedStop& evening = *plan.add_stops();
  evening.set_stop("evening");
  *evening.mutable_place() = PlaceAt(kVillage);
  return plan;
}

v1::Facility Village() {
  v1::Facility village;
  village.set_name(kVillage);
  village.set_latitude_microdegrees(30);
  village.set_longitude_microdegrees(40);
  return village;
}

v1::RecordArrivalRequest Arrival(const std::string& stop) {
  v1::RecordArrivalRequest request;
  request.set_name(kCafeteria);
  request.set_stop(stop);
  *request.mutable_day() = ToDate(absl::CivilDay(2026, 3, 10));
  return request;
}

v1::RecordDepartureRequest Departure(const std::string& stop) {
  v1::RecordDepartureRequest request;
  request.set_name(kCafeteria);
  request.set_stop(stop);
  *request.mutable_day() = ToDate(absl::CivilDay(2026, 3, 10));
  return request;
}

TEST(DecidePlan, ByWhatTheFacilityIs) {
  struct Case {
    v1::FacilityState state;
    v1::FacilityKind kind;
    std::string refused;  // The state that is told.
  };
  const Case cases[] = {
      {v1::FACILITY_STATE_OPEN, v1::FACILITY_KIND_MOBILE_CAFETERIA, ""},
      {v1::FACILITY_STATE_PLANNED, v1::FACILITY_KIND_MOBILE_CAFETERIA, ""},
      {v1::FACILITY_STATE_CLOSED, v1::FACILITY_KIND_MOBILE_CAFETERIA, "FACILITY_STATE_CLOSED"},
      {v1::FACILITY_STATE_OPEN, v1::FACILITY_KIND_WAREHOUSE, "FACILITY_KIND_WAREHOUSE"},
      {v1::FACILITY_STATE_CLOSED, v1::FACILITY_KIND_WAREHOUSE, "FACILITY_STATE_CLOSED"}};
  v1::PlanStopsRequest request;
  *request.mutable_plan() = Plan();
  for (const Case& c : cases) {
    SCOPED_TRACE(v1::FacilityState_Name(c.state) + v1::FacilityKind_Name(c.kind));
    PlanFacts facts;
    facts.facility = Cafeteria(c.state);
    facts.facility->facility.set_kind(c.kind);
    facts.known = {kVillage};
    const auto events = DecidePlan(facts, request, {At(8), "p-1"});
    EXPECT_EQ(events.ok(), c.refused.empty());
    if (!events.ok()) {
      EXPECT_EQ(ReasonOf(events.status()), common::v1::ERROR_REASON_WRONG_STATE);
      EXPECT_EQ(ErrorVariable(events.status(), "state"), c.refused);
      continue;
    }
    ASSERT_EQ(events->size(), 1u);
    const v1::StopPlan& plan = (*events)[0].stops_planned().plan();
    EXPECT_EQ(plan.service_day_start_minutes(), 360);
    EXPECT_EQ(plan.planned_by(), "p-1");
    EXPECT_EQ(ToMicros(plan.plan_time()), ToMicros(At(8)));
    EXPECT_EQ(plan.etag().size(), 20u);
    EXPECT_EQ(plan.stops_size(), 2);
  }
}

TEST(DecidePlan, WhatIsRefusedInTheOrderOfTheContract) {
  v1::PlanStopsRequest request;
  *request.mutable_plan() = Plan();
  request.mutable_plan()->set_etag("old");
  PlanFacts facts;
  const auto refused = [&] { return DecidePlan(facts, request, {At(8), "p-1"}).status(); };
  EXPECT_EQ(ErrorVariable(refused(), "resource"), kCafeteria);
  facts.facility = Cafeteria(v1::FACILITY_STATE_CLOSED);
  EXPECT_EQ(ErrorVariable(refused(), "etag"), "");
  facts.plan = Plan();
  facts.plan->set_etag("present");
  EXPECT_EQ(ReasonOf(refused()), common::v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(ErrorVariable(refused(), "etag"), "present");
  request.mutable_plan()->set_etag("present");
  EXPECT_EQ(ReasonOf(refused()), common::v1::ERROR_REASON_WRONG_STATE);
  facts.facility = Cafeteria(v1::FACILITY_STATE_OPEN);
  EXPECT_EQ(ReasonOf(refused()), common::v1::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ErrorVariable(refused(), "resource"), kVillage);
  facts.known = {kVillage};
  EXPECT_TRUE(refused().ok());
}

TEST(DecideArrival, WhereItStandsIsAsToldOrAsToldBeforeOrAsPlanned) {
  struct Case {
    const char* name;
    const char* stop;
    v1::StopPlace told;
    v1::StopPlace before;
    int64_t latitude;  // 0: not known.
    bool unplanned;
  };
  const Case cases[] = {{"as planned", "noon", {}, {}, 1, false},
                        {"as told", "noon", PlaceAt(7, 8), PlaceAt(5, 6), 7, false},
                        {"as told before", "noon", {}, PlaceAt(5, 6), 5, false},
                        {"at a facility, as planned", "evening", {}, {}, 30, false},
                        {"not planned", "night", PlaceAt(7, 8), {}, 7, true},
                        {"not planned, at a facility", "night", PlaceAt(kVillage), {}, 30, true},
                        {"nobody knows where", "night", {}, {}, 0, true}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    VisitFacts facts;
    facts.facility = Cafeteria(v1::FACILITY_STATE_CLOSED);
    facts.plan = Plan();
    if (c.before.has_coordinates()) {
      facts.visit.emplace();
      *facts.visit->mutable_place() = c.before;
    }
    v1::RecordArrivalRequest request = Arrival(c.stop);
    if (c.told.place_case() != v1::StopPlace::PLACE_NOT_SET) *request.mutable_place() = c.told;
    if (PlaceOf(facts, request.place(), c.stop).has_facility()) facts.named = Village();
    const auto events = DecideArrival(facts, request, {At(9), "p-1"});
    ASSERT_TRUE(events.ok()) << events.status();
    const v1::StopVisit& visit = (*events)[0].stop_arrived().visit();
    EXPECT_EQ(visit.coordinates().latitude_microdegrees(), c.latitude);
    EXPECT_EQ(visit.has_coordinates(), c.latitude != 0);
    EXPECT_EQ(visit.unplanned(), c.unplanned);
    EXPECT_EQ(ToMicros(visit.arrive_time()), ToMicros(At(9)));
    ASSERT_EQ(events->size(), c.latitude == 0 ? 1u : 2u);
    if (c.latitude == 0) continue;
    const v1::FacilityMoved& moved = (*events)[1].facility_moved();
    EXPECT_EQ(moved.facility().latitude_microdegrees(), c.latitude);
    EXPECT_EQ(moved.location().latitude_microdegrees(), c.latitude);
  }
}

TEST(DecideArrival, AtAFacilityThatIsNotRegisteredItIsRecordedAndNotMoved) {
  VisitFacts facts;
  facts.facility = Cafeteria(v1::FACILITY_STATE_OPEN);
  v1::RecordArrivalRequest request = Arrival("noon");
  *request.mutable_place() = PlaceAt("facilities/nowhere");
  const auto events = DecideArrival(facts, request, {At(9), "p-1"});
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ((*events)[0].stop_arrived().visit().place().facility(), "facilities/nowhere");
  EXPECT_FALSE((*events)[0].stop_arrived().visit().has_coordinates());
}

TEST(DecideArrival, ToldLateItEntersTheHistoryAndLeavesTheFacilityWhereItIs) {
  VisitFacts facts;
  facts.facility = Cafeteria(v1::FACILITY_STATE_OPEN);
  facts.plan = Plan();
  v1::RecordArrivalRequest request = Arrival("noon");
  *request.mutable_arrive_time() = Stamp(At(5));
  request.set_recorded_by("p-7");
  const auto events = DecideArrival(facts, request, {At(9), "p-1"});
  ASSERT_EQ(events->size(), 2u);
  const v1::FacilityMoved& moved = (*events)[1].facility_moved();
  EXPECT_NE(moved.facility().latitude_microdegrees(), 1);
  EXPECT_EQ(moved.location().latitude_microdegrees(), 1);
  EXPECT_EQ(moved.location().recorded_by(), "p-7");
  EXPECT_EQ(ToMicros(moved.location().moved_time()), ToMicros(At(5)));
}

TEST(DecideDeparture, KeepsWhatWasToldAndMovesOnlyWhenNobodyToldOfTheArrival) {
  VisitFacts facts;
  facts.facility = Cafeteria(v1::FACILITY_STATE_OPEN);
  facts.plan = Plan();
  v1::RecordArrivalRequest arrival = Arrival("noon");
  arrival.set_note("one more table");
  facts.visit = (*DecideArrival(facts, arrival, {At(9), "p-1"}))[0].stop_arrived().visit();
  v1::RecordDepartureRequest request = Departure("noon");
  *request.mutable_leave_time() = Stamp(At(11));
  request.set_diners(0);
  auto events = DecideDeparture(facts, request, {At(12), "p-2"});
  ASSERT_EQ(events->size(), 1u);
  const v1::StopVisit visit = (*events)[0].stop_left().visit();
  EXPECT_EQ(ToMicros(visit.arrive_time()), ToMicros(At(9)));
  EXPECT_EQ(ToMicros(visit.leave_time()), ToMicros(At(11)));
  EXPECT_TRUE(visit.has_diners());
  EXPECT_EQ(visit.note(), "one more table");
  EXPECT_EQ(visit.recorded_by(), "p-2");

  request.clear_diners();
  facts.visit = visit;
  facts.visit->set_diners(220);
  facts.visit->clear_arrive_time();
  events = DecideDeparture(facts, request, {At(12), "p-2"});
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0].stop_left().visit().diners(), 220);
  EXPECT_EQ((*events)[1].facility_moved().facility().latitude_microdegrees(), 1);
  EXPECT_EQ(ToMicros((*events)[1].facility_moved().location().moved_time()), ToMicros(At(11)));
}

TEST(DecideVisit, OnlyAnUnknownFacilityIsRefused) {
  const VisitFacts nothing;
  for (const absl::Status& status :
       {DecideArrival(nothing, Arrival("noon"), {At(9), "p-1"}).status(),
        DecideDeparture(nothing, Departure("noon"), {At(9), "p-1"}).status()}) {
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NOT_KNOWN);
    EXPECT_EQ(ErrorVariable(status, "resource"), kCafeteria);
  }
}

}  // namespace
}  // namespace waystation::facility
