// Reports as tables and as CSV with HXL tags.
#include "clients/cli/report/report_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace waystation::cli {
namespace {

using testing::HasSubstr;

inventory::v1::ReportBasis BasisOf(int day) {
  inventory::v1::ReportBasis basis;
  basis.mutable_as_of_date()->set_year(2027);
  basis.mutable_as_of_date()->set_month(6);
  basis.mutable_as_of_date()->set_day(day);
  return basis;
}

TEST(ReportSheetTest, CsvHasTitlesTagsAndPlainValues) {
  ReportSheet sheet({{"name", "#item+name"},
                     {"days left", "#indicator+days_left+num"},
                     {"shown only", "", ShownIn::kTable},
                     {"unit", "#item+unit", ShownIn::kCsv}});
  sheet.Add({TextCell("Düyü, \"ağ\""), CountCell(-3), TextCell("x"), TextCell("g")});
  const std::string text = sheet.ToCsv(true, "a-hospital", BasisOf(30));
  EXPECT_EQ(text,
            "\xEF\xBB\xBF"
            "data,facility,as_of,last_record,name,days_left,unit\r\n"
            "#meta+kind,#loc+code,#date+as_of,#date+reported,#item+name,#indicator+days_left+num,"
            "#item+unit\r\n"
            "EXERCISE,a-hospital,2027-06-30,,\"Düyü, \"\"ağ\"\"\",-3,g\r\n");
  EXPECT_THAT(sheet.ToCsv(false, "a-hospital", BasisOf(30)), HasSubstr("\r\nREAL,"));
}

// What a spreadsheet would run stays text; numbers stay numbers.
TEST(ReportSheetTest, TextIsNoFormula) {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"}) {
    EXPECT_EQ(PlainCell(text), std::string("'") + text);
  }
  for (const char* text : {"", "rice", "1-2", "'quoted"}) EXPECT_EQ(PlainCell(text), text);
  ReportSheet sheet({{"lot", "#item+lot"}, {"net", "#indicator+num"}});
  sheet.Add({TextCell("=HYPERLINK(\"http://x\")"), CountCell(-5)});
  EXPECT_THAT(sheet.ToCsv(false, "f", BasisOf(1)),
              HasSubstr("\"'=HYPERLINK(\"\"http://x\"\")\",-5\r\n"));
}

TEST(ReportSheetTest, ATableLeavesOutWhatIsForPrograms) {
  ReportSheet sheet({{"item", "#item+code", ShownIn::kCsv}, {"name", "#item+name"}});
  sheet.Add({TextCell("rice"), TextCell("Düyü")});
  EXPECT_EQ(sheet.ToTable().Render(), "name\nDüyü\n");
}

}  // namespace
}  // namespace waystation::cli
