// Overviews and sources over gRPC.
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/headquarters/handler/region.h"

namespace waystation::headquarters::testing {
namespace {

TEST_F(SupplyHandlerTest, AnOverviewNamesTheBindingVitalItem) {
  FillRegion();
  Facility(AccessReported("hospital", kNoon - absl::Minutes(30), facility::v1::ACCESS_RESTRICTED));
  Facility(AccessReported("kitchen", kNoon - absl::Minutes(90), facility::v1::ACCESS_OPEN));
  v1::ListFacilityOverviewsRequest request;
  request.set_page_size(2);
  v1::ListFacilityOverviewsResponse response;
  {
    grpc::ClientContext context;
    Prepare(context);
    const grpc::Status status = stub_->ListFacilityOverviews(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  ASSERT_EQ(response.facility_overviews_size(), 2);
  const v1::FacilityOverview& hospital = response.facility_overviews(0);
  EXPECT_EQ(hospital.facility(), "facilities/hospital");
  EXPECT_EQ(hospital.state(), facility::v1::FACILITY_STATE_OPEN);
  EXPECT_EQ(hospital.binding_item().item(), "items/insulin");
  EXPECT_EQ(hospital.binding_item().days_left(), 4);
  EXPECT_EQ(hospital.vital_counts().vital_count(), 1);
  EXPECT_EQ(hospital.vital_counts().under_7_days_count(), 1);
  EXPECT_EQ(hospital.reporting_state(), facility::v1::REPORTING_STATE_IN_TOUCH);
  EXPECT_EQ(hospital.access(), facility::v1::ACCESS_RESTRICTED);
  EXPECT_EQ(hospital.report_age().seconds(), 30 * 60);
  const v1::FacilityOverview& kitchen = response.facility_overviews(1);
  EXPECT_EQ(kitchen.reporting_state(), facility::v1::REPORTING_STATE_SILENT);
  EXPECT_FALSE(kitchen.has_binding_item());
  ASSERT_FALSE(response.next_page_token().empty());

  request.set_page_token(response.next_page_token());
  grpc::ClientContext context;
  Prepare(context);
  ASSERT_TRUE(stub_->ListFacilityOverviews(&context, request, &response).ok());
  ASSERT_EQ(response.facility_overviews_size(), 1);
  EXPECT_EQ(response.facility_overviews(0).facility(), "facilities/post");
  EXPECT_EQ(response.facility_overviews(0).reporting_state(),
            facility::v1::REPORTING_STATE_NEVER_REPORTED);
  EXPECT_TRUE(response.next_page_token().empty());
}

TEST_F(SupplyHandlerTest, OverviewsByKindAndByFacility) {
  FillRegion();
  v1::ListFacilityOverviewsRequest request;
  request.add_facility_kinds(facility::v1::FACILITY_KIND_HEALTH_POST);
  v1::ListFacilityOverviewsResponse response;
  {
    grpc::ClientContext context;
    Prepare(context);
    ASSERT_TRUE(stub_->ListFacilityOverviews(&context, request, &response).ok());
  }
  ASSERT_EQ(response.facility_overviews_size(), 1);
  EXPECT_EQ(response.facility_overviews(0).facility(), "facilities/post");
  request.clear_facility_kinds();
  request.set_facility("facilities/kitchen");
  grpc::ClientContext context;
  Prepare(context);
  ASSERT_TRUE(stub_->ListFacilityOverviews(&context, request, &response).ok());
  ASSERT_EQ(response.facility_overviews_size(), 1);
  EXPECT_EQ(response.facility_overviews(0).facility(), "facilities/kitchen");
}

TEST_F(SupplyHandlerTest, AnItemCountsAsVitalFromTheMomentItIsMadeSo) {
  FillRegion();
  const auto kitchen = [this] {
    v1::ListFacilityOverviewsRequest request;
    request.set_facility("facilities/kitchen");
    grpc::ClientContext context;
    Prepare(context);
    v1::ListFacilityOverviewsResponse response;
    EXPECT_TRUE(stub_->ListFacilityOverviews(&context, request, &response).ok());
    return response.facility_overviews(0);
  };
  EXPECT_EQ(kitchen().vital_counts().vital_count(), 0);
  Inventory(ItemCreated("rice", "food-staple", inventory::v1::VITAL_CLASS_VITAL));
  EXPECT_EQ(kitchen().vital_counts().vital_count(), 1);
  EXPECT_EQ(kitchen().binding_item().item(), "items/rice");
  // What moves from now on shows as well.
  Inventory(Posted("kitchen", {{LegKind::kUse, "rice", "a", kToday, 1}}));
  EXPECT_EQ(kitchen().vital_counts().vital_count(), 1);
  Inventory(ItemCreated("rice", "food-staple", inventory::v1::VITAL_CLASS_ESSENTIAL));
  EXPECT_EQ(kitchen().vital_counts().vital_count(), 0);
  EXPECT_FALSE(kitchen().has_binding_item());
}

TEST_F(SupplyHandlerTest, AFacilityKnownToInventoryOnlyIsShown) {
  Inventory(ItemCreated("insulin", "medicine", inventory::v1::VITAL_CLASS_VITAL));
  Inventory(Posted("early", {{LegKind::kReceipt, "insulin", "a", kToday - 1, 4},
                             {LegKind::kUse, "insulin", "a", kToday, 2}}));
  EXPECT_EQ(Listed({}), (Places{"early/insulin"}));
  grpc::ClientContext context;
  Prepare(context);
  v1::ListFacilityOverviewsResponse response;
  ASSERT_TRUE(stub_->ListFacilityOverviews(&context, {}, &response).ok());
  ASSERT_EQ(response.facility_overviews_size(), 1);
  EXPECT_EQ(response.facility_overviews(0).facility(), "facilities/early");
  EXPECT_EQ(response.facility_overviews(0).state(), facility::v1::FACILITY_STATE_UNSPECIFIED);
}

TEST_F(SupplyHandlerTest, SourcesAreListed) {
  FillRegion();
  v1::ListSourcesResponse response;
  AwaitCopyAges(response);
  ASSERT_EQ(response.basis().sources_size(), 2);
  for (const v1::SourceState& source : response.basis().sources()) {
    EXPECT_TRUE(source.reachable()) << source.log() << source.last_error();
    EXPECT_GE(source.head_revision(), source.applied_revision());
    EXPECT_TRUE(source.has_copy_age());
  }
  EXPECT_EQ(response.basis().sources(1).applied_revision(), facility_revision_);
}

// Inventory's folder is real, headquarters' an exercise.
class OtherKindTest : public SupplyHandlerTest {
 protected:
  OtherKindTest() : SupplyHandlerTest(common::v1::FOLDER_KIND_REAL) {}
};

TEST_F(OtherKindTest, ASourceOfTheOtherKindIsRefusedAndShown) {
  Facility(FacilityCreated("hospital", facility::v1::FACILITY_KIND_FIELD_HOSPITAL));
  Inventory(Posted("hospital", {{LegKind::kReceipt, "rice", "a", kToday, 10}}));
  inventory_revision_ = 0;  // It will not come.
  v1::ListSupplyLevelsResponse response;
  // Following is on its own threads: ask until it has been refused.
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(List({}, response).ok());
    if (!response.basis().sources(0).last_error().empty()) break;
    absl::SleepFor(absl::Milliseconds(50));
  }
  const v1::SourceState& inventory = response.basis().sources(0);
  EXPECT_FALSE(inventory.reachable());
  EXPECT_FALSE(inventory.last_error().empty());
  EXPECT_EQ(inventory.applied_revision(), 0);
  EXPECT_FALSE(inventory.has_copy_age());
  EXPECT_EQ(response.supply_levels_size(), 0);
  EXPECT_TRUE(response.basis().sources(1).reachable());

  grpc::ClientContext context;
  Prepare(context);
  v1::ListFacilityOverviewsResponse overviews;
  ASSERT_TRUE(stub_->ListFacilityOverviews(&context, {}, &overviews).ok());
  ASSERT_EQ(overviews.facility_overviews_size(), 1);
  EXPECT_FALSE(overviews.facility_overviews(0).has_record_time());
}

}  // namespace
}  // namespace waystation::headquarters::testing
