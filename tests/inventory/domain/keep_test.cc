#include "services/inventory/domain/reservations/keep.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

LotDate Until(int64_t day) {
  return {.dated = true, .expiry_day = day, .kind = v1::DATE_KIND_USE_BY};
}

Supply There(const std::string& place, const std::string& lot, int64_t quantity,
             const LotDate& date = {}) {
  return {.place = place, .lot = lot, .date = date, .quantity = quantity};
}

Claim Of(const std::string& place, const std::string& lot, int64_t quantity, int64_t good_day = 0) {
  return {.place = place, .lot = lot, .good_day = good_day, .quantity = quantity};
}

TEST(KeepTest, TheFirstAreKept) {
  EXPECT_THAT(Keep({Of("", "", 6), Of("", "", 6), Of("", "", 1)}, {There("main", "a", 10)}),
              ElementsAre(6, 4, 0));
  EXPECT_THAT(Keep({}, {There("main", "a", 10)}), ElementsAre());
  EXPECT_THAT(Keep({Of("", "", 3)}, {}), ElementsAre(0));
  EXPECT_THAT(Keep({Of("", "", 3)}, {There("main", "a", -4)}), ElementsAre(0));
}

// Whoever takes any lot makes way for one that needs this lot, and loses nothing by it.
TEST(KeepTest, AClaimOfAnythingMakesWay) {
  const std::vector<Supply> supplies = {There("main", "a", 10), There("ward", "b", 10)};
  EXPECT_THAT(Keep({Of("", "", 10), Of("main", "a", 10)}, supplies), ElementsAre(10, 10));
  EXPECT_THAT(Keep({Of("", "", 11), Of("main", "a", 10)}, supplies), ElementsAre(11, 9));
  EXPECT_EQ(Lacking({Of("", "", 10), Of("main", "", 5), Of("", "a", 5)}, supplies), 0);
  EXPECT_EQ(Lacking({Of("", "", 10), Of("main", "", 5), Of("", "a", 6)}, supplies), 1);
}

// Places and lots cross: the second moves the first along, which moves nobody.
TEST(KeepTest, AlongAChain) {
  const std::vector<Supply> supplies = {There("main", "a", 1), There("main", "b", 1),
                                        There("ward", "b", 1)};
  EXPECT_THAT(Keep({Of("", "", 1), Of("main", "", 1), Of("", "a", 1)}, supplies),
              ElementsAre(1, 1, 1));
  EXPECT_THAT(Keep({Of("", "b", 2), Of("main", "", 2)}, supplies), ElementsAre(2, 1));
}

TEST(KeepTest, OnlyWhatIsGoodOnTheDay) {
  const std::vector<Supply> supplies = {There("main", "old", 5, Until(9)),
                                        There("main", "new", 5, Until(20))};
  EXPECT_THAT(Keep({Of("", "", 7, 9)}, supplies), ElementsAre(7));
  EXPECT_THAT(Keep({Of("", "", 7, 10)}, supplies), ElementsAre(5));
  // The one that can wait leaves the fresh stock to the other.
  EXPECT_THAT(Keep({Of("", "", 5, 9), Of("", "", 5, 20)}, supplies), ElementsAre(5, 5));
}

TEST(KeepTest, ARecalledLotIsNoSupply) {
  Book book;
  book[{"items/rice", "main", "a"}].Add(5, 10);
  book[{"items/rice", "ward", "a"}].Add(5, 3);
  book[{"items/rice", "main", "b"}].Add(5, 4);
  const RecalledLots recalled = {{{"items/rice", "a"}, {"recalls/1"}},
                                 {{"items/salt", "b"}, {"recalls/2"}}};
  const std::vector<Supply> good = SuppliesOf(book, {}, "items/rice", 5, recalled);
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(good[0].lot, "b");
  EXPECT_EQ(SuppliesOf(book, {}, "items/rice", 5).size(), 3u);
}

}  // namespace
}  // namespace waystation::inventory
