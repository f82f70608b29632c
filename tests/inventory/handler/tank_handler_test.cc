// Tanks over gRPC: every RPC and every error.
#include <limits>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/storage_place.grpc.pb.h"
#include "waystation/inventory/v1/tank.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class TankHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::TankService::NewStub(channel_);
    places_ = v1::StoragePlaceService::NewStub(channel_);
    for (const char* id : {"diesel", "petrol"}) {
      v1::CreateItemRequest request;
      request.set_request_id(NextRequestId());
      request.set_item_id(id);
      *request.mutable_item() = GoodItem(id);
      request.mutable_item()->set_base_unit(v1::BASE_UNIT_MILLILITRE);
      ASSERT_TRUE(CALL(items_, CreateItem, request, &created_).ok());
    }
    Register("tank-a", "tank-1");
    Register("shelf", "");
    Dip("tank-1", 900, Noon(15));
  }

  void Register(const std::string& id, const std::string& installation) {
    v1::CreateStoragePlaceRequest request;
    request.set_request_id(NextRequestId());
    request.set_parent("facilities/f");
    request.set_storage_place_id(id);
    v1::StoragePlace& place = *request.mutable_storage_place();
    place.set_kind(v1::STORAGE_PLACE_KIND_TANK);
    *place.mutable_display_names() = GoodItem(id).display_names();
    place.set_installation(installation);
    v1::CreateStoragePlaceResponse response;
    ASSERT_TRUE(CALL(places_, CreateStoragePlace, request, &response).ok());
    EXPECT_EQ(response.storage_place().installation(), installation);
  }
  void Dip(const std::string& tank, int64_t level_ml, absl::Time time) {
    facility::v1::Event event;
    event.mutable_status_reported()->set_facility("facilities/f");
    facility::v1::StatusRecord& record = *event.mutable_status_reported()->add_records();
    record.mutable_value()->set_measure(facility::v1::MEASURE_TANK_LEVEL_ML);
    record.mutable_value()->set_subject(tank);
    record.mutable_value()->set_amount(level_ml);
    record.mutable_value()->set_reported_by("p-reader");
    *record.mutable_effective_time() = TimestampOf(time);
    Hear(event);
  }
  absl::Status List(const v1::ListTanksRequest& request) {
    tanks_.Clear();
    return CALL(stub_, ListTanks, request, &tanks_);
  }
  absl::Status ListDips(const v1::ListTankDipsRequest& request) {
    dips_.Clear();
    return CALL(stub_, ListTankDips, request, &dips_);
  }
  v1::PostTankDipRequest Posting() {
    v1::PostTankDipRequest request;
    request.set_request_id(NextRequestId());
    request.set_name("facilities/f/storagePlaces/tank-a");
    *request.mutable_dip_time() = TimestampOf(Noon(15));
    return request;
  }
  absl::Status PostDip(const v1::PostTankDipRequest& request) {
    dip_posted_.Clear();
    return CALL(stub_, PostTankDip, request, &dip_posted_);
  }

  std::unique_ptr<v1::TankService::StubInterface> stub_;
  std::unique_ptr<v1::StoragePlaceService::StubInterface> places_;
  v1::ListTanksResponse tanks_;
  v1::ListTankDipsResponse dips_;
  v1::PostTankDipResponse dip_posted_;
};

