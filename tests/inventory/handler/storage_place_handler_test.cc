// Storage places over gRPC: every RPC and every error.
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/storage_place.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::UnorderedElementsAre;

class StoragePlaceHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::StoragePlaceService::NewStub(channel_);
  }

  v1::CreateStoragePlaceRequest Registering(const std::string& id) {
    v1::CreateStoragePlaceRequest request;
    request.set_request_id(NextRequestId());
    request.set_parent("facilities/f");
    request.set_storage_place_id(id);
    v1::StoragePlace& place = *request.mutable_storage_place();
    place.set_kind(v1::STORAGE_PLACE_KIND_SHELF);
    *place.mutable_display_names() = GoodItem(id).display_names();
    place.set_min_temperature_millicelsius(15'000);
    place.set_max_temperature_millicelsius(25'000);
    return request;
  }
  absl::Status Create(const v1::CreateStoragePlaceRequest& request) {
    v1::CreateStoragePlaceResponse response;
    const absl::Status status = CALL(stub_, CreateStoragePlace, request, &response);
    place_ = response.storage_place();
    return status;
  }
  absl::Status Get(const std::string& name) {
    v1::GetStoragePlaceRequest request;
    request.set_name(name);
    v1::GetStoragePlaceResponse response;
    const absl::Status status = CALL(stub_, GetStoragePlace, request, &response);
    place_ = response.storage_place();
    return status;
  }
  absl::Status Update(v1::UpdateStoragePlaceRequest request) {
    if (request.request_id().empty()) request.set_request_id(NextRequestId());
    updated_.Clear();
    return CALL(stub_, UpdateStoragePlace, request, &updated_);
  }
  static v1::UpdateStoragePlaceRequest Closing(const std::string& id) {
    v1::UpdateStoragePlaceRequest request;
    request.mutable_storage_place()->set_name("facilities/f/storagePlaces/" + id);
    request.mutable_storage_place()->set_state(v1::STORAGE_PLACE_STATE_CLOSED);
    request.mutable_update_mask()->add_paths("state");
    return request;
  }
  // Salt becomes something to be kept cold.
  void KeepSaltCold() {
    v1::CreateStorageClassRequest cold;
    cold.set_request_id(NextRequestId());
    cold.set_storage_class_id("cold");
    *cold.mutable_storage_class()->mutable_display_names() = GoodItem("cold").display_names();
    cold.mutable_storage_class()->set_min_temperature_millicelsius(2'000);
    cold.mutable_storage_class()->set_max_temperature_millicelsius(8'000);
    v1::CreateStorageClassResponse made;
    ASSERT_TRUE(CALL(storage_classes_, CreateStorageClass, cold, &made).ok());
    v1::UpdateItemRequest update;
    update.set_request_id(NextRequestId());
    update.mutable_item()->set_name("items/salt");
    update.mutable_item()->set_storage_class("cold");
    update.mutable_update_mask()->add_paths("storage_class");
    v1::UpdateItemResponse changed;
    ASSERT_TRUE(CALL(items_, UpdateItem, update, &changed).ok());
  }
  v1::DecideExposureRequest Deciding() {
    v1::DecideExposureRequest request;
    request.set_request_id(NextRequestId());
    request.set_parent("facilities/f");
    request.set_item("items/salt");
    request.set_place("room");
    request.set_lot("A");
    request.set_decided_by("pharmacist-1");
    request.set_note("the maker agrees");
    return request;
  }
  absl::Status Decide(const v1::DecideExposureRequest& request) {
    decided_.Clear();
    return CALL(stub_, DecideExposure, request, &decided_);
  }

  std::unique_ptr<v1::StoragePlaceService::StubInterface> stub_;
  v1::StoragePlace place_;
  v1::UpdateStoragePlaceResponse updated_;
  v1::DecideExposureResponse decided_;
};

TEST_F(StoragePlaceHandlerTest, RegisteredReadAndChanged) {
  const v1::CreateStoragePlaceRequest registering = Registering("room");
  ASSERT_TRUE(Create(registering).ok());
  EXPECT_EQ(place_.name(), "facilities/f/storagePlaces/room");
  EXPECT_EQ(place_.state(), v1::STORAGE_PLACE_STATE_OPEN);
  EXPECT_TRUE(Create(registering).ok()) << "a repeat";
  EXPECT_REASON(Create(Registering("room")), ALREADY_EXISTS);
  v1::CreateStoragePlaceRequest request = Registering("other");
  request.set_request_id(registering.request_id());
  EXPECT_REASON(Create(request), REQUEST_ID_REUSED);
  request = Registering("other");
  request.set_parent("facilities/none");
  EXPECT_REASON(Create(request), NOT_KNOWN);
  request = Registering("Other");
  request.mutable_storage_place()->clear_kind();
  request.mutable_storage_place()->set_storage_class("cold");
  EXPECT_THAT(FieldsOf(Create(request)),
              UnorderedElementsAre("storage_place_id", "storage_place.kind",
                                   "storage_place.storage_class"));

  ASSERT_TRUE(Get("facilities/f/storagePlaces/room").ok());
  EXPECT_EQ(place_.max_temperature_millicelsius(), 25'000);
  EXPECT_REASON(Get("facilities/f/storagePlaces/none"), NOT_KNOWN);
  EXPECT_REASON(Get("room"), INVALID_FIELD);

  v1::UpdateStoragePlaceRequest closing = Closing("room");
  closing.mutable_storage_place()->set_etag("0000");
  EXPECT_REASON(Update(closing), ETAG_MISMATCH);
  closing.mutable_storage_place()->set_etag(place_.etag());
  ASSERT_TRUE(Update(closing).ok());
  EXPECT_EQ(updated_.storage_place().state(), v1::STORAGE_PLACE_STATE_CLOSED);
  EXPECT_EQ(updated_.storage_place().kind(), v1::STORAGE_PLACE_KIND_SHELF);
  EXPECT_EQ(updated_.receipt().log(), "inventory/main");
  EXPECT_REASON(Update(Closing("none")), NOT_KNOWN);
  closing = Closing("room");
  closing.mutable_update_mask()->add_paths("exposure");
  EXPECT_THAT(FieldsOf(Update(closing)), UnorderedElementsAre("update_mask.paths[1]"));
  closing.clear_update_mask();
  EXPECT_THAT(FieldsOf(Update(closing)), UnorderedElementsAre("update_mask.paths"));
  ASSERT_TRUE(Post(Receipt(19, Line("rice", 5, "A", "room"))).ok());
  EXPECT_REASON(Update(Closing("room")), PLACE_NOT_EMPTY);
}

TEST_F(StoragePlaceHandlerTest, ListedInPages) {
  for (const char* id : {"b", "a", "c"}) ASSERT_TRUE(Create(Registering(id)).ok());
  v1::ListStoragePlacesRequest list;
  list.set_parent("facilities/f");
  list.set_page_size(2);
  v1::ListStoragePlacesResponse listed;
  ASSERT_TRUE(CALL(stub_, ListStoragePlaces, list, &listed).ok());
  ASSERT_EQ(listed.storage_places_size(), 2);
  EXPECT_EQ(listed.storage_places(0).name(), "facilities/f/storagePlaces/a");
  list.set_page_token(listed.next_page_token());
  ASSERT_TRUE(CALL(stub_, ListStoragePlaces, list, &listed).ok());
  ASSERT_EQ(listed.storage_places_size(), 1);
  EXPECT_EQ(listed.storage_places(0).name(), "facilities/f/storagePlaces/c");
  EXPECT_EQ(listed.next_page_token(), "");
  list.set_page_token("other");
  EXPECT_REASON(CALL(stub_, ListStoragePlaces, list, &listed), PAGE_TOKEN_MISMATCH);
  list.clear_page_token();
  list.set_parent("facilities/none");
  EXPECT_REASON(CALL(stub_, ListStoragePlaces, list, &listed), NOT_KNOWN);
  list.set_page_size(-1);
  EXPECT_REASON(CALL(stub_, ListStoragePlaces, list, &listed), INVALID_FIELD);
}

TEST_F(StoragePlaceHandlerTest, BlockedUntilDecided) {
  KeepSaltCold();
  ASSERT_TRUE(Create(Registering("room")).ok());
  EXPECT_REASON(Decide(Deciding()), NOT_KNOWN);
  ASSERT_TRUE(Post(Receipt(19, Line("salt", 50, "A", "room"))).ok());
  ASSERT_EQ(posted_.exceptions_size(), 1);
  EXPECT_EQ(posted_.exceptions(0).kind(), v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE);
  ASSERT_TRUE(Get("facilities/f/storagePlaces/room").ok());
  EXPECT_EQ(place_.exposure_count(), 1);
  const absl::Status refused = Post(Use(20, Line("salt", 5, "A", "room"), kOrder));
  EXPECT_REASON(refused, STOCK_BLOCKED);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);

  v1::DecideExposureRequest request = Deciding();
  request.clear_decided_by();
  request.clear_note();
  request.set_item("salt");
  EXPECT_THAT(FieldsOf(Decide(request)), UnorderedElementsAre("decided_by", "note", "item"));
  request = Deciding();
  ASSERT_TRUE(Decide(request).ok());
  EXPECT_EQ(decided_.exposure().decided_by(), "pharmacist-1");
  EXPECT_EQ(decided_.exposure().decision_note(), "the maker agrees");
  EXPECT_EQ(decided_.exception().end(), v1::EXCEPTION_END_RELEASED);
  ASSERT_TRUE(Decide(request).ok());
  EXPECT_TRUE(decided_.receipt().replayed());
  EXPECT_EQ(decided_.exposure().decided_by(), "pharmacist-1");
  request.set_note("another");
  EXPECT_REASON(Decide(request), REQUEST_ID_REUSED);
  EXPECT_REASON(Decide(Deciding()), WRONG_STATE);
  EXPECT_TRUE(Post(Use(20, Line("salt", 5, "A", "room"), kOrder)).ok());
}

// Weighed by the service itself, soon after it was heard.
TEST_F(StoragePlaceHandlerTest, AFridgeThatWasTooWarm) {
  KeepSaltCold();
  v1::CreateStoragePlaceRequest fridge = Registering("fridge");
  fridge.mutable_storage_place()->set_min_temperature_millicelsius(3'000);
  fridge.mutable_storage_place()->set_max_temperature_millicelsius(5'000);
  fridge.mutable_storage_place()->set_installation("cold-1");
  ASSERT_TRUE(Create(fridge).ok());
  ASSERT_TRUE(Post(Receipt(19, Line("salt", 50, "A", "fridge"))).ok());
  facility::v1::Event event;
  event.mutable_status_reported()->set_facility("facilities/f");
  facility::v1::StatusRecord& record = *event.mutable_status_reported()->add_records();
  record.mutable_value()->set_measure(facility::v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS);
  record.mutable_value()->set_subject("cold-1");
  record.mutable_value()->set_amount(9'000);
  *record.mutable_effective_time() = TimestampOf(Noon(20) - absl::Hours(3));
  Hear(event);
  for (int i = 0; i < 100 && place_.exposure_count() == 0; ++i) {
    service_->store_host().writer().PollDue();
    absl::SleepFor(absl::Milliseconds(50));
    ASSERT_TRUE(Get("facilities/f/storagePlaces/fridge").ok());
  }
  EXPECT_EQ(place_.exposure_count(), 1);
  EXPECT_REASON(Post(Use(20, Line("salt", 5, "A", "fridge"), kOrder)), STOCK_BLOCKED);

  v1::ListExcursionsRequest list;
  list.set_parent("facilities/f");
  list.set_place("fridge");
  v1::ListExcursionsResponse listed;
  ASSERT_TRUE(CALL(stub_, ListExcursions, list, &listed).ok());
  ASSERT_EQ(listed.excursions_size(), 1);
  EXPECT_EQ(listed.excursions(0).seconds(), 3'600) << "it reports every hour";
  EXPECT_EQ(listed.excursions(0).lots(0).proposal(), v1::EXPOSURE_PROPOSAL_QUARANTINE);
  ASSERT_EQ(listed.unknown_times_size(), 1);
  list.set_page_token("other");
  EXPECT_REASON(CALL(stub_, ListExcursions, list, &listed), PAGE_TOKEN_MISMATCH);
  list.clear_page_token();
  list.set_place("cellar");
  EXPECT_REASON(CALL(stub_, ListExcursions, list, &listed), NOT_KNOWN);
  list.set_parent("facilities/none");
  EXPECT_REASON(CALL(stub_, ListExcursions, list, &listed), NOT_KNOWN);
  list.set_parent("f");
  list.set_place("A fridge");
  list.set_page_size(-1);
  list.mutable_end_time()->set_nanos(-1);
  EXPECT_THAT(FieldsOf(CALL(stub_, ListExcursions, list, &listed)),
              UnorderedElementsAre("parent", "place", "end_time", "page_size"));
  v1::DecideExposureRequest request = Deciding();
  request.set_place("fridge");
  ASSERT_TRUE(Decide(request).ok());
  EXPECT_TRUE(Post(Use(20, Line("salt", 5, "A", "fridge"), kOrder)).ok());
}

}  // namespace
}  // namespace waystation::inventory
