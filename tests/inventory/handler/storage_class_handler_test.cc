// Storage classes over gRPC: every RPC and every error.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"

namespace waystation::inventory {
namespace {

using ::testing::UnorderedElementsAre;

class StorageClassHandlerTest : public HandlerTest {
 protected:
  absl::Status Create(const std::string& id, int64_t min_millicelsius, int64_t max_millicelsius) {
    v1::CreateStorageClassRequest request;
    request.set_request_id(NextRequestId());
    request.set_storage_class_id(id);
    v1::StorageClass& row = *request.mutable_storage_class();
    *row.mutable_display_names() = GoodItem(id).display_names();
    row.set_min_temperature_millicelsius(min_millicelsius);
    row.set_max_temperature_millicelsius(max_millicelsius);
    v1::CreateStorageClassResponse response;
    return CALL(storage_classes_, CreateStorageClass, request, &response);
  }

  absl::Status Get(const std::string& name) {
    v1::GetStorageClassRequest request;
    request.set_name(name);
    return CALL(storage_classes_, GetStorageClass, request, &got_);
  }

  v1::GetStorageClassResponse got_;
};

TEST_F(StorageClassHandlerTest, EveryMethodAndError) {
  ASSERT_TRUE(Create("cold", 2'000, 8'000).ok());
  EXPECT_REASON(Create("cold", 2'000, 8'000), ALREADY_EXISTS);
  EXPECT_THAT(
      FieldsOf(Create("Cold", 8'000, 2'000)),
      UnorderedElementsAre("storage_class_id", "storage_class.max_temperature_millicelsius"));
  ASSERT_TRUE(Get("storageClasses/cold").ok());
  EXPECT_EQ(got_.storage_class().max_temperature_millicelsius(), 8'000);
  EXPECT_REASON(Get("storageClasses/ambient"), NOT_KNOWN);
  EXPECT_REASON(Get("cold"), INVALID_FIELD);

  v1::UpdateStorageClassRequest update;
  update.set_request_id(NextRequestId());
  update.mutable_storage_class()->set_name("storageClasses/cold");
  update.mutable_storage_class()->set_etag("0000");
  update.mutable_storage_class()->set_freeze_sensitive(true);
  update.mutable_update_mask()->add_paths("freeze_sensitive");
  v1::UpdateStorageClassResponse updated;
  EXPECT_REASON(CALL(storage_classes_, UpdateStorageClass, update, &updated), ETAG_MISMATCH);
  ASSERT_TRUE(Get("storageClasses/cold").ok());
  update.mutable_storage_class()->set_etag(got_.storage_class().etag());
  ASSERT_TRUE(CALL(storage_classes_, UpdateStorageClass, update, &updated).ok());
  EXPECT_TRUE(updated.storage_class().freeze_sensitive());
  EXPECT_EQ(updated.storage_class().max_temperature_millicelsius(), 8'000);
  EXPECT_EQ(updated.receipt().log(), "inventory/main");
  ASSERT_TRUE(CALL(storage_classes_, UpdateStorageClass, update, &updated).ok());
  EXPECT_TRUE(updated.receipt().replayed());
  update.clear_update_mask();
  update.set_request_id("short");
  EXPECT_THAT(FieldsOf(CALL(storage_classes_, UpdateStorageClass, update, &updated)),
              UnorderedElementsAre("request_id", "update_mask.paths"));
  update.set_request_id(NextRequestId());
  update.mutable_storage_class()->set_name("storageClasses/none");
  update.mutable_update_mask()->add_paths("note");
  EXPECT_REASON(CALL(storage_classes_, UpdateStorageClass, update, &updated), NOT_KNOWN);
}

TEST_F(StorageClassHandlerTest, ListedInPages) {
  for (const char* id : {"b", "a", "c"}) ASSERT_TRUE(Create(id, 0, 1).ok());
  v1::ListStorageClassesRequest list;
  list.set_page_size(2);
  v1::ListStorageClassesResponse listed;
  ASSERT_TRUE(CALL(storage_classes_, ListStorageClasses, list, &listed).ok());
  ASSERT_EQ(listed.storage_classes_size(), 2);
  EXPECT_EQ(listed.storage_classes(0).name(), "storageClasses/a");
  list.set_page_token(listed.next_page_token());
  ASSERT_TRUE(CALL(storage_classes_, ListStorageClasses, list, &listed).ok());
  ASSERT_EQ(listed.storage_classes_size(), 1);
  EXPECT_EQ(listed.storage_classes(0).name(), "storageClasses/c");
  EXPECT_EQ(listed.next_page_token(), "");
  list.set_page_token("other");
  EXPECT_REASON(CALL(storage_classes_, ListStorageClasses, list, &listed), PAGE_TOKEN_MISMATCH);
  list.set_page_size(-1);
  EXPECT_REASON(CALL(storage_classes_, ListStorageClasses, list, &listed), INVALID_FIELD);
}

}  // namespace
}  // namespace waystation::inventory
