#include "services/facility/domain/facility.h"

#include "gtest/gtest.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

constexpr char kName[] = "facilities/khojaly";

FacilityRecord Recorded(v1::FacilityState state) {
  FacilityRecord record;
  record.facility = Hospital();
  record.facility.set_name(kName);
  record.facility.set_state(state);
  record.facility.set_etag("e1");
  record.located_us = ToMicros(At(6));
  return record;
}

v1::CreateFacilityRequest CreateRequest(v1::FacilityState state) {
  v1::CreateFacilityRequest request;
  request.set_facility_id("khojaly");
  *request.mutable_facility() = Hospital();
  request.set_initial_state(state);
  return request;
}

TEST(DecideCreate, TakesNameStateAndTimesFromTheCommandAndNotFromTheFacility) {
  v1::CreateFacilityRequest request = CreateRequest(v1::FACILITY_STATE_PLANNED);
  request.mutable_facility()->set_name("facilities/other");
  request.mutable_facility()->set_state(v1::FACILITY_STATE_CLOSED);
  request.mutable_facility()->set_etag("mine");
  *request.mutable_facility()->mutable_create_time() = Stamp(At(1));
  const auto events = DecideCreate(std::nullopt, request, {At(8), "p-1"});
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 1u);
  const v1::FacilityCreated& created = (*events)[0].facility_created();
  EXPECT_EQ(created.facility().name(), kName);
  EXPECT_EQ(created.facility().state(), v1::FACILITY_STATE_PLANNED);
  EXPECT_EQ(ToMicros(created.facility().create_time()), ToMicros(At(8)));
  EXPECT_EQ(ToMicros(created.facility().update_time()), ToMicros(At(8)));
  EXPECT_EQ(created.facility().etag().size(), 20u);
  EXPECT_EQ(created.location().latitude_microdegrees(), 39'912'970);
  EXPECT_EQ(ToMicros(created.location().moved_time()), ToMicros(At(8)));
  EXPECT_EQ(created.location().recorded_by(), "p-1");
}

TEST(DecideCreate, RefusesAnIdThatIsTaken) {
  const auto events = DecideCreate(Recorded(v1::FACILITY_STATE_CLOSED),
                                   CreateRequest(v1::FACILITY_STATE_OPEN), {At(8), "p-1"});
  EXPECT_EQ(ReasonOf(events.status()), common::v1::ERROR_REASON_ALREADY_EXISTS);
  EXPECT_EQ(ErrorVariable(events.status(), "resource"), kName);
}

TEST(DecideOpenAndClose, ByState) {
  struct Case {
    v1::FacilityState from;
    bool opens;
    bool closes;
  };
  const Case cases[] = {{v1::FACILITY_STATE_PLANNED, true, true},
                        {v1::FACILITY_STATE_OPEN, false, true},
                        {v1::FACILITY_STATE_CLOSED, true, false}};
  for (const Case& c : cases) {
    SCOPED_TRACE(v1::FacilityState_Name(c.from));
    const auto opened = DecideOpen(Recorded(c.from), kName, {At(9), "p-1"});
    const auto closed = DecideClose(Recorded(c.from), kName, {At(9), "p-1"});
    EXPECT_EQ(opened.ok(), c.opens);
    EXPECT_EQ(closed.ok(), c.closes);
    if (opened.ok()) {
      const v1::Facility& facility = (*opened)[0].facility_opened().facility();
      EXPECT_EQ(facility.state(), v1::FACILITY_STATE_OPEN);
      EXPECT_NE(facility.etag(), "e1");
    } else {
      EXPECT_EQ(ReasonOf(opened.status()), common::v1::ERROR_REASON_WRONG_STATE);
      EXPECT_EQ(ErrorVariable(opened.status(), "state"), v1::FacilityState_Name(c.from));
    }
    if (closed.ok()) {
      EXPECT_EQ((*closed)[0].facility_closed().facility().state(), v1::FACILITY_STATE_CLOSED);
    } else {
      EXPECT_EQ(ReasonOf(closed.status()), common::v1::ERROR_REASON_WRONG_STATE);
    }
  }
}

