
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "clients/cli/text/times.h"
#include "tests/cli/import/recording_sink.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/facility/v1/installation.pb.h"
#include "waystation/facility/v1/status.pb.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateMovementRequest;

ImportFacts MakeFacts() {
  ImportFacts facts;
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

const ImportFacts& Facts() {
  static const auto* const kFacts = new ImportFacts(MakeFacts());
  return *kFacts;
}

RecordingSink Take(ImportKind* kind, const std::string& rows) {
  return TakeFile(kind, HeaderOf(*kind) + rows);
}

TEST(MovementImportTest, AdjacentRowsAreOneMovement) {
  auto kind = MakeMovementImport(&Facts());
  RecordingSink sink =
      Take(kind.get(),
           "a-hospital,WB-1,receipt,-1,10:00,convoy-1,rice,L1,216,best-before,store,,,50000,2,"
           "p-1,wet\n"
           "a-hospital,WB-1,receipt,-1,10:00,convoy-1,rice,,,,,,,7,,p-1,\n");
  ASSERT_TRUE(sink.problems.empty()) << sink.problems[0].column << sink.problems[0].text;
  auto& commands = sink.commands;
  ASSERT_EQ(commands.size(), 1u);
  EXPECT_EQ(commands[0].rows.size(), 2u);
  EXPECT_THAT(commands[0].natural_key, testing::ElementsAre("a-hospital", "WB-1"));
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

// Files from before there were such columns lack them; with them a row says more.
TEST(MovementImportTest, ConditionsReasonsAndDonationsAreOptionalColumns) {
  auto kind = MakeMovementImport(&Facts());
  std::string header = HeaderOf(*kind);
  header.insert(header.size() - 1,
                ",condition,reason,decided_by,owner,donor,asked_for,label_languages");
  RecordingSink sink = TakeFile(
      kind.get(),
      header +
          "a-hospital,D-1,receipt,0,10:00,convoy,rice,L1,,,,,,5,,p-1,,,,,,donor-1,yes,en; fr\n"
          "a-hospital,Q-1,quarantine,0,10:00,,rice,L1,,,,,,5,,p-1,,,recall,,,,,\n"
          "a-hospital,R-1,release,0,10:00,,rice,L1,,,,,,5,,p-1,seen,,,p-2,,,,\n"
          "a-hospital,X-1,damage,0,10:00,,rice,L1,,,,,,5,,p-1,,quarantined,wet,,,,,\n"
          "a-hospital,B-1,return,0,10:00,,rice,L1,,,,,meals,5,,p-1,,damaged,,,,,,\n");
  ASSERT_TRUE(sink.problems.empty()) << sink.problems[0].column << sink.problems[0].text;
  ASSERT_EQ(sink.commands.size(), 5u);
  const auto movement = [&](size_t i) {
    return static_cast<const CreateMovementRequest&>(*sink.commands[i].request).movement();
  };
  EXPECT_EQ(movement(0).donation().donor(), "donor-1");
  EXPECT_EQ(movement(0).donation().asked_for(), inventory::v1::ASKED_FOR_YES);
  EXPECT_EQ(movement(0).donation().label_languages_size(), 2);
  EXPECT_EQ(movement(1).quarantine_reason(), inventory::v1::QUARANTINE_REASON_RECALL);
  EXPECT_EQ(movement(2).decided_by(), "p-2");
  EXPECT_EQ(movement(3).damage_reason(), inventory::v1::DAMAGE_REASON_WET);
  EXPECT_EQ(movement(3).lines(0).condition(), inventory::v1::CONDITION_QUARANTINED);
  EXPECT_EQ(movement(4).kind(), inventory::v1::MOVEMENT_KIND_RETURN);
  EXPECT_EQ(movement(4).purpose(), inventory::v1::PURPOSE_MEALS);
}

TEST(MovementImportTest, AReceiptMayNameWhatItAnswers) {
  auto kind = MakeMovementImport(&Facts());
  std::string header = HeaderOf(*kind);
  header.insert(header.size() - 1, ",requisition,delivery");
  RecordingSink sink =
      TakeFile(kind.get(),
               header +
                   "a-hospital,D-1,receipt,0,10:00,convoy,rice,L1,,,,,,5,,p-1,,REQ-0001,EXP-0002\n"
                   "a-hospital,I-1,issue,0,10:00,,rice,L1,,,,,meals,5,,p-1,,REQ-0001,\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  const auto& movement =
      static_cast<const CreateMovementRequest&>(*sink.commands[0].request).movement();
  EXPECT_EQ(movement.requisition(), "facilities/a-hospital/requisitions/req-0001");
  EXPECT_EQ(movement.expected_delivery(), "facilities/a-hospital/expectedDeliveries/exp-0002");
  ASSERT_EQ(sink.problems.size(), 1u);
  EXPECT_EQ(sink.problems[0].column, "requisition");
}

TEST(MovementImportTest, TheSameRowsAlwaysGiveTheSameBytes) {
  auto bytes = [](const std::string& quantity) {
    auto kind = MakeMovementImport(&Facts());
    RecordingSink sink =
        Take(kind.get(), "a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals," + quantity + ",,p-1,\n");
    EXPECT_THAT(sink.commands[0].natural_key, testing::ElementsAre("a-hospital", "I-1"));
    return sink.commands[0].request->SerializeAsString();
  };
  EXPECT_EQ(bytes("70"), bytes("70"));
  // Other content under the same key: that is how a conflict is seen.
  EXPECT_NE(bytes("70"), bytes("71"));
}

// An unreadable row in or beside a movement once let its other rows be posted as the whole of it;
// the mended row could then never come in, since the key was taken.
TEST(MovementImportTest, UnreadableRowKeepsItsMovementBack) {
  const std::string first = "a-hospital,WB-1,receipt,0,10:00,convoy-1,rice,,,,,,,7,,p-1,\n";
  const std::string other = "a-hospital,WB-2,receipt,0,10:00,convoy-1,rice,,,,,,,9,,p-1,\n";
  const std::string bad_text = "a-hospital,WB-1,receipt,0,10:00,convoy-1,rice,,,,,,,8,,p-1,\xFF\n";
  const std::string short_row = "a-hospital,WB-1,receipt\n";
  auto sent = [](const std::string& rows) {
    auto kind = MakeMovementImport(&Facts());
    std::vector<std::string> numbers;
    for (const ImportCommand& command : Take(kind.get(), rows).commands) {
      numbers.push_back(command.natural_key[1]);
    }
    return numbers;
  };
  EXPECT_THAT(sent(first + bad_text + first + other), testing::ElementsAre("WB-2"));
  EXPECT_THAT(sent(first + bad_text + other), testing::ElementsAre("WB-2"));
  EXPECT_THAT(sent(bad_text + first), testing::IsEmpty());
  // Nothing tells to which of its neighbours it belongs.
  EXPECT_THAT(sent(first + short_row + other), testing::IsEmpty());
  EXPECT_THAT(sent(first + bad_text + short_row + other), testing::IsEmpty());
  EXPECT_THAT(sent(first + short_row + other + first), testing::ElementsAre("WB-1"));
}

// Each row is wrong in one way; the column at fault is named.
TEST(MovementImportTest, NamesTheColumnAtFault) {
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
    auto kind = MakeMovementImport(&Facts());
    RecordingSink sink = Take(kind.get(), std::string(text) + "\n");
    EXPECT_TRUE(sink.commands.empty()) << text;
    ASSERT_EQ(sink.problems.size(), 1u) << text;
    EXPECT_EQ(sink.problems[0].column, column) << text;
    EXPECT_EQ(sink.problems[0].line, 2);
    EXPECT_THAT(sink.problems[0].text, testing::HasSubstr("want"));
  }
}

TEST(MovementImportTest, RowsOfOneMovementMustAgree) {
  auto kind = MakeMovementImport(&Facts());
  RecordingSink sink = Take(kind.get(),
                            "a-hospital,I-1,issue,0,10:00,,rice,,,,,,meals,70,,p,\n"
                            "a-hospital,I-1,issue,0,11:00,,rice,,,,,,meals,70,,p,\n");
  EXPECT_THAT(sink.rejected, testing::ElementsAre(2, 3));
  ASSERT_EQ(sink.problems.size(), 1u);
  EXPECT_EQ(sink.problems[0].line, 3);
  EXPECT_EQ(sink.problems[0].text,
            "got \"11:00\", want \"10:00\" as in row 2, of which this is a part");
}

TEST(MovementImportTest, WasteTakesItsReasonFromTheNote) {
  auto reason = [&](const std::string& purpose, const std::string& note) {
    auto kind = MakeMovementImport(&Facts());
    RecordingSink sink = Take(
        kind.get(), "a-hospital,W-1,waste,0,10:00,,rice,,,,,," + purpose + ",70,,p," + note + "\n");
    return sink.commands.empty()
               ? inventory::v1::WASTE_REASON_UNSPECIFIED
               : static_cast<const CreateMovementRequest&>(*sink.commands[0].request)
                     .movement()
                     .waste_reason();
  };
  EXPECT_EQ(reason("", "damaged"), inventory::v1::WASTE_REASON_DAMAGED);
  EXPECT_EQ(reason("spoiled", "rats"), inventory::v1::WASTE_REASON_SPOILED);
  EXPECT_EQ(reason("", "sack torn"), inventory::v1::WASTE_REASON_OTHER);
  EXPECT_EQ(reason("meals", ""), inventory::v1::WASTE_REASON_UNSPECIFIED);
}

TEST(FacilityImportTest, ClosedIsTwoCommandsInOrder) {
  auto kind = MakeFacilityImport(&Facts());
  RecordingSink sink = Take(kind.get(),
                            "a-post,health-post,,,,A post,39.5,46.25,Asia/Baku,06:00,10,60,"
                            "observation=2;maternity=1,closed\n");
  ASSERT_TRUE(sink.problems.empty()) << sink.problems[0].column << sink.problems[0].text;
  auto& commands = sink.commands;
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_EQ(commands[0].lane, commands[1].lane);
  EXPECT_EQ(commands[0].chain, commands[1].chain);
  EXPECT_NE(commands[0].id_kind, commands[1].id_kind);
  const auto& create =
      static_cast<const facility::v1::CreateFacilityRequest&>(*commands[0].request);
  EXPECT_EQ(create.facility().latitude_microdegrees(), 39500000);
  EXPECT_EQ(create.facility().beds_size(), 2);
  EXPECT_EQ(create.facility().service_day_start_minutes(), 360);
}

TEST(FacilityImportTest, AliasesAndPeopleAreOptionalColumns) {
  auto kind = MakeFacilityImport(&Facts());
  std::string header = HeaderOf(*kind);
  header.insert(header.size() - 1,
                ",alias_az,alias_hy,alias_ru,alias_en,alias,people_groups,operating_theatres,"
                "outpatients_per_day,operations_per_day,staff,residents");
  const std::string row = "health-post,,,,A post,39.5,46.25,Asia/Baku,06:00,1000,60,,open,";
  RecordingSink sink = TakeFile(kind.get(), header + "a-post," + row +
                                                "Xocalı | Əsgəran,,,,Ivanyan |,"
                                                "displaced=700; older-people=90,2,80,,0,\n" +
                                                "b-post," + row + ",,,,,,,,,,\n" + "c-post," + row +
                                                ",,,,,displaced=many,1001,-1,,,x\n");
  ASSERT_EQ(sink.commands.size(), 2u);
  const auto facility = [&](size_t i) {
    return static_cast<const facility::v1::CreateFacilityRequest&>(*sink.commands[i].request)
        .facility();
  };
  ASSERT_EQ(facility(0).aliases_size(), 3);
  EXPECT_EQ(facility(0).aliases(1).language(), "az");
  EXPECT_EQ(facility(0).aliases(1).text(), "Əsgəran");
  EXPECT_EQ(facility(0).aliases(2).language(), "");
  ASSERT_EQ(facility(0).people_groups_size(), 2);
  EXPECT_EQ(facility(0).people_groups(1).group(), "older-people");
  EXPECT_EQ(facility(0).operating_theatres(), 2);
  EXPECT_EQ(facility(0).daily_load().outpatients_per_day(), 80);
  EXPECT_FALSE(facility(0).daily_load().has_operations_per_day());
  EXPECT_TRUE(facility(0).daily_load().has_staff());
  EXPECT_FALSE(facility(1).has_daily_load());
  std::vector<std::string> columns;
  for (const RowProblem& problem : sink.problems) columns.push_back(problem.column);
  EXPECT_THAT(columns, testing::ElementsAre("people_groups", "operating_theatres",
                                            "outpatients_per_day", "residents"));
}

TEST(InstallationImportTest, DetailsAreTheWordsOfTheCommandLine) {
  auto kind = MakeInstallationImport(&Facts());
  RecordingSink sink =
      Take(kind.get(),
           "a-post,main,circuit,,,,,,\n"
           "a-post,small,generator,,,,Small set,power-w=2000;fuel=50=800;fuel=100=1300;"
           "unusual-fuel-use=yes;circuit=main,borrowed\n"
           "a-post,boiler-1,boiler,,,,,,\n"
           "a-post,tank-1,tank,,,,,fluid=diesel;colour=red;capacity-ml=much,\n");
  ASSERT_EQ(sink.commands.size(), 2u);
  EXPECT_EQ(sink.commands[0].lane, sink.commands[1].lane);
  const facility::v1::Installation& small =
      static_cast<const facility::v1::SetInstallationRequest&>(*sink.commands[1].request)
          .installation();
  EXPECT_EQ(small.name(), "facilities/a-post/installations/small");
  EXPECT_EQ(small.display_names_size(), 1);
  EXPECT_EQ(small.generator().fuel_curve(1).fuel_ml_per_hour(), 1300);
  EXPECT_TRUE(small.generator().outside_usual_range_confirmed());
  EXPECT_EQ(small.note(), "borrowed");
  ASSERT_EQ(sink.problems.size(), 3u);
  EXPECT_EQ(sink.problems[0].column, "kind");
  EXPECT_EQ(sink.problems[1].text, "got \"colour\", want a word of tank=VALUE");
  EXPECT_EQ(sink.problems[2].column, "details");
}

TEST(ReportImportTest, RowsOfOneTimeAreOneReport) {
  auto kind = MakeReportImport(&Facts());
  RecordingSink sink = Take(kind.get(),
                            "a-hospital,-1,17:20,p-1,patients-seen,,20\n"
                            "a-hospital,-1,17:20,p-1,power-source,,generator\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  const auto& request =
      static_cast<const facility::v1::ReportStatusRequest&>(*sink.commands[0].request);
  EXPECT_EQ(request.values_size(), 2);
  EXPECT_EQ(request.values(0).reported_by(), "p-1");
}

TEST(ItemImportTest, ThePacksBarcode) {
  auto kind = MakeItemImport(&Facts());
  std::string header = HeaderOf(*kind);
  header.insert(header.size() - 1, ",pack_gtin");
  RecordingSink sink = TakeFile(
      kind.get(),
      header + "rice,,,,Rice,cereals,gram,vital,ambient,bag,1000,,,,,,,,,,no,no,6291041500213\n" +
          "salt,,,,Salt,cereals,gram,vital,ambient,bag,1000,,,,,,,,,,no,no,6291041500214\n" +
          "sugar,,,,Sugar,cereals,gram,vital,ambient,,,,,,,,,,,,no,no,6291041500213\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  const auto& request =
      static_cast<const inventory::v1::CreateItemRequest&>(*sink.commands[0].request);
  EXPECT_EQ(request.item().packs(0).gtin(), "06291041500213");
  ASSERT_EQ(sink.problems.size(), 3u);
  EXPECT_EQ(sink.problems[0].column, "pack_gtin");
  EXPECT_THAT(sink.problems[0].text, testing::HasSubstr("want the check digit 3"));
  EXPECT_EQ(sink.problems[1].column, "pack_name");
  EXPECT_EQ(sink.problems[2].column, "pack_quantity");
}

TEST(ItemImportTest, ProblemsAreAllNamed) {
  auto kind = MakeItemImport(&Facts());
  RecordingSink sink =
      Take(kind.get(), "Rice!,,,,,cereals,stone,vital,ambient,,,,,x,,,,,,,maybe,no\n");
  std::vector<std::string> columns;
  for (const auto& problem : sink.problems) columns.push_back(problem.column);
  EXPECT_THAT(columns,
              testing::ElementsAre("item", "name_en", "base_unit", "grams_per_unit", "controlled"));
}

TEST(RequisitionImportTest, AdjacentRowsAreOneRequisition) {
  auto kind = MakeRequisitionImport(&Facts());
  RecordingSink sink = Take(
      kind.get(), "a-hospital,R-1,-1,10:00,urgent,4,headquarters,rice,50000,2,p-1,wet season\n");
  ASSERT_TRUE(sink.problems.empty()) << sink.problems[0].column << sink.problems[0].text;
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(sink.commands[0].lane, "facilities/a-hospital");
  EXPECT_THAT(sink.commands[0].natural_key, testing::ElementsAre("a-hospital", "R-1"));
  const auto& request =
      static_cast<const inventory::v1::CreateRequisitionRequest&>(*sink.commands[0].request);
  const inventory::v1::Requisition& requisition = request.requisition();
  EXPECT_EQ(requisition.priority(), inventory::v1::REQUISITION_PRIORITY_URGENT);
  EXPECT_EQ(FormatDay(requisition.needed_by_date()), "2027-03-05");
  EXPECT_EQ(requisition.asked_of(), "headquarters");
  EXPECT_EQ(requisition.note(), "wet season");
  ASSERT_EQ(requisition.lines_size(), 1);
  EXPECT_EQ(requisition.lines(0).pack_count(), 2);

  sink = Take(kind.get(),
              "a-hospital,R-1,-1,10:00,urgent,4,a-depot,rice,50000,2,p-1,\n"
              "a-hospital,R-1,-1,10:00,urgent,5,a-depot,gold,x,,p-1,\n"
              "a-hospital,,-1,10:00,soon,,Depot,rice,5,,p-1,\n");
  std::vector<std::string> columns;
  for (const RowProblem& problem : sink.problems) columns.push_back(problem.column);
  EXPECT_THAT(columns, testing::UnorderedElementsAre("needed_by_day", "item", "quantity",
                                                     "requisition", "priority", "asked_of"));
}

TEST(DeliveryImportTest, DaysAndConfirmation) {
  auto kind = MakeDeliveryImport(&Facts());
  RecordingSink sink = Take(kind.get(),
                            "a-hospital,D-1,convoy-1,2,4,p-9,REQ-0001,rice,7,,two lorries,p-1,\n"
                            "a-hospital,D-2,convoy-1,,-2,,,rice,25000,1,,p-1,\n");
  ASSERT_TRUE(sink.problems.empty()) << sink.problems[0].column << sink.problems[0].text;
  ASSERT_EQ(sink.commands.size(), 2u);
  const auto delivery = [&](size_t i) {
    return static_cast<const inventory::v1::CreateExpectedDeliveryRequest&>(
               *sink.commands[i].request)
        .expected_delivery();
  };
  EXPECT_EQ(FormatDay(delivery(0).earliest_date()), "2027-03-03");
  EXPECT_EQ(FormatDay(delivery(0).latest_date()), "2027-03-05");
  EXPECT_EQ(delivery(0).confirmed_by(), "p-9");
  EXPECT_EQ(delivery(0).requisition(), "facilities/a-hospital/requisitions/req-0001");
  EXPECT_EQ(delivery(0).transport_note(), "two lorries");
  EXPECT_EQ(FormatDay(delivery(1).earliest_date()), "2027-02-27");
  EXPECT_EQ(delivery(1).confirmed_by(), "");

  sink = Take(kind.get(),
              "a-hospital,D-3,,5,4,,,rice,7,,,p-1,\n"
              "a-hospital,,c,,,,,rice,7,,,p-1,\n");
  std::vector<std::string> columns;
  for (const RowProblem& problem : sink.problems) columns.push_back(problem.column);
  EXPECT_THAT(columns,
              testing::UnorderedElementsAre("source", "earliest_day", "latest_day", "delivery"));
}

}  // namespace
}  // namespace waystation::cli
