// The catalogue through the committer: what one item says of others, and how items are found.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/key.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CatalogueTest : public ::testing::Test {
 protected:
  static v1::CreateItemRequest Piece(const std::string& id, const std::string& name = "") {
    v1::CreateItemRequest request;
    request.set_item_id(id);
    v1::Item& item = *request.mutable_item();
    common::v1::LocalizedText* text = item.add_display_names();
    text->set_language("en");
    text->set_text(name.empty() ? id : name);
    item.set_category("medicine");
    item.set_base_unit(v1::BASE_UNIT_EACH);
    item.set_vital_class(v1::VITAL_CLASS_NORMAL);
    item.set_storage_class("ambient");
    return request;
  }

  static v1::CreateItemRequest Medicine(const std::string& id, const std::string& inn,
                                        const std::string& strength) {
    v1::CreateItemRequest request = Piece(id);
    v1::MedicineIdentity& medicine = *request.mutable_item()->mutable_medicine();
    medicine.set_inn(inn);
    medicine.set_strength(strength);
    medicine.set_form("tablet");
    return request;
  }

  static v1::CreateItemRequest Kit(const std::string& id,
                                   const std::vector<std::string>& contents) {
    v1::CreateItemRequest request = Piece(id);
    SetContents(contents, *request.mutable_item());
    return request;
  }

  static void SetContents(const std::vector<std::string>& contents, v1::Item& item) {
    for (const std::string& id : contents) {
      v1::KitContent& content = *item.add_kit_contents();
      content.set_item("items/" + id);
      content.set_quantity(2);
    }
  }

  static v1::UpdateItemRequest Update(const std::string& id, const std::string& field) {
    v1::UpdateItemRequest request;
    request.mutable_item()->set_name("items/" + id);
    request.mutable_update_mask()->add_paths(field);
    return request;
  }

  absl::Status Repack(const std::string& kit, const std::vector<std::string>& contents) {
    v1::UpdateItemRequest request = Update(kit, "kit_contents");
    SetContents(contents, *request.mutable_item());
    return desk_.Update(request).status();
  }

  // Ids, page by page.
  std::vector<std::string> Found(v1::ListItemsRequest request, int page_size = 100) {
    std::vector<std::string> ids;
    const auto rows = desk_.rows().Snapshot();
    Page page = {.size = page_size};
    do {
      v1::ListItemsResponse response;
      page.after_key = ListItems(*rows, request, page, &response).value();
      EXPECT_LE(response.items_size(), page_size);
      for (const v1::Item& item : response.items()) ids.push_back(std::string(LastId(item.name())));
    } while (!page.after_key.empty());
    return ids;
  }
  std::vector<std::string> Found(const std::string& text, int page_size = 100) {
    v1::ListItemsRequest request;
    request.set_text(text);
    return Found(request, page_size);
  }

  int RowsOf(uint8_t table) {
    const std::string prefix(1, static_cast<char>(table));
    const auto rows = desk_.rows().Snapshot();
    int count = 0;
    auto cursor = rows->Scan(prefix, storage::PrefixEnd(prefix));
    for (; cursor->Valid(); cursor->Next()) ++count;
    return count;
  }

  Desk desk_;
};

#define ASSERT_REASON(status, name) ASSERT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

TEST_F(CatalogueTest, TheSameMedicineTwiceIsRecordedAndTold) {
  ASSERT_TRUE(desk_.Create(Medicine("a", "paracetamol", "500 mg")).ok());
  v1::CreateItemRequest again = Medicine("b", "Paracetamol", "0.5 g");
  again.set_request_id("request-id-of-b.");
  EXPECT_THAT(desk_.Create(again)->same_identity_items(), ElementsAre("items/a"));
  EXPECT_THAT(desk_.Create(Medicine("c", "paracetamol", "1 g"))->same_identity_items(), IsEmpty());

  v1::UpdateItemRequest update = Update("c", "medicine");
  *update.mutable_item()->mutable_medicine() = again.item().medicine();
  EXPECT_THAT(desk_.Update(update)->same_identity_items(), ElementsAre("items/a", "items/b"));
  // Any change tells it, and a repeated request tells what it told the first time.
  EXPECT_THAT(desk_.Update(Update("a", "controlled"))->same_identity_items(),
              ElementsAre("items/b", "items/c"));
  const auto replayed = desk_.Create(again);
  EXPECT_TRUE(replayed->receipt().replayed());
  EXPECT_THAT(replayed->same_identity_items(), ElementsAre("items/a"));

  // No medicine any more: not told of any more.
  EXPECT_THAT(desk_.Update(Update("a", "medicine"))->same_identity_items(), IsEmpty());
  EXPECT_THAT(desk_.Update(Update("b", "controlled"))->same_identity_items(),
              ElementsAre("items/c"));
  EXPECT_EQ(RowsOf(kItemIdentityTable), 2);
}

