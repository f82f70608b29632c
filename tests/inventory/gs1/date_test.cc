#include "services/inventory/gs1/date.h"

#include "gtest/gtest.h"

namespace waystation::inventory::gs1 {
namespace {

using absl::CivilDay;

// GS1 General Specifications 7.12: the two digits less those of this year; 51 to 99 is the century
// before, -50 to -99 the next, all else this one.
TEST(DateTest, TheCenturySlides) {
  const struct {
    int two_digits;
    int current_year;
    int want;
  } kCases[] = {
      {26, 2026, 2026}, {0, 2026, 2000},  {76, 2026, 2076}, {77, 2026, 1977}, {99, 2026, 1999},
      {49, 1999, 2049}, {50, 1999, 1950}, {99, 1999, 1999}, {0, 1999, 2000},  {50, 2000, 2050},
      {51, 2000, 1951}, {10, 2060, 2110}, {11, 2060, 2011}, {0, 2050, 2100},  {1, 2050, 2001},
      {0, 2099, 2100},  {98, 2100, 2098},
  };
  for (const auto& [two_digits, current_year, want] : kCases) {
    EXPECT_EQ(FullYear(two_digits, current_year), want) << two_digits << " in " << current_year;
  }
}

TEST(DateTest, EveryYearIsReadWithinFiftyYears) {
  for (int current = 1990; current < 2120; ++current) {
    for (int two_digits = 0; two_digits < 100; ++two_digits) {
      const int year = FullYear(two_digits, current);
      EXPECT_EQ(year % 100, two_digits);
      EXPECT_GE(year, current - 49);
      EXPECT_LE(year, current + 50);
    }
  }
}

TEST(DateTest, DayZeroIsTheLastOfTheMonth) {
  const struct {
    const char* text;
    CivilDay want;
  } kCases[] = {
      // The two examples of the General Specifications, AI (17).
      {"130200", CivilDay(2013, 2, 28)},
      {"160200", CivilDay(2016, 2, 29)},
      {"271200", CivilDay(2027, 12, 31)},
      {"270400", CivilDay(2027, 4, 30)},
  };
  for (const auto& [text, want] : kCases) {
    EXPECT_EQ(ReadDate(text, 2026, DayZero::kLastOfMonth), want) << text;
    EXPECT_EQ(ReadDate(text, 2026, DayZero::kRefused), std::nullopt) << text;
  }
}

TEST(DateTest, DaysThatThereAreNotAreRefused) {
  for (const char* text : {"270001", "271301", "270132", "270229", "270431", "999999", "270000"}) {
    EXPECT_EQ(ReadDate(text, 2026, DayZero::kLastOfMonth), std::nullopt) << text;
  }
  EXPECT_EQ(ReadDate("280229", 2026, DayZero::kRefused), CivilDay(2028, 2, 29));
  // 2100 is no leap year, 2000 was one.
  EXPECT_EQ(ReadDate("000229", 2026, DayZero::kRefused), CivilDay(2000, 2, 29));
  EXPECT_EQ(ReadDate("000229", 2099, DayZero::kRefused), std::nullopt);
}

TEST(DateTest, EveryDayOfTheWindowIsReadAsItWasWritten) {
  const int current = 2026;
  for (CivilDay day(current - 49, 1, 1); day < CivilDay(current + 51, 1, 1); ++day) {
    const auto text = WriteDate(day, current);
    ASSERT_TRUE(text.has_value()) << day;
    EXPECT_EQ(ReadDate(*text, current, DayZero::kRefused), day);
  }
  EXPECT_EQ(WriteDate(CivilDay(current - 50, 12, 31), current), std::nullopt);
  EXPECT_EQ(WriteDate(CivilDay(current + 51, 1, 1), current), std::nullopt);
}

}  // namespace
}  // namespace waystation::inventory::gs1
