#include "absl/strings/str_cat.h"
#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ProcessTest, StarterTwice) {
  // Imports write beside their files.
  std::filesystem::copy("deploy/starter", folder_ / "starter");
  Said said = Run("import starter " + (folder_ / "starter"));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(Not(HasSubstr("rejected")), Not(HasSubstr("already there"))));
  std::string log = Run("log show inventory/main").text;
  node_.Kill();
  node_.Restart();
  said = Run("import starter " + (folder_ / "starter"));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr(" 0 recorded"), HasSubstr("already there")));
  EXPECT_EQ(Run("log show inventory/main").text, log);
  EXPECT_THAT(Run("supply overview").text,
              AllOf(HasSubstr("khojaly-field-hospital"), HasSubstr("health-post-4"),
                    HasSubstr("before the next confirmed delivery"), HasSubstr("in time"),
                    HasSubstr("nothing is coming"), HasSubstr("has not come")));
  EXPECT_THAT(Run("count show --at khojaly-field-hospital CNT-0001").text,
              AllOf(HasSubstr("Morphine"), HasSubstr("sheet KJ-CS-01"), HasSubstr("p-e1a6")));
  EXPECT_THAT(Run("exception list --at khojaly-field-hospital").text, Not(HasSubstr("count")));
  EXPECT_THAT(Run("requisition list --state requested").text,
              AllOf(HasSubstr("emergency"), HasSubstr("health-post-2"), HasSubstr("REQ-0001")));
}

TEST_F(ProcessTest, ImportNamesBadRowsAndGoesOn) {
  MakeHospital();
  std::string header =
      "facility,document_number,kind,day,time,source,item,lot,expiry_day,date_kind,place,to_place,"
      "purpose,quantity,packs,recorded_by,note\n";
  std::string good = "a-hospital,W-1,receipt,-1,08:00,c,rice,L1,300,use-by,,,,5000,,p,\n";
  std::string path = folder_.Write(
      "movements.csv", header + good +
                           "a-hospital,W-2,receipt,-1,09:00,c,rice,L1,300,use-by,,,,5.5,,p,\n" +
                           "a-hospital,W-3,receipt,-1,09:30,c,r\xE9z,L1,300,use-by,,,,5,,p,\n" +
                           "a-hospital,W-4,receipt,-1,10:00,c,rice,L1,300,use-by,,,,5");
  Said said = Run("import movements " + path);
  EXPECT_EQ(said.exit_code, 6) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("4 rows: 1 recorded, 3 rejected"),
                               HasSubstr("movements.csv: row 3, column quantity: got \"5.5\""),
                               HasSubstr("row 4, column item"), HasSubstr("row 5")));
  folder_.Write("movements.csv", header + absl::StrCat("a-hospital,W-1,receipt,-1,08:00,c,rice,L1,",
                                                       "300,use-by,,,,6000,,p,\n"));
  said = Run("import movements " + path);
  EXPECT_EQ(said.exit_code, 6) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("in conflict"), HasSubstr("REQUEST_ID_REUSED")));
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("5 kg"));
  said = Run("import movements " + folder_.Write("m.csv", "facility,day\n"));
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("column document_number is missing"));
}

// An option of one table with another's format would go unseen.
TEST_F(ProcessTest, FacilitiesFromOthersTables) {
  const std::string places = folder_.Write(
      "places.tsv",
      "geonameid\tname\tasciiname\talternatenames\tlatitude\tlongitude\tfeature_class\t"
      "feature_code\tcountry_code\tpopulation\ttimezone\n"
      "585221\tQuba\tQuba\tКуба,Kuba\t41.36\t48.51\tP\tPPLA\tAZ\t20791\tAsia/Baku\n"
      "174703\tGosh\tGosh\t\t40.7\t45\tP\tPPL\tAM\t0\tAsia/Yerevan\n");
  Said said = Run("import facilities --format geonames --country AZ " + places);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("1 recorded"), HasSubstr("population-left-out: 1")));
  EXPECT_THAT(Run("facility list --text Kuba").text, HasSubstr("quba"));
  EXPECT_THAT(Run("facility show quba").text, AllOf(HasSubstr("Куба"), HasSubstr("planned")));
  // Known by its number, whatever the file is called.
  const std::string later = folder_ / "later.tsv";
  std::filesystem::copy(places, later);
  EXPECT_THAT(Run("import facilities --format geonames " + later).text,
              AllOf(HasSubstr("1 recorded"), HasSubstr("1 already there")));
  for (const char* wrong : {"--within 40,45,5", "--format geonames --time-zone Asia/Baku",
                            "--format geonames --within 40,45", "--format geonames --country az",
                            "--format sahana-hospitals --time-zone Mars",
                            "--format sahana-hospitals --site-kind Clinic=castle"}) {
    EXPECT_EQ(Run(absl::StrCat("import facilities ", wrong, " ", places)).exit_code, 2) << wrong;
  }
  EXPECT_EQ(Run("import facilities --format shapefile " + places).exit_code, 1);
}

}  // namespace
}  // namespace waystation
