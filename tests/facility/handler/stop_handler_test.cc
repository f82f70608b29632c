#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/facility/domain/stops/service_day.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/handler/facility_server.h"
#include "waystation/facility/v1/stop.grpc.pb.h"

namespace waystation::facility {
namespace {

using ::testing::ElementsAre;
using StopStub = v1::StopService::Stub;

constexpr char kKitchen[] = "facilities/kitchen";
constexpr char kSettlement[] = "facilities/settlement";

common::v1::CivilDate March(int day) { return ToDate(absl::CivilDay(2026, 3, day)); }

class StopHandlerTest : public ::testing::Test {
 protected:
  StopHandlerTest() {
    Create("kitchen", v1::FACILITY_KIND_MOBILE_CAFETERIA, 1);
    Create("settlement", v1::FACILITY_KIND_SETTLEMENT, 50);
  }

  void Create(const std::string& id, v1::FacilityKind kind, int64_t latitude) {
    v1::CreateFacilityRequest request;
    request.set_request_id(RequestId(++request_));
    request.set_facility_id(id);
    *request.mutable_facility() = Hospital();
    request.mutable_facility()->set_kind(kind);
    request.mutable_facility()->set_latitude_microdegrees(latitude);
    request.set_initial_state(v1::FACILITY_STATE_OPEN);
    v1::CreateFacilityResponse response;
    ASSERT_TRUE(server_.Call(&v1::FacilityService::Stub::CreateFacility, request, &response).ok());
  }

  void Close(const std::string& name) {
    v1::CloseFacilityRequest request;
    request.set_request_id(RequestId(++request_));
    request.set_name(name);
    v1::CloseFacilityResponse response;
    ASSERT_TRUE(server_.Call(&v1::FacilityService::Stub::CloseFacility, request, &response).ok());
  }

  int64_t Latitude() {
    v1::GetFacilityRequest request;
    request.set_name(kKitchen);
    v1::GetFacilityResponse response;
    EXPECT_TRUE(server_.Call(&v1::FacilityService::Stub::GetFacility, request, &response).ok());
    return response.facility().latitude_microdegrees();
  }

  absl::Status Plan(const v1::StopPlan& plan) {
    v1::PlanStopsRequest request;
    request.set_request_id(RequestId(++request_));
    *request.mutable_plan() = plan;
    planned_.Clear();
    return server_.Call(&StopStub::PlanStops, request, &planned_);
  }

  absl::Status Arrive(v1::RecordArrivalRequest request) {
    request.set_request_id(RequestId(++request_));
    arrived_.Clear();
    return server_.Call(&StopStub::RecordArrival, request, &arrived_);
  }

  absl::Status Leave(v1::RecordDepartureRequest request) {
    request.set_request_id(RequestId(++request_));
    left_.Clear();
    return server_.Call(&StopStub::RecordDeparture, request, &left_);
  }

  v1::StopDay Get(int day) {
    v1::GetStopsRequest request;
    request.set_parent(kKitchen);
    *request.mutable_day() = March(day);
    v1::GetStopsResponse response;
    EXPECT_TRUE(server_.Call(&StopStub::GetStops, request, &response).ok());
    return response.day();
  }

  absl::Status List(const v1::ListStopsRequest& request) {
    listed_.Clear();
    return server_.Call(&StopStub::ListStops, request, &listed_);
  }

  // Noon in the settlement, evening at a point.
  static v1::StopPlan TwoStops(int day) {
    v1::StopPlan plan;
    plan.set_facility(kKitchen);
    *plan.mutable_day() = March(day);
    int minutes = 300;
    for (const char* id : {"noon", "evening"}) {
      v1::PlannedStop& stop = *plan.add_stops();
      stop.set_stop(id);
      stop.set_arrive_minutes(minutes);
      stop.set_leave_minutes(minutes += 90);
      stop.set_expected_diners(220);
    }
    plan.mutable_stops(0)->mutable_place()->set_facility(kSettlement);
    plan.mutable_stops(1)->mutable_place()->mutable_coordinates()->set_latitude_microdegrees(70);
    return plan;
  }