TEST_F(CatalogueTest, OnlySoManyOfTheSameIdentityAreTold) {
  for (size_t i = 0; i < kMaxSameIdentity + 5; ++i) {
    ASSERT_TRUE(desk_.Create(Medicine(absl::StrCat("m", i), "zinc", "20 mg")).ok());
  }
  EXPECT_EQ(desk_.Create(Medicine("last", "zinc", "20 mg"))->same_identity_items_size(),
            static_cast<int>(kMaxSameIdentity));
}

TEST_F(CatalogueTest, SubstitutesMustExist) {
  v1::CreateItemRequest request = Piece("a");
  request.mutable_item()->add_substitutes()->set_item("items/b");
  ASSERT_REASON(desk_.Create(request).status(), INVALID_FIELD);
  ASSERT_TRUE(desk_.Create(Piece("b")).ok());
  ASSERT_TRUE(desk_.Create(request).ok());
  // In both directions, each said by itself.
  v1::UpdateItemRequest update = Update("b", "substitutes");
  update.mutable_item()->add_substitutes()->set_item("items/a");
  ASSERT_TRUE(desk_.Update(update).ok());
  update.mutable_item()->mutable_substitutes(0)->set_item("items/b");
  ASSERT_REASON(desk_.Update(update).status(), INVALID_FIELD);
}

TEST_F(CatalogueTest, AKitNeverHoldsItself) {
  for (const char* id : {"gauze", "tape"}) ASSERT_TRUE(desk_.Create(Piece(id)).ok());
  ASSERT_TRUE(desk_.Create(Kit("dressing", {"gauze", "tape"})).ok());
  ASSERT_TRUE(desk_.Create(Kit("trauma", {"dressing"})).ok());
  ASSERT_TRUE(desk_.Create(Kit("hospital", {"trauma", "tape"})).ok());
  EXPECT_EQ(RowsOf(kKitContentTable), 5);
  ASSERT_REASON(desk_.Create(Kit("own", {"own"})).status(), INVALID_FIELD);
  ASSERT_REASON(Repack("dressing", {"dressing"}), INVALID_FIELD);
  ASSERT_REASON(Repack("dressing", {"trauma"}), INVALID_FIELD);
  ASSERT_REASON(Repack("dressing", {"gauze", "hospital"}), INVALID_FIELD);
  ASSERT_REASON(Repack("gauze", {"hospital"}), INVALID_FIELD);
  // Once it is out of the way, the other way round is no ring.
  ASSERT_TRUE(Repack("trauma", {"tape"}).ok());
  EXPECT_EQ(RowsOf(kKitContentTable), 5);
  ASSERT_TRUE(Repack("dressing", {"trauma"}).ok());
  EXPECT_EQ(RowsOf(kKitContentTable), 4);
}

TEST_F(CatalogueTest, KitsInEachOtherAreCountedUpAndDown) {
  ASSERT_TRUE(desk_.Create(Piece("k0")).ok());
  for (int i = 1; i <= kMaxKitDepth; ++i) {
    ASSERT_TRUE(desk_.Create(Kit(absl::StrCat("k", i), {absl::StrCat("k", i - 1)})).ok());
  }
  ASSERT_REASON(desk_.Create(Kit("more", {absl::StrCat("k", kMaxKitDepth)})).status(),
                INVALID_FIELD);
  // The innermost becomes a kit: too deep seen from above.
  ASSERT_TRUE(desk_.Create(Piece("gauze")).ok());
  ASSERT_REASON(Repack("k0", {"gauze"}), INVALID_FIELD);
  ASSERT_TRUE(Repack(absl::StrCat("k", kMaxKitDepth), {"gauze"}).ok());
  ASSERT_TRUE(Repack("k0", {"gauze"}).ok());
}

