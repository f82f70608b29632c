// The index of GTINs, through the committer.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/key.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

constexpr char kBox[] = "06291041500213";
constexpr char kCase[] = "10614141000019";

class GtinTest : public ::testing::Test {
 protected:
  GtinTest() {
    desk_.AddItem("rice");
    desk_.AddItem("salt");
  }

  // The item then has these packs alone.
  absl::Status SetPacks(const std::string& item, const std::vector<std::string>& gtins) {
    v1::UpdateItemRequest request;
    request.mutable_item()->set_name("items/" + item);
    request.mutable_update_mask()->add_paths("packs");
    for (const std::string& gtin : gtins) {
      v1::Pack* pack = request.mutable_item()->add_packs();
      pack->set_name("pack " + std::to_string(request.item().packs_size()));
      pack->set_quantity(100);
      pack->set_gtin(gtin);
    }
    return desk_.Update(request).status();
  }

  // "gtin item" of every row.
  static std::vector<std::string> Index(storage::RowStore& rows) {
    std::vector<std::string> index;
    const auto snapshot = rows.Snapshot();
    const std::string begin(1, static_cast<char>(kGtinTable));
    for (auto cursor = snapshot->Scan(begin, storage::PrefixEnd(begin)); cursor->Valid();
         cursor->Next()) {
      storage::KeyReader key(cursor->key());
      index.push_back(key.String() + " " + std::string(cursor->value()));
    }
    return index;
  }

  Desk desk_;
};

TEST_F(GtinTest, TheIndexFollowsThePacks) {
  ASSERT_TRUE(SetPacks("rice", {"6291041500213", kCase}).ok());
  EXPECT_THAT(Index(desk_.rows()), ElementsAre("06291041500213 rice", "10614141000019 rice"));
  ASSERT_TRUE(SetPacks("rice", {kCase}).ok());
  ASSERT_TRUE(SetPacks("salt", {kBox}).ok());
  EXPECT_THAT(Index(desk_.rows()), ElementsAre("06291041500213 salt", "10614141000019 rice"));
  ASSERT_TRUE(SetPacks("rice", {"", kCase}).ok());
  ASSERT_TRUE(SetPacks("salt", {}).ok());
  EXPECT_THAT(Index(desk_.rows()), ElementsAre("10614141000019 rice"));
  const auto snapshot = desk_.rows().Snapshot();
  const auto item = LoadItemOfGtin(*snapshot, kCase);
  ASSERT_TRUE(item.ok() && item->has_value());
  EXPECT_EQ((*item)->name(), "items/rice");
  EXPECT_FALSE(LoadItemOfGtin(*snapshot, kBox)->has_value());
}

TEST_F(GtinTest, AnotherItemsGtinIsRefusedAndNamesThatItem) {
  ASSERT_TRUE(SetPacks("rice", {kBox}).ok());
  const absl::Status update = SetPacks("salt", {kCase, "6291041500213"});
  EXPECT_EQ(ReasonOf(update), Reason::ERROR_REASON_ALREADY_EXISTS) << update;
  EXPECT_EQ(ErrorVariable(update, "resource"), "items/rice");
  EXPECT_EQ(ErrorVariable(update, "gtin"), kBox);

  v1::CreateItemRequest create;
  create.set_item_id("sugar");
  create.mutable_item()->add_packs()->set_gtin(kBox);
  EXPECT_EQ(ErrorVariable(desk_.Create(create).status(), "resource"), "items/rice");
  EXPECT_THAT(Index(desk_.rows()), ElementsAre("06291041500213 rice"));

  // Taken off the one, it may go to the other; and within an item from pack to pack.
  ASSERT_TRUE(SetPacks("rice", {kCase, kBox}).ok());
  ASSERT_TRUE(SetPacks("rice", {kBox, kCase}).ok());
  ASSERT_TRUE(SetPacks("rice", {kCase}).ok());
  ASSERT_TRUE(SetPacks("salt", {kBox}).ok());
}

TEST_F(GtinTest, ARepeatedRequestIsAnsweredNotComparedWithItself) {
  v1::UpdateItemRequest other;
  other.set_request_id("a-request-again-");
  other.mutable_item()->set_name("items/salt");
  other.mutable_item()->add_packs()->set_name("box");
  other.mutable_item()->mutable_packs(0)->set_quantity(1);
  other.mutable_item()->mutable_packs(0)->set_gtin(kCase);
  other.mutable_update_mask()->add_paths("packs");
  ASSERT_TRUE(desk_.Update(other).ok());
  const auto again = desk_.Update(other);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->receipt().replayed());
}

}  // namespace
}  // namespace waystation::inventory
