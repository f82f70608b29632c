#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Whoever types its name, in whatever letters, finds the hospital.
TEST_F(ProcessTest, AFacilityIsFoundInAnySpelling) {
  MakeHospital();
  MustRun(
      "facility create b-hospital --kind field-hospital --name-az Xocalı --alias Ivanyan --alias "
      "hy=Ստեփանակերտ --latitude 39.9 --longitude 46.8 --time-zone Asia/Baku");
  for (const char* text : {"Ходжалы", "khojaly", "Խոջալու", "Иванян", "Stepanakert"}) {
    const Said said = Run(std::string("facility list --text ") + text);
    EXPECT_THAT(said.text, AllOf(HasSubstr("b-hospital"), Not(HasSubstr("a-hospital")))) << text;
  }
  EXPECT_THAT(Run("facility show b-hospital").text, HasSubstr("Ստեփանակերտ  (hy)"));
  MustRun("facility update b-hospital --alias ''");
  EXPECT_THAT(Run("facility list --text Иванян").text, HasSubstr("no facilities"));
}

TEST_F(ProcessTest, WhoAFacilityIsForAndWhatADayBrings) {
  MakeHospital();
  MustRun("facility update a-hospital --people 9000");
  Said said = Run("facility update a-hospital --people-group displaced=9001");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("people_groups[0].people"));
  MustRun(
      "facility update a-hospital --people-group displaced=1200 --people-group older-people=300 "
      "--theatres 2 --outpatients-per-day 80 --residents 60");
  // One more number leaves the others as they are.
  said = Run("facility update a-hospital --staff 0");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("displaced 1,200"), HasSubstr("older-people 300"),
                               HasSubstr("operating theatres"), HasSubstr("outpatients a day"),
                               HasSubstr("residents"), HasSubstr("staff a day")));
  EXPECT_THAT(said.text, Not(HasSubstr("operations a day")));
  EXPECT_EQ(Run("facility update a-hospital --residents 1000001").exit_code, 2);
}

// A cafeteria lead plans a day, drives it, and tells what came otherwise.
TEST_F(ProcessTest, ACafeteriasDay) {
  MakeHospital();
  MustRun(
      "facility create a-kitchen --kind mobile-cafeteria --name-en 'A kitchen' --latitude 39.9 "
      "--longitude 46.8 --time-zone Asia/Baku --service-day-start 05:00");
  EXPECT_EQ(Run("facility stops plan a-hospital --stop noon=39.9/46.8,12:00-13:00").exit_code, 2);
  EXPECT_EQ(Run("facility stops plan a-kitchen --stop noon=nowhere,12:00-13:00").exit_code, 3);
  const std::string plan = "facility stops plan a-kitchen --day 2027-06-30 ";
  Said said = Run(plan + "--stop noon=a-hospital,12:00-13:00,220 --stop late=40.5/47,23:00-00:30");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("12:00-13:00"), HasSubstr("23:00-00:30")));
  EXPECT_EQ(
      Run(plan + "--stop noon=a-hospital,12:00-13:00 --stop a=a-hospital,12:30-14:00").exit_code,
      2);
  said = Run("facility stops arrive a-kitchen noon --day 2027-06-30");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  MustRun("facility stops leave a-kitchen noon --day 2027-06-30 --diners 214 --note 'all served'");
  said = Run("facility stops arrive a-kitchen roadside --day 2027-06-30 --place nowhere");
  EXPECT_THAT(said.text, HasSubstr("it is not known where that is"));
  said = Run("facility stops arrive a-kitchen bridge --day 2027-06-30 --place 40.25/46.5");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(Run("facility show a-kitchen").text, HasSubstr("40.250000 46.500000"));

  said = Run("facility stops show a-kitchen --day 2027-06-30");
  EXPECT_THAT(said.text, AllOf(HasSubstr("214"), HasSubstr("all served"), HasSubstr("220"),
                               HasSubstr("bridge"), HasSubstr("not planned")));
  EXPECT_THAT(Run("facility stops list a-kitchen --from 2027-06-30").text, HasSubstr("bridge"));
  EXPECT_THAT(Run("facility stops list a-kitchen --to 2027-06-29").text, HasSubstr("no stops"));
  EXPECT_EQ(Run("facility stops list a-kitchen --from 2027-06-30 --to 2027-06-29").exit_code, 2);
  MustRun("facility stops plan a-kitchen --day 2027-06-30");
  EXPECT_THAT(Run("facility stops show a-kitchen --day 2027-06-30").text,
              AllOf(HasSubstr("bridge"), Not(HasSubstr("late"))));
  // Those that follow facility's log come after it.
  MustRun("stock receive --at a-kitchen --item rice --quantity '5 kg' --lot B1 --from convoy-1");
  EXPECT_THAT(Run("supply overview").text, HasSubstr("a-kitchen"));
}

}  // namespace
}  // namespace waystation
