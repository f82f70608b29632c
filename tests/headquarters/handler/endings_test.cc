// What ends first, and what keeps a facility running, over gRPC.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/headquarters/domain/limit.h"
#include "tests/headquarters/handler/region.h"
#include "tests/headquarters/store/limit_books.h"

namespace waystation::headquarters::testing {
namespace {

// The region of FillRegion, where the hospital and the kitchen have just reported.
class EndingsTest : public SupplyHandlerTest {
 protected:
  EndingsTest() {
    FillRegion();
    for (const char* facility : {"hospital", "kitchen"}) {
      Facility(AccessReported(facility, kNoon, facility::v1::ACCESS_OPEN));
    }
    Facility(Derived("hospital", {Lasting(facility::v1::LIMIT_KIND_COLD_CHAIN, "fridge-1", 3),
                                  Lasting(facility::v1::LIMIT_KIND_GENERATOR_FUEL, "big", 30),
                                  Lasting(facility::v1::LIMIT_KIND_FUEL, "diesel", 200),
                                  {.kind = facility::v1::LIMIT_KIND_COLD_CHAIN,
                                   .subject = "fridge-2",
                                   .unknown = facility::v1::UNKNOWN_REASON_NO_READING}}));
    Facility(Derived("kitchen", {Lasting(facility::v1::LIMIT_KIND_WATER, "", 2),
                                 {.kind = facility::v1::LIMIT_KIND_POWER,
                                  .subject = "main",
                                  .known_until = kNoon + absl::Hours(1)}}));
  }

  static LimitSpec Lasting(facility::v1::LimitKind kind, const std::string& subject, int hours) {
    return {.kind = kind,
            .subject = subject,
            .act_by = kNoon + absl::Hours(hours),
            .known_until = kNoon + absl::Hours(1)};
  }

  grpc::Status Call(const v1::ListEndingsRequest& request, v1::ListEndingsResponse& response) {
    grpc::ClientContext context;
    Prepare(context);
    response.Clear();
    return Noted<v1::ListEndingsRequest>(stub_->ListEndings(&context, request, &response));
  }

