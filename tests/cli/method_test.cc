#include "clients/cpp/method.h"

#include <gtest/gtest.h>

#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::client {
namespace {

TEST(MethodTest, PathComesFromTheContract) {
  auto path = MethodPath(inventory::v1::CreateItemRequest::descriptor(),
                         inventory::v1::CreateItemResponse::descriptor());
  ASSERT_TRUE(path.ok());
  EXPECT_EQ(*path, "/waystation.inventory.v1.ItemService/CreateItem");
}

TEST(MethodTest, WrongResponseIsAnError) {
  EXPECT_FALSE(MethodPath(inventory::v1::CreateItemRequest::descriptor(),
                          inventory::v1::GetItemResponse::descriptor())
                   .ok());
  EXPECT_FALSE(
      MethodPath(inventory::v1::Item::descriptor(), inventory::v1::Item::descriptor()).ok());
}

TEST(MethodTest, WritesHaveRequestIdsAndReceipts) {
  inventory::v1::CreateMovementRequest request;
  EXPECT_TRUE(IsWrite(request));
  EXPECT_FALSE(IsWrite(inventory::v1::GetItemRequest()));
  SetRequestId(&request, "0123456789abcdef");
  EXPECT_EQ(request.request_id(), "0123456789abcdef");
  inventory::v1::CreateMovementResponse response;
  EXPECT_FALSE(ReceiptOf(response).has_value());
  response.mutable_receipt()->set_revision(9);
  EXPECT_EQ(ReceiptOf(response)->revision(), 9);
}

TEST(MethodTest, ResponseOfAPath) {
  auto response = NewResponseOf("/waystation.inventory.v1.MovementService/CreateMovement");
  ASSERT_NE(response, nullptr);
  EXPECT_EQ(response->GetDescriptor(), inventory::v1::CreateMovementResponse::descriptor());
  EXPECT_EQ(NewResponseOf("/waystation.Nothing/Known"), nullptr);
}

}  // namespace
}  // namespace waystation::client
