#include <string>

#include "absl/time/clock.h"
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

TEST_F(ProcessTest, AnIssueThatIsShortShowsWhatMayStandIn) {
  MakeHospital();
  MustRun(
      "item create ceftriaxone --name-en Ceftriaxone --category medicine --unit each "
      "--class vital --inn ceftriaxone --strength '1 g' --form 'powder for injection'");
  MustRun(
      "item create ampicillin --name-en Ampicillin --category medicine --unit each "
      "--class vital --inn ampicillin --strength '500 mg' --form 'powder for injection' "
      "--substitute 'ceftriaxone=not with calcium'");
  MustRun("stock receive --at a-hospital --item ceftriaxone --quantity 33 --from c");
  const std::string issue = "stock issue --at a-hospital --item ampicillin --quantity 4 --for ";
  Said said = Run(issue + "patient-care --order");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("NOT_ENOUGH_STOCK"), HasSubstr("ceftriaxone"), HasSubstr("33"),
                    HasSubstr("not with calcium"), HasSubstr("whoever prescribes decides")));
  said = Run(issue + "patient-care");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("Ampicillin was short"), HasSubstr("not with calcium")));
  MustRun("stock receive --at a-hospital --item ampicillin --quantity 9 --from c");
  EXPECT_THAT(Run(issue + "patient-care").text, Not(HasSubstr("was short")));
}

TEST_F(ProcessTest, ADuplicateBecomesAnAlias) {
  MakeHospital();
  const std::string zinc = " --category medicine --unit each --class normal";
  MustRun("item create zinc-20 --name-en 'Zinc 20 mg tablet'" + zinc);
  MustRun("item create zinc-tabs --name-en 'Zinc tabs' --name-az 'Sink həbi' --code msf=DORAZINC" +
          zinc + " --pack 'box of 100=100' --gtin 'box of 100=09506000134352'");
  MustRun("stock receive --at a-hospital --item zinc-tabs --quantity 70 --lot Z1 --from c");
  Said said = Run("item merge zinc-tabs rice --reason twice --by p-1");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("ITEMS_DIFFER"));
  said = Run("item merge zinc-tabs zinc-20 --reason 'typed in twice' --by p-1");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("zinc-tabs is an alias of zinc-20"),
                               HasSubstr("a-hospital: what it has left")));
  EXPECT_THAT(Run("item show zinc-tabs").text,
              AllOf(HasSubstr("ALIAS of"), HasSubstr("typed in twice"), HasSubstr("Zinc 20 mg")));
  EXPECT_THAT(Run("item list --text DORAZINC").text,
              AllOf(HasSubstr("zinc-20"), HasSubstr("found by its alias zinc-tabs")));
  said = Run("stock receive --at a-hospital --item zinc-tabs --quantity 5 --lot Z1 --from c");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("zinc-tabs is an alias: taken as zinc-20"));
  EXPECT_THAT(Run("stock scan --at a-hospital 09506000134352").text,
              HasSubstr("the barcode is of zinc-tabs, an alias of zinc-20"));
  // What the duplicate had moves within a tick.
  for (int i = 0; i < 100; ++i) {
    said = Run("stock show --at a-hospital --item zinc-20");
    if (said.text.find("75") != std::string::npos) break;
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_THAT(said.text, HasSubstr("75"));
  EXPECT_THAT(Run("movement list --at a-hospital --item zinc-tabs").text,
              AllOf(HasSubstr("merge"), HasSubstr("was zinc-tabs"), HasSubstr("Zinc tabs")));
}

}  // namespace
}  // namespace waystation
