// Refusals where one thing meets another: promises, transfers and changes of items with stock that
// is blocked, and with items that are another's alias.
#include <limits>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "tests/inventory/handler/refusals.h"
#include "waystation/inventory/v1/storage_place.grpc.pb.h"

namespace waystation::inventory {
namespace {

class BlockedRefusalsTest : public RefusalsTest {
 protected:
  void SetUp() override {
    RefusalsTest::SetUp();
    places_ = v1::StoragePlaceService::NewStub(channel_);
    v1::CreateStorageClassRequest cold;
    cold.set_storage_class_id("cold");
    *cold.mutable_storage_class()->mutable_display_names() = GoodItem("cold").display_names();
    cold.mutable_storage_class()->set_min_temperature_millicelsius(2'000);
    cold.mutable_storage_class()->set_max_temperature_millicelsius(8'000);
    ASSERT_TRUE(SEND(storage_classes_, CreateStorageClass, cold).ok());
    v1::CreateItemRequest vaccine;
    vaccine.set_item_id("vaccine");
    *vaccine.mutable_item() = GoodItem("vaccine");
    vaccine.mutable_item()->set_storage_class("cold");
    ASSERT_TRUE(SEND(items_, CreateItem, vaccine).ok());
    ASSERT_TRUE(SEND(places_, CreateStoragePlace, Room()).ok());
    ASSERT_TRUE(Post(Receipt(10, Line("vaccine", 100, "v", "fridge"))).ok());
  }

  // Too warm for it.
  static v1::CreateStoragePlaceRequest Room() {
    v1::CreateStoragePlaceRequest request;
    request.set_parent("facilities/f");
    request.set_storage_place_id("room");
    v1::StoragePlace& room = *request.mutable_storage_place();
    *room.mutable_display_names() = GoodItem("room").display_names();
    room.set_kind(v1::STORAGE_PLACE_KIND_SHELF);
    room.set_min_temperature_millicelsius(15'000);
    room.set_max_temperature_millicelsius(25'000);
    return request;
  }

  void TakeToTheRoom() {
    v1::CreateMovementRequest move =
        MovementOf(v1::MOVEMENT_KIND_ISSUE, 12, Line("vaccine", 100, "v", "fridge"), kHappened);
    move.mutable_movement()->set_to_place("room");
    ASSERT_TRUE(Post(move).ok());
  }

  std::unique_ptr<v1::StoragePlaceService::StubInterface> places_;
};

TEST_F(BlockedRefusalsTest, BlockedStockIsPromisedToNobody) {
  v1::CreateReservationRequest first = Promising("vaccine", 10);
  first.set_request_id(NextRequestId());
  v1::CreateReservationResponse made;
  ASSERT_TRUE(CALL(reservations_, CreateReservation, first, &made).ok());
  TakeToTheRoom();
  EXPECT_REASON(SEND(reservations_, CreateReservation, Promising("vaccine", 10)), STOCK_BLOCKED);
  EXPECT_REASON(
      SEND(reservations_, ExtendReservation, Extending(made.reservation().name(), Noon(29))),
      STOCK_BLOCKED);
}

TEST_F(BlockedRefusalsTest, BlockedStockIsSentToNobody) {
  TakeToTheRoom();
  v1::CreateTransferRequest request;
  request.set_parent("facilities/f");
  request.mutable_transfer()->set_to_facility("facilities/g");
  v1::TransferLine& line = *request.mutable_transfer()->add_lines();
  line.set_item("items/vaccine");
  line.set_quantity(10);
  request.set_request_id(NextRequestId());
  v1::CreateTransferResponse created;
  ASSERT_TRUE(CALL(transfers_, CreateTransfer, request, &created).ok());
  EXPECT_REASON(SEND(transfers_, PickTransfer, Picking(created.transfer())), STOCK_BLOCKED);
  EXPECT_REASON(SEND(transfers_, DispatchTransfer, Dispatching(created.transfer(), kOrder)),
                STOCK_BLOCKED);
}

TEST_F(BlockedRefusalsTest, ARequestIdIsOfOneChangeOfAPlace) {
  v1::UpdateStoragePlaceRequest update;
  update.set_request_id(NextRequestId());
  update.mutable_storage_place()->set_name("facilities/f/storagePlaces/room");
  update.mutable_storage_place()->set_max_temperature_millicelsius(26'000);
  update.mutable_update_mask()->add_paths("max_temperature_millicelsius");
  ASSERT_TRUE(SEND(places_, UpdateStoragePlace, update).ok());
  update.mutable_storage_place()->set_max_temperature_millicelsius(27'000);
  EXPECT_REASON(SEND(places_, UpdateStoragePlace, update), REQUEST_ID_REUSED);
}

class AliasRefusalsTest : public RefusalsTest {
 protected:
  static v1::MergeItemRequest Merging(const std::string& item, const std::string& into) {
    v1::MergeItemRequest request;
    request.set_name(item);
    request.set_into(into);
    request.set_reason("typed in twice");
    request.set_merged_by("pharmacist-2");
    return request;
  }
};

TEST_F(AliasRefusalsTest, AKitThatWouldHoldTooMuch) {
  v1::CreateItemRequest kit;
  kit.set_item_id("box");
  *kit.mutable_item() = GoodItem("box");
  kit.mutable_item()->set_base_unit(v1::BASE_UNIT_EACH);
  for (const auto& [item, quantity] : {std::pair("items/rice", std::numeric_limits<int64_t>::max()),
                                       std::pair("items/salt", 2L)}) {
    v1::KitContent& content = *kit.mutable_item()->add_kit_contents();
    content.set_item(item);
    content.set_quantity(quantity);
  }
  ASSERT_TRUE(SEND(items_, CreateItem, kit).ok());
  EXPECT_REASON(SEND(items_, MergeItem, Merging("items/salt", "items/rice")), QUANTITY_OVERFLOW);
}

TEST_F(AliasRefusalsTest, AnAliasIsNotChangedAndARequestIdIsOfOneMerge) {
  v1::MergeItemRequest merge = Merging("items/salt", "items/rice");
  merge.set_request_id(NextRequestId());
  ASSERT_TRUE(SEND(items_, MergeItem, merge).ok());
  merge.set_reason("another");
  EXPECT_REASON(SEND(items_, MergeItem, merge), REQUEST_ID_REUSED);
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name("items/salt");
  update.mutable_item()->set_category("spices");
  update.mutable_update_mask()->add_paths("category");
  EXPECT_REASON(SEND(items_, UpdateItem, update), ITEM_IS_ALIAS);
}

TEST_F(RefusalsTest, ARequisitionThatIsDoneWith) {
  v1::CreateRequisitionRequest ask = Asking(10);
  ask.set_request_id(NextRequestId());
  v1::CreateRequisitionResponse asked;
  ASSERT_TRUE(CALL(requisitions_, CreateRequisition, ask, &asked).ok());
  auto close = Named<v1::CloseRequisitionRequest>(asked.requisition().name());
  close.set_recorded_by("ward");
  close.set_note("all came");
  EXPECT_REASON(SEND(requisitions_, CloseRequisition, Stale(close)), ETAG_MISMATCH);
  ASSERT_TRUE(SEND(requisitions_, CloseRequisition, close).ok());
  EXPECT_REASON(SEND(requisitions_, CloseRequisition, close), WRONG_STATE);
  close.set_name("facilities/f/requisitions/req-0099");
  EXPECT_REASON(SEND(requisitions_, CloseRequisition, close), NOT_KNOWN);
}

}  // namespace
}  // namespace waystation::inventory
