#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ProcessTest, FromReceiptToOverview) {
  MakeHospital();
  Said said =
      Run("stock receive --at a-hospital --item rice --quantity '2 packs' --lot L1 "
          "--expires 2031-06-30 --from convoy-1 --document WB-17 "
          "--line 'item=rice,quantity=1.5 kg,lot=L2,expires=2030-01-31'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("50 kg"), HasSubstr("1.5 kg")));
  said = Run("stock issue --at a-hospital --item rice --quantity '4 kg' --for meals");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("L2"));
  said = Run("stock show --at a-hospital --language hy");
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("Բրինձ"), HasSubstr("47.5 kg")));
  // Read at once, so it has to wait for what was just written.
  said = Run("supply overview");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("a-hospital"), HasSubstr("Rice")));
  said = Run("supply levels --at a-hospital --output json");
  EXPECT_THAT(said.text, AllOf(HasSubstr("\"folder_kind\":\"EXERCISE\""),
                               HasSubstr("\"usable_quantity\":\"47500\"")));
  said = Run("supply watch --count 1");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("47.5 kg"));
  EXPECT_THAT(Run("movement list --at a-hospital").text, HasSubstr("WB-17"));
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("47.5 kg"));
  EXPECT_THAT(Run("log show").text, AllOf(HasSubstr("inventory/main"), HasSubstr("exercise")));
  EXPECT_THAT(Run("supply sources").text, HasSubstr("reachable"));
}

TEST_F(ProcessTest, AnIssueWithoutAPlaceIsTakenWhereTheStockIs) {
  MakeHospital();
  MustRun("stock receive --at a-hospital --item rice --quantity '50 kg' --from c --place fridge");
  const std::string issue = "stock issue --at a-hospital --item rice --quantity '1 kg' --for meals";
  Said said = Run(issue);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("fridge -> used for meals"), Not(HasSubstr("exception"))));
  EXPECT_THAT(Run("movement list --at a-hospital").text, HasSubstr("fridge -> used for meals"));
  EXPECT_THAT(Run("stock propose --at a-hospital --item rice --quantity '2 kg'").text,
              HasSubstr("Take from fridge for 2 kg Rice"));
  // Several: a promise is asked about, a fact recorded, and the person told where it may have been.
  MustRun("stock receive --at a-hospital --item rice --quantity '9 kg' --from c --place ward");
  said = Run(issue + " --order");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("PLACE_NOT_NAMED"), HasSubstr("places fridge ward"),
                               HasSubstr("--place")));
  said = Run(issue);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("main -> used for meals"), HasSubstr("more used than the book had"),
                    HasSubstr("Rice is also in fridge (49 kg), ward (9 kg)"),
                    HasSubstr("waystation movement reverse facilities/a-hospital/movements/")));
  said = Run(issue + " --place ward");
  EXPECT_THAT(said.text, AllOf(HasSubstr("ward -> used for meals"), Not(HasSubstr("also in"))));
}

// Two packs of one item with the same date: the one in hand is recorded, also from two barcodes and
// without a link.
TEST_F(ProcessTest, ReceivesAndIssuesByScan) {
  MakeHospital();
  MustRun(
      "item update rice --pack 'bag=1000' --pack 'sack 25 kg=25000' "
      "--gtin bag=6291041500213 --gtin 'sack 25 kg=10614141000019'");
  EXPECT_THAT(Run("item show rice").text, HasSubstr("bag = 1 kg, GTIN 06291041500213"));
  EXPECT_THAT(Run("item list --text 10614141000019").text, HasSubstr("rice"));
  Said said =
      Run("stock receive --at a-hospital --from c --scan ']d20110614141000019' "
          "--scan '10L/1\x1D"
          "17310600' --quantity 2");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("lot L/1, use by 2031-06-30: 2 x sack 25 kg\n"),
                               HasSubstr("50 kg"), Not(HasSubstr("note:"))));
  said = Run("stock issue --at a-hospital --for meals --scan '(01)06291041500213(10)L/1'");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("L/1"), HasSubstr("1 kg")));
  said = Run("stock issue --at a-hospital --for meals --scan 6291041500213 --quantity '500 g'");
  EXPECT_THAT(said.text, AllOf(HasSubstr("first expiring first"), HasSubstr("500 g")));
  said = Run("stock scan --at a-hospital '(01)10614141000019(17)310601(10)L/1'");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("48.5 kg"), HasSubstr("1 x sack 25 kg + 23.5 kg"),
                               HasSubstr("recorded is 2031-06-30")));
  said = Run("stock label --at a-hospital --item rice --lot L/1 --pack bag");
  EXPECT_THAT(said.text, AllOf(HasSubstr("(01)06291041500213(17)310630(10)L/1"),
                               HasSubstr("01062910415002131731063010L/1")));
  node_.Kill();
  said = Run("stock receive --at a-hospital --from c --scan '(01)06291041500213' --timeout 1");
  EXPECT_EQ(said.exit_code, 5) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("no link: read with the items"), HasSubstr("lot none"),
                               HasSubstr("kept in the outbox")));
  said = Run("stock scan --at a-hospital '(01)06291041500213(17)200101' --timeout 1");
  EXPECT_THAT(said.text, AllOf(HasSubstr("what is held is not known"), HasSubstr("EXPIRED")));
  said = Run("stock receive --at a-hospital --from c --scan 96385074 --timeout 1");
  EXPECT_EQ(said.exit_code, 5) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("nothing is recorded or kept"), HasSubstr("00000096385074"),
                    Not(HasSubstr("kept in the outbox as"))));
  node_.Restart();
  MustRun("outbox send");
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("49.5 kg"));
}

