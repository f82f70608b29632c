// Scans over gRPC: every answer and every error.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/recall.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Two packs of rice: of 100 g and of 1,000 g. The clock stands at 2026-03-20.
constexpr char kSmall[] = "6291041500213";
constexpr char kLarge[] = "10614141000019";

class ScanHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    v1::UpdateItemRequest update;
    update.set_request_id(NextRequestId());
    update.mutable_item()->set_name("items/rice");
    update.mutable_update_mask()->add_paths("packs");
    AddPack("small", 100, kSmall, update);
    AddPack("large", 1000, kLarge, update);
    v1::UpdateItemResponse updated;
    ASSERT_TRUE(CALL(items_, UpdateItem, update, &updated).ok());
  }

  static void AddPack(const std::string& name, int64_t quantity, const std::string& gtin,
                      v1::UpdateItemRequest& update) {
    v1::Pack* pack = update.mutable_item()->add_packs();
    pack->set_name(name);
    pack->set_quantity(quantity);
    pack->set_gtin(gtin);
  }

  absl::Status Resolve(const std::vector<std::string>& scans,
                       const std::string& parent = "facilities/f") {
    v1::ResolveScanRequest request;
    request.set_parent(parent);
    for (const std::string& scan : scans) request.add_scans(scan);
    answer_.Clear();
    return CALL(scans_, ResolveScan, request, &answer_);
  }
  std::vector<int> Findings() const {
    return {answer_.findings().begin(), answer_.findings().end()};
  }
  // "place lot quantity" of each line.
  std::vector<std::string> Stock() const {
    std::vector<std::string> stock;
    for (const v1::ScanStock& line : answer_.stock()) {
      stock.push_back(absl::StrCat(line.place(), " ", line.lot(), " ", line.quantity()));
    }
    return stock;
  }

  v1::ResolveScanResponse answer_;
};

TEST_F(ScanHandlerTest, ARecalledLotIsToldWhetherHeldOrNot) {
  v1::CreateRecallRequest request = Recalling("rice", "A");
  request.set_request_id(NextRequestId());
  v1::CreateRecallResponse recalled;
  const auto recalls = v1::RecallService::NewStub(channel_);
  ASSERT_TRUE(CALL(recalls, CreateRecall, request, &recalled).ok());
  ASSERT_TRUE(Resolve({absl::StrCat("]d201", kLarge, "1726033010A")}).ok());
  EXPECT_THAT(answer_.recalls(), ElementsAre(recalled.recall().name()));
  ASSERT_TRUE(Resolve({absl::StrCat("]d201", kLarge, "1726033010B")}).ok());
  EXPECT_THAT(answer_.recalls(), IsEmpty());
}

TEST_F(ScanHandlerTest, APackItsLotAndWhatIsHeldOfIt) {
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 500, "A"), 30))).ok());
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 70, "A", "ward"), 30))).ok());
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 40, "B"), 25))).ok());
  ASSERT_TRUE(Resolve({absl::StrCat("]d201", kLarge, "1726033010A\x1D", "21S1")}).ok());
  EXPECT_EQ(answer_.item().name(), "items/rice");
  EXPECT_EQ(answer_.pack().name(), "large");
  EXPECT_EQ(answer_.pack().quantity(), 1000);
  EXPECT_EQ(answer_.gtin(), kLarge);
  EXPECT_EQ(answer_.lot(), "A");
  EXPECT_TRUE(answer_.lot_on_label());
  EXPECT_EQ(answer_.serial(), "S1");
  EXPECT_EQ(answer_.expiry_date().day(), 30);
  EXPECT_EQ(answer_.date_kind(), v1::DATE_KIND_USE_BY);
  EXPECT_EQ(answer_.day().day(), 20);
  EXPECT_EQ(answer_.readable_text(), "(01)10614141000019(17)260330(10)A(21)S1");
  ASSERT_EQ(answer_.elements_size(), 4);
  EXPECT_EQ(answer_.elements(1).title(), "USE BY or EXPIRY");
  EXPECT_THAT(Stock(), ElementsAre("main A 500", "ward A 70"));
  EXPECT_THAT(Findings(), IsEmpty());

  // The other pack of the same item with the same date is told apart.
  ASSERT_TRUE(Resolve({kSmall, "(17)260330(10)A"}).ok());
  EXPECT_EQ(answer_.pack().name(), "small");
}

