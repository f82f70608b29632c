#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Asked, approved in part, announced, come in part, taken back: at every step each number is told.
TEST_F(ProcessTest, FromAskingToReceiving) {
  MakeHospital();
  MustRun("stock receive --at a-hospital --item rice --quantity '50 kg' --from convoy-1");
  Said said =
      Run("requisition create --at a-hospital --priority urgent --needed-by 2031-03-31 "
          "--of headquarters --item rice --quantity '8 packs'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("REQ-0001"), HasSubstr("urgent"),
                               HasSubstr("200 kg"), HasSubstr("2031-03-31")));
  said = Run(
      "requisition approve --at a-hospital REQ-0001 --line 'rice=150 kg' --note 'rest by train'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("approved in part"), HasSubstr("150 kg"),
                               HasSubstr("rest by train")));
  EXPECT_THAT(Run("requisition list").text, AllOf(HasSubstr("REQ-0001"), HasSubstr("a-hospital")));
  // Somebody else decides once more.
  said = Run("requisition approve --at a-hospital REQ-0001");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, AllOf(HasSubstr("WRONG_STATE"), HasSubstr("give --etag")));
  EXPECT_EQ(Run("requisition approve --at a-hospital REQ-0001 --etag old").exit_code, 4);

  said =
      Run("delivery expect --at a-hospital --from joint-convoy --earliest 2031-03-01 "
          "--latest 2031-03-04 --item rice --quantity '150 kg' --requisition REQ-0001");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXP-0001"), HasSubstr("2031-03-01 to 03-04"),
                               HasSubstr("unconfirmed")));
  MustRun("delivery confirm --at a-hospital EXP-0001 --by dispatcher-2");
  EXPECT_THAT(Run("delivery list").text, AllOf(HasSubstr("confirmed"), HasSubstr("150 kg")));
  said =
      Run("stock receive --at a-hospital --item rice --quantity '100 kg' --from joint-convoy "
          "--delivery EXP-0001 --output json");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("\"expected_delivery\":\"facilities/a-hospital/"),
                               HasSubstr("\"requisition\":\"facilities/a-hospital/")));
  EXPECT_THAT(Run("requisition show --at a-hospital req-0001").text,
              AllOf(HasSubstr("100 kg"), HasSubstr("50 kg"), HasSubstr("back-ordered")));
  EXPECT_THAT(Run("requisition show --at a-hospital REQ-0001 --output json").text,
              AllOf(HasSubstr("\"fulfilled_quantity\":\"100000\""),
                    HasSubstr("\"outstanding_quantity\":\"50000\""),
                    HasSubstr("\"back_ordered_quantity\":\"50000\"")));
  said = Run("delivery reschedule --at a-hospital EXP-0001 --on 2031-03-09 --reason road");
  EXPECT_THAT(said.text, AllOf(HasSubstr("2031-03-09"), HasSubstr("was expected 2031-03-01"),
                               HasSubstr("dispatcher-2"), HasSubstr("part here")));
  EXPECT_THAT(Run("delivery list --as-of 2031-03-12").text, HasSubstr("3 days OVERDUE"));
  MustRun("delivery close --at a-hospital EXP-0001");
  MustRun("requisition close --at a-hospital REQ-0001");
  EXPECT_THAT(Run("delivery list").text, HasSubstr("nothing is expected"));
  EXPECT_THAT(Run("requisition list --all").text, HasSubstr("closed"));
  // A receipt that names what nobody knows is a fact all the same.
  said = Run(
      "stock receive --at a-hospital --item rice --quantity '1 kg' --from c --delivery EXP-0009");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("exp-0009"), HasSubstr("counts for none")));
}

}  // namespace
}  // namespace waystation
