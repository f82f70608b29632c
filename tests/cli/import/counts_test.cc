#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "clients/cli/text/times.h"
#include "tests/cli/import/recording_sink.h"
#include "waystation/inventory/v1/count.pb.h"

namespace waystation::cli {
namespace {

ImportFacts MakeCountFacts() {
  ImportFacts facts;
  facts.zones["facilities/a-hospital"] = *ZoneNamed("Asia/Baku");
  facts.day_zero = absl::CivilDay(2027, 3, 1);
  inventory::v1::Item rice;
  rice.set_name("items/rice");
  auto* sack = rice.add_packs();
  sack->set_name("sack 25 kg");
  sack->set_quantity(25000);
  facts.items["items/rice"] = rice;
  return facts;
}

RecordingSink TakeCounts(const std::string& rows) {
  static const auto* const facts = new ImportFacts(MakeCountFacts());
  auto kind = MakeCountImport(facts);
  return TakeFile(kind.get(), HeaderOf(*kind) + rows);
}

TEST(CountImportTest, AdjacentRowsAreOneCount) {
  const RecordingSink sink = TakeCounts(
      "a-hospital,C-1,cyclic,yes,store,-1,10:00,rice,L1,216,50000,2,p-1,p-2,torn sack\n"
      "a-hospital,C-1,cyclic,yes,store,-1,10:00,rice,L2,,0,,p-1,p-2,\n");
  ASSERT_TRUE(sink.problems.empty()) << sink.problems[0].column << sink.problems[0].text;
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_THAT(sink.commands[0].natural_key, testing::ElementsAre("a-hospital", "C-1"));
  EXPECT_EQ(sink.commands[0].rows.size(), 2u);
  const inventory::v1::Count& count =
      static_cast<const inventory::v1::CreateCountRequest&>(*sink.commands[0].request).count();
  EXPECT_EQ(count.kind(), inventory::v1::COUNT_KIND_CYCLIC);
  EXPECT_TRUE(count.complete());
  EXPECT_EQ(count.place(), "store");
  EXPECT_EQ(count.second_counted_by(), "p-2");
  ASSERT_EQ(count.lines_size(), 2);
  EXPECT_EQ(count.lines(0).pack_count(), 2);
  EXPECT_EQ(FormatDay(count.lines(0).expiry_date()), "2027-10-03");
  EXPECT_EQ(count.lines(0).note(), "torn sack");
  EXPECT_EQ(count.lines(1).quantity(), 0);
}

TEST(CountImportTest, EveryProblemIsToldWithItsRowAndColumn) {
  const RecordingSink sink = TakeCounts(
      "a-hospital,C-1,cyclic,no,,-1,10:00,rice,L1,,5,,p-1,,\n"
      "a-hospital,C-1,full,no,,-1,10:00,rice,L1,,-5,,p-1,,\n"
      "a-hospital,,weekly,perhaps,Hall!,-1,10:00,gold,,,x,,,,\n");
  std::vector<std::string> problems;
  for (const RowProblem& problem : sink.problems) {
    problems.push_back(std::to_string(problem.line) + " " + problem.column);
  }
  EXPECT_THAT(problems, testing::UnorderedElementsAre("3 kind", "3 lot", "3 quantity", "4 count",
                                                      "4 kind", "4 complete", "4 place", "4 item",
                                                      "4 quantity", "4 counted_by"));
}

}  // namespace
}  // namespace waystation::cli
