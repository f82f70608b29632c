#include "services/inventory/gs1/parse.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/gs1/encode.h"

namespace waystation::inventory::gs1 {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;

constexpr int kScanYear = 2026;

Label Must(absl::string_view scan) {
  const absl::StatusOr<Label> label = Parse(scan, kScanYear);
  EXPECT_TRUE(label.ok()) << label.status();
  return label.ok() ? *label : Label();
}
std::string Refusal(absl::string_view scan) {
  return std::string(Parse(scan, kScanYear).status().message());
}

// What each says, in the readable form.
TEST(ParseTest, PublishedSymbols) {
  const struct {
    absl::string_view scan;
    const char* want;
  } kCases[] = {
      // GS1 DataMatrix Guideline, the example of encoding.
      {"]d2010950110102091717190508"
       "10ABCD1234\x1D"
       "2110",
       "(01)09501101020917(17)190508(10)ABCD1234(21)10"},
      // GS1 Digital Link standard, the same label in three forms.
      {"(01)09506000134352(17)201225(10)ABC123", "(01)09506000134352(17)201225(10)ABC123"},
      {"01095060001343521720122510ABC123", "(01)09506000134352(17)201225(10)ABC123"},
      // GS1 example medicine pack.
      {"(01)09501101530003(17)140704(10)AB-123", "(01)09501101530003(17)140704(10)AB-123"},
      // GS1 Barcode Syntax Engine, its tests of scan data.
      {"]Q3011231231231233310ABC123\x1D"
       "99TESTING",
       "(01)12312312312333(10)ABC123(99)TESTING"},
      {"]C1011231231231233310ABC123\x1D"
       "99TESTING",
       "(01)12312312312333(10)ABC123(99)TESTING"},
      {"]e0011231231231233310ABC123\x1D"
       "99TESTING\x1D"
       "98COMPOSITE\x1D"
       "97XYZ",
       "(01)12312312312333(10)ABC123(99)TESTING(98)COMPOSITE(97)XYZ"},
      {"]J1011231231231233310ABC123\x1D"
       "99TESTING\x1D",
       "(01)12312312312333(10)ABC123(99)TESTING"},
      {"]E02112345678900", "(01)02112345678900"},
      {"]E402345673", "(01)00000002345673"},
      // The same, element strings without brackets, "^" for FNC1.
      {"^0112345678901231235XYZ^10BATCH", "(01)12345678901231(235)XYZ(10)BATCH"},
      {"^1012345^11991225", "(11)991225(10)12345"},
      // GS1 General Specifications, logistic label.
      {"(00)106141412345678908", "(00)106141412345678908"},
  };
  for (const auto& [scan, want] : kCases) EXPECT_EQ(ReadableText(Must(scan)), want);
}

TEST(ParseTest, AMedicinePack) {
  const Label label = Must(
      "]d2010950600013435217271200\x1D"
      "10LOT/7-a\x1D"
      "21SER_1");
  EXPECT_EQ(label.gtin, "09506000134352");
  EXPECT_FALSE(label.is_content);
  EXPECT_EQ(label.lot, "LOT/7-a");
  EXPECT_EQ(label.serial, "SER_1");
  EXPECT_EQ(label.expiry, CivilDay(2027, 12, 31));
  EXPECT_EQ(label.kind, v1::DATE_KIND_USE_BY);
}

TEST(ParseTest, APalletOfFood) {
  const Label label = Must("(00)106141412345678908(02)09506000134352(15)270630(37)0048(10)F3");
  EXPECT_EQ(label.sscc, "106141412345678908");
  EXPECT_EQ(label.gtin, "09506000134352");
  EXPECT_TRUE(label.is_content);
  EXPECT_EQ(label.content_count, 48);
  EXPECT_EQ(label.expiry, CivilDay(2027, 6, 30));
  EXPECT_EQ(label.kind, v1::DATE_KIND_BEST_BEFORE);
}

TEST(ParseTest, WhichDateCounts) {
  EXPECT_EQ(Must("(15)270101(17)270601").expiry, CivilDay(2027, 6, 1));
  EXPECT_EQ(Must("(15)270101(17)270601").kind, v1::DATE_KIND_USE_BY);
  EXPECT_EQ(Must("(7003)2706011430").expiry, CivilDay(2027, 6, 1));
  EXPECT_EQ(Must("(7003)2706011430").kind, v1::DATE_KIND_USE_BY);
  EXPECT_EQ(Must("(16)270101").expiry, std::nullopt);
  EXPECT_EQ(Must("(11)250101").production, CivilDay(2025, 1, 1));
  EXPECT_EQ(Must("(11)250101").kind, v1::DATE_KIND_NONE);
  EXPECT_THAT(Refusal("(17)270601(7003)2706021430"),
              HasSubstr("got 2027-06-01 (17) and 2027-06-02 (7003)"));
}

TEST(ParseTest, WhatStandsForFnc1) {
  for (const char* fnc1 : {"\x1D", "^", "^]", "\xE2\x90\x9D"}) {
    const Label label = Must(absl::StrCat("010950600013435210A1", fnc1, "17271231"));
    EXPECT_EQ(label.lot, "A1") << fnc1;
    EXPECT_EQ(label.expiry, CivilDay(2027, 12, 31)) << fnc1;
    EXPECT_EQ(Must(absl::StrCat(fnc1, "0109506000134352", fnc1, "10A1", fnc1)).lot, "A1") << fnc1;
    EXPECT_EQ(Must(absl::StrCat("(10)A1", fnc1, "(17)271231")).lot, "A1") << fnc1;
  }
  // All of these may be in a lot.
  EXPECT_EQ(Must("10A<GS>17271231").lot, "A<GS>17271231");
}

TEST(ParseTest, WhatPeopleCopy) {
  EXPECT_EQ(ReadableText(Must(" (01) 09506000134352 (17) 271231 (10) A1 \r\n")),
            "(01)09506000134352(17)271231(10)A1");
  // Brackets are letters of lots too.
  EXPECT_EQ(Must("(10)A(B)").lot, "A(B)");
  EXPECT_EQ(Must("(10)A(1)").lot, "A(1)");
  EXPECT_EQ(Must("(10)A\\(12)").lot, "A(12)");
  EXPECT_EQ(Must("10A(12)").lot, "A(12)");
  EXPECT_THAT(Refusal("(10)A(12)"), HasSubstr("at character 6: (12 DUE DATE): got \"\""));
  EXPECT_THAT(Refusal("(01)0950 6000134352"), HasSubstr("15 characters, want 14"));
}

TEST(ParseTest, DigitsAlone) {
  EXPECT_EQ(Must("96385074").gtin, "00000096385074");
  EXPECT_EQ(Must("036000291452").gtin, "00036000291452");
  EXPECT_EQ(Must("6291041500213\r").gtin, "06291041500213");
  EXPECT_EQ(Must("10614141000019").gtin, "10614141000019");
  EXPECT_EQ(Must("]I110614141000019").gtin, "10614141000019");
  // A date in a barcode of its own: no GTIN-8 begins with 15 or 17, whatever its last digit.
  for (int day = 10; day < 30; ++day) {
    EXPECT_EQ(Must(absl::StrCat("172706", day)).expiry, CivilDay(2027, 6, day));
    EXPECT_EQ(Must(absl::StrCat("152706", day)).kind, v1::DATE_KIND_BEST_BEFORE);
  }
  // Date and lot, as long as a GTIN-14 by chance.
  EXPECT_EQ(ReadableText(Must("17261231101234")), "(17)261231(10)1234");
  EXPECT_EQ(ReadableText(Must("]C110614141000019")), "(10)614141000019");
  EXPECT_EQ(
      Refusal("6291041500214"),
      "got \"6291041500214\", want the check digit 3 at its end: a digit was misread, mistyped "
      "or changed place; a lot alone is written (10)LOT, a date (17)YYMMDD");
  EXPECT_THAT(Refusal("10614141000018"), HasSubstr("want the check digit 9"));
  EXPECT_THAT(Refusal("17279931"), HasSubstr("want the check digit"));
}

TEST(ParseTest, RefusedWithPlaceAndWhatIsWanted) {
  const struct {
    absl::string_view scan;
    const char* want;
  } kCases[] = {
      {"", "at character 1: got nothing, want a barcode's text"},
      {"]d2", "at character 4: got nothing, want a barcode's text"},
      {"\x1D\x1D", "got nothing"},
      {"]C0ABC", "at character 1: got \"]C0\", a symbol that holds no GS1 data"},
      {"]d1010950600013435210A", "got \"]d1\", a symbol that holds no GS1 data"},
      {"]", "got \"]\", a symbol"},
      {"]E0629104150021", "got \"629104150021\", want the check digit"},
      {"]E4(01)09506000134352", "want a GTIN of 8, 12, 13 or 14 digits"},
      {"PARACETAMOL", "at character 1: got \"PARA\", want a GS1 application identifier"},
      {"]d20109506000134352889912", "at character 20: got \"8899\", want a GS1 application"},
      {"(01)09506000134352(7777)1", "at character 19: got \"(777\", want a GS1 application"},
      {"(1)23", "at character 1: got \"(1)2\""},
      {"(01", "at character 1: got \"(01\""},
      {"(01)09506000134353",
       "at character 1: (01 GTIN): got \"09506000134353\", want the check digit 2"},
      {"0109506000134353", "want the check digit 2 at its end"},
      {"01095060001", "(01 GTIN): got \"095060001\", 9 characters, want 14"},
      {"010950600013\x1D"
       "10A",
       "(01 GTIN): got \"0950600013\", 10 characters, want 14"},
      {"(17)271301", "(17 USE BY or EXPIRY): got \"271301\", want a day that there is"},
      {"(17)270229", "want a day that there is"},
      {"(7003)2702281260", "want a time, HHMM"},
      {"(7003)2702001200", "want a day that there is, YYMMDD"},
      {"(10)", "(10 BATCH/LOT): got \"\", 0 characters, want 1 to 20"},
      {"(10)123456789012345678901",
       "21 characters, want 1 to 20; was the separator behind it lost?"},
      {"010950600013435210LOT12345671727123121SERIAL", "was the separator behind it lost?"},
      {"(10)LOT 7", "want letters, digits and !\"%&'()*+,-./:;<=>?_ without spaces, not \" \""},
      {"(10)ЛОТ", "not \"<D0>\""},
      {"(37)4x", "(37 COUNT): got \"4x\", want digits, not \"x\""},
      {"(10)A(10)B", "got (10) \"A\" and (10) \"B\", want one value, of one label"},
      {"10A\x1D"
       "10B",
       "got (10) \"A\" and (10) \"B\""},
      {"(01)09506000134352(02)09506000134352", "want the label of a pack (01) or of a pallet"},
      {"https://id.gs1.org/01/09506000134352",
       "got a web address (GS1 Digital Link), want GS1 data"},
  };
  for (const auto& [scan, want] : kCases) EXPECT_THAT(Refusal(scan), HasSubstr(want)) << scan;
  EXPECT_EQ(Refusal(std::string(kMaxScanBytes + 1, '1')), "got 501 bytes, want at most 500");
}

TEST(ParseTest, PositionsAreThoseOfTheTextAsGiven) {
  EXPECT_THAT(Refusal("  ]d210A\xE2\x90\x9D"
                      "17279999"),
              HasSubstr("at character 10: (17"));
  EXPECT_THAT(Refusal("10A^]17279999"), HasSubstr("at character 6: (17"));
}

TEST(ParseTest, TheSameTwiceIsNoContradiction) {
  EXPECT_EQ(ReadableText(Must("(10)A(37)12(10)A(37)0012")), "(10)A(37)12");
}

TEST(CombineTest, GtinAndLotInTwoBarcodes) {
  const auto label = Combine({Must("6291041500213"), Must("]C11727123110A1")}, kScanYear);
  ASSERT_TRUE(label.ok()) << label.status();
  EXPECT_EQ(label->gtin, "06291041500213");
  EXPECT_EQ(label->lot, "A1");
  EXPECT_EQ(label->expiry, CivilDay(2027, 12, 31));
  EXPECT_EQ(*label, Must("(01)06291041500213(17)271231(10)A1"));
}

TEST(CombineTest, ContradictionsNameBothValuesAndTheirScans) {
  const auto refusal = [](absl::string_view first, absl::string_view second) {
    return std::string(Combine({Must(first), Must(second)}, kScanYear).status().message());
  };
  EXPECT_EQ(refusal("(10)A", "(10)B"),
            "got (10) \"A\" in scan 1 and (10) \"B\" in scan 2, want one value, of one label");
  EXPECT_THAT(refusal("(17)271231", "(17)271200"), HasSubstr("\"271231\" in scan 1"));
  EXPECT_THAT(refusal("6291041500213", "10614141000019"),
              HasSubstr("(01) \"06291041500213\" in scan 1 and (01) \"10614141000019\" in scan 2"));
  EXPECT_THAT(refusal("(01)06291041500213", "(02)06291041500213"), HasSubstr("not both"));
  EXPECT_THAT(refusal("(17)271231", "(7003)2712301200"), HasSubstr("want one day"));
  EXPECT_TRUE(Combine({Must("6291041500213"), Must("(01)06291041500213(10)A")}, kScanYear).ok());
}

}  // namespace
}  // namespace waystation::inventory::gs1
