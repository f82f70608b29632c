#include "clients/cli/text/words.h"

#include <gtest/gtest.h>

#include "waystation/headquarters/v1/supply_state.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {
namespace {

TEST(WordsTest, BothWays) {
  EXPECT_EQ(Word(inventory::v1::PURPOSE_PATIENT_CARE), "patient-care");
  EXPECT_EQ(PlainWord(headquarters::v1::SUPPLY_STATE_NO_EVIDENCE), "no evidence");
  EXPECT_EQ(Word(inventory::v1::PURPOSE_UNSPECIFIED), "");
  EXPECT_EQ(*ParseWord<inventory::v1::Purpose>("patient-care"),
            inventory::v1::PURPOSE_PATIENT_CARE);
  EXPECT_EQ(EnumWord(inventory::v1::Purpose_descriptor(), 77), "77");
}

TEST(WordsTest, WrongWordNamesAllRightOnes) {
  auto kind = ParseWord<inventory::v1::DateKind>("sell-by");
  EXPECT_EQ(kind.status().message(), "got \"sell-by\", want one of use-by, best-before, none");
  EXPECT_FALSE(ParseWord<inventory::v1::DateKind>("unspecified").ok());
  EXPECT_FALSE(ParseWord<inventory::v1::DateKind>("").ok());
  EXPECT_EQ(WordsOf<inventory::v1::DateKind>(), "use-by, best-before or none");
}

}  // namespace
}  // namespace waystation::cli
