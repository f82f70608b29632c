#include "clients/cli/stock/scan.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace waystation::cli {
namespace {

using inventory::v1::MOVEMENT_KIND_ISSUE;
using inventory::v1::MOVEMENT_KIND_RECEIPT;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A box of 100 tablets of lot L1 until 2027-06-30; the item has blisters of 10 too.
Scanned Box() {
  Scanned scanned;
  inventory::v1::Item* item = scanned.pack.mutable_item();
  item->set_name("items/zinc");
  item->set_base_unit(inventory::v1::BASE_UNIT_EACH);
  for (const auto& [name, quantity] : {std::pair("box", 100), std::pair("blister", 10)}) {
    inventory::v1::Pack* pack = item->add_packs();
    pack->set_name(name);
    pack->set_quantity(quantity);
  }
  *scanned.pack.mutable_pack() = item->packs(0);
  scanned.pack.set_lot("L1");
  scanned.pack.set_lot_on_label(true);
  scanned.pack.set_date_kind(inventory::v1::DATE_KIND_USE_BY);
  scanned.pack.mutable_expiry_date()->set_year(2027);
  scanned.pack.mutable_expiry_date()->set_month(6);
  scanned.pack.mutable_expiry_date()->set_day(30);
  return scanned;
}

// A box that has a date only.
Scanned DatedBox() {
  Scanned scanned = Box();
  scanned.pack.set_lot("exp-2027-06-30");
  scanned.pack.set_lot_on_label(false);
  return scanned;
}

TEST(LineOfScanTest, QuantitiesArePacksOfTheScannedSort) {
  const struct {
    const char* text;
    int64_t base;
    const char* pack;
    int64_t count;
  } kCases[] = {
      {"", 100, "box", 1}, {"3", 300, "box", 3}, {"3 x box", 300, "box", 3}, {"6 pcs", 6, "", 0}};
  for (const auto& [text, base, pack, count] : kCases) {
    const auto line = LineOfScan(Box(), MOVEMENT_KIND_RECEIPT, text);
    ASSERT_TRUE(line.ok()) << text << line.status();
    EXPECT_EQ(line->quantity(), base) << text;
    EXPECT_EQ(line->pack_name(), pack) << text;
    EXPECT_EQ(line->pack_count(), count) << text;
    EXPECT_EQ(line->pack_factor(), count == 0 ? 0 : 100) << text;
    EXPECT_EQ(line->lot(), "L1");
  }
  Scanned pallet = Box();
  pallet.pack.set_is_content(true);
  pallet.pack.set_content_count(48);
  EXPECT_EQ(LineOfScan(pallet, MOVEMENT_KIND_RECEIPT, "")->quantity(), 4800);
  EXPECT_EQ(LineOfScan(pallet, MOVEMENT_KIND_RECEIPT, "2")->quantity(), 200);
}

TEST(LineOfScanTest, WrongQuantities) {
  const auto refusal = [](const std::string& text) {
    return std::string(LineOfScan(Box(), MOVEMENT_KIND_ISSUE, text).status().message());
  };
  EXPECT_EQ(refusal("0"), "--quantity: got \"0\", want how many packs of \"box\"");
  EXPECT_THAT(refusal("99999999999999999999"), HasSubstr("want how many packs"));
  EXPECT_THAT(refusal("9223372036854775807"), HasSubstr("want fewer"));
  EXPECT_THAT(refusal("2 x blister"), HasSubstr("want packs of \"box\", which was scanned"));
  EXPECT_THAT(refusal("2 kg"), HasSubstr("--quantity: got \"2 kg\""));
}

TEST(LineOfScanTest, WithoutALotTheDateStandsForIt) {
  const auto receipt = LineOfScan(DatedBox(), MOVEMENT_KIND_RECEIPT, "");
  EXPECT_EQ(receipt->lot(), "");
  EXPECT_EQ(receipt->expiry_date().day(), 30);
  const auto issue = LineOfScan(DatedBox(), MOVEMENT_KIND_ISSUE, "");
  EXPECT_EQ(issue->lot(), "exp-2027-06-30");
  Scanned strange = DatedBox();
  strange.pack.add_findings(inventory::v1::SCAN_FINDING_LOT_NOT_KNOWN);
  const auto other = LineOfScan(strange, MOVEMENT_KIND_ISSUE, "");
  EXPECT_EQ(other->lot(), "");
  EXPECT_FALSE(other->has_expiry_date());
  EXPECT_THAT(NotesOf(strange, MOVEMENT_KIND_ISSUE),
              ElementsAre("no lot in the scan: first expiring first", HasSubstr("exp-2027-06-30")));
}

TEST(NotesTest, ARecallIsToldFirst) {
  Scanned scanned = Box();
  scanned.pack.add_findings(inventory::v1::SCAN_FINDING_EXPIRED);
  scanned.pack.add_recalls("recalls/r");
  for (const auto kind : {MOVEMENT_KIND_ISSUE, MOVEMENT_KIND_RECEIPT}) {
    EXPECT_THAT(NotesOf(scanned, kind),
                ElementsAre("RECALLED: not to be used (recalls/r)", "EXPIRED: not to be used"));
  }
}

TEST(NotesTest, ADeliveryOfANewLotIsNothingOdd) {
  Scanned scanned = Box();
  scanned.pack.add_findings(inventory::v1::SCAN_FINDING_LOT_NOT_KNOWN);
  EXPECT_THAT(NotesOf(scanned, MOVEMENT_KIND_RECEIPT), IsEmpty());
  EXPECT_THAT(NotesOf(scanned, MOVEMENT_KIND_ISSUE), ElementsAre("lot L1 was never recorded here"));
  scanned.pack.add_findings(inventory::v1::SCAN_FINDING_EXPIRED);
  EXPECT_THAT(NotesOf(scanned, MOVEMENT_KIND_RECEIPT), ElementsAre("EXPIRED: not to be used"));
}

}  // namespace
}  // namespace waystation::cli
