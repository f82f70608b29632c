#include "clients/cli/import/ledger.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/ledger_line.h"
#include "clients/cli/text/times.h"
#include "tests/cli/import/recording_sink.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateMovementRequest;
using inventory::v1::Movement;
using testing::ElementsAre;
using testing::HasSubstr;

class Balances : public LedgerBalances {
 public:
  absl::StatusOr<std::map<std::string, int64_t>> At(const std::string& facility,
                                                    absl::CivilDay day) override {
    asked.push_back(absl::StrCat(facility, " ", absl::FormatCivilTime(day)));
    return before;
  }

  std::map<std::string, int64_t> before;
  std::vector<std::string> asked;
};

class LedgerImportTest : public testing::Test {
 protected:
  LedgerImportTest() {
    facts_.zones["facilities/c1"] = *ZoneNamed("Asia/Baku");
    facts_.zones["facilities/c2"] = absl::UTCTimeZone();
    facts_.items["items/pill"] = {};
    facts_.items["items/other"] = {};
  }

  // Rows of site, product, year, month, opening, received, distributed, adjustment, closing.
  RecordingSink Take(const std::string& rows, const LedgerOptions& options = {}) {
    auto kind = MakeLedgerImport(options, &facts_, &balances_);
    return TakeFile(kind.get(),
                    "site_code,product_code,year,month,stock_initial,stock_received,"
                    "stock_distributed,stock_adjustment,stock_end,region\n" +
                        rows);
  }

  static const Movement& MovementOf(const ImportCommand& command) {
    return static_cast<const CreateMovementRequest&>(*command.request).movement();
  }

  // "2019-01-15 distributed 5"
  static std::vector<std::string> Movements(const RecordingSink& sink) {
    std::vector<std::string> all;
    for (const ImportCommand& command : sink.commands) {
      const Movement& movement = MovementOf(command);
      std::string word =
          movement.document_number().substr(movement.document_number().rfind('/') + 1);
      absl::TimeZone zone =
          command.lane == "facilities/c1" ? *ZoneNamed("Asia/Baku") : absl::UTCTimeZone();
      all.push_back(absl::StrCat(FormatTime(movement.happened_time(), zone).substr(0, 10), " ",
                                 word, " ", movement.lines(0).quantity()));
    }
    return all;
  }

  ImportFacts facts_;
  Balances balances_;
};

TEST_F(LedgerImportTest, ALineIsItsMovementsInOrder) {
  RecordingSink sink = Take("C1,PILL,2019,1,10,20,25,-3,2,north\nC1,PILL,2019,2,2,0,1,4,5,north\n");
  EXPECT_THAT(Movements(sink), ElementsAre("2019-01-01 opening 10", "2019-01-01 received 20",
                                           "2019-01-15 distributed 25", "2019-01-31 lost 3",
                                           "2019-02-01 found 4", "2019-02-14 distributed 1"));
  EXPECT_EQ(sink.expected, 6);
  EXPECT_THAT(balances_.asked, ElementsAre("facilities/c1 2018-12-31"));
  const Movement& opening = MovementOf(sink.commands[0]);
  EXPECT_EQ(opening.kind(), inventory::v1::MOVEMENT_KIND_ADJUSTMENT_GAIN);
  EXPECT_TRUE(opening.opening_history());
  EXPECT_EQ(opening.intent(), inventory::v1::INTENT_HAPPENED);
  EXPECT_EQ(MovementOf(sink.commands[2]).purpose(), inventory::v1::PURPOSE_DISTRIBUTION);
  EXPECT_THAT(sink.commands[3].natural_key, ElementsAre("c1", "pill", "2019-01", "3"));
  EXPECT_EQ(sink.commands[0].chain, "c1/pill");
}

