#include "services/inventory/domain/scan.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/gs1/parse.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

using ::testing::HasSubstr;

constexpr int kYear = 2026;

gs1::Label LabelOf(const std::string& scan) { return *gs1::Parse(scan, kYear); }

int64_t Day(int year, int month, int day) {
  common::v1::CivilDate date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return DayNumber(date);
}

const int64_t kToday = Day(2026, 11, 28);
const LotDate kUseBy2027 = {
    .dated = true, .expiry_day = Day(2027, 6, 30), .kind = v1::DATE_KIND_USE_BY};

TEST(ScanTest, AllThatIsWrongWithScansIsToldAtOnce) {
  v1::ResolveScanRequest request;
  for (const char* scan : {"(10)A", "(17)271301", "]C0x"}) request.add_scans(scan);
  const auto violations = FieldViolationsOf(ReadScans(request, kYear).status());
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "scans[1]");
  EXPECT_EQ(violations[1].field, "scans[2]");

  request.clear_scans();
  request.add_scans("(10)A(17)271231");
  const auto no_gtin = FieldViolationsOf(ReadScans(request, kYear).status());
  ASSERT_EQ(no_gtin.size(), 1u);
  EXPECT_EQ(no_gtin[0].field, "scans");
  EXPECT_THAT(no_gtin[0].description, HasSubstr("got (17)271231(10)A, want one with a GTIN"));

  request.add_scans("(10)B");
  EXPECT_THAT(FieldViolationsOf(ReadScans(request, kYear).status())[0].description,
              HasSubstr("\"A\" in scan 1 and (10) \"B\" in scan 2"));
}

TEST(ScanTest, TheLotIsThatOfAReceipt) {
  EXPECT_EQ(LotOfLabel(LabelOf("(10)A(17)270630")), "A");
  EXPECT_EQ(LotOfLabel(LabelOf("(15)270600")), "exp-2027-06-30");
  EXPECT_EQ(LotOfLabel(LabelOf("6291041500213")), "");
}

TEST(ScanTest, Findings) {
  const struct {
    const char* scan;
    LotRecord record;
    std::vector<v1::ScanFinding> want;
  } kCases[] = {
      {"(10)A(17)270630", {.date = kUseBy2027, .quantity = 5, .usable = 5}, {}},
      {"(10)A", {.date = kUseBy2027, .quantity = 5, .usable = 1}, {}},
      {"(10)A", {.date = kUseBy2027, .quantity = 5}, {v1::SCAN_FINDING_NONE_USABLE}},
      {"6291041500213", {}, {v1::SCAN_FINDING_NO_LOT}},
      {"(10)A(17)270630", {}, {v1::SCAN_FINDING_LOT_NOT_KNOWN}},
      {"(10)A(17)270630", {.date = kUseBy2027}, {v1::SCAN_FINDING_NOTHING_HELD}},
      {"(10)A(17)261127", {}, {v1::SCAN_FINDING_LOT_NOT_KNOWN, v1::SCAN_FINDING_EXPIRED}},
      {"(10)A(17)261128", {.date = LotDate{}, .quantity = 1, .usable = 1}, {}},
      {"(10)A(15)261127",
       {.date = LotDate{}, .quantity = 1, .usable = 1},
       {v1::SCAN_FINDING_PAST_BEST_BEFORE}},
      {"(10)A(17)280630",
       {.date = kUseBy2027, .quantity = 1, .usable = 1},
       {v1::SCAN_FINDING_DATE_DISAGREES}},
      // The earlier counts: the label's here, the recorded one below.
      {"(10)A(17)261127",
       {.date = kUseBy2027, .quantity = 1, .usable = 1},
       {v1::SCAN_FINDING_EXPIRED, v1::SCAN_FINDING_DATE_DISAGREES}},
      {"(10)A(17)300101",
       {.date = LotDate{.dated = true, .expiry_day = kToday - 1, .kind = v1::DATE_KIND_USE_BY},
        .quantity = 1,
        .usable = 1},
       {v1::SCAN_FINDING_EXPIRED, v1::SCAN_FINDING_DATE_DISAGREES}},
  };
  for (const auto& [scan, record, want] : kCases) {
    EXPECT_EQ(FindingsOf(LabelOf(scan), record, kToday), want) << scan;
  }
}

}  // namespace
}  // namespace waystation::inventory
