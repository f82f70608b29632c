// Lots that expire sooner and were passed over, through the committer.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/store/list.h"
#include "tests/inventory/support/desk.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PassedOverTest : public ::testing::Test {
 protected:
  PassedOverTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    Must(Receipt(1, WithUseBy(Line("rice", 100, "LATE"), 28)));
    Must(Receipt(1, WithUseBy(Line("rice", 100, "SOON"), 20)));
    Must(Receipt(1, WithUseBy(Line("rice", 100, "AWAY", "ward"), 18)));
  }

  v1::Movement Must(const v1::CreateMovementRequest& request) {
    auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->movement() : v1::Movement();
  }
  // "line lot quantity" of each lot that was passed over.
  static std::vector<std::string> PassedOver(const v1::Movement& movement) {
    std::vector<std::string> lots;
    for (const v1::PassedOverLot& lot : movement.passed_over_lots()) {
      lots.push_back(absl::StrCat(lot.line_index(), " ", lot.lot(), " ", lot.quantity()));
    }
    return lots;
  }
  std::vector<std::string> Listed(bool passed_over_only) {
    v1::ListMovementsRequest request;
    request.set_parent("facilities/f");
    request.set_passed_over_only(passed_over_only);
    v1::ListMovementsResponse response;
    const auto rows = desk_.rows().Snapshot();
    EXPECT_TRUE(ListMovements(*rows, request, {.size = 50}, &response).ok());
    std::vector<std::string> names;
    for (const v1::Movement& movement : response.movements()) names.push_back(movement.name());
    return names;
  }

  Desk desk_;
};

TEST_F(PassedOverTest, NamingALaterLotIsRecordedAsSuchByFactAndOrder) {
  for (const v1::Intent intent : {kHappened, kOrder}) {
    const v1::Movement use = Must(Use(2, Line("rice", 10, "LATE"), intent));
    EXPECT_THAT(PassedOver(use), ElementsAre("0 SOON 100"));
    EXPECT_EQ(use.passed_over_lots(0).expiry_date().day(), 20);
    EXPECT_THAT(use.exceptions(), IsEmpty()) << "nobody has to see to it";
  }
}

TEST_F(PassedOverTest, NotWhereTheSoonestWasTakenOrLeftToTheServer) {
  EXPECT_THAT(PassedOver(Must(Use(2, Line("rice", 10, "SOON"), kHappened))), IsEmpty());
  EXPECT_THAT(PassedOver(Must(Use(2, Line("rice", 10), kHappened))), IsEmpty());
}

TEST_F(PassedOverTest, NotWhereTheSoonerLotWasUsedUpByTheSameMovementOrIsPastItsDate) {
  v1::CreateMovementRequest both = Use(2, Line("rice", 10, "LATE"), kHappened);
  *both.mutable_movement()->add_lines() = Line("rice", 100, "SOON");
  EXPECT_THAT(PassedOver(Must(both)), IsEmpty());

  Must(Receipt(3, WithUseBy(Line("rice", 100, "STALE"), 4)));
  EXPECT_THAT(PassedOver(Must(Use(4, Line("rice", 10, "LATE"), kHappened))),
              ElementsAre("0 STALE 100"));
  EXPECT_THAT(PassedOver(Must(Use(5, Line("rice", 10, "LATE"), kHappened))), IsEmpty());
}

TEST_F(PassedOverTest, WasteAndWhatIsNoUsableStockHaveNoOrder) {
  v1::CreateMovementRequest waste =
      MovementOf(v1::MOVEMENT_KIND_WASTE, 2, Line("rice", 10, "LATE"), kHappened);
  waste.mutable_movement()->set_waste_reason(v1::WASTE_REASON_DAMAGED);
  EXPECT_THAT(PassedOver(Must(waste)), IsEmpty());
}

TEST_F(PassedOverTest, AreListed) {
  Must(Use(2, Line("rice", 10, "SOON"), kHappened));
  const v1::Movement late = Must(Use(2, Line("rice", 10, "LATE"), kHappened));
  EXPECT_THAT(Listed(true), ElementsAre(late.name()));
  EXPECT_EQ(Listed(false).size(), 5);
}

}  // namespace
}  // namespace waystation::inventory