// Two months' use must not fall into one look-back window of 30 days.
TEST_F(LedgerImportTest, MiddleDaysAreThirtyDaysApart) {
  std::optional<absl::CivilDay> before;
  for (absl::CivilMonth month(2015, 1); month < absl::CivilMonth(2033, 1); ++month) {
    LedgerLine line;
    line.key.month = month;
    line.opening = line.distributed = 1;
    std::vector<LedgerPart> parts = PartsOfLine(line, 1);
    ASSERT_EQ(parts.size(), 1u);
    absl::CivilDay day(parts[0].time);
    EXPECT_EQ(absl::CivilMonth(day), month);
    if (before.has_value()) {
      EXPECT_GE(day - *before, 30);
    }
    before = day;
  }
}

TEST_F(LedgerImportTest, OpeningsThatDifferAreCountDifferencesAndListed) {
  RecordingSink sink = Take(
      "C1,PILL,2019,1,10,0,0,0,10,n\nC1,PILL,2019,2,7,0,0,0,7,n\nC1,PILL,2019,5,9,0,0,0,9,n\n"
      "C1,PILL,2019,7,9,0,0,0,9,n\n");
  EXPECT_THAT(Movements(sink),
              ElementsAre("2019-01-01 opening 10", "2019-02-01 opening 3", "2019-05-01 opening 2"));
  EXPECT_EQ(MovementOf(sink.commands[1]).kind(), inventory::v1::MOVEMENT_KIND_ADJUSTMENT_LOSS);
  EXPECT_EQ(MovementOf(sink.commands[2]).kind(), inventory::v1::MOVEMENT_KIND_ADJUSTMENT_GAIN);
  std::vector<std::string> sorts;
  for (const RowRemark& remark : sink.remarks) sorts.push_back(remark.sort);
  EXPECT_THAT(sorts, ElementsAre("opening-stock", "opening-differs", "opening-differs-after-gap",
                                 "months-missing"));
  EXPECT_EQ(sink.remarks[1].text,
            "2019-01 (row 2) closed at 10: -3 is posted as a count difference on 2019-02-01");
  EXPECT_EQ(sink.nothing, 1);
}

// A part of a file (the next export, mended rejects) goes on from what the ledger holds.
TEST_F(LedgerImportTest, TheFirstLineGoesOnFromTheLedger) {
  balances_.before = {{"items/pill", 10}};
  EXPECT_THAT(Movements(Take("C1,PILL,2019,4,10,0,4,0,6,n\n")),
              ElementsAre("2019-04-15 distributed 4"));
  EXPECT_THAT(Movements(Take("C1,PILL,2019,4,4,0,4,0,0,n\n")),
              ElementsAre("2019-04-01 opening 6", "2019-04-15 distributed 4"));
}

TEST_F(LedgerImportTest, WrongLinesNameTheColumnAndHoldTheirSeriesBack) {
  const std::pair<const char*, const char*> kCases[] = {
      {"C1,PILL,2019,2,9,0,1,0,9,n", "stock_end"},
      {"C1,PILL,2019,2,9,0,10,0,-1,n", "stock_end"},
      {"C1,PILL,2019,2,-9,0,0,9,0,n", "stock_initial"},
      {"C1,PILL,2019,2,9,,0,0,9,n", "stock_received"},
      {"C1,PILL,2019,2,9,0,1.5,0,8,n", "stock_distributed"},
      {"C1,PILL,2019,2,9,0,0,x,9,n", "stock_adjustment"},
      {"C1,PILL,2019,2,9,9999999999999999,0,0,9,n", "stock_received"},
  };
  for (const auto& [row, column] : kCases) {
    RecordingSink sink = Take(absl::StrCat("C1,PILL,2019,3,8,0,0,0,8,n\n", row,
                                           "\nC1,PILL,2019,1,9,0,0,0,9,n\n"
                                           "C1,OTHER,2019,2,5,0,0,0,5,n\n"));
    EXPECT_THAT(Movements(sink), ElementsAre("2019-01-01 opening 9", "2019-02-01 opening 5"))
        << row;
    EXPECT_THAT(sink.rejected, ElementsAre(3, 2)) << row;
    EXPECT_EQ(sink.problems[0].column, column) << row;
    EXPECT_THAT(sink.problems[1].text, HasSubstr("held back: row 3, an earlier month"));
  }
}

