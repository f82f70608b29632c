// Supply levels over gRPC: orders, pages, filters, errors, watches.
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/headquarters/domain/day.h"
#include "tests/headquarters/handler/region.h"

namespace waystation::headquarters::testing {
namespace {

TEST_F(SupplyHandlerTest, OrdersAndPages) {
  FillRegion();
  v1::ListSupplyLevelsRequest request;
  for (int page_size : {1, 2, 3, 50}) {
    request.set_page_size(page_size);
    request.set_order(v1::SUPPLY_ORDER_UNSPECIFIED);
    EXPECT_EQ(Listed(request),
              (Places{"hospital/rice", "hospital/insulin", "kitchen/rice", "kitchen/soap"}));
    request.set_order(v1::SUPPLY_ORDER_FACILITY);
    EXPECT_EQ(Listed(request),
              (Places{"hospital/insulin", "hospital/rice", "kitchen/rice", "kitchen/soap"}));
    request.set_order(v1::SUPPLY_ORDER_ITEM);
    EXPECT_EQ(Listed(request),
              (Places{"hospital/insulin", "hospital/rice", "kitchen/rice", "kitchen/soap"}));
  }
}

TEST_F(SupplyHandlerTest, EachFilterInEachOrder) {
  FillRegion();
  for (v1::SupplyOrder order :
       {v1::SUPPLY_ORDER_RUN_OUT, v1::SUPPLY_ORDER_FACILITY, v1::SUPPLY_ORDER_ITEM}) {
    v1::ListSupplyLevelsRequest all;
    all.set_order(order);
    auto request = all;
    request.mutable_filter()->set_facility("facilities/kitchen");
    EXPECT_EQ(Listed(request), (Places{"kitchen/rice", "kitchen/soap"}));
    request = all;
    request.mutable_filter()->set_item("items/rice");
    EXPECT_EQ(Listed(request), (Places{"hospital/rice", "kitchen/rice"}));
    request.mutable_filter()->set_facility("facilities/kitchen");
    EXPECT_EQ(Listed(request), (Places{"kitchen/rice"}));
    request = all;
    request.mutable_filter()->add_facility_kinds(facility::v1::FACILITY_KIND_MOBILE_CAFETERIA);
    EXPECT_EQ(Listed(request), (Places{"kitchen/rice", "kitchen/soap"}));
    request = all;
    request.mutable_filter()->add_categories("medicine");
    request.mutable_filter()->add_categories("hygiene");
    EXPECT_EQ(Listed(request), (Places{"hospital/insulin", "kitchen/soap"}));
    request = all;
    request.mutable_filter()->add_vital_classes(inventory::v1::VITAL_CLASS_VITAL);
    EXPECT_EQ(Listed(request), (Places{"hospital/insulin"}));
    request = all;
    request.mutable_filter()->add_states(v1::SUPPLY_STATE_OUT);
    request.mutable_filter()->add_states(v1::SUPPLY_STATE_UNUSED);
    EXPECT_EQ(Listed(request), (Places{"hospital/rice", "kitchen/soap"}));
  }
}

TEST_F(SupplyHandlerTest, ALevelSaysWhatItRestsOn) {
  FillRegion();
  v1::ListSourcesResponse sources;
  AwaitCopyAges(sources);
  clock_.Set(kNoon + absl::Hours(24), /*frozen=*/true);
  grpc::ClientContext context;
  Prepare(context);
  v1::GetSupplyLevelRequest request;
  request.set_name("facilities/hospital/supplyLevels/insulin");
  v1::GetSupplyLevelResponse response;
  const grpc::Status status = stub_->GetSupplyLevel(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const v1::SupplyLevel& level = response.supply_level();
  // 5 used in 5 in-stock days, 4 left at the end of yesterday.
  EXPECT_EQ(level.usable_quantity(), 4);
  EXPECT_EQ(level.daily_use().consumed_quantity(), 5);
  EXPECT_EQ(level.daily_use().in_stock_days(), 5);
  EXPECT_EQ(level.daily_use().evidence(), v1::USE_EVIDENCE_WEAK);
  EXPECT_EQ(level.daily_use().stock_out_days(), 0) << "days before the first are not out of stock";
  EXPECT_EQ(level.state(), v1::SUPPLY_STATE_LASTS);
  EXPECT_EQ(DayOfDate(level.run_out_date()), kToday + 4);
  EXPECT_EQ(level.days_left(), 3);
  EXPECT_EQ(DayOfDate(level.record_date()), kToday);
  EXPECT_EQ(level.record_age().seconds(), 86'400);
  EXPECT_TRUE(level.has_copy_age());
  EXPECT_EQ(level.facility_kind(), facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  EXPECT_EQ(level.item_display_names(0).text(), "The insulin");
  ASSERT_EQ(response.basis().sources_size(), 2);
  EXPECT_EQ(response.basis().sources(0).log(), "inventory/main");
  EXPECT_EQ(response.basis().sources(0).applied_revision(), inventory_revision_);
  EXPECT_TRUE(response.basis().sources(0).reachable());
}

TEST_F(SupplyHandlerTest, APastDayReadsWithAllRecordedSoFar) {
  FillRegion();
  v1::ListSupplyLevelsRequest request;
  *request.mutable_as_of_date() = DateOfDay(kToday - 2);
  for (v1::SupplyOrder order :
       {v1::SUPPLY_ORDER_UNSPECIFIED, v1::SUPPLY_ORDER_FACILITY, v1::SUPPLY_ORDER_ITEM}) {
    for (int page_size : {1, 50}) {
      request.set_order(order);
      request.set_page_size(page_size);
      // The kitchen had recorded nothing yet.
      EXPECT_EQ(Listed(request), (Places{"hospital/insulin", "hospital/rice"}));
    }
  }
  v1::ListSupplyLevelsResponse response;
  ASSERT_TRUE(List(request, response).ok());
  ASSERT_EQ(response.supply_levels_size(), 2);
  const v1::SupplyLevel& insulin = response.supply_levels(0);
  EXPECT_EQ(insulin.usable_quantity(), 9);
  EXPECT_EQ(insulin.state(), v1::SUPPLY_STATE_UNUSED);
  EXPECT_EQ(DayOfDate(insulin.record_date()), kToday - 3);
  EXPECT_EQ(insulin.record_time().seconds(), response.supply_levels(1).record_time().seconds());
  const v1::SupplyLevel& rice = response.supply_levels(1);
  EXPECT_EQ(rice.state(), v1::SUPPLY_STATE_OUT);
  EXPECT_EQ(rice.daily_use().consumed_quantity(), 10);
  EXPECT_EQ(rice.daily_use().in_stock_days(), 2);
  EXPECT_EQ(rice.daily_use().stock_out_days(), 0);
  *request.mutable_as_of_date() = DateOfDay(kToday - 1000);
  ASSERT_TRUE(List(request, response).ok());
  EXPECT_EQ(response.supply_levels_size(), 0) << "before anything was recorded";
  request.set_order(v1::SUPPLY_ORDER_RUN_OUT);
  EXPECT_EQ(List(request, response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(SupplyHandlerTest, ALevelTellsWhatIsRecalledAndWhatWasSentOn) {
  Inventory(ItemCreated("rice", "food", inventory::v1::VITAL_CLASS_NORMAL));
  Inventory(Posted(kDepot, {{LegKind::kReceipt, "rice", "a", kToday - 20, 400},
                            {LegKind::kReceipt, "rice", "b", kToday - 20, 50}}));
  Inventory(Posted(kDepot, {{LegKind::kSend, "rice", "a", kToday, 210}}));
  Inventory(RecallChanged("r1", "rice", "b", kToday, /*open=*/true));
  grpc::ClientContext context;
  Prepare(context);
  v1::GetSupplyLevelRequest request;
  request.set_name("facilities/depot/supplyLevels/rice");
  v1::GetSupplyLevelResponse response;
  const grpc::Status status = stub_->GetSupplyLevel(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.supply_level().usable_quantity(), 190);
  EXPECT_EQ(response.supply_level().recalled_quantity(), 50);
  EXPECT_EQ(response.supply_level().daily_use().consumed_quantity(), 210);
  EXPECT_EQ(response.supply_level().daily_use().dispatched_quantity(), 210);
  EXPECT_EQ(response.supply_level().state(), v1::SUPPLY_STATE_LASTS);
  // As of the day before it was recalled.
  *request.mutable_as_of_date() = DateOfDay(kToday - 1);
  grpc::ClientContext before;
  Prepare(before);
  ASSERT_TRUE(stub_->GetSupplyLevel(&before, request, &response).ok());
  EXPECT_EQ(response.supply_level().usable_quantity(), 450);
  EXPECT_EQ(response.supply_level().recalled_quantity(), 0);
}

TEST_F(SupplyHandlerTest, SilentForAWeekPastTheRunOutIsUnknown) {
  FillRegion();
  clock_.Set(kNoon + absl::Hours(7 * 24), /*frozen=*/true);
  v1::ListSupplyLevelsRequest request;
  request.mutable_filter()->add_states(v1::SUPPLY_STATE_UNKNOWN);
  EXPECT_EQ(Listed(request), (Places{"hospital/insulin"}));
}

TEST_F(SupplyHandlerTest, AnItemNeverInStockIsNotKnown) {
  grpc::ClientContext context;
  v1::GetSupplyLevelRequest request;
  request.set_name("facilities/hospital/supplyLevels/gold");
  v1::GetSupplyLevelResponse response;
  EXPECT_EQ(Noted<v1::GetSupplyLevelRequest>(stub_->GetSupplyLevel(&context, request, &response))
                .error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(SupplyHandlerTest, APageTokenOfAnotherQueryIsRefused) {
  FillRegion();
  v1::ListSupplyLevelsRequest request;
  request.set_page_size(1);
  v1::ListSupplyLevelsResponse response;
  ASSERT_TRUE(List(request, response).ok());
  const std::string token = response.next_page_token();
  request.set_page_token(token);
  request.set_page_size(2);
  EXPECT_TRUE(List(request, response).ok());
  for (const std::string& other : {std::string("garbage"), token + "x"}) {
    auto wrong = request;
    wrong.set_page_token(other);
    EXPECT_EQ(List(wrong, response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
  auto other_order = request;
  other_order.set_order(v1::SUPPLY_ORDER_ITEM);
  EXPECT_EQ(List(other_order, response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  auto other_filter = request;
  other_filter.mutable_filter()->set_item("items/rice");
  EXPECT_EQ(List(other_filter, response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(SupplyHandlerTest, AnOverviewsTokenIsOfItsOwnList) {
  grpc::ClientContext context;
  v1::ListFacilityOverviewsRequest request;
  request.set_page_token("garbage");
  v1::ListFacilityOverviewsResponse response;
  EXPECT_EQ(Noted<v1::ListFacilityOverviewsRequest>(
                stub_->ListFacilityOverviews(&context, request, &response))
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(SupplyHandlerTest, EveryWrongFieldIsNamed) {
  v1::ListSupplyLevelsRequest request;
  request.mutable_filter()->set_facility("hospital");
  request.mutable_filter()->set_item("items/");
  request.mutable_filter()->add_categories("No Such");
  request.mutable_filter()->add_states(v1::SUPPLY_STATE_UNSPECIFIED);
  request.set_order(static_cast<v1::SupplyOrder>(77));
  request.set_page_size(-1);
  v1::ListSupplyLevelsResponse response;
  const grpc::Status status = List(request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const char* field : {"filter.facility", "filter.item", "filter.categories[0]",
                            "filter.states[0]", "order", "page_size"}) {
    EXPECT_NE(status.error_details().find(field), std::string::npos) << field;
  }
}

TEST_F(SupplyHandlerTest, AWatchSeesTheChange) {
  FillRegion();
  grpc::ClientContext context;
  Prepare(context);
  v1::WatchSupplyLevelsRequest request;
  request.mutable_filter()->set_facility("facilities/hospital");
  request.mutable_filter()->set_item("items/insulin");
  auto stream = stub_->WatchSupplyLevels(&context, request);
  v1::WatchSupplyLevelsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_EQ(response.supply_levels_size(), 1);
  EXPECT_EQ(response.supply_levels(0).usable_quantity(), 4);
  EXPECT_FALSE(response.more());
  Inventory(Posted("hospital", {{LegKind::kUse, "insulin", "a", kToday, 4}}));
  do {
    ASSERT_TRUE(stream->Read(&response));
  } while (response.basis().sources(0).applied_revision() < inventory_revision_);
  EXPECT_EQ(response.supply_levels(0).state(), v1::SUPPLY_STATE_OUT);
  context.TryCancel();
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace waystation::headquarters::testing