TEST_F(ProcessTest, ErrorsNameTheFieldAndHaveTheirExitCodes) {
  MakeHospital();
  struct Case {
    const char* arguments;
    int exit_code;
    const char* text;
  };
  const Case kCases[] = {
      {"stock recieve", 1, ""},
      {"stock issue --at a-hospital --item rice --quantity 5", 2, "error: --for: got nothing"},
      {"stock receive --at a-hospital --item rice --quantity 1,000 --from c", 2, "--quantity: got"},
      {"stock receive --at a-hospital --item rice --quantity 0 --from c", 2,
       "--quantity: got \"0\""},
      {"stock receive --at a-hospital --item rice --quantity '20 L' --from c", 2, "mg, g, kg, t"},
      {"stock receive --at a-hospital --item rise --quantity 5 --from c", 3, "items/rise"},
      {"stock receive --at b-hospital --item rice --quantity 5 --from c", 3,
       "facilities/b-hospital"},
      {"stock issue --order --at a-hospital --item rice --quantity 5 --for meals", 2,
       "NOT_ENOUGH_STOCK"},
      {"stock receive --at a-hospital --item rice --quantity 5 --from c --when soon", 2, "--when"},
      {"item create rice --name-en Rice --category cereals --unit gram --class vital", 4,
       "ALREADY_EXISTS"},
      {"stock receive --at a-hospital --item rice --quantity 5 --from \xff", 1, "want UTF-8"},
      {"movement show --at a-hospital nothing", 3, "NOT_KNOWN"},
      {"requisition show REQ-0001", 2, "or a number with --at F"},
      {"requisition show --at a-hospital REQ-0001", 3, "requisition list"},
      {"requisition create --at a-hospital", 2, "--item: got nothing"},
      {"requisition create --at a-hospital --item rice --quantity 5 --of a-hospital", 2,
       "another facility, or headquarters"},
      {"delivery expect --at a-hospital --from c --item rice --quantity 5", 2, "--on: got nothing"},
      {"delivery expect --at a-hospital --from c --on 2031-03-01 --line item=rice,quantity=5,lot=A",
       2, "nothing else"},
      {"delivery cancel --at a-hospital EXP-0001 --reason whim", 2, "--reason"},
      {"delivery confirm --at a-hospital EXP-0001", 3, "delivery list"},
      {"stock scan --at a-hospital 6291041500214", 2,
       "SCAN: got \"6291041500214\", want the check"},
      {"stock scan --at a-hospital 6291041500213", 3, "item update ITEM --gtin"},
      {"stock receive --at a-hospital --from c --scan '(10)L1'", 2,
       "--scan: got (10)L1, want a GTIN"},
      {"stock receive --at a-hospital --from c --scan 96385074 --item rice", 1, "--scan"},
  };
  for (const Case& c : kCases) {
    Said said = Run(c.arguments);
    EXPECT_EQ(said.exit_code, c.exit_code) << c.arguments << "\n" << said.text;
    EXPECT_THAT(said.text, HasSubstr(c.text)) << c.arguments;
  }
  EXPECT_THAT(Run("outbox list").text, HasSubstr("empty"));
  EXPECT_THAT(Run("stock show --at a-hospital").text, HasSubstr("nothing in stock"));
}

}  // namespace
}  // namespace waystation