// In the series such a line belongs to, the next opening would be posted as a difference.
TEST_F(LedgerImportTest, ALineOfNoKnownSeriesHoldsAllBack) {
  for (const char* row : {",PILL,2019,2,9,0,0,0,9,n", "C1,--,2019,13,9,0,0,0,9,n", "C1,PILL,2019",
                          "C1,\xFF,2019,2,9,0,0,0,9,n"}) {
    RecordingSink sink = Take(absl::StrCat("C1,PILL,2019,1,9,0,0,0,9,n\n", row, "\n"));
    EXPECT_TRUE(sink.commands.empty()) << row;
    EXPECT_THAT(sink.rejected, testing::Contains(2)) << row;
  }
}

// One wrong month once held back the whole file.
TEST_F(LedgerImportTest, ALineOfNoKnownMonthHoldsOnlyItsSeriesBack) {
  for (const char* row : {"C1,PILL,2019,13,9,0,0,0,9,n", "C1,PILL,1,1,9,0,0,0,9,n",
                          "C1,PILL,2019,,9,0,0,0,9,n", "C1,PILL,2019,Feb,9,0,0,0,9,n"}) {
    RecordingSink sink = Take(absl::StrCat("C1,PILL,2019,1,9,0,0,0,9,n\n", row,
                                           "\nC1,PILL,2019,3,9,0,0,0,9,n\n"
                                           "C1,OTHER,2019,2,5,0,0,0,5,n\n"
                                           "C2,PILL,2019,3,7,0,0,0,7,n\n"));
    EXPECT_THAT(Movements(sink), ElementsAre("2019-02-01 opening 5", "2019-03-01 opening 7"))
        << row;
    EXPECT_THAT(sink.rejected, ElementsAre(3, 2, 4)) << row;
    ASSERT_EQ(sink.problems.size(), 3u) << row;
    EXPECT_FALSE(sink.problems[0].held_back) << row;
    EXPECT_TRUE(sink.problems[1].held_back) << row;
    EXPECT_THAT(sink.problems[2].text, HasSubstr("held back: row 3 may be an earlier month"))
        << row;
  }
  // A series with nothing else, and all that is wrong with the line at once.
  RecordingSink sink = Take("C1,PILL,2019,0,9,0,x,0,9,n\nC1,OTHER,2019,2,5,0,0,0,5,n\n");
  EXPECT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(sink.problems.size(), 2u);
}

TEST_F(LedgerImportTest, UnknownSitesAndCodesThatBecomeOne) {
  RecordingSink sink = Take("C9,PILL,2019,1,1,0,0,0,1,n\nC1,DRUG,2019,1,1,0,0,0,1,n\n");
  ASSERT_EQ(sink.problems.size(), 2u);
  EXPECT_THAT(sink.problems[0].text, HasSubstr("(drug does not)"));
  EXPECT_THAT(sink.problems[1].text, HasSubstr("(c9 does not)"));
  sink =
      Take("C1,PILL,2019,1,1,0,0,0,1,n\nC 1,PILL,2019,2,1,0,0,0,1,n\nc1,PILL,2019,3,1,0,0,0,1,n\n");
  EXPECT_THAT(sink.rejected, ElementsAre(3, 4));
  EXPECT_THAT(sink.problems[0].text, HasSubstr("(c-1 does not)"));
  EXPECT_THAT(sink.problems[1].text, HasSubstr("does not make the same id, c1"));
}

TEST_F(LedgerImportTest, LinesThatAreThereTwice) {
  RecordingSink sink = Take("C1,PILL,2019,1,9,0,0,0,9,n\nC1,PILL,2019,1,9,0,0,0,9,n\n");
  EXPECT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(sink.nothing, 1);
  EXPECT_EQ(sink.remarks[0].sort, "line-repeated");
  sink = Take(
      "C1,PILL,2019,1,9,0,0,0,9,n\nC1,PILL,2019,2,9,0,0,0,9,n\nC1,PILL,2019,2,9,0,1,0,8,n\n"
      "C1,PILL,2019,3,8,0,0,0,8,n\n");
  EXPECT_THAT(Movements(sink), ElementsAre("2019-01-01 opening 9"));
  EXPECT_THAT(sink.rejected, ElementsAre(3, 4, 5));
  EXPECT_THAT(sink.problems[0].text, HasSubstr("rows 3 and 4 are of the same month and differ"));
}