TEST(EveryCommand, RefusesAnUnknownFacilityByName) {
  v1::UpdateFacilityRequest update;
  update.mutable_facility()->set_name(kName);
  v1::MoveFacilityRequest move;
  move.set_name(kName);
  const CommandContext context = {At(9), "p-1"};
  for (const absl::Status& status : {DecideUpdate(std::nullopt, update, context).status(),
                                     DecideOpen(std::nullopt, kName, context).status(),
                                     DecideClose(std::nullopt, kName, context).status(),
                                     DecideMove(std::nullopt, move, context).status()}) {
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NOT_KNOWN);
    EXPECT_EQ(ErrorVariable(status, "resource"), kName);
  }
}

TEST(DecideUpdate, ChangesTheFieldsOfTheMaskAndNoOther) {
  v1::UpdateFacilityRequest request;
  request.mutable_facility()->set_name(kName);
  request.mutable_facility()->set_people_served(0);
  request.mutable_facility()->set_report_interval_minutes(60);
  request.mutable_facility()->set_time_zone("Asia/Yerevan");
  request.mutable_facility()->add_beds()->set_type("maternity");
  request.mutable_update_mask()->add_paths("people_served");
  request.mutable_update_mask()->add_paths("beds");
  const FacilityRecord before = Recorded(v1::FACILITY_STATE_OPEN);
  const auto events = DecideUpdate(before, request, {At(9), "p-1"});
  ASSERT_TRUE(events.ok()) << events.status();
  v1::Facility want = before.facility;
  want.set_people_served(0);
  want.clear_beds();
  want.add_beds()->set_type("maternity");
  const v1::Facility& got = (*events)[0].facility_updated().facility();
  EXPECT_NE(got.etag(), want.etag());
  want.set_etag(got.etag());
  *want.mutable_update_time() = Stamp(At(9));
  EXPECT_EQ(got.SerializeAsString(), want.SerializeAsString());
}

TEST(DecideUpdate, NoGroupIsOfMorePeopleThanAreServed) {
  struct Case {
    const char* name;
    int64_t served;  // Changed too, unless it is below 0.
    std::vector<int64_t> groups;
    std::vector<std::string> wrong;
  };
  // 9000 are served before.
  const Case cases[] = {{"none", 0, {}, {}},
                        {"all of them, twice", -1, {9000, 9000}, {}},
                        {"one more", -1, {0, 9001}, {"facility.people_groups[1].people"}},
                        {"less than none", -1, {-1}, {"facility.people_groups[0].people"}},
                        {"with more served", 9001, {9001}, {}},
                        {"with fewer served",
                         5,
                         {6, 5, 7},
                         {"facility.people_groups[0].people", "facility.people_groups[2].people"}}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    v1::UpdateFacilityRequest request;
    request.mutable_facility()->set_name(kName);
    request.mutable_update_mask()->add_paths("people_groups");
    if (c.served >= 0) request.mutable_update_mask()->add_paths("people_served");
    request.mutable_facility()->set_people_served(c.served);
    for (const int64_t people : c.groups) {
      request.mutable_facility()->add_people_groups()->set_people(people);
    }
    const auto events = DecideUpdate(Recorded(v1::FACILITY_STATE_OPEN), request, {At(9), "p-1"});
    EXPECT_EQ(events.ok(), c.wrong.empty()) << events.status();
    std::vector<std::string> wrong;
    for (const FieldViolation& each : FieldViolationsOf(events.status())) {
      wrong.push_back(each.field);
    }
    EXPECT_EQ(wrong, c.wrong);
  }
}

TEST(DecideUpdate, FewerServedThanAGroupHasAreRefused) {
  FacilityRecord record = Recorded(v1::FACILITY_STATE_OPEN);
  record.facility.add_people_groups()->set_people(700);
  v1::UpdateFacilityRequest request;
  request.mutable_facility()->set_name(kName);
  request.mutable_facility()->set_people_served(699);
  request.mutable_update_mask()->add_paths("people_served");
  const absl::Status refused = DecideUpdate(record, request, {At(9), "p-1"}).status();
  ASSERT_EQ(ReasonOf(refused), common::v1::ERROR_REASON_INVALID_FIELD);
  EXPECT_EQ(FieldViolationsOf(refused)[0].description, "got 700, want 0 to the people served, 699");
  request.mutable_facility()->set_people_served(700);
  EXPECT_TRUE(DecideUpdate(record, request, {At(9), "p-1"}).ok());
}

