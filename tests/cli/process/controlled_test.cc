#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ProcessTest, AControlledItemFromReceiptToHandover) {
  MakeHospital();
  MustRun(
      "item create morphine --name-en Morphine --category analgesics --unit each --class vital "
      "--controlled yes");
  const std::string receive =
      "stock receive --at a-hospital --item morphine --quantity 100 --from convoy-1 "
      "--recorded-by nurse-1 --document WB-3";
  Said said = Run(receive + " --order");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("SECOND_SIGNATURE_MISSING"), HasSubstr("--witnessed-by")));
  said = Run(receive + " --order --witnessed-by nurse-2");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, Not(HasSubstr("exception")));
  said =
      Run("stock issue --at a-hospital --item morphine --quantity 4 --for patient-care "
          "--recorded-by nurse-1 --order");
  ASSERT_EQ(said.exit_code, 0) << "a patient never waits: " << said.text;
  const size_t at = said.text.find("movement sign ") + 14;
  ASSERT_GT(at, size_t{13}) << said.text;
  const std::string use = said.text.substr(at, said.text.find(' ', at) - at);
  EXPECT_THAT(Run("exception list --at a-hospital --kind signature-outstanding").text,
              AllOf(HasSubstr("second signature outstanding: Morphine, given by nurse-1"),
                    HasSubstr("facilities/a-hospital/manager")));
  EXPECT_THAT(
      Run("register show --at a-hospital --item morphine").text,
      AllOf(HasSubstr("EXERCISE"), HasSubstr("convoy-1 -> main"), HasSubstr("main -> patient care"),
            HasSubstr("OUTSTANDING"), HasSubstr("second signatures outstanding: 1"),
            HasSubstr("WB-3"), HasSubstr("balance: 96")));
  said = Run("movement sign " + use + " --by nurse-1");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("SIGNER_NOT_DIFFERENT"));
  said = Run("movement sign " + use + " --by nurse-2");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("after it was recorded"), HasSubstr("exception closed")));
  EXPECT_THAT(Run("movement show " + use).text, HasSubstr("second signature: nurse-2, signed"));
  EXPECT_THAT(Run("register show --at a-hospital --item morphine --output json").text,
              AllOf(HasSubstr("\"balance_quantity\":\"96\""), HasSubstr("SIGNED")));

  said = Run("handover record --at a-hospital --from nurse-1 --to nurse-2 --count morphine=95");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("1 MISSING"), HasSubstr("nurse-1 to nurse-2"),
                               HasSubstr("counted otherwise than the register")));
  said = Run("handover record --at a-hospital --from nurse-2");
  EXPECT_THAT(said.text, AllOf(HasSubstr("NOT COUNTED"), HasSubstr("nurse-2 alone")));
  EXPECT_THAT(Run("handover list --at a-hospital").text,
              AllOf(HasSubstr("Handover of main"), HasSubstr("MISSING")));
  EXPECT_EQ(Run("handover record --at a-hospital --to nurse-2 --count morphine").exit_code, 2);
}

TEST_F(ProcessTest, SendingAndCountingAControlledItemNeedTwoPeople) {
  MakeHospital();
  MustRun(
      "item create morphine --name-en Morphine --category analgesics --unit each --class vital "
      "--controlled yes");
  MustRun(
      "stock receive --at a-hospital --item morphine --quantity 100 --from convoy-1 --recorded-by "
      "nurse-1 --witnessed-by nurse-2");
  MustRun(
      "facility create b-hospital --kind field-hospital --name-en B --latitude 40.1 --longitude "
      "46.9 --time-zone Asia/Baku");
  MustRun("transfer create --from a-hospital --to b-hospital --item morphine --quantity 10");
  Said said = Run("transfer dispatch --from a-hospital WB-0001 --order --recorded-by nurse-1");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("SECOND_SIGNATURE_MISSING"), HasSubstr("--witnessed-by")));
  MustRun(
      "transfer dispatch --from a-hospital WB-0001 --order --recorded-by nurse-1 --witnessed-by "
      "nurse-2");
  said = Run("transfer receive --from a-hospital WB-0001 --recorded-by nurse-7");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("second signature outstanding: Morphine, given by nurse-7"));
  said = Run(
      "count create --at b-hospital --item morphine --quantity 10 --lot none --counted-by nurse-7 "
      "--second nurse-8 --document S-1");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("sheet S-1"), Not(HasSubstr("exception"))));
  said = Run(
      "count create --at b-hospital --item morphine --quantity 10 --lot none --counted-by nurse-7 "
      "--document S-1");
  EXPECT_THAT(said.text, AllOf(HasSubstr("second signature outstanding"),
                               HasSubstr("count sheet S-1 was recorded before")));
}

}  // namespace
}  // namespace waystation
