#include "services/runtime/validate.h"

#include <gtest/gtest.h>

#include "services/runtime/civil.h"

namespace waystation::runtime {
namespace {

TEST(ValidateTest, Ids) {
  for (const char* good : {"a", "khojaly-field-hospital", "0", "a1"})
    EXPECT_TRUE(IsId(good)) << good;
  for (const char* bad : {"", "-a", "a-", "A", "a_b", "a b", "é"}) EXPECT_FALSE(IsId(bad)) << bad;
  EXPECT_TRUE(IsId(std::string(63, 'a')));
  EXPECT_FALSE(IsId(std::string(64, 'a')));
}

TEST(ValidateTest, Names) {
  using Ids = std::vector<std::string>;
  EXPECT_EQ(SplitName("facilities/x/movements/y", "facilities/*/movements/*"), (Ids{"x", "y"}));
  for (const char* bad : {"facilities/x", "facilities//movements/y", "facilities/x/movements/y/",
                          "items/x/movements/y", "facilities/X/movements/y", ""}) {
    EXPECT_FALSE(SplitName(bad, "facilities/*/movements/*").has_value()) << bad;
  }
}

TEST(ValidateTest, ViolationsSayWhatWasGotAndWanted) {
  Violations violations;
  CheckRequestId(violations, "request_id", "short");
  CheckRange(violations, "lines[2].quantity", -3, 1, 10);
  CheckText(violations, "note", "a\x01", 0, 10);
  CheckText(violations, "note", "Թեյ", 1, 3);  // Characters, not bytes.
  ASSERT_EQ(violations.size(), 3);
  EXPECT_EQ(violations[0].field, "request_id");
  EXPECT_EQ(violations[0].description, "got 5 bytes, want 16");
  EXPECT_EQ(violations[1].field, "lines[2].quantity");
  EXPECT_EQ(violations[1].description, "got -3, want 1 to 10");
}

TEST(ValidateTest, DatesAndTimes) {
  common::v1::CivilDate date;
  date.set_year(2026);
  date.set_month(2);
  date.set_day(29);
  Violations violations;
  CheckDate(violations, "expiry_date", true, date, Presence::kOptional);
  EXPECT_EQ(violations.size(), 1);
  date.set_day(28);
  CheckDate(violations, "expiry_date", true, date, Presence::kOptional);
  CheckDate(violations, "expiry_date", false, {}, Presence::kOptional);
  EXPECT_EQ(violations.size(), 1);
  CheckDate(violations, "expiry_date", false, {}, Presence::kRequired);
  google::protobuf::Timestamp time;
  CheckTimestamp(violations, "happened_time", true, time, Presence::kRequired);
  EXPECT_EQ(violations.size(), 3);
  time.set_seconds(1770000000);
  CheckTimestamp(violations, "happened_time", true, time, Presence::kRequired);
  EXPECT_EQ(violations.size(), 3);
}

TEST(ValidateTest, LocalizedTexts) {
  google::protobuf::RepeatedPtrField<common::v1::LocalizedText> texts;
  Violations violations;
  CheckLocalizedTexts(violations, "display_names", texts);
  EXPECT_EQ(violations.size(), 1);
  for (const char* language : {"en", "hy", "en"}) {
    auto* text = texts.Add();
    text->set_language(language);
    text->set_text("x");
  }
  violations.clear();
  CheckLocalizedTexts(violations, "display_names", texts);
  ASSERT_EQ(violations.size(), 1);
  EXPECT_EQ(violations[0].field, "display_names[2].language");
}

TEST(CivilTest, ZonesThatAreNot) {
  EXPECT_TRUE(LoadZone("Asia/Baku").ok());
  EXPECT_TRUE(LoadZone("UTC").ok());
  for (const char* bad : {"", "Asia/Nowhere", "/etc/localtime", "../etc/passwd", "Baku"}) {
    EXPECT_FALSE(LoadZone(bad).ok()) << bad;
  }
}

TEST(CivilTest, DayNumbers) {
  EXPECT_EQ(DayNumber(absl::CivilDay(1970, 1, 1)), 0);
  EXPECT_EQ(DayNumber(absl::CivilDay(1969, 12, 31)), -1);
  EXPECT_EQ(DayOfNumber(DayNumber(absl::CivilDay(2026, 3, 1))), absl::CivilDay(2026, 3, 1));
}

}  // namespace
}  // namespace waystation::runtime
