#include "clients/cli/import_row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/escaping.h"
#include "clients/cli/times.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/facility/v1/status.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateMovementRequest;

ImportFacts Facts() {
  ImportFacts facts;
  facts.source = "movements.csv";
  facts.zones["facilities/a-hospital"] = *ZoneNamed("Asia/Baku");
  // Already the 1st of March in Baku.
  facts.log_birth = absl::FromCivil(absl::CivilSecond(2027, 2, 28, 21, 0, 0), absl::UTCTimeZone());
  inventory::v1::Item rice;
  rice.set_name("items/rice");
  rice.set_base_unit(inventory::v1::BASE_UNIT_GRAM);
  auto* sack = rice.add_packs();
  sack->set_name("sack 25 kg");
  sack->set_quantity(25000);
  facts.items["items/rice"] = rice;
  return facts;
}

// All rows, as one group.
std::vector<CsvRow> Rows(const ImportKind& kind, const std::string& text) {
  std::string header;
  for (const std::string& column : kind.columns()) header += (header.empty() ? "" : ",") + column;
  std::istringstream input(header + "\n" + text);
  CsvReader reader(&input, "f.csv");
  EXPECT_TRUE(reader.ReadHeader(kind.columns()).ok());
  std::vector<CsvRow> rows;
  for (auto step = reader.Next(); step.outcome == CsvReader::Outcome::kRow; step = reader.Next()) {
    rows.push_back(step.row);
  }
  return rows;
}

TEST(MovementImportTest, AdjacentRowsAreOneMovement) {
  auto kind = MakeMovementImport();
  auto rows =
      Rows(*kind,
           "a-hospital,WB-1,receipt,-1,10:00,convoy-1,rice,L1,216,best-before,store,,,50000,2,"
           "p-1,wet\n"
           "a-hospital,WB-1,receipt,-1,10:00,convoy-1,rice,,,,,,,7,,p-1,\n");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(kind->GroupKey(rows[0]), kind->GroupKey(rows[1]));
  std::vector<RowProblem> problems;
  auto commands = kind->Convert(rows, Facts(), &problems);
  ASSERT_TRUE(problems.empty()) << problems[0].column << problems[0].text;
  ASSERT_EQ(commands.size(), 1u);
  const auto& request = static_cast<const CreateMovementRequest&>(*commands[0].request);
  EXPECT_EQ(commands[0].lane, "facilities/a-hospital");
  EXPECT_EQ(request.movement().kind(), inventory::v1::MOVEMENT_KIND_RECEIPT);
  EXPECT_EQ(request.movement().intent(), inventory::v1::INTENT_HAPPENED);
  EXPECT_EQ(request.movement().note(), "wet");
  // The day before day zero at 10:00 in Baku, which is 06:00 in UTC.
  EXPECT_EQ(absl::FormatTime("%Y-%m-%d %H:%M", FromProto(request.movement().happened_time()),
                             absl::UTCTimeZone()),
            "2027-02-28 06:00");
  ASSERT_EQ(request.movement().lines_size(), 2);
  EXPECT_EQ(request.movement().lines(0).pack_name(), "sack 25 kg");
  EXPECT_EQ(request.movement().lines(0).pack_count(), 2);
  EXPECT_EQ(request.movement().lines(0).pack_factor(), 25000);
  EXPECT_EQ(FormatDay(request.movement().lines(0).expiry_date()), "2027-10-03");
  EXPECT_EQ(request.movement().lines(1).quantity(), 7);
}

TEST(MovementImportTest, TheSameRowsAlwaysGiveTheSameBytes) {
  auto kind = MakeMovementImport();
  auto rows = Rows(*kind, "a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,70,,p-1,\n");
  std::vector<RowProblem> problems;
  auto once = kind->Convert(rows, Facts(), &problems);
  auto again = kind->Convert(rows, Facts(), &problems);
  EXPECT_EQ(once[0].request->SerializeAsString(), again[0].request->SerializeAsString());
  ImportFacts other = Facts();
  other.source = "other.csv";
  auto elsewhere = kind->Convert(rows, other, &problems);
  EXPECT_NE(static_cast<const CreateMovementRequest&>(*once[0].request).request_id(),
            static_cast<const CreateMovementRequest&>(*elsewhere[0].request).request_id());
}

TEST(MovementImportTest, ContentIsNoPartOfTheId) {
  auto kind = MakeMovementImport();
  std::vector<RowProblem> problems;
  auto once = kind->Convert(Rows(*kind, "a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,70,,p,\n"),
                            Facts(), &problems);
  auto changed = kind->Convert(
      Rows(*kind, "a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,71,,p,\n"), Facts(), &problems);
  EXPECT_EQ(static_cast<const CreateMovementRequest&>(*once[0].request).request_id(),
            static_cast<const CreateMovementRequest&>(*changed[0].request).request_id());
}

