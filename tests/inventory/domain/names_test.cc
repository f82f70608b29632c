#include "services/inventory/domain/names.h"

#include <string>

#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"

namespace waystation::inventory {
namespace {

TEST(NamesTest, Ids) {
  for (const char* good : {"a", "7", "a-b", "diesel-2"}) EXPECT_TRUE(IsId(good)) << good;
  for (const char* bad : {"", "-a", "a-", "A", "a_b", "a b", "ü"}) EXPECT_FALSE(IsId(bad)) << bad;
  EXPECT_TRUE(IsId(std::string(63, 'a')));
  EXPECT_FALSE(IsId(std::string(64, 'a')));
}

TEST(NamesTest, RoundTrip) {
  EXPECT_EQ(ItemId(ItemName("diesel")), "diesel");
  EXPECT_EQ(FacilityId(FacilityName("f")), "f");
  EXPECT_EQ(MovementIds(MovementName("f", "m"))->second, "m");
  EXPECT_EQ(ExceptionIds(ExceptionName("f", "e"))->first, "f");
  EXPECT_FALSE(ItemId("items/a/b").has_value());
  EXPECT_FALSE(MovementIds("facilities/f/exceptions/e").has_value());
  EXPECT_FALSE(MovementIds("facilities//movements/e").has_value());
}

TEST(NamesTest, DerivedIdsAreStableIdsThatDifferByRoleAndRequest) {
  const std::string request(16, 'r');
  const std::string id = DerivedId(request, "movement");
  EXPECT_EQ(id.size(), 20u);
  EXPECT_TRUE(IsId(id));
  EXPECT_EQ(DerivedId(request, "movement"), id);
  EXPECT_NE(DerivedId(request, "exception/0"), id);
  EXPECT_NE(DerivedId(std::string(16, 's'), "movement"), id);
}

TEST(CalendarTest, DaysAndTimes) {
  EXPECT_EQ(DateText(0), "1970-01-01");
  EXPECT_EQ(DayNumber(DateOf(-1)), -1);
  EXPECT_EQ(DayNumber(DateOf(20'000)), 20'000);
  absl::TimeZone baku;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Baku", &baku));
  const absl::Time late_evening_utc = absl::FromUnixSeconds(86400 - 3600);
  EXPECT_EQ(DayOf(late_evening_utc, absl::UTCTimeZone()), 0);
  EXPECT_EQ(DayOf(late_evening_utc, baku), 1);
  const absl::Time time = absl::FromUnixMicros(-1'500'001);
  EXPECT_EQ(TimeOf(TimestampOf(time)), time);
}

}  // namespace
}  // namespace waystation::inventory
