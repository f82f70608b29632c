#include "clients/cli/text/quantity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace waystation::cli {
namespace {

using inventory::v1::BaseUnit;
using inventory::v1::Item;

Item ItemIn(BaseUnit unit) {
  Item item;
  item.set_base_unit(unit);
  return item;
}

Item Tablets() {
  Item item = ItemIn(inventory::v1::BASE_UNIT_EACH);
  auto* box = item.add_packs();
  box->set_name("box of 100");
  box->set_quantity(100);
  return item;
}

TEST(BaseUnitsOfTest, WhatItComesToInEachBaseUnit) {
  EXPECT_EQ(BaseUnitsOf("5 L"), "5000 if it is counted in mL, 5000000 if in uL");
  EXPECT_EQ(BaseUnitsOf("2.5 g"), "2500 if it is counted in mg");
  EXPECT_EQ(BaseUnitsOf("40 pcs"), "40 if it is counted in pcs");
  EXPECT_EQ(BaseUnitsOf("3 packs"), "");
  EXPECT_EQ(BaseUnitsOf("1,5 L"), "");
}

struct Case {
  BaseUnit unit;
  const char* text;
  // 0: refused.
  int64_t base;
};

TEST(QuantityTest, ConvertsExactlyOrNotAtAll) {
  using inventory::v1::BASE_UNIT_EACH;
  using inventory::v1::BASE_UNIT_GRAM;
  using inventory::v1::BASE_UNIT_MICROLITRE;
  using inventory::v1::BASE_UNIT_MILLIGRAM;
  using inventory::v1::BASE_UNIT_MILLILITRE;
  const Case kCases[] = {
      {BASE_UNIT_GRAM, "1000", 1000},
      {BASE_UNIT_GRAM, " 25 kg ", 25000},
      {BASE_UNIT_GRAM, "25kg", 25000},
      {BASE_UNIT_GRAM, "0.5 kg", 500},
      {BASE_UNIT_GRAM, "1.2345 t", 1234500},
      {BASE_UNIT_GRAM, "2000 mg", 2},
      {BASE_UNIT_GRAM, "1 mg", 0},
      {BASE_UNIT_GRAM, "0.0005 kg", 0},
      {BASE_UNIT_GRAM, "1.5", 0},
      {BASE_UNIT_GRAM, "20 L", 0},
      {BASE_UNIT_GRAM, "0", 0},
      {BASE_UNIT_GRAM, "-5", 0},
      {BASE_UNIT_GRAM, "1,000", 0},
      {BASE_UNIT_GRAM, "2,5 kg", 0},
      {BASE_UNIT_GRAM, "1e3", 0},
      {BASE_UNIT_GRAM, "", 0},
      {BASE_UNIT_GRAM, "kg", 0},
      {BASE_UNIT_GRAM, "1. kg", 0},
      {BASE_UNIT_GRAM, ".5 kg", 0},
      {BASE_UNIT_MILLIGRAM, "0.25 g", 250},
      {BASE_UNIT_MILLILITRE, "20 L", 20000},
      {BASE_UNIT_MILLILITRE, "20 l", 20000},
      {BASE_UNIT_MILLILITRE, "1 m3", 1000000},
      {BASE_UNIT_MICROLITRE, "1.5 mL", 1500},
      {BASE_UNIT_EACH, "40 pcs", 40},
      {BASE_UNIT_EACH, "40 g", 0},
      {BASE_UNIT_EACH, "9223372036854775807", std::numeric_limits<int64_t>::max()},
      {BASE_UNIT_EACH, "9223372036854775808", 0},
      {BASE_UNIT_MILLIGRAM, "9223372036854 t", 0},
      {BASE_UNIT_GRAM, "9223372036854 t", 9223372036854000000},
      {BASE_UNIT_EACH, "99999999999999999999999", 0},
  };
  for (const Case& c : kCases) {
    auto quantity = ParseQuantity(c.text, ItemIn(c.unit));
    EXPECT_EQ(quantity.ok() ? quantity->base : 0, c.base) << c.text;
  }
}

TEST(QuantityTest, Packs) {
  for (const char* text :
       {"3 packs", "3 x box of 100", "3 X Box of 100", "3 box of 100", "3 pack"}) {
    auto quantity = ParseQuantity(text, Tablets());
    ASSERT_TRUE(quantity.ok()) << text << quantity.status();
    EXPECT_EQ(quantity->base, 300);
    EXPECT_EQ(quantity->pack_name, "box of 100");
    EXPECT_EQ(quantity->pack_count, 3);
    EXPECT_EQ(quantity->pack_factor, 100);
  }
  EXPECT_FALSE(ParseQuantity("2.5 packs", Tablets()).ok());
  EXPECT_FALSE(ParseQuantity("3 x box of 10", Tablets()).ok());
  EXPECT_FALSE(ParseQuantity("99999999999999999 packs", Tablets()).ok());
  Item two = Tablets();
  two.add_packs()->set_name("tin of 1000");
  auto which = ParseQuantity("3 packs", two);
  EXPECT_THAT(std::string(which.status().message()), testing::HasSubstr("tin of 1000"));
}

TEST(QuantityTest, ShownExactlyInTheUnitThatReadsBest) {
  using inventory::v1::BASE_UNIT_EACH;
  using inventory::v1::BASE_UNIT_GRAM;
  using inventory::v1::BASE_UNIT_MICROLITRE;
  using inventory::v1::BASE_UNIT_MILLIGRAM;
  using inventory::v1::BASE_UNIT_MILLILITRE;
  EXPECT_EQ(FormatQuantity(1250000, BASE_UNIT_GRAM), "1,250 kg");
  EXPECT_EQ(FormatQuantity(1250400, BASE_UNIT_GRAM), "1,250.4 kg");
  EXPECT_EQ(FormatQuantity(999, BASE_UNIT_GRAM), "999 g");
  EXPECT_EQ(FormatQuantity(20000, BASE_UNIT_MILLILITRE), "20 L");
  EXPECT_EQ(FormatQuantity(20005, BASE_UNIT_MILLILITRE), "20.005 L");
  EXPECT_EQ(FormatQuantity(1500, BASE_UNIT_MILLIGRAM), "1.5 g");
  EXPECT_EQ(FormatQuantity(1000001, BASE_UNIT_MILLIGRAM), "1.000001 kg");
  EXPECT_EQ(FormatQuantity(250, BASE_UNIT_MICROLITRE), "250 uL");
  EXPECT_EQ(FormatQuantity(1000000, BASE_UNIT_EACH), "1,000,000");
  EXPECT_EQ(FormatQuantity(-1500, BASE_UNIT_GRAM), "-1.5 kg");
  EXPECT_EQ(FormatQuantity(0, BASE_UNIT_GRAM), "0 g");
}

TEST(QuantityTest, DailyUse) {
  using inventory::v1::BASE_UNIT_EACH;
  using inventory::v1::BASE_UNIT_GRAM;
  EXPECT_EQ(FormatDailyUse(175000, 14, BASE_UNIT_GRAM), "12.5 kg/day");
  EXPECT_EQ(FormatDailyUse(10, 3, BASE_UNIT_EACH), "3.33/day");
  EXPECT_EQ(FormatDailyUse(14, 14, BASE_UNIT_EACH), "1/day");
  EXPECT_EQ(FormatDailyUse(3000000, 2, BASE_UNIT_GRAM), "1,500 kg/day");
  EXPECT_EQ(FormatDailyUse(5, 0, BASE_UNIT_GRAM), "-");
}

}  // namespace
}  // namespace waystation::cli
