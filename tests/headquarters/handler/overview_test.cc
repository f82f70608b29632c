// Overviews and sources over gRPC.
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/headquarters/domain/day.h"
#include "tests/headquarters/handler/region.h"
#include "tests/headquarters/store/naive_deliveries.h"

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

// Insulin at the hospital, its first vital item, lasts to the 4th day from today.
class ResupplyTest : public SupplyHandlerTest {
 protected:
  ResupplyTest() {
    FillRegion();
    delivery_.facility = "hospital";
    delivery_.name = "facilities/hospital/expectedDeliveries/d1";
    delivery_.latest_day = kToday + 7;
    delivery_.expected = {{"insulin", 20}};
  }

  v1::Resupply OfHospital() {
    v1::ListFacilityOverviewsRequest request;
    request.set_facility("facilities/hospital");
    grpc::ClientContext context;
    Prepare(context);
    v1::ListFacilityOverviewsResponse response;
    EXPECT_TRUE(stub_->ListFacilityOverviews(&context, request, &response).ok());
    EXPECT_EQ(response.facility_overviews(0).binding_item().item(), "items/insulin");
    return response.facility_overviews(0).binding_item().resupply();
  }

  v1::SupplyLevel Level(v1::GetSupplyLevelRequest request) {
    request.set_name("facilities/hospital/supplyLevels/insulin");
    grpc::ClientContext context;
    Prepare(context);
    v1::GetSupplyLevelResponse response;
    EXPECT_TRUE(stub_->GetSupplyLevel(&context, request, &response).ok());
    return response.supply_level();
  }

  // Insulin that came with the delivery, or goes back.
  void Receive(int64_t quantity, bool reversal) {
    inventory::v1::Event event =
        Posted("hospital", {{LegKind::kReceipt, "insulin", "b", kToday, quantity}}, reversal);
    event.mutable_movement_posted()->mutable_movement()->set_expected_delivery(delivery_.name);
    Inventory(event);
  }

  NaiveDelivery delivery_;
};

TEST_F(ResupplyTest, TheNextConfirmedDeliveryDecidesRedOrGreen) {
  EXPECT_EQ(OfHospital().outlook(), v1::RESUPPLY_OUTLOOK_NOTHING_COMING);
  Inventory(Expected(delivery_));
  EXPECT_EQ(OfHospital().outlook(), v1::RESUPPLY_OUTLOOK_NOTHING_CONFIRMED);
  EXPECT_EQ(OfHospital().next_unconfirmed().quantity(), 20);
  delivery_.confirmed = true;
  Inventory(Changed(delivery_));
  EXPECT_EQ(OfHospital().outlook(), v1::RESUPPLY_OUTLOOK_GAP);
  EXPECT_EQ(OfHospital().gap_days(), 2);
  EXPECT_EQ(OfHospital().next_confirmed().expected_delivery(), delivery_.name);
  delivery_.latest_day = kToday + 5;
  Inventory(Changed(delivery_));
  EXPECT_EQ(OfHospital().outlook(), v1::RESUPPLY_OUTLOOK_IN_TIME);
  EXPECT_FALSE(OfHospital().has_gap_days());
  // Past its day it is overdue, and covers nothing.
  delivery_.latest_day = kToday - 1;
  Inventory(Changed(delivery_));
  EXPECT_EQ(OfHospital().outlook(), v1::RESUPPLY_OUTLOOK_NOTHING_COMING);
  EXPECT_EQ(OfHospital().overdue().expected_delivery(), delivery_.name);
  delivery_.ended = true;
  Inventory(Changed(delivery_));
  EXPECT_FALSE(OfHospital().has_overdue());
}

