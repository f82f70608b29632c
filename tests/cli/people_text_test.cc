#include "clients/cli/text/people_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace waystation::cli {
namespace {

TEST(PeopleTextTest, AliasesHaveALanguageOrNone) {
  EXPECT_EQ(ParseAlias("az=Xocalı")->language(), "az");
  EXPECT_EQ(ParseAlias("az=Xocalı")->text(), "Xocalı");
  EXPECT_EQ(ParseAlias("zh-Hans=霍賈雷")->language(), "zh-Hans");
  EXPECT_EQ(ParseAlias("Ivanyan")->language(), "");
  EXPECT_EQ(ParseAlias("Ivanyan")->text(), "Ivanyan");
  EXPECT_EQ(ParseAlias("en=a=b")->text(), "a=b");
  for (const char* wrong : {"", "az=", "=Xocalı", "a=Xocalı", "Xocalı=az", "no tag=x"}) {
    EXPECT_FALSE(ParseAlias(wrong).ok()) << wrong;
  }
}

TEST(PeopleTextTest, GroupsHaveANumber) {
  EXPECT_EQ(ParsePeopleGroup("displaced=1200")->group(), "displaced");
  EXPECT_EQ(ParsePeopleGroup("displaced=1200")->people(), 1200);
  EXPECT_EQ(ParsePeopleGroup("displaced=0")->people(), 0);
  for (const char* wrong : {"", "displaced", "=5", "displaced=", "displaced=-1", "displaced=many",
                            "displaced=99999999999999999999"}) {
    EXPECT_FALSE(ParsePeopleGroup(wrong).ok()) << wrong;
  }
}

TEST(PeopleTextTest, TellsOnlyWhatIsKnownAndAKnownNought) {
  facility::v1::Facility facility;
  EXPECT_TRUE(DescribePeople(facility).empty());
  *facility.add_aliases() = *ParseAlias("az=Xocalı");
  *facility.add_aliases() = *ParseAlias("Ivanyan");
  *facility.add_people_groups() = *ParsePeopleGroup("displaced=1200");
  facility.set_operating_theatres(2);
  facility.mutable_daily_load()->set_staff(0);
  EXPECT_THAT(DescribePeople(facility),
              testing::ElementsAre(testing::Pair("also called", "Xocalı  (az)"),
                                   testing::Pair("also called", "Ivanyan"),
                                   testing::Pair("of the people", "displaced 1,200"),
                                   testing::Pair("operating theatres", "2"),
                                   testing::Pair("staff a day", "0")));
}

}  // namespace
}  // namespace waystation::cli