TEST_F(TankHandlerTest, TanksAndDipsAreListed) {
  ASSERT_TRUE(Post(Receipt(14, Line("diesel", 1'000, "D", "tank-a"))).ok());
  v1::ListTanksRequest request;
  request.set_parent("facilities/f");
  ASSERT_TRUE(List(request).ok());
  ASSERT_EQ(tanks_.tanks_size(), 1);
  EXPECT_EQ(tanks_.tanks(0).latest_dip().variance_ml(), -100);
  EXPECT_EQ(tanks_.tanks(0).latest_dip().variance_hundredths_percent(), -1'000);
  request.set_page_token("x");
  EXPECT_REASON(List(request), PAGE_TOKEN_MISMATCH);
  request.clear_page_token();
  request.set_parent("facilities/none");
  EXPECT_REASON(List(request), NOT_KNOWN);
  request.set_parent("f");
  request.set_variance_above_ml(-1);
  request.set_page_size(-1);
  EXPECT_THAT(FieldsOf(List(request)),
              UnorderedElementsAre("parent", "variance_above_ml", "page_size"));

  v1::ListTankDipsRequest dips;
  dips.set_parent("facilities/f");
  dips.set_place("tank-a");
  ASSERT_TRUE(ListDips(dips).ok());
  ASSERT_EQ(dips_.dips_size(), 1);
  EXPECT_EQ(dips_.dips(0).level_ml(), 900);
  dips.set_page_token("x");
  EXPECT_REASON(ListDips(dips), PAGE_TOKEN_MISMATCH);
  dips.clear_page_token();
  dips.set_place("cellar");
  EXPECT_REASON(ListDips(dips), NOT_KNOWN);
  dips.set_parent("facilities/none");
  EXPECT_REASON(ListDips(dips), NOT_KNOWN);
  dips.set_place("A tank");
  dips.mutable_start_time()->set_nanos(-1);
  EXPECT_THAT(FieldsOf(ListDips(dips)), UnorderedElementsAre("place", "start_time"));
}

TEST_F(TankHandlerTest, ADipIsPostedAsACount) {
  ASSERT_TRUE(Post(Receipt(14, Line("diesel", 1'000, "D", "tank-a"))).ok());
  v1::PostTankDipRequest request = Posting();
  request.set_second_counted_by("p-reader");
  EXPECT_THAT(FieldsOf(PostDip(request)), ElementsAre("second_counted_by"));
  request.set_second_counted_by("p-2");
  ASSERT_TRUE(PostDip(request).ok());
  EXPECT_EQ(dip_posted_.count().lines(0).difference_quantity(), -100);
  EXPECT_FALSE(dip_posted_.receipt().replayed());
  ASSERT_TRUE(PostDip(request).ok());
  EXPECT_TRUE(dip_posted_.receipt().replayed());
  request.set_note("again");
  EXPECT_REASON(PostDip(request), REQUEST_ID_REUSED);
}

TEST_F(TankHandlerTest, WhatIsNoDipOfOneItemIsRefused) {
  v1::PostTankDipRequest request = Posting();
  request.set_name("facilities/none/storagePlaces/tank-a");
  EXPECT_REASON(PostDip(request), NOT_KNOWN);
  request.set_name("facilities/f/storagePlaces/cellar");
  EXPECT_REASON(PostDip(request), NOT_KNOWN);
  request.set_name("facilities/f/storagePlaces/shelf");
  EXPECT_THAT(FieldsOf(PostDip(request)), ElementsAre("name"));
  request = Posting();
  *request.mutable_dip_time() = TimestampOf(Noon(16));
  EXPECT_REASON(PostDip(request), NOT_KNOWN);
  request = Posting();
  EXPECT_THAT(FieldsOf(PostDip(request)), ElementsAre("item"));
  request.set_item("items/none");
  EXPECT_REASON(PostDip(request), NOT_KNOWN);
  request.set_item("items/rice");
  EXPECT_THAT(FieldsOf(PostDip(request)), ElementsAre("item"));
  request.set_item("rice");
  request.set_name("tank-a");
  request.clear_dip_time();
  request.set_counted_by("p-1");
  request.set_second_counted_by("p-1");
  EXPECT_THAT(FieldsOf(PostDip(request)),
              UnorderedElementsAre("name", "dip_time", "item", "second_counted_by"));
  // So much can't be beside what came.
  ASSERT_TRUE(Post(Receipt(10, Line("petrol", 1'000, "P", "yard"))).ok());
  Dip("tank-1", std::numeric_limits<int64_t>::max(), Noon(17));
  request = Posting();
  *request.mutable_dip_time() = TimestampOf(Noon(17));
  request.set_item("items/petrol");
  EXPECT_REASON(PostDip(request), QUANTITY_OVERFLOW);
  Register("hose", "tank-1");
  EXPECT_THAT(FieldsOf(PostDip(Posting())), ElementsAre("name"));
}

}  // namespace
}  // namespace waystation::inventory