TEST_F(ResupplyTest, ATransferOnItsWayIsComing) {
  inventory::v1::Event event;
  inventory::v1::Transfer& transfer = *event.mutable_transfer_dispatched()->mutable_transfer();
  transfer.set_name("facilities/depot/transfers/t1");
  transfer.set_number("WB-0001");
  transfer.set_to_facility("facilities/hospital");
  transfer.set_state(inventory::v1::TRANSFER_STATE_IN_TRANSIT);
  *transfer.mutable_planned_arrival_date() = DateOfDay(kToday + 5);
  transfer.mutable_dispatch()->set_vehicle("10-AB-123");
  for (const int64_t quantity : {30, 12}) {
    inventory::v1::WaybillLine& line = *transfer.add_waybill_lines();
    line.set_item("items/insulin");
    line.set_quantity(quantity);
    line.set_in_transit_quantity(quantity);
  }
  Inventory(event);
  EXPECT_EQ(OfHospital().outlook(), v1::RESUPPLY_OUTLOOK_IN_TIME);
  EXPECT_EQ(OfHospital().next_confirmed().expected_delivery(), transfer.name());
  EXPECT_EQ(OfHospital().next_confirmed().source(), "facilities/depot");
  EXPECT_EQ(OfHospital().next_confirmed().quantity(), 42);

  inventory::v1::Event part;
  *part.mutable_transfer_received()->mutable_transfer() = transfer;
  part.mutable_transfer_received()
      ->mutable_transfer()
      ->mutable_waybill_lines(0)
      ->set_in_transit_quantity(0);
  Inventory(part);
  EXPECT_EQ(OfHospital().next_confirmed().quantity(), 12);
  part.mutable_transfer_received()->mutable_transfer()->set_state(
      inventory::v1::TRANSFER_STATE_RECEIVED);
  Inventory(part);
  EXPECT_EQ(OfHospital().outlook(), v1::RESUPPLY_OUTLOOK_NOTHING_COMING);
}

TEST_F(ResupplyTest, WhatHasComeIsNotComing) {
  delivery_.confirmed = true;
  delivery_.latest_day = kToday + 5;
  Inventory(Expected(delivery_));
  Receive(15, false);
  EXPECT_EQ(OfHospital().next_confirmed().quantity(), 5);
  Receive(5, false);
  EXPECT_EQ(OfHospital().outlook(), v1::RESUPPLY_OUTLOOK_NOTHING_COMING);
  Receive(5, true);
  EXPECT_EQ(OfHospital().next_confirmed().quantity(), 5);
}

