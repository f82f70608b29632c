#include "clients/cli/import/catalogue.h"

#include <gmock/gmock.h>

#include <sstream>

#include "tests/cli/import/recording_sink.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateItemRequest;
using inventory::v1::Item;
using testing::ElementsAre;
using testing::HasSubstr;

const CreateItemRequest& Request(const RecordingSink& sink, size_t i) {
  return static_cast<const CreateItemRequest&>(*sink.commands[i].request);
}

RecordingSink Take(const std::string& rows, CatalogueOptions options = {}) {
  auto kind = MakeCatalogueImport(std::move(options));
  return TakeFile(kind.get(), HeaderOf(*kind) + rows);
}

std::vector<std::string> Sorts(const RecordingSink& sink) {
  std::vector<std::string> sorts;
  for (const RowRemark& remark : sink.remarks) sorts.push_back(remark.sort);
  return sorts;
}

TEST(CatalogueImportTest, ARowIsAnItem) {
  RecordingSink sink = Take("APACBAGP100,\"BAG, PE plastic\",38,4.5,4.5,0.7695,0.058,yes\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(Request(sink, 0).item_id(), "apacbagp100");
  const Item& item = Request(sink, 0).item();
  EXPECT_EQ(item.display_names(0).text(), "BAG, PE plastic");
  ASSERT_EQ(item.codes_size(), 1);
  EXPECT_EQ(item.codes(0).system(), "ifrc");
  EXPECT_EQ(item.codes(0).code(), "APACBAGP100");
  EXPECT_EQ(item.category(), "catalogue-apac");
  EXPECT_EQ(item.vital_class(), inventory::v1::VITAL_CLASS_ESSENTIAL);
  ASSERT_EQ(item.packs_size(), 1);
  EXPECT_EQ(item.packs(0).weight_g(), 58);
  EXPECT_EQ(item.packs(0).volume_ml(), 770) << "769.5 mL, up";
  EXPECT_THAT(Sorts(sink), ElementsAre("volume-finer-than-millilitre"));
}

TEST(CatalogueImportTest, ZeroIsUnknown) {
  RecordingSink sink = Take("A1,A,0,0,0,0,0,\nA2,A,0,0,0,0,1,\nA3,A,10,0,10,0,0,\n");
  ASSERT_EQ(sink.commands.size(), 3u);
  EXPECT_EQ(Request(sink, 0).item().packs_size(), 0);
  EXPECT_EQ(Request(sink, 1).item().packs(0).weight_g(), 1000);
  EXPECT_EQ(Request(sink, 1).item().packs(0).volume_ml(), 0);
  EXPECT_EQ(Request(sink, 2).item().packs_size(), 0);
  EXPECT_TRUE(sink.remarks.empty());
}

TEST(CatalogueImportTest, TheLargerOfTwoVolumesIsKept) {
  RecordingSink sink = Take(
      "A1,sizes more,10,10,10,0.5,0,\n"
      "A2,volume more,10,10,10,2,0,\n"
      // Exactly 2 % are rounding, and a hair more is not.
      "A3,same,10,10,10,1.02,0,\n"
      "A4,not same,10,10,10,1.020001,0,\n"
      "A5,sizes alone,10,10,10,0,0,\n");
  ASSERT_EQ(sink.commands.size(), 5u);
  EXPECT_EQ(Request(sink, 0).item().packs(0).volume_ml(), 1000);
  EXPECT_EQ(Request(sink, 1).item().packs(0).volume_ml(), 2000);
  EXPECT_EQ(Request(sink, 2).item().packs(0).volume_ml(), 1020);
  EXPECT_EQ(Request(sink, 3).item().packs(0).volume_ml(), 1021);
  EXPECT_EQ(Request(sink, 4).item().packs(0).volume_ml(), 1000);
  EXPECT_THAT(Sorts(sink), ElementsAre("volume-differs", "volume-differs", "volume-differs",
                                       "volume-finer-than-millilitre", "volume-from-sizes"));
  EXPECT_THAT(sink.remarks[0].text, HasSubstr("1.000000 L, is kept"));
}

TEST(CatalogueImportTest, CodesThatMakeOneIdAreToldApart) {
  RecordingSink sink = Take("WNR3,a,0,0,0,0,0,\nWNR3+,b,0,0,0,0,0,\nwnr3,c,0,0,0,0,0,\n");
  ASSERT_EQ(sink.commands.size(), 2u);
  EXPECT_EQ(Request(sink, 1).item_id(), "wnr3-plus");
  ASSERT_EQ(sink.problems.size(), 1u);
  EXPECT_EQ(sink.problems[0].line, 4);
  EXPECT_THAT(sink.problems[0].text, HasSubstr("row 2 has the same"));
}

TEST(CatalogueImportTest, NamesTheColumnAtFault) {
  const std::pair<const char*, const char*> kCases[] = {
      {"???,a,0,0,0,0,0,", "item code"},
      {"A1, ,0,0,0,0,0,", "item description"},
      {"A1,a,\"1,5\",0,0,0,0,", "length cm"},
      {"A1,a,0,-1,0,0,0,", "height cm"},
      {"A1,a,0,0,1e3,0,0,", "width cm"},
      {"A1,a,0,0,0,0.0000001,0,", "volume litre"},
      {"A1,a,0,0,0,0,99999999,", "weight kg"},
      {"A1,a,0,0,0,0,0,perhaps", "in EIC"},
      {"A1,a,99999999999999,99999999999999,99999999999999,1,0,", "length cm"},
  };
  for (const auto& [row, column] : kCases) {
    RecordingSink sink = Take(std::string(row) + "\n");
    EXPECT_TRUE(sink.commands.empty()) << row;
    ASSERT_FALSE(sink.problems.empty()) << row;
    EXPECT_EQ(sink.problems[0].column, column) << row;
    EXPECT_THAT(sink.problems[0].text, HasSubstr("want")) << row;
  }
}

TEST(CatalogueImportTest, CategoriesComeFromTheirTable) {
  std::istringstream table(
      "Organisation,GROUP_CODE,GROUP_DESCRIPTION,FAM,FAMILY_DESCRITPION,,\n"
      "I,D,Drugs,INJ,Injections,,\nI,F,Food,OIL,Edible Oil,,\n");
  auto categories = ReadCategories(&table, "c.csv", {});
  ASSERT_TRUE(categories.ok()) << categories.status();
  RecordingSink sink = Take("DINJ1,a,0,0,0,0,0,\nFFRE1,b,0,0,0,0,0,\nZZZZ1,c,0,0,0,0,0,\n",
                            {.categories = *categories, .language = "en"});
  EXPECT_EQ(Request(sink, 0).item().category(), "drugs-injections");
  EXPECT_EQ(Request(sink, 1).item().category(), "food");
  EXPECT_EQ(Request(sink, 2).item().category(), "catalogue-other");
  EXPECT_THAT(Sorts(sink), ElementsAre("category-unknown", "category-unknown"));
  std::istringstream wrong("GROUP_CODE,GROUP_DESCRIPTION,FAM,FAMILY_DESCRITPION\nDD,Drugs,INJ,I\n");
  EXPECT_THAT(std::string(ReadCategories(&wrong, "c.csv", {}).status().message()),
              HasSubstr("c.csv: row 2: got group \"DD\""));
}

}  // namespace
}  // namespace waystation::cli