TEST(DecideUpdate, ADailyLoadIsReplacedWholeAndWhatIsNotKnownIsNotNought) {
  FacilityRecord record = Recorded(v1::FACILITY_STATE_OPEN);
  record.facility.mutable_daily_load()->set_staff(20);
  v1::UpdateFacilityRequest request;
  request.mutable_facility()->set_name(kName);
  request.mutable_facility()->mutable_daily_load()->set_residents(0);
  request.mutable_facility()->set_operating_theatres(2);
  request.mutable_update_mask()->add_paths("daily_load");
  request.mutable_update_mask()->add_paths("operating_theatres");
  const auto events = DecideUpdate(record, request, {At(9), "p-1"});
  ASSERT_TRUE(events.ok()) << events.status();
  const v1::Facility& got = (*events)[0].facility_updated().facility();
  EXPECT_TRUE(got.daily_load().has_residents());
  EXPECT_FALSE(got.daily_load().has_staff());
  EXPECT_EQ(got.operating_theatres(), 2);
}

TEST(DecideUpdate, EtagDecidesWhenGiven) {
  struct Case {
    const char* etag;
    bool accepted;
  };
  for (const Case& c : {Case{"", true}, Case{"e1", true}, Case{"e0", false}}) {
    v1::UpdateFacilityRequest request;
    request.mutable_facility()->set_name(kName);
    request.mutable_facility()->set_etag(c.etag);
    request.mutable_update_mask()->add_paths("people_served");
    const auto events = DecideUpdate(Recorded(v1::FACILITY_STATE_OPEN), request, {At(9), "p-1"});
    EXPECT_EQ(events.ok(), c.accepted) << c.etag;
    if (c.accepted) continue;
    EXPECT_EQ(ReasonOf(events.status()), common::v1::ERROR_REASON_ETAG_MISMATCH);
    EXPECT_EQ(ErrorVariable(events.status(), "etag"), "e1");
  }
}

TEST(DecideUpdate, ALongerIntervalEndsASilence) {
  FacilityRecord record = Recorded(v1::FACILITY_STATE_OPEN);
  record.contact = {ToMicros(At(0)), true};
  v1::UpdateFacilityRequest request;
  request.mutable_facility()->set_name(kName);
  request.mutable_update_mask()->add_paths("report_interval_minutes");
  request.mutable_facility()->set_report_interval_minutes(12 * 60);
  const auto still_silent = DecideUpdate(record, request, {At(13), "p-1"});
  ASSERT_EQ(still_silent->size(), 1u);
  request.mutable_facility()->set_report_interval_minutes(14 * 60);
  const auto back = DecideUpdate(record, request, {At(13), "p-1"});
  ASSERT_EQ(back->size(), 2u);
  EXPECT_EQ(ToMicros((*back)[1].back_in_touch().last_report_time()), ToMicros(At(0)));
}

TEST(DecideMove, TheLatestPlaceIsWhereItStandsWhateverTheOrder) {
  struct Case {
    const char* name;
    bool has_time;
    absl::Time moved;
    bool stands_there;
  };
  // It stands where it got at 6; the command is recorded at 9.
  const Case cases[] = {{"now", false, At(0), true},
                        {"since its last move", true, At(7), true},
                        {"at the same time, told later", true, At(6), true},
                        {"told late", true, At(5, 59, 59), false},
                        {"in the future counts as now", true, At(20), true}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    v1::MoveFacilityRequest request;
    request.set_name(kName);
    request.set_latitude_microdegrees(1);
    request.set_longitude_microdegrees(-2);
    if (c.has_time) *request.mutable_moved_time() = Stamp(c.moved);
    const auto events = DecideMove(Recorded(v1::FACILITY_STATE_CLOSED), request, {At(9), "p-1"});
    ASSERT_TRUE(events.ok()) << events.status();
    const v1::FacilityMoved& moved = (*events)[0].facility_moved();
    EXPECT_EQ(moved.location().latitude_microdegrees(), 1);
    EXPECT_EQ(moved.location().longitude_microdegrees(), -2);
    EXPECT_EQ(moved.facility().latitude_microdegrees() == 1, c.stands_there);
    EXPECT_EQ(moved.facility().etag() != "e1", c.stands_there);
    EXPECT_LE(LocatedFrom(moved.location()), ToMicros(At(9)));
  }
}

}  // namespace
}  // namespace waystation::facility
