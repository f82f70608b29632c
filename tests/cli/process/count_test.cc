#include <fstream>

#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A sheet, a count by it, an entry that comes late, the count taken back.
TEST_F(ProcessTest, FromTheSheetToTheDifference) {
  MakeHospital();
  MustRun(
      "stock receive --at a-hospital --item rice --quantity '50 kg' --lot B12 --from convoy-1 "
      "--when '3h ago'");
  Said said = Run("--language hy count sheet --at a-hospital --kind full --blind");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("EXERCISE"), HasSubstr("Լրիվ հաշվման թերթ"), HasSubstr("Բրինձ"),
                    HasSubstr("B12"), HasSubstr("________ g"), Not(HasSubstr("50 kg"))));
  for (const auto& [language, words] :
       {std::pair("az", "Dövri sayım vərəqi"), {"ru", "выборочной"}, {"en", "cyclic count"}}) {
    said = Run(std::string("count sheet --at a-hospital --language ") + language);
    EXPECT_THAT(said.text, AllOf(HasSubstr(words), HasSubstr("50 kg"), HasSubstr("B12")));
  }
  said =
      Run("count create --at a-hospital --line 'item=rice,lot=B12,quantity=40 kg' --when '1h ago' "
          "--second p-2");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("CNT-0001"), HasSubstr("-10 kg"), HasSubstr("and p-2"),
                               HasSubstr("the book had 50 kg")));
  said =
      Run("stock issue --at a-hospital --item rice --lot B12 --quantity '8 kg' --purpose meals "
          "--when '2h ago'");
  EXPECT_THAT(said.text, HasSubstr("out of the difference of the count")) << said.text;
  EXPECT_THAT(Run("count show --at a-hospital CNT-0001").text,
              AllOf(HasSubstr("40 kg"), HasSubstr("42 kg"), HasSubstr("-2 kg")));
  EXPECT_THAT(Run("stock show --at a-hospital").text, HasSubstr("40 kg"));
  EXPECT_EQ(Run("count create --at a-hospital --item rice --quantity 1 --place 'Hall!'").exit_code,
            2);
  said = Run("count create --at a-hospital --item rice --quantity '1 kg'");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("B12"));

  said = Run("count show --at a-hospital cnt-0001 --output json");
  const size_t begin = said.text.find("facilities/a-hospital/movements/");
  ASSERT_NE(begin, std::string::npos) << said.text;
  const std::string movement = said.text.substr(begin, said.text.find('"', begin) - begin);
  MustRun("movement reverse " + movement);
  EXPECT_THAT(Run("count list --at a-hospital").text,
              AllOf(HasSubstr("CNT-0001"), HasSubstr("taken back")));
  EXPECT_THAT(Run("stock show --at a-hospital").text, HasSubstr("42 kg"));
}

TEST_F(ProcessTest, CountsAreImportedOnce) {
  MakeHospital();
  const std::string file = folder_ / "counts.csv";
  std::ofstream(file) << "facility,count,kind,complete,place,day,time,item,lot,expiry_day,quantity,"
                         "packs,counted_by,second_counted_by,note\n"
                         "a-hospital,C-1,full,yes,,-1,10:00,rice,B12,,25000,1,p-1,p-2,\n"
                         "a-hospital,C-2,cyclic,no,,-1,11:00,rice,,,7,,p-1,,\n";
  MustRun("import counts " + file + " --dry-run");
  EXPECT_THAT(Run("count list --at a-hospital").text, HasSubstr("none"));
  // C-2 names no lot where there is one: the server's words come back with the row.
  Said said = Run("import counts " + file);
  EXPECT_EQ(said.exit_code, 6) << said.text;
  EXPECT_THAT(said.text, HasSubstr("B12"));
  EXPECT_EQ(Run("import counts " + file).exit_code, 6);
  said = Run("count list --at a-hospital");
  EXPECT_THAT(said.text, AllOf(HasSubstr("CNT-0001"), Not(HasSubstr("CNT-0002"))));
}

}  // namespace
}  // namespace waystation
