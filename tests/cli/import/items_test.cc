// Items and storage classes of CSV files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/cli/import/recording_sink.h"
#include "waystation/inventory/v1/storage_class.pb.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateItemRequest;
using inventory::v1::CreateStorageClassRequest;
using inventory::v1::CreateStoragePlaceRequest;
using inventory::v1::Item;
using testing::ElementsAre;
using testing::HasSubstr;

const ImportFacts kNoFacts;

// Rows of the columns that every file has, then of those named.
RecordingSink TakeItems(const std::string& more_columns, const std::string& rows) {
  auto kind = MakeItemImport(&kNoFacts);
  std::string header = HeaderOf(*kind);
  header.pop_back();
  return TakeFile(kind.get(), absl::StrCat(header, more_columns, "\n", rows));
}

std::string Row(const std::string& id, const std::string& menu_allowed = "no") {
  return absl::StrCat(id, ",,,,Name,medicine,each,normal,ambient,,,,,,,,,,,,no,", menu_allowed);
}

const Item& ItemOf(const RecordingSink& sink, size_t i = 0) {
  return static_cast<const CreateItemRequest&>(*sink.commands.at(i).request).item();
}

std::vector<std::string> WrongColumns(const RecordingSink& sink) {
  std::vector<std::string> columns;
  for (const RowProblem& problem : sink.problems) columns.push_back(problem.column);
  return columns;
}

TEST(ItemImportTest, AFileWithoutTheColumnsThatMayBeThere) {
  RecordingSink sink = TakeItems("", Row("rice", "yes") + "\n" + Row("tent") + "\n");
  ASSERT_EQ(sink.commands.size(), 2u) << WrongColumns(sink).size();
  EXPECT_EQ(ItemOf(sink, 0).dietary_use(), inventory::v1::DIETARY_USE_FOOD);
  EXPECT_EQ(ItemOf(sink, 1).dietary_use(), inventory::v1::DIETARY_USE_UNSPECIFIED);
  EXPECT_FALSE(ItemOf(sink, 1).has_medicine());
  EXPECT_FALSE(ItemOf(sink, 1).has_nutrients());
  EXPECT_FALSE(sink.commands[1].after_all_before);
}

TEST(ItemImportTest, ColumnsThatMayBeThereAreNotThereTwiceNorMisspelt) {
  auto kind = MakeItemImport(&kNoFacts);
  std::string header = HeaderOf(*kind);
  header.pop_back();
  std::istringstream input(header + ",inn,inn,strenght\n");
  CsvReader reader(&input, "f.csv");
  const absl::Status status = reader.ReadHeader(kind->columns(), kind->optional_columns());
  EXPECT_THAT(
      std::string(status.message()),
      testing::AllOf(HasSubstr("column inn is there twice; column \"strenght\" is not known"),
                     HasSubstr(", and if you have them pack_gtin,inn,strength")));
}

TEST(ItemImportTest, AllColumns) {
  RecordingSink sink = TakeItems(
      ",inn,strength,form,route,codes,hazard_class,dietary_use,vital_classes_by_kind,substitutes,"
      "kit_contents",
      Row("a") + ",zinc,20 mg,tablet,oral,atc=A12CB01;ifrc=DORAZINS2T,none,," +
          "health-post=vital;warehouse=essential,b=half of it;c,d=2;e=3\n" + Row("f") +
          ",,,,,,corrosive,infant-formula,,,\n");
  ASSERT_EQ(sink.commands.size(), 2u) << WrongColumns(sink).size();
  const Item& item = ItemOf(sink);
  EXPECT_EQ(item.medicine().inn(), "zinc");
  EXPECT_EQ(item.medicine().route(), "oral");
  ASSERT_EQ(item.codes_size(), 2);
  EXPECT_EQ(item.codes(1).code(), "DORAZINS2T");
  EXPECT_EQ(item.hazard_class(), inventory::v1::HAZARD_CLASS_NONE);
  ASSERT_EQ(item.vital_classes_by_kind_size(), 2);
  EXPECT_EQ(item.vital_classes_by_kind(1).facility_kind(), facility::v1::FACILITY_KIND_WAREHOUSE);
  ASSERT_EQ(item.substitutes_size(), 2);
  EXPECT_EQ(item.substitutes(0).note(), "half of it");
  ASSERT_EQ(item.kit_contents_size(), 2);
  EXPECT_EQ(item.kit_contents(1).item(), "items/e");
  EXPECT_TRUE(sink.commands[0].after_all_before) << "it names items of other rows";
  EXPECT_FALSE(sink.commands[1].after_all_before);
  EXPECT_EQ(ItemOf(sink, 1).dietary_use(), inventory::v1::DIETARY_USE_INFANT_FORMULA);
}

