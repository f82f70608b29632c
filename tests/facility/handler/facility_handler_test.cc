#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/handler/facility_server.h"

namespace waystation::facility {
namespace {

using Stub = v1::FacilityService::Stub;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FacilityHandlerTest : public ::testing::Test {
 protected:
  v1::CreateFacilityRequest CreateRequest(const std::string& id) {
    v1::CreateFacilityRequest request;
    request.set_request_id(RequestId(++request_));
    request.set_facility_id(id);
    *request.mutable_facility() = Hospital();
    request.set_initial_state(v1::FACILITY_STATE_OPEN);
    return request;
  }

  absl::Status Create(const v1::CreateFacilityRequest& request) {
    created_.Clear();
    return server_.Call(&Stub::CreateFacility, request, &created_);
  }

  absl::Status Update(v1::UpdateFacilityRequest request) {
    request.set_request_id(RequestId(++request_));
    updated_.Clear();
    return server_.Call(&Stub::UpdateFacility, request, &updated_);
  }

  absl::Status Move(v1::MoveFacilityRequest request) {
    request.set_request_id(RequestId(++request_));
    moved_.Clear();
    return server_.Call(&Stub::MoveFacility, request, &moved_);
  }

  absl::Status Open(const std::string& name) {
    v1::OpenFacilityRequest request;
    request.set_request_id(RequestId(++request_));
    request.set_name(name);
    v1::OpenFacilityResponse response;
    return server_.Call(&Stub::OpenFacility, request, &response);
  }

  absl::Status Close(const std::string& name) {
    v1::CloseFacilityRequest request;
    request.set_request_id(RequestId(++request_));
    request.set_name(name);
    v1::CloseFacilityResponse response;
    return server_.Call(&Stub::CloseFacility, request, &response);
  }

  absl::Status Get(const std::string& name) {
    v1::GetFacilityRequest request;
    request.set_name(name);
    got_.Clear();
    return server_.Call(&Stub::GetFacility, request, &got_);
  }

  absl::Status List(const v1::ListFacilitiesRequest& request) {
    listed_.Clear();
    return server_.Call(&Stub::ListFacilities, request, &listed_);
  }

  FacilityServer server_{At(8)};
  int request_ = 0;
  v1::CreateFacilityResponse created_;
  v1::UpdateFacilityResponse updated_;
  v1::MoveFacilityResponse moved_;
  v1::GetFacilityResponse got_;
  v1::ListFacilitiesResponse listed_;
};

TEST_F(FacilityHandlerTest, CreatesAndGets) {
  ASSERT_TRUE(Create(CreateRequest("khojaly")).ok());
  EXPECT_EQ(created_.facility().name(), "facilities/khojaly");
  EXPECT_EQ(created_.facility().state(), v1::FACILITY_STATE_OPEN);
  EXPECT_EQ(created_.facility().display_names_size(), 4);
  EXPECT_EQ(created_.receipt().log(), "facility/main");
  EXPECT_EQ(created_.receipt().revision(), 2);
  ASSERT_TRUE(Get("facilities/khojaly").ok());
  EXPECT_EQ(got_.facility().SerializeAsString(), created_.facility().SerializeAsString());
}

TEST_F(FacilityHandlerTest, ARepeatedRequestGetsTheFirstAnswerAndOtherContentIsRefused) {
  v1::CreateFacilityRequest request = CreateRequest("khojaly");
  ASSERT_TRUE(Create(request).ok());
  const v1::Facility first = created_.facility();
  server_.SetTime(At(9));
  ASSERT_TRUE(Create(request).ok());
  EXPECT_TRUE(created_.receipt().replayed());
  EXPECT_EQ(created_.facility().SerializeAsString(), first.SerializeAsString());
  request.mutable_facility()->set_people_served(1);
  EXPECT_EQ(ReasonOf(Create(request)), common::v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(server_.HeadRevision(), 2);
}

TEST_F(FacilityHandlerTest, CreateTellsAllViolationsAtOnceAndRecordsNothing) {
  v1::CreateFacilityRequest request;
  request.set_request_id("short");
  request.set_facility_id("Bad Id");
  v1::Facility& facility = *request.mutable_facility();
  facility.set_time_zone("Asia/Khojaly");
  facility.set_service_day_start_minutes(1440);
  facility.set_people_served(-1);
  facility.set_report_interval_minutes(43'201);
  facility.add_beds()->set_type("a");
  facility.add_beds()->set_type("a");
  facility.mutable_beds(1)->set_capacity(-1);
  facility.set_latitude_microdegrees(90'000'001);
  facility.set_longitude_microdegrees(-180'000'001);
  request.set_initial_state(v1::FACILITY_STATE_CLOSED);
  const absl::Status status = Create(request);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_INVALID_FIELD);
  EXPECT_THAT(
      Fields(status),
      ::testing::UnorderedElementsAre(
          "request_id", "facility_id", "facility.kind", "facility.display_names",
          "facility.time_zone", "facility.service_day_start_minutes", "facility.people_served",
          "facility.report_interval_minutes", "facility.beds[1].type", "facility.beds[1].capacity",
          "facility.latitude_microdegrees", "facility.longitude_microdegrees", "initial_state"));
  EXPECT_EQ(server_.HeadRevision(), 1);
}

TEST_F(FacilityHandlerTest, TheEdgesOfEveryRangeAreTaken) {
  int number = 0;
  for (const int64_t sign : {-1, 1}) {
    v1::CreateFacilityRequest request = CreateRequest(absl::StrCat("f", ++number));
    v1::Facility& facility = *request.mutable_facility();
    facility.set_latitude_microdegrees(sign * 90'000'000);
    facility.set_longitude_microdegrees(sign * 180'000'000);
    facility.set_report_interval_minutes(sign < 0 ? 1 : 43'200);
    facility.set_service_day_start_minutes(sign < 0 ? 0 : 1439);
    facility.set_people_served(sign < 0 ? 0 : INT64_MAX);
    EXPECT_TRUE(Create(request).ok());
  }
}

TEST_F(FacilityHandlerTest, AliasesGroupsTheatresAndLoadAreKeptAndChangedByMask) {
  v1::CreateFacilityRequest request = CreateRequest("khojaly");
  v1::Facility& facility = *request.mutable_facility();
  facility.add_aliases()->set_text("Ivanyan");
  facility.add_people_groups()->set_group("displaced");
  facility.mutable_people_groups(0)->set_people(9000);
  facility.set_operating_theatres(1000);
  facility.mutable_daily_load()->set_residents(1'000'000);
  facility.mutable_daily_load()->set_staff(0);
  ASSERT_TRUE(Create(request).ok());
  ASSERT_TRUE(Get("facilities/khojaly").ok());
  EXPECT_EQ(got_.facility().SerializeAsString(), created_.facility().SerializeAsString());
  EXPECT_TRUE(got_.facility().daily_load().has_staff());
  EXPECT_FALSE(got_.facility().daily_load().has_operations_per_day());

  v1::ListFacilitiesRequest list;
  list.set_text("Իվանյան");
  ASSERT_TRUE(List(list).ok());
  EXPECT_EQ(listed_.facilities_size(), 1);

  v1::UpdateFacilityRequest update;
  update.mutable_facility()->set_name("facilities/khojaly");
  for (const char* path : {"aliases", "daily_load"}) update.mutable_update_mask()->add_paths(path);
  ASSERT_TRUE(Update(update).ok());
  EXPECT_EQ(updated_.facility().aliases_size(), 0);
  EXPECT_FALSE(updated_.facility().has_daily_load());
  EXPECT_EQ(updated_.facility().people_groups_size(), 1);
  ASSERT_TRUE(List(list).ok());
  EXPECT_EQ(listed_.facilities_size(), 0);
}

TEST_F(FacilityHandlerTest, RefusesWrongAliasesGroupsTheatresAndLoad) {
  v1::CreateFacilityRequest request = CreateRequest("khojaly");
  v1::Facility& facility = *request.mutable_facility();
  for (const auto& [language, text] : {std::pair{"", "Ivanyan"}, std::pair{"az", "Ivanyan"},
                                       std::pair{"a", ""}, std::pair{"", "Ivanyan"}}) {
    facility.add_aliases()->set_language(language);
    facility.mutable_aliases()->rbegin()->set_text(text);
  }
  for (const auto& [group, people] :
       {std::pair{"displaced", 9001}, std::pair{"Older", 1}, std::pair{"displaced", 1}}) {
    facility.add_people_groups()->set_group(group);
    facility.mutable_people_groups()->rbegin()->set_people(people);
  }
  facility.set_operating_theatres(1001);
  facility.mutable_daily_load()->set_outpatients_per_day(-1);
  facility.mutable_daily_load()->set_operations_per_day(1'000'001);
  facility.mutable_daily_load()->set_staff(INT64_MIN);
  facility.mutable_daily_load()->set_residents(INT64_MAX);
  EXPECT_THAT(
      Fields(Create(request)),
      ::testing::UnorderedElementsAre(
          "facility.aliases[2].language", "facility.aliases[2].text", "facility.aliases[3].text",
          "facility.people_groups[0].people", "facility.people_groups[1].group",
          "facility.people_groups[2].group", "facility.operating_theatres",
          "facility.daily_load.outpatients_per_day", "facility.daily_load.operations_per_day",
          "facility.daily_load.staff", "facility.daily_load.residents"));
  request = CreateRequest("khojaly");
  for (int i = 0; i < 65; ++i) request.mutable_facility()->add_aliases()->set_text(RequestId(i));
  for (int i = 0; i < 33; ++i) {
    request.mutable_facility()->add_people_groups()->set_group(absl::StrCat("g", i));
  }
  EXPECT_THAT(Fields(Create(request)), ElementsAre("facility.aliases", "facility.people_groups"));
  request.mutable_facility()->mutable_aliases()->RemoveLast();
  request.mutable_facility()->mutable_people_groups()->RemoveLast();
  EXPECT_TRUE(Create(request).ok());

  v1::UpdateFacilityRequest update;
  update.mutable_facility()->set_name("facilities/khojaly");
  update.mutable_facility()->add_people_groups()->set_group("displaced");
  update.mutable_facility()->mutable_people_groups(0)->set_people(9001);
  update.mutable_update_mask()->add_paths("people_groups");
  EXPECT_THAT(Fields(Update(update)), ElementsAre("facility.people_groups[0].people"));
}

TEST_F(FacilityHandlerTest, AZoneThatIsNotThereIsRefusedAndNeverTakenForUtc) {
  for (const char* zone : {"", "Asia/Khankendi", "+04:00", "/etc/passwd", "../zoneinfo/UTC"}) {
    v1::CreateFacilityRequest request = CreateRequest("khojaly");
    request.mutable_facility()->set_time_zone(zone);
    EXPECT_THAT(Fields(Create(request)), ElementsAre("facility.time_zone")) << zone;
  }
  v1::CreateFacilityRequest request = CreateRequest("khojaly");
  request.mutable_facility()->set_time_zone("UTC");
  EXPECT_TRUE(Create(request).ok());
}

TEST_F(FacilityHandlerTest, AnIdIsTakenForGood) {
  ASSERT_TRUE(Create(CreateRequest("khojaly")).ok());
  ASSERT_TRUE(Close("facilities/khojaly").ok());
  const absl::Status status = Create(CreateRequest("khojaly"));
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_ALREADY_EXISTS);
  EXPECT_EQ(ErrorVariable(status, "resource"), "facilities/khojaly");
}

TEST_F(FacilityHandlerTest, UnknownAndMalformedNames) {
  v1::UpdateFacilityRequest update;
  update.mutable_facility()->set_name("facilities/none");
  update.mutable_update_mask()->add_paths("people_served");
  v1::MoveFacilityRequest move;
  move.set_name("facilities/none");
  v1::ListFacilityLocationsRequest locations;
  locations.set_parent("facilities/none");
  v1::ListFacilityLocationsResponse found;
  for (const absl::Status& status :
       {Get("facilities/none"), Open("facilities/none"), Close("facilities/none"), Update(update),
        Move(move), server_.Call(&Stub::ListFacilityLocations, locations, &found)}) {
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NOT_KNOWN) << status;
    EXPECT_EQ(ErrorVariable(status, "resource"), "facilities/none");
  }
  update.mutable_facility()->set_name("none");
  move.set_name("facilities/");
  locations.set_parent("facilities/-/x");
  EXPECT_THAT(Fields(Get("")), ElementsAre("name"));
  EXPECT_THAT(Fields(Open("facilities/a/b")), ElementsAre("name"));
  EXPECT_THAT(Fields(Close("facilities/A")), ElementsAre("name"));
  EXPECT_THAT(Fields(Update(update)), ElementsAre("facility.name"));
  EXPECT_THAT(Fields(Move(move)), ElementsAre("name"));
  EXPECT_THAT(Fields(server_.Call(&Stub::ListFacilityLocations, locations, &found)),
              ElementsAre("parent"));
}

TEST_F(FacilityHandlerTest, UpdateChangesByMaskAndEtag) {
  ASSERT_TRUE(Create(CreateRequest("khojaly")).ok());
  v1::UpdateFacilityRequest request;
  request.mutable_facility()->set_name("facilities/khojaly");
  request.mutable_facility()->set_etag(created_.facility().etag());
  request.mutable_facility()->set_people_served(7);
  request.mutable_update_mask()->add_paths("people_served");
  ASSERT_TRUE(Update(request).ok());
  EXPECT_EQ(updated_.facility().people_served(), 7);
  EXPECT_EQ(updated_.facility().report_interval_minutes(), 720);
  const std::string present = updated_.facility().etag();
  const absl::Status stale = Update(request);
  EXPECT_EQ(ReasonOf(stale), common::v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorVariable(stale, "etag"), present);
}

TEST_F(FacilityHandlerTest, UpdateRefusesWhatOnlyVerbsChangeAndWrongValues) {
  ASSERT_TRUE(Create(CreateRequest("khojaly")).ok());
  v1::UpdateFacilityRequest request;
  request.mutable_facility()->set_name("facilities/khojaly");
  EXPECT_THAT(Fields(Update(request)), ElementsAre("update_mask"));
  for (const char* path : {"name", "state", "latitude_microdegrees", "longitude_microdegrees",
                           "etag", "create_time", "update_time", "beds.type", "nonsense", "*"}) {
    request.mutable_update_mask()->clear_paths();
    request.mutable_update_mask()->add_paths(path);
    EXPECT_THAT(Fields(Update(request)), ElementsAre("update_mask")) << path;
  }
  request.mutable_update_mask()->clear_paths();
  for (const char* path : {"kind", "display_names", "time_zone", "report_interval_minutes"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  EXPECT_THAT(Fields(Update(request)),
              ElementsAre("facility.kind", "facility.display_names", "facility.time_zone",
                          "facility.report_interval_minutes"));
  EXPECT_EQ(server_.HeadRevision(), 2);
}

TEST_F(FacilityHandlerTest, VerbsChangeTheState) {
  ASSERT_TRUE(Create(CreateRequest("khojaly")).ok());
  const absl::Status open = Open("facilities/khojaly");
  EXPECT_EQ(ReasonOf(open), common::v1::ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(ErrorVariable(open, "state"), "FACILITY_STATE_OPEN");
  EXPECT_TRUE(Close("facilities/khojaly").ok());
  EXPECT_EQ(ReasonOf(Close("facilities/khojaly")), common::v1::ERROR_REASON_WRONG_STATE);
  EXPECT_TRUE(Open("facilities/khojaly").ok());
}

TEST_F(FacilityHandlerTest, MovesAndKeepsTheHistory) {
  ASSERT_TRUE(Create(CreateRequest("kitchen")).ok());
  server_.SetTime(At(9));
  v1::MoveFacilityRequest request;
  request.set_name("facilities/kitchen");
  request.set_latitude_microdegrees(39'900'500);
  request.set_longitude_microdegrees(46'782'000);
  request.set_recorded_by("p-77");
  ASSERT_TRUE(Move(request).ok());
  EXPECT_EQ(moved_.facility().latitude_microdegrees(), 39'900'500);
  EXPECT_EQ(moved_.location().recorded_by(), "p-77");
  v1::ListFacilityLocationsRequest list;
  list.set_parent("facilities/kitchen");
  list.set_page_size(1);
  v1::ListFacilityLocationsResponse page;
  ASSERT_TRUE(server_.Call(&Stub::ListFacilityLocations, list, &page).ok());
  ASSERT_EQ(page.locations_size(), 1);
  EXPECT_EQ(page.locations(0).latitude_microdegrees(), 39'900'500);
  list.set_page_token(page.next_page_token());
  ASSERT_TRUE(server_.Call(&Stub::ListFacilityLocations, list, &page).ok());
  EXPECT_EQ(page.locations(0).latitude_microdegrees(), 39'912'970);
  EXPECT_EQ(page.next_page_token(), "");
  list.set_page_token("garbage");
  EXPECT_EQ(ReasonOf(server_.Call(&Stub::ListFacilityLocations, list, &page)),
            common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH);
  request.set_latitude_microdegrees(INT64_MAX);
  request.set_longitude_microdegrees(INT64_MIN);
  request.mutable_moved_time()->set_nanos(-1);
  request.set_recorded_by(std::string(129, 'p'));
  EXPECT_THAT(Fields(Move(request)), ElementsAre("latitude_microdegrees", "longitude_microdegrees",
                                                 "moved_time", "recorded_by"));
}

TEST_F(FacilityHandlerTest, ListsInPagesAndRefusesATokenOfAnotherQuery) {
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(Create(CreateRequest(id)).ok());
  v1::ListFacilitiesRequest request;
  request.set_page_size(2);
  ASSERT_TRUE(List(request).ok());
  ASSERT_EQ(listed_.facilities_size(), 2);
  const std::string token = listed_.next_page_token();
  request.set_page_token(token);
  ASSERT_TRUE(List(request).ok());
  ASSERT_EQ(listed_.facilities_size(), 1);
  EXPECT_EQ(listed_.facilities(0).name(), "facilities/c");
  EXPECT_EQ(listed_.next_page_token(), "");
  request.set_text("other");
  EXPECT_EQ(ReasonOf(List(request)), common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH);
  request.clear_text();
  request.set_page_token("not a token");
  EXPECT_EQ(ReasonOf(List(request)), common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

TEST_F(FacilityHandlerTest, ListRefusesWrongFilters) {
  v1::ListFacilitiesRequest request;
  request.add_kinds(v1::FACILITY_KIND_WAREHOUSE);
  request.add_kinds(static_cast<v1::FacilityKind>(99));
  request.add_states(v1::FACILITY_STATE_UNSPECIFIED);
  request.set_text(std::string(101, 'x'));
  request.set_page_size(-1);
  EXPECT_THAT(Fields(List(request)), ElementsAre("kinds[1]", "states[0]", "text", "page_size"));
}

}  // namespace
}  // namespace waystation::facility