TEST_F(ResupplyTest, ALevelSaysTheSameAndComparesWithTheDayAskedAbout) {
  delivery_.confirmed = true;
  delivery_.latest_day = kToday + 5;
  Inventory(Expected(delivery_));
  EXPECT_EQ(Level({}).resupply().outlook(), v1::RESUPPLY_OUTLOOK_IN_TIME);
  v1::GetSupplyLevelRequest past;
  *past.mutable_as_of_date() = DateOfDay(kToday - 4);
  // Not used by then, so there was no run-out to compare with; what is known to come is told.
  EXPECT_EQ(Level(past).state(), v1::SUPPLY_STATE_UNUSED);
  EXPECT_EQ(Level(past).resupply().outlook(), v1::RESUPPLY_OUTLOOK_NO_RUN_OUT);
  EXPECT_EQ(Level(past).resupply().next_confirmed().quantity(), 20);
  // By that day it would have been overdue.
  v1::GetSupplyLevelRequest later;
  *later.mutable_as_of_date() = DateOfDay(kToday + 6);
  EXPECT_EQ(Level(later).resupply().outlook(), v1::RESUPPLY_OUTLOOK_UNKNOWN);
  EXPECT_EQ(Level(later).resupply().overdue().quantity(), 20);
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

TEST_F(SupplyHandlerTest, TheClassIsThatOfTheFacilitysKind) {
  FillRegion();
  const auto vital_count = [this](const std::string& facility) {
    v1::ListFacilityOverviewsRequest request;
    request.set_facility(facility);
    grpc::ClientContext context;
    Prepare(context);
    v1::ListFacilityOverviewsResponse response;
    EXPECT_TRUE(stub_->ListFacilityOverviews(&context, request, &response).ok());
    return response.facility_overviews(0).vital_counts().vital_count();
  };
  const auto vital_levels = [this] {
    v1::ListSupplyLevelsRequest request;
    request.mutable_filter()->add_vital_classes(inventory::v1::VITAL_CLASS_VITAL);
    request.set_order(v1::SUPPLY_ORDER_FACILITY);
    return Listed(request);
  };
  // Rice is vital in a kitchen; insulin at hospitals and everywhere but there.
  inventory::v1::Event rice = ItemCreated("rice", "food", inventory::v1::VITAL_CLASS_NORMAL);
  inventory::v1::VitalClassOfKind& kitchen =
      *rice.mutable_item_created()->mutable_item()->add_vital_classes_by_kind();
  kitchen.set_facility_kind(facility::v1::FACILITY_KIND_MOBILE_CAFETERIA);
  kitchen.set_vital_class(inventory::v1::VITAL_CLASS_VITAL);
  Inventory(rice);
  EXPECT_EQ(vital_levels(), (Places{"hospital/insulin", "kitchen/rice"}));
  EXPECT_EQ(vital_count("facilities/hospital"), 1);
  EXPECT_EQ(vital_count("facilities/kitchen"), 1);

  Inventory(Posted("kitchen", {{LegKind::kReceipt, "insulin", "a", kToday, 3}}));
  EXPECT_EQ(vital_count("facilities/kitchen"), 2);
  inventory::v1::Event insulin =
      ItemCreated("insulin", "medicine", inventory::v1::VITAL_CLASS_VITAL);
  inventory::v1::VitalClassOfKind& not_there =
      *insulin.mutable_item_created()->mutable_item()->add_vital_classes_by_kind();
  not_there.set_facility_kind(facility::v1::FACILITY_KIND_MOBILE_CAFETERIA);
  not_there.set_vital_class(inventory::v1::VITAL_CLASS_NORMAL);
  Inventory(insulin);
  EXPECT_EQ(vital_levels(), (Places{"hospital/insulin", "kitchen/rice"}));
  EXPECT_EQ(vital_count("facilities/kitchen"), 1);
  EXPECT_EQ(vital_count("facilities/hospital"), 1);

  // The kitchen becomes a hospital, told by the other log alone.
  Facility(FacilityCreated("kitchen", facility::v1::FACILITY_KIND_FIELD_HOSPITAL));
  EXPECT_EQ(vital_levels(), (Places{"hospital/insulin", "kitchen/insulin"}));
  EXPECT_EQ(vital_count("facilities/kitchen"), 1);
}

TEST_F(SupplyHandlerTest, AFacilityOfAnUnknownKindHasTheStrictestClass) {
  inventory::v1::Event item =
      ItemCreated("ketamine", "medicine", inventory::v1::VITAL_CLASS_NORMAL);
  inventory::v1::VitalClassOfKind& hospital =
      *item.mutable_item_created()->mutable_item()->add_vital_classes_by_kind();
  hospital.set_facility_kind(facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  hospital.set_vital_class(inventory::v1::VITAL_CLASS_VITAL);
  Inventory(item);
  Inventory(Posted("early", {{LegKind::kReceipt, "ketamine", "a", kToday, 4}}));
  v1::ListSupplyLevelsRequest request;
  request.mutable_filter()->add_vital_classes(inventory::v1::VITAL_CLASS_VITAL);
  v1::ListSupplyLevelsResponse response;
  ASSERT_TRUE(List(request, response).ok());
  ASSERT_EQ(response.supply_levels_size(), 1);
  EXPECT_EQ(response.supply_levels(0).vital_class(), inventory::v1::VITAL_CLASS_VITAL);
  Facility(FacilityCreated("early", facility::v1::FACILITY_KIND_WAREHOUSE));
  ASSERT_TRUE(List(request, response).ok());
  EXPECT_EQ(response.supply_levels_size(), 0);
  EXPECT_EQ(Listed({}), (Places{"early/ketamine"}));
}

TEST_F(SupplyHandlerTest, StorageClassesChangeNoLevel) {
  FillRegion();
  inventory::v1::Event created;
  created.mutable_storage_class_created()->mutable_storage_class()->set_name("storageClasses/a");
  Inventory(created);
  inventory::v1::Event updated;
  updated.mutable_storage_class_updated()->mutable_storage_class()->set_name("storageClasses/a");
  Inventory(updated);
  EXPECT_EQ(Listed({}).size(), 4u);
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
