#include "services/inventory/domain/ledger/fefo.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kIssueDay = 100;

LotDate UseBy(int64_t day) {
  return {.dated = true, .expiry_day = day, .kind = v1::DATE_KIND_USE_BY};
}

class FefoTest : public ::testing::Test {
 protected:
  void Add(const std::string& lot, int64_t quantity, LotDate date) {
    book_[{"items/rice", "main", lot}].Add(kIssueDay - 10, quantity);
    dates_[{"items/rice", lot}] = date;
  }
  std::vector<std::string> Lots(int64_t quantity, PastLots past_lots,
                                v1::Condition condition = v1::CONDITION_USABLE) {
    const Shelf shelf = {.item = "items/rice", .place = "main", .condition = condition};
    allocation_ = Allocate(book_, dates_, shelf, kIssueDay, quantity, past_lots, kIssueDay, nullptr,
                           recalled_);
    std::vector<std::string> lots;
    for (const LotShare& share : allocation_.shares) {
      lots.push_back(share.lot + ":" + std::to_string(share.quantity));
    }
    return lots;
  }

  Book book_;
  LotDates dates_;
  RecalledLots recalled_;
  Allocation allocation_;
};

TEST_F(FefoTest, EarliestFirstUndatedLastTiesByLot) {
  Add("c", 5, UseBy(kIssueDay + 9));
  Add("b", 5, UseBy(kIssueDay + 3));
  Add("a", 5, UseBy(kIssueDay + 9));
  Add("z", 5, LotDate{});
  EXPECT_THAT(Lots(18, PastLots::kNever), ElementsAre("b:5", "a:5", "c:5", "z:3"));
  EXPECT_EQ(allocation_.missing, 0);
}

TEST_F(FefoTest, TheSoonestLotBeforeAnotherThatCouldBeTaken) {
  Add("taken", 5, UseBy(kIssueDay + 9));
  Add("same-day", 5, UseBy(kIssueDay + 9));
  Add("sooner", 4, UseBy(kIssueDay + 5));
  Add("soonest", 3, UseBy(kIssueDay + 3));
  Add("past", 5, UseBy(kIssueDay - 1));
  Add("called-back", 5, UseBy(kIssueDay + 1));
  Add("empty", 0, UseBy(kIssueDay + 2));
  Add("undated", 5, LotDate{});
  recalled_[{"items/rice", "called-back"}] = {"recalls/r"};
  const Shelf shelf = {.item = "items/rice", .place = "main"};
  const auto before = [&](const std::string& lot) {
    return SoonestBefore(lot, book_, dates_, shelf, kIssueDay, kIssueDay, recalled_);
  };
  ASSERT_TRUE(before("taken").has_value());
  EXPECT_EQ(before("taken")->lot, "soonest");
  EXPECT_EQ(before("taken")->expiry_day, kIssueDay + 3);
  EXPECT_EQ(before("taken")->quantity, 3);
  EXPECT_EQ(before("undated")->lot, "soonest");
  EXPECT_EQ(before("sooner")->lot, "soonest");
  EXPECT_FALSE(before("soonest").has_value());
  EXPECT_FALSE(before("past").has_value());
}

TEST_F(FefoTest, RecalledLotsAreTreatedAsThosePastTheirDate) {
  Add("called-back", 5, UseBy(kIssueDay + 1));
  Add("good", 5, UseBy(kIssueDay + 2));
  recalled_[{"items/rice", "called-back"}] = {"recalls/r"};
  EXPECT_THAT(Lots(7, PastLots::kNever), ElementsAre("good:5"));
  EXPECT_EQ(allocation_.missing, 2);
  EXPECT_THAT(Lots(7, PastLots::kLast), ElementsAre("good:5", "called-back:2"));
  EXPECT_THAT(Lots(7, PastLots::kInDateOrder), ElementsAre("called-back:5", "good:2"));
}

TEST_F(FefoTest, PastLotsNeverLastOrInDateOrder) {
  Add("old", 5, UseBy(kIssueDay - 1));
  Add("good", 5, UseBy(kIssueDay));
  EXPECT_THAT(Lots(7, PastLots::kNever), ElementsAre("good:5"));
  EXPECT_EQ(allocation_.missing, 2);
  EXPECT_THAT(Lots(7, PastLots::kLast), ElementsAre("good:5", "old:2"));
  EXPECT_THAT(Lots(7, PastLots::kInDateOrder), ElementsAre("old:5", "good:2"));
}

TEST_F(FefoTest, ALotGivesOnlyWhatNoLaterDayMisses) {
  Add("a", 5, UseBy(kIssueDay + 1));
  Add("b", 5, UseBy(kIssueDay + 2));
  book_[{"items/rice", "main", "a"}].Add(kIssueDay + 4, -3);
  EXPECT_THAT(Lots(4, PastLots::kNever), ElementsAre("a:2", "b:2"));
}

TEST_F(FefoTest, OtherConditionsAreNotTouched) {
  Add("a", 5, UseBy(kIssueDay + 1));
  book_[{"items/rice", "main", "a", v1::CONDITION_QUARANTINED}].Add(kIssueDay, 7);
  book_[{"items/rice", "main", "b", v1::CONDITION_DAMAGED}].Add(kIssueDay, 9);
  EXPECT_THAT(Lots(20, PastLots::kInDateOrder), ElementsAre("a:5"));
  EXPECT_EQ(allocation_.missing, 15);
  EXPECT_THAT(Lots(20, PastLots::kInDateOrder, v1::CONDITION_QUARANTINED), ElementsAre("a:7"));
}

TEST_F(FefoTest, OtherPlacesAndItemsAreNotTouched) {
  book_[{"items/rice", "ward", "a"}].Add(kIssueDay, 5);
  book_[{"items/salt", "main", "a"}].Add(kIssueDay, 5);
  EXPECT_THAT(Lots(4, PastLots::kLast), ElementsAre());
  EXPECT_EQ(allocation_.missing, 4);
}

}  // namespace
}  // namespace waystation::inventory