// Whichever figure of a line was changed since, the first command sent of it is another one.
TEST_F(LedgerImportTest, EveryFigureIsPartOfEveryCommand) {
  auto first = [&](const std::string& row) {
    RecordingSink sink = Take("C1,PILL,2019,1," + row + ",n\n");
    EXPECT_THAT(sink.commands[0].natural_key, ElementsAre("c1", "pill", "2019-01", "0"));
    return sink.commands[0].request->SerializeAsString();
  };
  std::set<std::string> all = {first("9,5,4,-1,9"), first("9,6,4,-1,10"),  first("9,5,3,-1,10"),
                               first("9,5,4,-2,8"), first("10,5,4,-1,10"), first("9,5,4,0,10")};
  EXPECT_EQ(all.size(), 6u);
}

TEST_F(LedgerImportTest, OtherColumnNames) {
  LedgerOptions options;
  for (const char* text :
       {"facility=Site", "item=Product", "year=", "month=Period", "opening=Start", "received=In",
        "distributed=Out", "adjustment=", "closing=End"}) {
    ASSERT_TRUE(SetLedgerColumn(text, &options.columns).ok()) << text;
  }
  auto kind = MakeLedgerImport(options, &facts_, &balances_);
  RecordingSink sink = TakeFile(kind.get(),
                                "End,Site,Product,Period,Start,In,Out\n"
                                "7,c2,pill,2019-02,0,9,2\n");
  EXPECT_THAT(Movements(sink), ElementsAre("2019-02-01 received 9", "2019-02-14 distributed 2"));
  for (const char* text : {"opening", "opening=", "closing-stock=x", ""}) {
    EXPECT_THAT(std::string(SetLedgerColumn(text, &options.columns).message()),
                HasSubstr("want MEANING=COLUMN"))
        << text;
  }
}

TEST(LedgerTablesTest, SitesAndProducts) {
  LedgerSiteOptions sites;
  sites.time_zone = "Africa/Abidjan";
  sites.kinds["cold store"] = facility::v1::FACILITY_KIND_WAREHOUSE;
  auto kind = MakeLedgerSiteImport(sites);
  RecordingSink sink = TakeFile(kind.get(), HeaderOf(*kind) +
                                                "C1745,Health Center,R,DALOA,5.378736492,-3.94021\n"
                                                "C2,Cold Store,R,D,-1.9999996,0\n"
                                                "C3,Stadium,R,D,1,2\nc1745,Hospital,R,D,1,2\n");
  ASSERT_EQ(sink.commands.size(), 2u);
  const auto& site =
      static_cast<const facility::v1::CreateFacilityRequest&>(*sink.commands[0].request);
  EXPECT_EQ(site.facility_id(), "c1745");
  EXPECT_EQ(site.facility().kind(), facility::v1::FACILITY_KIND_HEALTH_POST);
  EXPECT_EQ(site.facility().display_names(0).text(), "C1745, Health Center, DALOA");
  EXPECT_EQ(site.facility().latitude_microdegrees(), 5378736);
  EXPECT_EQ(sink.remarks[0].sort, "finer-than-microdegree");
  const auto& store =
      static_cast<const facility::v1::CreateFacilityRequest&>(*sink.commands[1].request);
  EXPECT_EQ(store.facility().latitude_microdegrees(), -2000000);
  EXPECT_EQ(store.facility().kind(), facility::v1::FACILITY_KIND_WAREHOUSE);
  ASSERT_EQ(sink.problems.size(), 2u);
  EXPECT_EQ(sink.problems[0].column, "site_type");
  EXPECT_THAT(sink.problems[1].text, HasSubstr("row 2 makes the id c1745 as well"));
}

}  // namespace
}  // namespace waystation::cli
