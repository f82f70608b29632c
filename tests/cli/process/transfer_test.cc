#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Planned, picked, sent, received with differences, answered, closed; the waybill is a page to
// print.
TEST_F(ProcessTest, FromTheDepotToTheHospital) {
  MakeHospital();
  MustRun(
      "facility create depot --kind warehouse --name-en Depot --latitude 40.1 --longitude 46.9 "
      "--time-zone Asia/Baku");
  MustRun(
      "stock receive --at depot --item rice --quantity '300 kg' --lot '<b>1' --expires 2031-06-30 "
      "--from mill");
  Said said =
      Run("transfer create --from depot --to a-hospital --item rice --quantity '8 packs' "
          "--arrives 2031-04-01 --note 'by the north road'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("WB-0001"), HasSubstr("planned")));
  EXPECT_THAT(Run("transfer waybill --from depot WB-0001 --text").text,
              HasSubstr("not dispatched yet"));
  said = Run("transfer pick --from depot WB-0001");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("200 kg"));
  said = Run("transfer dispatch --from depot WB-0001 --vehicle 10-AB-123 --carrier driver-7");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("in transit"), HasSubstr("10-AB-123")));
  EXPECT_THAT(Run("transfer list --at a-hospital --incoming --state in-transit").text,
              AllOf(HasSubstr("WB-0001"), HasSubstr("depot"), HasSubstr("2031-04-01")));
  EXPECT_THAT(Run("stock show --at depot").text, HasSubstr("100 kg"));
  EXPECT_THAT(
      Run("report stock-card --at depot --item rice").text,
      AllOf(HasSubstr("sent to a-hospital"), HasSubstr("from mill"), HasSubstr("GRN-0001")));
  said = Run("transfer cancel --from depot WB-0001");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("WRONG_STATE"));

  said = Run("transfer waybill --from depot WB-0001 --language ru");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("<!DOCTYPE html>"), HasSubstr("Накладная WB-0001"),
                               HasSubstr("EXERCISE"), HasSubstr("&lt;b&gt;1"),
                               Not(HasSubstr("<b>")), HasSubstr("10-AB-123"), HasSubstr("200 kg"),
                               HasSubstr("2031-06-30"), HasSubstr("8 x ")));

  said =
      Run("transfer receive --from depot WB-0001 --line 'line=1,quantity=180 kg' "
          "--line 'line=1,quantity=5 kg,difference=damaged' --complete");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("GRN-0001"), HasSubstr("2 differences open"),
                               HasSubstr("15 kg"), HasSubstr("short")));
  EXPECT_THAT(Run("transfer list --open-differences").text, HasSubstr("WB-0001"));
  said = Run("transfer close --from depot WB-0001");
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("TRANSFER_NOT_SETTLED"), HasSubstr("waystation transfer show")));
  MustRun("transfer answer --from depot WB-0001 --difference 1 --answer accepted");
  MustRun("transfer answer --from depot WB-0001 --difference 2 --answer found --note shelf-3");
  MustRun("transfer close --from depot WB-0001");
  EXPECT_THAT(Run("transfer show --from depot wb-0001").text,
              AllOf(HasSubstr("closed"), HasSubstr("185 kg")));
  EXPECT_THAT(Run("stock show --at depot").text, HasSubstr("115 kg"));
  EXPECT_THAT(Run("transfer show --from depot WB-0009").text,
              AllOf(HasSubstr("NOT_KNOWN"), HasSubstr("waystation transfer list")));
  EXPECT_THAT(Run("transfer show WB-0001").text, HasSubstr("facilities/F/transfers/X"));
}

TEST_F(ProcessTest, BlankFormsNeedNoServer) {
  node_.Kill();
  for (const auto& [kind, title] :
       {std::pair("waybill", "Yük qaiməsi"), std::pair("receipt", "Mal qəbulu"),
        std::pair("issue", "Buraxılış vərəqi"), std::pair("count", "Sayım vərəqi")}) {
    const Said said = Run(std::string("form ") + kind + " --language az");
    EXPECT_EQ(said.exit_code, 0) << said.text;
    EXPECT_THAT(said.text, AllOf(HasSubstr(title), HasSubstr("<html lang=\"az\">"),
                                 HasSubstr("@page{size:A4"), Not(HasSubstr("http"))));
  }
  EXPECT_THAT(Run("form count --language hy --rows 3 --text").text, HasSubstr("Հաշվառման թերթիկ"));
  EXPECT_EQ(Run("form count --rows 0").exit_code, 1);
}

}  // namespace
}  // namespace waystation