TEST_F(ScanHandlerTest, WhatIsOddIsAFinding) {
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 500, "A"), 15))).ok());
  ASSERT_TRUE(Post(Receipt(10, WithBestBefore(Line("rice", 3, ""), 12))).ok());
  ASSERT_TRUE(Resolve({kSmall, "(10)A(17)260316"}).ok());
  EXPECT_THAT(Findings(), ElementsAre(v1::SCAN_FINDING_EXPIRED, v1::SCAN_FINDING_DATE_DISAGREES));
  EXPECT_EQ(answer_.recorded_expiry_date().day(), 15);
  ASSERT_TRUE(Resolve({kSmall, "(10)Z"}).ok());
  EXPECT_THAT(Findings(), ElementsAre(v1::SCAN_FINDING_LOT_NOT_KNOWN));
  EXPECT_THAT(Stock(), IsEmpty());

  // By its date alone, as it was received.
  ASSERT_TRUE(Resolve({kSmall, "(15)260312"}).ok());
  EXPECT_EQ(answer_.lot(), "exp-2026-03-12");
  EXPECT_FALSE(answer_.lot_on_label());
  EXPECT_THAT(Stock(), ElementsAre("main exp-2026-03-12 3"));
  EXPECT_THAT(Findings(), ElementsAre(v1::SCAN_FINDING_PAST_BEST_BEFORE));

  ASSERT_TRUE(Post(Use(11, Line("rice", 3, "exp-2026-03-12"), v1::INTENT_HAPPENED)).ok());
  ASSERT_TRUE(Resolve({kSmall, "(15)260312"}).ok());
  EXPECT_THAT(Findings(),
              ElementsAre(v1::SCAN_FINDING_NOTHING_HELD, v1::SCAN_FINDING_PAST_BEST_BEFORE));

  // Neither lot nor date: everything there, first expiring first.
  ASSERT_TRUE(Post(Receipt(10, Line("rice", 9, "C"))).ok());
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 8, "B"), 13))).ok());
  ASSERT_TRUE(Resolve({kSmall}).ok());
  EXPECT_EQ(answer_.lot(), "");
  EXPECT_THAT(Findings(), ElementsAre(v1::SCAN_FINDING_NO_LOT));
  EXPECT_THAT(Stock(), ElementsAre("main B 8", "main A 500", "main C 9"));
}

TEST_F(ScanHandlerTest, WhatMayNotBeUsedIsToldApart) {
  v1::MovementLine quarantined = Line("rice", 20, "A");
  quarantined.set_condition(v1::CONDITION_QUARANTINED);
  ASSERT_TRUE(Post(Receipt(10, quarantined)).ok());
  ASSERT_TRUE(Resolve({kSmall, "(10)A"}).ok());
  EXPECT_THAT(Findings(), ElementsAre(v1::SCAN_FINDING_NONE_USABLE));
  ASSERT_TRUE(Post(Receipt(10, Line("rice", 5, "A"))).ok());
  ASSERT_TRUE(Resolve({kSmall, "(10)A"}).ok());
  EXPECT_THAT(Findings(), IsEmpty());
  EXPECT_THAT(Stock(), ElementsAre("main A 5", "main A 20"));
  EXPECT_EQ(answer_.stock(0).condition(), v1::CONDITION_USABLE);
  EXPECT_EQ(answer_.stock(1).condition(), v1::CONDITION_QUARANTINED);
}

TEST_F(ScanHandlerTest, APalletCountsItsPacks) {
  ASSERT_TRUE(
      Resolve({absl::StrCat("(00)106141412345678908(02)", kLarge, "(37)48(10)A")}, "facilities/f")
          .ok());
  EXPECT_TRUE(answer_.is_content());
  EXPECT_EQ(answer_.content_count(), 48);
  EXPECT_EQ(answer_.pack().name(), "large");
}

TEST_F(ScanHandlerTest, Errors) {
  EXPECT_THAT(FieldsOf(Resolve({}, "f")), UnorderedElementsAre("parent", "scans"));
  EXPECT_THAT(FieldsOf(Resolve({"", std::string(501, '1')})),
              UnorderedElementsAre("scans[0]", "scans[1]"));
  EXPECT_THAT(FieldsOf(Resolve(std::vector<std::string>(9, kSmall))),
              UnorderedElementsAre("scans"));
  EXPECT_THAT(FieldsOf(Resolve({"(10)", "6291041500214"})),
              UnorderedElementsAre("scans[0]", "scans[1]"));
  EXPECT_THAT(FieldsOf(Resolve({kSmall, kLarge})), UnorderedElementsAre("scans"));
  EXPECT_THAT(FieldsOf(Resolve({"(10)A"}, "facilities/nowhere")), UnorderedElementsAre("scans"));
  const absl::Status nowhere = Resolve({kSmall}, "facilities/nowhere");
  EXPECT_REASON(nowhere, NOT_KNOWN);
  EXPECT_EQ(ErrorVariable(nowhere, "resource"), "facilities/nowhere");
  const absl::Status unknown = Resolve({"96385074"});
  EXPECT_REASON(unknown, NOT_KNOWN);
  EXPECT_EQ(ErrorVariable(unknown, "resource"), "gtins/00000096385074");
  EXPECT_EQ(ErrorVariable(unknown, "gtin"), "00000096385074");
}

TEST_F(ScanHandlerTest, ItemsAreFoundByGtin) {
  v1::ListItemsRequest list;
  v1::ListItemsResponse listed;
  list.set_text(kSmall);
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 1);
  EXPECT_EQ(listed.items(0).name(), "items/rice");
  EXPECT_EQ(listed.items(0).packs(0).gtin(), absl::StrCat("0", kSmall));
  list.set_text("96385074");
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  EXPECT_EQ(listed.items_size(), 0);
}

}  // namespace
}  // namespace waystation::inventory