// Each row is wrong in one way; the column at fault is named.
TEST(MovementImportTest, NamesTheColumnAtFault) {
  auto kind = MakeMovementImport();
  const std::pair<const char*, const char*> kCases[] = {
      {"b-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,70,,p,", "facility"},
      {"a-hospital,,issue,0,10:00,,rice,,,,,,meals,70,,p,", "document_number"},
      {"a-hospital,I-1,gift,0,10:00,,rice,,,,,,,70,,p,", "kind"},
      {"a-hospital,I-1,issue,x,10:00,,rice,,,,,,meals,70,,p,", "day"},
      {"a-hospital,I-1,issue,0,25:00,,rice,,,,,,meals,70,,p,", "time"},
      {"a-hospital,I-1,receipt,0,10:00,,rice,,,,,,,70,,p,", "source"},
      {"a-hospital,I-1,issue,0,10:00,x,rice,,,,,,meals,70,,p,", "source"},
      {"a-hospital,I-1,issue,0,10:00,,rise,,,,,,meals,70,,p,", "item"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,x,,,,meals,70,,p,", "expiry_day"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,soon,,,meals,70,,p,", "date_kind"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,,,,,70,,p,", "purpose"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,,,ward-1,meals,70,,p,", "purpose"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,,,,fun,70,,p,", "purpose"},
      {"a-hospital,I-1,loss,0,10:00,,rice,,,,,ward-1,,70,,p,", "to_place"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,0,,p,", "quantity"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,-3,,p,", "quantity"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,7.5,,p,", "quantity"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,9223372036854775808,,p,", "quantity"},
      {"a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,50001,2,p,", "packs"},
  };
  for (const auto& [text, column] : kCases) {
    std::vector<RowProblem> problems;
    auto commands = kind->Convert(Rows(*kind, std::string(text) + "\n"), Facts(), &problems);
    EXPECT_TRUE(commands.empty()) << text;
    ASSERT_EQ(problems.size(), 1u) << text;
    EXPECT_EQ(problems[0].column, column) << text;
    EXPECT_EQ(problems[0].line, 2);
    EXPECT_THAT(problems[0].text, testing::HasSubstr("want"));
  }
}

TEST(MovementImportTest, RowsOfOneMovementMustAgree) {
  auto kind = MakeMovementImport();
  std::vector<RowProblem> problems;
  kind->Convert(Rows(*kind,
                     "a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,70,,p,\n"
                     "a-hospital,I-1,issue,0,11:00,,rice,,,,,,meals,70,,p,\n"),
                Facts(), &problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].line, 3);
  EXPECT_EQ(problems[0].text, "got \"11:00\", want \"10:00\" as in row 2, of which this is a part");
}

TEST(MovementImportTest, WasteTakesItsReasonFromTheNote) {
  auto kind = MakeMovementImport();
  auto reason = [&](const std::string& purpose, const std::string& note) {
    std::vector<RowProblem> problems;
    auto commands = kind->Convert(
        Rows(*kind, "a-hospital,W-1,waste,0,10:00,,rice,,,,,," + purpose + ",70,,p," + note + "\n"),
        Facts(), &problems);
    return commands.empty() ? inventory::v1::WASTE_REASON_UNSPECIFIED
                            : static_cast<const CreateMovementRequest&>(*commands[0].request)
                                  .movement()
                                  .waste_reason();
  };
  EXPECT_EQ(reason("", "damaged"), inventory::v1::WASTE_REASON_DAMAGED);
  EXPECT_EQ(reason("spoiled", "rats"), inventory::v1::WASTE_REASON_SPOILED);
  EXPECT_EQ(reason("", "sack torn"), inventory::v1::WASTE_REASON_OTHER);
  EXPECT_EQ(reason("meals", ""), inventory::v1::WASTE_REASON_UNSPECIFIED);
}

TEST(FacilityImportTest, ClosedIsTwoCommandsInOrder) {
  auto kind = MakeFacilityImport();
  std::vector<RowProblem> problems;
  auto commands =
      kind->Convert(Rows(*kind,
                         "a-post,health-post,,,,A post,39.5,46.25,Asia/Baku,06:00,10,60,"
                         "observation=2;maternity=1,closed\n"),
                    Facts(), &problems);
  ASSERT_TRUE(problems.empty()) << problems[0].column << problems[0].text;
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_EQ(commands[0].lane, commands[1].lane);
  EXPECT_FALSE(commands[1].counted);
  const auto& create =
      static_cast<const facility::v1::CreateFacilityRequest&>(*commands[0].request);
  EXPECT_EQ(create.facility().latitude_microdegrees(), 39500000);
  EXPECT_EQ(create.facility().beds_size(), 2);
  EXPECT_EQ(create.facility().service_day_start_minutes(), 360);
}

TEST(ReportImportTest, RowsOfOneTimeAreOneReport) {
  auto kind = MakeReportImport();
  auto rows = Rows(*kind,
                   "a-hospital,-1,17:20,p-1,patients-seen,,20\n"
                   "a-hospital,-1,17:20,p-1,power-source,,generator\n");
  EXPECT_EQ(kind->GroupKey(rows[0]), kind->GroupKey(rows[1]));
  std::vector<RowProblem> problems;
  auto commands = kind->Convert(rows, Facts(), &problems);
  ASSERT_EQ(commands.size(), 1u);
  const auto& request = static_cast<const facility::v1::ReportStatusRequest&>(*commands[0].request);
  EXPECT_EQ(request.values_size(), 2);
  EXPECT_EQ(request.values(0).reported_by(), "p-1");
}

TEST(ItemImportTest, ProblemsAreAllNamed) {
  auto kind = MakeItemImport();
  std::vector<RowProblem> problems;
  kind->Convert(Rows(*kind, "Rice!,,,,,cereals,stone,vital,ambient,,,,,x,,,,,,,maybe,no\n"),
                Facts(), &problems);
  std::vector<std::string> columns;
  for (const auto& problem : problems) columns.push_back(problem.column);
  EXPECT_THAT(columns,
              testing::ElementsAre("item", "name_en", "base_unit", "grams_per_unit", "controlled"));
}

}  // namespace
}  // namespace waystation::cli