TEST(ItemImportTest, NutrientsNotKnownAreNotZero) {
  auto row = [](const std::string& four) {
    return "a,,,,Name,food,gram,normal,ambient,,,,,,," + four + ",,no,no";
  };
  RecordingSink sink = TakeItems(",sodium_mg_per_100g,iron_ug_per_100g", row("1,2,3,4") + ",0,\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_TRUE(ItemOf(sink).nutrients().has_sodium_mg_per_100g());
  EXPECT_FALSE(ItemOf(sink).nutrients().has_iron_ug_per_100g());
  EXPECT_EQ(ItemOf(sink).nutrients().fat_mg_per_100g(), 3);
  // The first four have no "not known".
  sink = TakeItems(",sodium_mg_per_100g", row("1,,3,4") + ",5\n");
  EXPECT_THAT(WrongColumns(sink), ElementsAre("protein_mg_per_100g"));
  sink = TakeItems(",iron_ug_per_100g", row("901,2,100001,4") + ",100000001\n");
  EXPECT_THAT(WrongColumns(sink),
              ElementsAre("energy_kcal_per_100g", "fat_mg_per_100g", "iron_ug_per_100g"));
}

TEST(ItemImportTest, EveryWrongCellAtOnce) {
  RecordingSink sink = TakeItems(
      ",inn,strength,form,codes,hazard_class,dietary_use,vital_classes_by_kind,substitutes,"
      "kit_contents",
      Row("a") + ",zinc,,,atc,fire,cake,castle=vital,=,gauze\n");
  EXPECT_TRUE(sink.commands.empty());
  EXPECT_THAT(WrongColumns(sink),
              ElementsAre("vital_classes_by_kind", "hazard_class", "strength", "form", "codes",
                          "dietary_use", "substitutes", "kit_contents"));
}

TEST(StorageClassImportTest, Rows) {
  auto kind = MakeStorageClassImport(&kNoFacts);
  RecordingSink sink =
      TakeFile(kind.get(), HeaderOf(*kind) +
                               "insulin,,,,Insulin,2,8,yes,40320,30,yes,no,do not shake,FDA\n"
                               "frozen,,,,Frozen,,-18.5,no,,,no,no,,\n"
                               "wrong,,,,Wrong,cold,8,maybe,10,,no,no,,\n");
  ASSERT_EQ(sink.commands.size(), 2u);
  const auto& row =
      static_cast<const CreateStorageClassRequest&>(*sink.commands[0].request).storage_class();
  EXPECT_EQ(row.min_temperature_millicelsius(), 2'000);
  EXPECT_EQ(row.out_of_range().max_minutes(), 40'320);
  EXPECT_EQ(row.out_of_range().max_temperature_millicelsius(), 30'000);
  EXPECT_TRUE(row.protect_from_light());
  EXPECT_EQ(row.note(), "do not shake");
  const auto& frozen =
      static_cast<const CreateStorageClassRequest&>(*sink.commands[1].request).storage_class();
  EXPECT_FALSE(frozen.has_min_temperature_millicelsius());
  EXPECT_EQ(frozen.max_temperature_millicelsius(), -18'500);
  EXPECT_FALSE(frozen.has_out_of_range());
  EXPECT_THAT(WrongColumns(sink),
              ElementsAre("min_celsius", "freeze_sensitive", "allowed_up_to_celsius"));
}

TEST(StoragePlaceImportTest, Rows) {
  auto kind = MakeStoragePlaceImport(&kNoFacts);
  RecordingSink sink = TakeFile(kind.get(), HeaderOf(*kind) +
                                                "f,fridge,fridge,,,,Fridge,,2,5\n"
                                                "f,ward,ward,,,,Ward,ambient,,\n"
                                                "f,Wrong,cellar,,,,Wrong,,cold,8\n");
  ASSERT_EQ(sink.commands.size(), 2u);
  const auto& fridge = static_cast<const CreateStoragePlaceRequest&>(*sink.commands[0].request);
  EXPECT_EQ(fridge.parent(), "facilities/f");
  EXPECT_EQ(fridge.storage_place_id(), "fridge");
  EXPECT_EQ(fridge.storage_place().kind(), inventory::v1::STORAGE_PLACE_KIND_FRIDGE);
  EXPECT_EQ(fridge.storage_place().min_temperature_millicelsius(), 2'000);
  EXPECT_EQ(fridge.storage_place().max_temperature_millicelsius(), 5'000);
  const auto& ward = static_cast<const CreateStoragePlaceRequest&>(*sink.commands[1].request);
  EXPECT_EQ(ward.storage_place().storage_class(), "ambient");
  EXPECT_FALSE(ward.storage_place().has_max_temperature_millicelsius());
  EXPECT_THAT(WrongColumns(sink), ElementsAre("place", "kind", "min_celsius"));
}

}  // namespace
}  // namespace waystation::cli