  static v1::RecordArrivalRequest ArrivalAt(const std::string& stop) {
    v1::RecordArrivalRequest request;
    request.set_name(kKitchen);
    request.set_stop(stop);
    return request;
  }

  FacilityServer server_{At(8)};
  int request_ = 0;
  v1::PlanStopsResponse planned_;
  v1::RecordArrivalResponse arrived_;
  v1::RecordDepartureResponse left_;
  v1::ListStopsResponse listed_;
};

TEST_F(StopHandlerTest, ADayIsPlannedAndHappens) {
  ASSERT_TRUE(Plan(TwoStops(10)).ok());
  EXPECT_EQ(planned_.plan().service_day_start_minutes(), 360);
  EXPECT_GT(planned_.receipt().revision(), 0);
  ASSERT_TRUE(Arrive(ArrivalAt("noon")).ok());
  EXPECT_EQ(arrived_.visit().coordinates().latitude_microdegrees(), 50);
  EXPECT_EQ(arrived_.location().latitude_microdegrees(), 50);
  EXPECT_EQ(arrived_.location().recorded_by(), "p-1");
  EXPECT_FALSE(arrived_.visit().unplanned());
  EXPECT_EQ(Latitude(), 50);

  v1::RecordDepartureRequest departure;
  departure.set_name(kKitchen);
  departure.set_stop("noon");
  departure.set_diners(214);
  server_.SetTime(At(9));
  ASSERT_TRUE(Leave(departure).ok());
  EXPECT_FALSE(left_.has_location());
  departure.set_stop("evening");
  departure.clear_diners();
  ASSERT_TRUE(Leave(departure).ok());
  EXPECT_EQ(left_.location().latitude_microdegrees(), 70);
  EXPECT_EQ(Latitude(), 70);

  v1::RecordArrivalRequest lost = ArrivalAt("somewhere");
  ASSERT_TRUE(Arrive(lost).ok());
  EXPECT_TRUE(arrived_.visit().unplanned());
  EXPECT_FALSE(arrived_.has_location());
  EXPECT_EQ(Latitude(), 70);

  const v1::StopDay day = Get(10);
  EXPECT_EQ(day.plan().SerializeAsString(), planned_.plan().SerializeAsString());
  ASSERT_EQ(day.visits_size(), 3);
  EXPECT_EQ(day.visits(0).stop(), "evening");
  EXPECT_EQ(day.visits(1).diners(), 214);
  EXPECT_EQ(ToMicros(day.visits(1).arrive_time()), ToMicros(At(8)));
  EXPECT_EQ(ToMicros(day.visits(1).leave_time()), ToMicros(At(9)));
}

TEST_F(StopHandlerTest, ARepeatedArrivalGetsTheFirstAnswerAndMovesNothingAgain) {
  ASSERT_TRUE(Plan(TwoStops(10)).ok());
  v1::RecordArrivalRequest request = ArrivalAt("noon");
  request.set_request_id(RequestId(++request_));
  v1::RecordArrivalResponse first;
  ASSERT_TRUE(server_.Call(&StopStub::RecordArrival, request, &first).ok());
  server_.SetTime(At(9));
  const int64_t head = server_.HeadRevision();
  v1::RecordArrivalResponse again;
  ASSERT_TRUE(server_.Call(&StopStub::RecordArrival, request, &again).ok());
  EXPECT_TRUE(again.receipt().replayed());
  EXPECT_EQ(again.visit().SerializeAsString(), first.visit().SerializeAsString());
  EXPECT_EQ(again.location().SerializeAsString(), first.location().SerializeAsString());
  EXPECT_EQ(server_.HeadRevision(), head);
  request.set_note("otherwise");
  EXPECT_EQ(ReasonOf(server_.Call(&StopStub::RecordArrival, request, &again)),
            Reason::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(StopHandlerTest, AFactIsTakenOfWhateverFacilityAndForItsServiceDay) {
  Close(kKitchen);
  v1::RecordArrivalRequest request = ArrivalAt("night");
  request.mutable_place()->set_facility("facilities/not-registered");
  // Two in the morning at Baku, where the day begins at six.
  *request.mutable_arrive_time() = Stamp(At(8) - absl::Hours(10));
  ASSERT_TRUE(Arrive(request).ok());
  EXPECT_EQ(arrived_.visit().day().day(), 9);
  // A time that has not come counts as now.
  *request.mutable_arrive_time() = Stamp(At(8) + absl::Hours(72));
  ASSERT_TRUE(Arrive(request).ok());
  EXPECT_EQ(arrived_.visit().day().day(), 10);
  *request.mutable_day() = March(3);
  ASSERT_TRUE(Arrive(request).ok());
  EXPECT_EQ(arrived_.visit().day().day(), 3);
  request.set_name(kSettlement);
  EXPECT_TRUE(Arrive(request).ok());
  // Without a plan the days are listed all the same.
  v1::ListStopsRequest list;
  list.set_parent(kKitchen);
  ASSERT_TRUE(List(list).ok());
  ASSERT_EQ(listed_.days_size(), 3);
  EXPECT_EQ(listed_.days(0).plan().day().day(), 3);
  EXPECT_EQ(listed_.days(0).plan().etag(), "");
}

TEST_F(StopHandlerTest, ANewPlanTakesTheOldOnesPlaceAndLeavesWhatHappened) {
  ASSERT_TRUE(Plan(TwoStops(10)).ok());
  const std::string etag = planned_.plan().etag();
  ASSERT_TRUE(Arrive(ArrivalAt("noon")).ok());
  v1::StopPlan plan = TwoStops(10);
  plan.mutable_stops()->DeleteSubrange(0, 1);
  plan.set_etag(etag);
  ASSERT_TRUE(Plan(plan).ok());
  const std::string present = planned_.plan().etag();
  EXPECT_EQ(Get(10).plan().stops_size(), 1);
  EXPECT_EQ(Get(10).visits_size(), 1);
  const absl::Status stale = Plan(plan);
  EXPECT_EQ(ReasonOf(stale), Reason::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(ErrorVariable(stale, "etag"), present);
}

TEST_F(StopHandlerTest, PlansAreRefused) {
  v1::StopPlan plan = TwoStops(10);
  plan.set_facility("facilities/none");
  EXPECT_EQ(ErrorVariable(Plan(plan), "resource"), "facilities/none");
  plan.set_facility(kSettlement);
  plan.mutable_stops(0)->mutable_place()->set_facility(kKitchen);
  const absl::Status wrong_kind = Plan(plan);
  EXPECT_EQ(ReasonOf(wrong_kind), Reason::ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(ErrorVariable(wrong_kind, "state"), "FACILITY_KIND_SETTLEMENT");
  plan = TwoStops(10);
  plan.mutable_stops(1)->mutable_place()->set_facility("facilities/none");
  const absl::Status unknown = Plan(plan);
  EXPECT_EQ(ReasonOf(unknown), Reason::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ErrorVariable(unknown, "resource"), "facilities/none");
  Close(kKitchen);
  const absl::Status closed = Plan(TwoStops(10));
  EXPECT_EQ(ReasonOf(closed), Reason::ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(ErrorVariable(closed, "state"), "FACILITY_STATE_CLOSED");
}

TEST_F(StopHandlerTest, WrongFields) {
  v1::StopPlan plan = TwoStops(10);
  plan.mutable_day()->set_day(32);
  plan.mutable_stops(0)->set_leave_minutes(300);
  plan.mutable_stops(1)->set_stop("noon");
  plan.mutable_stops(1)->set_arrive_minutes(299);
  plan.mutable_stops(1)->set_leave_minutes(1441);
  plan.mutable_stops(1)->set_expected_diners(-1);
  plan.mutable_stops(1)->mutable_place()->set_facility(kKitchen);
  plan.add_stops()->set_note(std::string(2001, 'x'));
  EXPECT_THAT(
      Fields(Plan(plan)),
      ElementsAre("plan.day", "plan.stops[0].leave_minutes", "plan.stops[1].stop",
                  "plan.stops[1].place.facility", "plan.stops[1].arrive_minutes",
                  "plan.stops[1].leave_minutes", "plan.stops[1].expected_diners",
                  "plan.stops[2].stop", "plan.stops[2].place", "plan.stops[2].arrive_minutes",
                  "plan.stops[2].leave_minutes", "plan.stops[2].note"));
  plan = TwoStops(10);
  for (int i = 0; i < 99; ++i) *plan.add_stops() = plan.stops(0);
  EXPECT_EQ(Fields(Plan(plan))[0], "plan.stops");

  v1::RecordArrivalRequest arrival;
  arrival.set_name("kitchen");
  arrival.mutable_place();
  arrival.mutable_arrive_time()->set_nanos(-1);
  arrival.mutable_day();
  arrival.set_recorded_by(std::string(129, 'p'));
  EXPECT_THAT(Fields(Arrive(arrival)),
              ElementsAre("name", "stop", "place", "arrive_time", "day", "recorded_by"));
  v1::RecordDepartureRequest departure;
  departure.set_name(kKitchen);
  departure.set_stop("noon");
  departure.set_diners(-1);
  departure.mutable_place()->mutable_coordinates()->set_latitude_microdegrees(90'000'001);
  EXPECT_THAT(Fields(Leave(departure)),
              ElementsAre("place.coordinates.latitude_microdegrees", "diners"));

  v1::GetStopsRequest get;
  v1::GetStopsResponse got;
  EXPECT_THAT(Fields(server_.Call(&StopStub::GetStops, get, &got)), ElementsAre("parent", "day"));
  v1::ListStopsRequest list;
  list.set_parent(kKitchen);
  *list.mutable_first_day() = March(10);
  *list.mutable_last_day() = March(9);
  list.set_page_size(-1);
  EXPECT_THAT(Fields(List(list)), ElementsAre("last_day", "page_size"));
}

TEST_F(StopHandlerTest, OfAnUnknownFacilityNothingIsTakenAndNothingTold) {
  v1::RecordArrivalRequest arrival = ArrivalAt("noon");
  arrival.set_name("facilities/none");
  v1::RecordDepartureRequest departure;
  departure.set_name("facilities/none");
  departure.set_stop("noon");
  v1::GetStopsRequest get;
  get.set_parent("facilities/none");
  *get.mutable_day() = March(10);
  v1::GetStopsResponse got;
  v1::ListStopsRequest list;
  list.set_parent("facilities/none");
  for (const absl::Status& status : {Arrive(arrival), Leave(departure), List(list),
                                     server_.Call(&StopStub::GetStops, get, &got)}) {
    EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_NOT_KNOWN) << status;
    EXPECT_EQ(ErrorVariable(status, "resource"), "facilities/none");
  }
}

TEST_F(StopHandlerTest, ListsDaysInPages) {
  for (const int day : {8, 9, 10, 11}) ASSERT_TRUE(Plan(TwoStops(day)).ok());
  v1::ListStopsRequest list;
  list.set_parent(kKitchen);
  *list.mutable_first_day() = March(9);
  *list.mutable_last_day() = March(10);
  list.set_page_size(1);
  ASSERT_TRUE(List(list).ok());
  ASSERT_EQ(listed_.days_size(), 1);
  EXPECT_EQ(listed_.days(0).plan().day().day(), 9);
  list.set_page_token(listed_.next_page_token());
  ASSERT_TRUE(List(list).ok());
  ASSERT_EQ(listed_.days_size(), 1);
  EXPECT_EQ(listed_.days(0).plan().day().day(), 10);
  EXPECT_EQ(listed_.next_page_token(), "");
  list.clear_last_day();
  EXPECT_EQ(ReasonOf(List(list)), Reason::ERROR_REASON_PAGE_TOKEN_MISMATCH);
  list.clear_page_token();
  list.clear_page_size();
  ASSERT_TRUE(List(list).ok());
  EXPECT_EQ(listed_.days_size(), 3);
}

}  // namespace
}  // namespace waystation::facility
