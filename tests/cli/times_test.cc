#include "clients/cli/text/times.h"

#include <gtest/gtest.h>

namespace waystation::cli {
namespace {

TEST(TimesTest, Times) {
  absl::TimeZone baku = *ZoneNamed("Asia/Baku");
  absl::Time now = absl::FromCivil(absl::CivilSecond(2027, 6, 30, 14, 0, 0), baku);
  auto shown = [&](absl::string_view text) {
    auto time = ParseTime(text, now, baku);
    return time.ok() ? absl::FormatTime("%Y-%m-%d %H:%M:%S", *time, baku) : "refused";
  };
  EXPECT_EQ(shown("now"), "2027-06-30 14:00:00");
  EXPECT_EQ(shown("3h ago"), "2027-06-30 11:00:00");
  EXPECT_EQ(shown("45 min ago"), "2027-06-30 13:15:00");
  EXPECT_EQ(shown("2 days ago"), "2027-06-28 14:00:00");
  EXPECT_EQ(shown("2027-06-29 08:05"), "2027-06-29 08:05:00");
  EXPECT_EQ(shown("2027-06-29T08:05:00Z"), "2027-06-29 12:05:00");
  EXPECT_EQ(shown("2027-06-29T08:05:00+04:00"), "2027-06-29 08:05:00");
  for (const char* text : {"", "yesterday", "h ago", "3y ago", "2027-13-01 08:00", "08:00"}) {
    EXPECT_EQ(shown(text), "refused") << text;
  }
}

TEST(TimesTest, Days) {
  EXPECT_EQ(*ParseDay("2028-02-29"), absl::CivilDay(2028, 2, 29));
  for (const char* text : {"2027-02-29", "2027-2-9", "27-02-09", "2027-06-31", "0000-01-01", "",
                           "2027/06/30", "2027-06-30x"}) {
    EXPECT_FALSE(ParseDay(text).ok()) << text;
  }
}

TEST(TimesTest, RelativeDays) {
  absl::CivilDay zero(2027, 3, 1);
  EXPECT_EQ(*ParseRelativeDay("0", zero), zero);
  EXPECT_EQ(*ParseRelativeDay("-1", zero), absl::CivilDay(2027, 2, 28));
  EXPECT_EQ(*ParseRelativeDay("+31", zero), absl::CivilDay(2027, 4, 1));
  EXPECT_EQ(*ParseRelativeDay("365", zero), absl::CivilDay(2028, 2, 29));
  EXPECT_EQ(*ParseRelativeDay("2026-01-02", zero), absl::CivilDay(2026, 1, 2));
  for (const char* text :
       {"46387", "", "-", "1.5", "--1", "day", "999999999", "99999999999999999999"}) {
    EXPECT_FALSE(ParseRelativeDay(text, zero).ok()) << text;
  }
}

TEST(TimesTest, Minutes) {
  EXPECT_EQ(*ParseMinutes("00:00"), 0);
  EXPECT_EQ(*ParseMinutes("23:59"), 1439);
  for (const char* text : {"24:00", "7:30", "07:60", "0730", "", "07-30", "-1:00"}) {
    EXPECT_FALSE(ParseMinutes(text).ok()) << text;
  }
}

TEST(TimesTest, AgesAreRoundedDown) {
  EXPECT_EQ(FormatAge(absl::Seconds(-5)), "0 s");
  EXPECT_EQ(FormatAge(absl::Seconds(59)), "59 s");
  EXPECT_EQ(FormatAge(absl::Minutes(59)), "59 min");
  EXPECT_EQ(FormatAge(absl::Hours(3) + absl::Minutes(59)), "3 h");
  EXPECT_EQ(FormatAge(absl::Hours(47)), "47 h");
  EXPECT_EQ(FormatAge(absl::Hours(48)), "2 days");
}

TEST(TimesTest, UnknownZoneIsAnErrorNeverUtc) {
  EXPECT_FALSE(ZoneNamed("Asia/Nowhere").ok());
  EXPECT_FALSE(ZoneNamed("").ok());
}

TEST(TimesTest, ProtoTimesBeforeTheEpoch) {
  absl::Time time = absl::UnixEpoch() - absl::Milliseconds(250);
  EXPECT_EQ(ToProto(time).seconds(), -1);
  EXPECT_EQ(ToProto(time).nanos(), 750000000);
  EXPECT_EQ(FromProto(ToProto(time)), time);
}

}  // namespace
}  // namespace waystation::cli