TEST_F(CatalogueTest, ItemsAreFoundByEveryNameInOrderOfTheMatch) {
  v1::CreateItemRequest sugar = Piece("a-sugar", "Sugar, white");
  common::v1::LocalizedText* az = sugar.mutable_item()->add_display_names();
  az->set_language("az");
  az->set_text("Şəkər tozu");
  v1::ItemCode& code = *sugar.mutable_item()->add_codes();
  code.set_system("ifrc");
  code.set_code("FCONSUGA9W5");
  ASSERT_TRUE(desk_.Create(sugar).ok());
  ASSERT_TRUE(desk_.Create(Piece("b-sugarfree", "Sweets, sugarfree")).ok());
  ASSERT_TRUE(desk_.Create(Piece("c-strip", "Test strip for blood sugar")).ok());
  ASSERT_TRUE(desk_.Create(Piece("d-brown", "Brownsugar")).ok());
  ASSERT_TRUE(desk_.Create(Piece("e", "Sugar")).ok());
  const std::vector<std::string> order = {"e", "a-sugar", "c-strip", "b-sugarfree", "d-brown"};
  for (int size = 1; size <= 6; ++size) EXPECT_EQ(Found("SUGAR", size), order) << size;
  EXPECT_THAT(Found("seker"), ElementsAre("a-sugar"));
  EXPECT_THAT(Found("white SƏKƏR"), ElementsAre("a-sugar"));
  EXPECT_THAT(Found("fconsuga9w5"), ElementsAre("a-sugar"));
  EXPECT_THAT(Found("salt"), IsEmpty());
  EXPECT_THAT(Found("--"), IsEmpty());

  v1::UpdateItemRequest renamed = Update("a-sugar", "display_names");
  *renamed.mutable_item()->mutable_display_names() = Piece("x", "Salt").item().display_names();
  ASSERT_TRUE(desk_.Update(renamed).ok());
  EXPECT_THAT(Found("seker"), IsEmpty());
  EXPECT_THAT(Found("salt"), ElementsAre("a-sugar"));
}

TEST_F(CatalogueTest, TheClassOfAKindOfFacilityCountsWhereItIsAskedFor) {
  v1::CreateItemRequest anaesthetic = Piece("ketamine");
  v1::VitalClassOfKind& of_kind = *anaesthetic.mutable_item()->add_vital_classes_by_kind();
  of_kind.set_facility_kind(facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  of_kind.set_vital_class(v1::VITAL_CLASS_VITAL);
  ASSERT_TRUE(desk_.Create(anaesthetic).ok());
  ASSERT_TRUE(desk_.Create(Piece("soap")).ok());
  v1::ListItemsRequest request;
  request.set_vital_class(v1::VITAL_CLASS_VITAL);
  EXPECT_THAT(Found(request), IsEmpty());
  request.set_facility_kind(facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  EXPECT_THAT(Found(request), ElementsAre("ketamine"));
  request.set_text("keta");
  EXPECT_THAT(Found(request), ElementsAre("ketamine"));
  request.set_facility_kind(facility::v1::FACILITY_KIND_HEALTH_POST);
  EXPECT_THAT(Found(request), IsEmpty());
}

TEST_F(CatalogueTest, APageOfLargeItemsEndsEarly) {
  std::vector<std::string> ids;
  for (int i = 100; i < 500; ++i) {
    const std::string id = absl::StrCat(std::string(60, 'x'), i);
    ASSERT_TRUE(desk_.Create(Piece(id)).ok());
    ids.push_back(id);
  }
  std::vector<std::string> kits;
  for (int i = 0; i < 100; ++i) {
    v1::CreateItemRequest kit = Kit(absl::StrCat("kit-", 100 + i), ids);
    ASSERT_TRUE(desk_.Create(kit).ok());
    kits.push_back(kit.item_id());
  }
  const auto rows = desk_.rows().Snapshot();
  v1::ListItemsRequest request;
  v1::ListItemsResponse response;
  EXPECT_NE(ListItems(*rows, request, {.size = 1000}, &response).value(), "");
  EXPECT_LE(response.ByteSizeLong(), kMaxItemPageBytes + 10'000);
  request.set_text("kit");
  EXPECT_EQ(Found(request, 1000), kits);
}

}  // namespace
}  // namespace waystation::inventory
