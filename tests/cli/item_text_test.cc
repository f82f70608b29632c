#include "clients/cli/text/item_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace waystation::cli {
namespace {

using testing::HasSubstr;

TEST(ItemTextTest, PartsWithAnEqualsSign) {
  EXPECT_EQ(ParseItemCode("ifrc=A=B")->code(), "A=B");
  EXPECT_EQ(ParseItemCode("ifrc=A=B")->system(), "ifrc");
  const auto of_kind = ParseVitalClassOfKind("field-hospital=vital");
  ASSERT_TRUE(of_kind.ok()) << of_kind.status();
  EXPECT_EQ(of_kind->facility_kind(), facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  EXPECT_EQ(of_kind->vital_class(), inventory::v1::VITAL_CLASS_VITAL);
  EXPECT_EQ(ParseSubstitute("rice")->item(), "items/rice");
  EXPECT_EQ(ParseSubstitute("items/rice=half of it")->note(), "half of it");
  EXPECT_EQ(ParseKitContent("gauze=20")->quantity(), 20);
  EXPECT_EQ(ParsePack("box = 10=100")->name(), "box = 10");
  EXPECT_EQ(ParseNutrient("vitamin-a-rae-ug=7")->first, "vitamin_a_rae_ug_per_100g");
}

TEST(ItemTextTest, WhatIsWrongIsSaid) {
  for (const char* text : {"", "=", "a", "a=", "=a"}) {
    EXPECT_THAT(std::string(ParseItemCode(text).status().message()), HasSubstr("want SYSTEM=CODE"));
    EXPECT_FALSE(ParseVitalClassOfKind(text).ok()) << text;
    EXPECT_FALSE(ParseKitContent(text).ok()) << text;
    EXPECT_FALSE(ParsePack(text).ok()) << text;
    EXPECT_FALSE(ParseNutrient(text).ok()) << text;
  }
  for (const char* text : {"", "=", "a=", "=a"}) EXPECT_FALSE(ParseSubstitute(text).ok()) << text;
  for (const char* text : {"gauze=0", "gauze=-1", "gauze=1.5", "gauze=99999999999999999999"}) {
    EXPECT_FALSE(ParseKitContent(text).ok()) << text;
  }
  EXPECT_THAT(std::string(ParseVitalClassOfKind("castle=vital").status().message()),
              HasSubstr("want one of field-hospital"));
  EXPECT_THAT(std::string(ParseNutrient("sodium=1").status().message()), HasSubstr("sodium-mg"));
}

TEST(ItemTextTest, NutrientsThatAreKnown) {
  inventory::v1::Nutrients nutrients;
  SetNutrient("energy_kcal_per_100g", 365, &nutrients);
  SetNutrient("protein_mg_per_100g", 7130, &nutrients);
  SetNutrient("sodium_mg_per_100g", 0, &nutrients);
  SetNutrient("vitamin_a_rae_ug_per_100g", 1200, &nutrients);
  EXPECT_THAT(FormatNutrients(nutrients),
              testing::ElementsAre(
                  testing::Pair("energy", "365 kcal"), testing::Pair("protein", "7.13 g"),
                  testing::Pair("fat", "0 mg"), testing::Pair("carbohydrate", "0 mg"),
                  testing::Pair("sodium", "0 mg"), testing::Pair("vitamin A", "1,200 µg")));
}

TEST(ItemTextTest, Celsius) {
  const std::pair<const char*, int64_t> cases[] = {
      {"8", 8'000}, {"-18", -18'000}, {"2.5", 2'500}, {"0", 0}, {"-0.125", -125}};
  for (const auto& [text, value] : cases) {
    const auto parsed = ParseCelsius(text);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, value);
    EXPECT_EQ(FormatCelsius(value), std::string(text) + " °C");
  }
  for (const char* text : {"", "8 °C", "2,5", "1e1", "2.1234", "274", "--1"}) {
    EXPECT_FALSE(ParseCelsius(text).ok()) << text;
  }
}

TEST(ItemTextTest, StorageInWords) {
  inventory::v1::StorageClass row;
  EXPECT_EQ(FormatRange(row), "no temperature stated");
  EXPECT_EQ(FormatOutOfRange(row), "");
  row.set_max_temperature_millicelsius(8'000);
  EXPECT_EQ(FormatRange(row), "up to 8 °C");
  EXPECT_EQ(FormatOutOfRange(row), "not at all");
  row.set_min_temperature_millicelsius(2'000);
  EXPECT_EQ(FormatRange(row), "2 °C to 8 °C");
  for (const auto& [minutes, text] :
       {std::pair(40'320, "28 days"), {120, "2 hours"}, {90, "90 minutes"}, {1'440, "1 day"}}) {
    row.mutable_out_of_range()->set_max_minutes(minutes);
    row.mutable_out_of_range()->set_max_temperature_millicelsius(30'000);
    EXPECT_EQ(FormatOutOfRange(row), std::string(text) + " up to 30 °C");
  }
  row.clear_max_temperature_millicelsius();
  EXPECT_EQ(FormatRange(row), "from 2 °C");
}

}  // namespace
}  // namespace waystation::cli