  // "facility/subject" of each, over all pages.
  Places Endings(v1::ListEndingsRequest request) {
    Places places;
    v1::ListEndingsResponse response;
    do {
      const grpc::Status status = Call(request, response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      if (!status.ok()) return places;
      for (const v1::Ending& ending : response.endings()) {
        places.push_back(absl::StrCat(ending.facility().substr(11), "/", ending.subject()));
      }
      request.set_page_token(response.next_page_token());
    } while (!response.next_page_token().empty());
    return places;
  }

  Places UnknownEndings() {
    v1::ListEndingsRequest request;
    request.set_unknown(true);
    return Endings(request);
  }

  v1::FacilityOverview OverviewOf(const std::string& facility) {
    v1::ListFacilityOverviewsRequest request;
    request.set_facility("facilities/" + facility);
    grpc::ClientContext context;
    Prepare(context);
    v1::ListFacilityOverviewsResponse response;
    EXPECT_TRUE(stub_->ListFacilityOverviews(&context, request, &response).ok());
    return response.facility_overviews(0);
  }
};

TEST_F(EndingsTest, OneOrderByTimeInPages) {
  v1::ListEndingsRequest request;
  request.set_page_size(2);
  // Insulin lasts the 4th day from today in full.
  EXPECT_EQ(Endings(request), (Places{"kitchen/", "hospital/fridge-1", "hospital/big",
                                      "hospital/insulin", "hospital/diesel"}));
  EXPECT_EQ(UnknownEndings(), Places{"hospital/fridge-2"});
  request.add_kinds(v1::ENDING_KIND_FUEL);
  request.add_kinds(v1::ENDING_KIND_SUPPLY);
  EXPECT_EQ(Endings(request), (Places{"hospital/insulin", "hospital/diesel"}));
  request.clear_kinds();
  request.add_facility_kinds(facility::v1::FACILITY_KIND_MOBILE_CAFETERIA);
  EXPECT_EQ(Endings(request), Places{"kitchen/"});
  request.clear_facility_kinds();
  request.set_facility("facilities/hospital");
  EXPECT_EQ(Endings(request).size(), 4u);
}

TEST_F(EndingsTest, ASupplyEndsWithTheDayOfItsFacility) {
  v1::ListEndingsRequest request;
  request.add_kinds(v1::ENDING_KIND_SUPPLY);
  v1::ListEndingsResponse response;
  ASSERT_TRUE(Call(request, response).ok());
  ASSERT_EQ(response.endings_size(), 1);
  const v1::Ending& insulin = response.endings(0);
  EXPECT_EQ(insulin.state(), v1::ENDING_STATE_LASTS);
  EXPECT_EQ(insulin.time_zone(), "Asia/Baku");
  // 12 hours to midnight in Baku, and four days.
  EXPECT_EQ(MicrosOf(insulin.act_by_time()), absl::ToUnixMicros(kNoon + absl::Hours(12 + 4 * 24)));
  EXPECT_EQ(insulin.resupply().outlook(), v1::RESUPPLY_OUTLOOK_NOTHING_COMING);
}

TEST_F(EndingsTest, AnOverviewShowsWhatKeepsTheFacilityRunning) {
  v1::FacilityOverview hospital = OverviewOf("hospital");
  EXPECT_EQ(hospital.time_zone(), "Asia/Baku");
  EXPECT_EQ(hospital.fuel().first().subject(), "big");
  EXPECT_EQ(hospital.fuel().count(), 2);
  EXPECT_EQ(hospital.cold_chain().first().subject(), "fridge-1");
  EXPECT_EQ(hospital.cold_chain().unknown_count(), 1);
  EXPECT_FALSE(hospital.has_power());
  EXPECT_FALSE(hospital.has_water());
  // Two fridges, two fuels, insulin and rice, which is not vital.
  EXPECT_EQ(hospital.binding().count(), 5);
  EXPECT_EQ(hospital.binding().first().subject(), "fridge-1");
  EXPECT_EQ(OverviewOf("kitchen").power().first().state(), v1::ENDING_STATE_NO_END);
  EXPECT_FALSE(OverviewOf("post").has_binding());
  // Insulin first, once the rest ends later.
  Facility(Derived("hospital", {Lasting(facility::v1::LIMIT_KIND_FUEL, "diesel", 200)}));
  hospital = OverviewOf("hospital");
  EXPECT_EQ(hospital.binding().first().kind(), v1::ENDING_KIND_SUPPLY);
  EXPECT_EQ(hospital.binding_item().item(), "items/insulin");
}

TEST_F(EndingsTest, ASilentFacilityIsUnknownWithItsLastValue) {
  clock_.Set(kNoon + absl::Hours(1) + absl::Seconds(1), /*frozen=*/true);
  EXPECT_EQ(Endings({}), Places{"hospital/insulin"});
  EXPECT_EQ(UnknownEndings().size(), 6u);
  const v1::FacilityOverview hospital = OverviewOf("hospital");
  const v1::Ending& fridge = hospital.cold_chain().first();
  EXPECT_EQ(fridge.state(), v1::ENDING_STATE_UNKNOWN);
  EXPECT_EQ(fridge.unknown(), v1::ENDING_UNKNOWN_SILENT);
  EXPECT_EQ(hospital.binding().first().subject(), "insulin");
  EXPECT_EQ(hospital.fuel().unknown_count(), 2);
  EXPECT_EQ(hospital.fuel().first().state(), v1::ENDING_STATE_UNKNOWN);
  EXPECT_EQ(hospital.fuel().first().value_age().seconds(), 3'601);
  EXPECT_TRUE(hospital.fuel().first().has_act_by_time());
}

TEST_F(EndingsTest, BedsAreToldByTypeWithSurge) {
  facility::v1::Event event =
      FacilityCreated("hospital", facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  facility::v1::BedCapacity& beds =
      *event.mutable_facility_created()->mutable_facility()->add_beds();
  beds.set_type("ward");
  beds.set_capacity(10);
  Facility(event);
  const auto report = [this](int minutes, const char* type, facility::v1::Measure measure,
                             int64_t count) {
    Facility(BedsReported("hospital", kNoon - absl::Minutes(minutes), type, measure, count));
  };
  report(20, "ward", facility::v1::MEASURE_BEDS_OCCUPIED, 12);
  report(30, "ward", facility::v1::MEASURE_BEDS_OCCUPIED, 3);  // Came late.
  report(20, "attic", facility::v1::MEASURE_BEDS_FREE, 2);
  v1::FacilityOverview hospital = OverviewOf("hospital");
  ASSERT_EQ(hospital.beds_size(), 2);
  EXPECT_EQ(hospital.beds(0).type(), "ward");
  EXPECT_EQ(hospital.beds(0).occupied(), 12);
  EXPECT_EQ(hospital.beds(0).surge(), 2);
  EXPECT_FALSE(hospital.beds(0).has_free());
  EXPECT_EQ(hospital.beds(1).free(), 2);
  EXPECT_FALSE(hospital.beds(1).has_capacity());
  EXPECT_FALSE(hospital.beds(0).unknown());
  Facility(WentSilent("hospital"));
  EXPECT_TRUE(OverviewOf("hospital").beds(0).unknown());
}

TEST_F(EndingsTest, WhatIsWrongIsSaid) {
  v1::ListEndingsRequest request;
  request.set_facility("hospital");
  request.add_kinds(v1::ENDING_KIND_UNSPECIFIED);
  request.add_facility_kinds(static_cast<facility::v1::FacilityKind>(99));
  request.set_page_size(-1);
  v1::ListEndingsResponse response;
  const grpc::Status status = Call(request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  // The facility, its kind, the kind of ending and the page size.
  EXPECT_NE(status.error_message().find("and 3 more"), std::string::npos) << status.error_message();
  request.Clear();
  request.set_page_size(1);
  ASSERT_TRUE(Call(request, response).ok());
  request.set_page_token(response.next_page_token());
  request.set_unknown(true);
  EXPECT_EQ(ReasonOf(runtime::FromGrpc(Call(request, response))),
            common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

}  // namespace
}  // namespace waystation::headquarters::testing
