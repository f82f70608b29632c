#include "clients/cpp/profile.h"

#include <gtest/gtest.h>

#include "tests/cli/temp_folder.h"

namespace waystation::client {
namespace {

TEST(ProfileTest, PrincipalIsMadeOnce) {
  TempFolder folder;
  auto first = Profile::Open(folder / "p");
  ASSERT_TRUE(first.ok()) << first.status();
  auto second = Profile::Open(folder / "p");
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(first->principal().empty());
  EXPECT_EQ(first->principal(), second->principal());
  EXPECT_NE(first->principal(), Profile::Open(folder / "q")->principal());
}

TEST(ProfileTest, AfterTokensKeepTheHighestOfEachServerAndLog) {
  TempFolder folder;
  Profile profile = *Profile::Open(folder.path());
  absl::Time now = absl::FromUnixSeconds(1800000000);
  ASSERT_TRUE(profile.AddAfter("a:1", {{"inventory/main", 7}, {"facility/main", 2}}, now).ok());
  ASSERT_TRUE(profile.AddAfter("a:1", {{"inventory/main", 5}}, now).ok());
  ASSERT_TRUE(profile.AddAfter("b:1", {{"inventory/main", 90}}, now).ok());
  auto tokens = profile.After("a:1", now);
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0].log, "inventory/main");
  EXPECT_EQ(tokens[0].revision, 7);
  EXPECT_TRUE(profile.After("a:1", now + kAfterTokenLife + absl::Seconds(1)).empty());
  ASSERT_TRUE(profile.ForgetAfter("a:1").ok());
  EXPECT_TRUE(profile.After("a:1", now).empty());
  EXPECT_EQ(profile.After("b:1", now).size(), 1u);
}

TEST(ProfileTest, FolderThatIsAFileIsAnError) {
  TempFolder folder;
  folder.Write("file", "x");
  EXPECT_FALSE(Profile::Open(folder / "file").ok());
}

}  // namespace
}  // namespace waystation::client
