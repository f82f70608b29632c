#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ProcessTest, TheCatalogueTellsWhatAnItemIs) {
  MakeHospital();
  MustRun(
      "item create ibuprofen --name-en Ibuprofen --category medicine --unit each --class normal");
  const std::string paracetamol =
      " --name-en Paracetamol --name-ru Парацетамол --category medicine --unit each --class normal "
      "--inn paracetamol --form tablet ";
  MustRun(
      "item create paracetamol-a --strength '500 mg' --storage dry-place --code ifrc=DORAPARA5T "
      "--class-at field-hospital=vital --substitute 'ibuprofen=not in pregnancy'" +
      paracetamol);
  Said said = Run("item create paracetamol-b --strength '0.5 g'" + paracetamol);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("same medicine is there as paracetamol-a"));
  EXPECT_THAT(Run("item list --text 'парацетамол dorapara5t'").text,
              AllOf(HasSubstr("paracetamol-a"), Not(HasSubstr("paracetamol-b"))));
  EXPECT_THAT(Run("item list --class vital --kind field-hospital").text,
              AllOf(HasSubstr("paracetamol-a"), Not(HasSubstr("paracetamol-b"))));

  MustRun("stock receive --at a-hospital --item ibuprofen --quantity 70 --from c");
  EXPECT_THAT(Run("item show paracetamol-a --at a-hospital").text,
              AllOf(HasSubstr("dry-place (class not described)"), HasSubstr("DORAPARA5T"),
                    HasSubstr("at a field hospital"), HasSubstr("usable at a-hospital"),
                    HasSubstr("70"), HasSubstr("not in pregnancy")));
  MustRun("storage-class create dry-place --name-en 'Dry place' --max 25 --min -5");
  EXPECT_THAT(Run("item show paracetamol-a").text, HasSubstr("-5 °C to 25 °C"));
  MustRun("stock receive --at a-hospital --item paracetamol-a --quantity 5 --from c");
  EXPECT_THAT(Run("supply levels --at a-hospital --class vital").text, HasSubstr("Paracetamol"));

  MustRun(
      "item create box --name-en Box --category kits --unit each --class normal "
      "--content paracetamol-a=20");
  MustRun(
      "stock receive --at a-hospital --item box --quantity 3 --lot K7 --expires 2031-06-30 --from "
      "c");
  said = Run("stock unpack --at a-hospital --item box --quantity 2");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("main: opened"), HasSubstr("out of it -> main"),
                               HasSubstr("2031-06-30"), Not(HasSubstr("exception"))));
  said =
      Run("stock unpack --at a-hospital --item box --lot K7 --line item=paracetamol-a,quantity=19");
  EXPECT_THAT(said.text, HasSubstr("the packing list says 20"));
  said = Run("stock unpack --at a-hospital --item rice");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(Run("stock unpack --at a-hospital --item paracetamol-a").text,
              HasSubstr("it has no packing list"));
  said = Run("stock pack --at a-hospital --item box --lot K8 --expires 2031-05-31 --order");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("put together -> main"));
  EXPECT_THAT(Run("stock show --at a-hospital --item paracetamol-a").text, HasSubstr("24"));
  EXPECT_THAT(Run("item update rice --content box=1").text, HasSubstr("EACH"));
  said = Run("item update paracetamol-a --content box=1");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("want an item that does not hold this kit"));
  said = Run("item update rice --menu-allowed yes --dietary-use infant-formula");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("INFANT_FORMULA"));
}

}  // namespace
}  // namespace waystation
