#include "clients/cli/import/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace waystation::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Outcome = CsvReader::Outcome;

const std::vector<std::string> kColumns = {"item", "quantity"};

struct Read {
  absl::Status header;
  std::vector<CsvReader::Step> steps;
};

Read ReadAll(const std::string& text, CsvOptions options = {}) {
  std::istringstream input(text);
  CsvReader reader(&input, "f.csv", std::move(options));
  Read read;
  read.header = reader.ReadHeader(kColumns);
  if (!read.header.ok()) return read;
  do {
    read.steps.push_back(reader.Next());
  } while (read.steps.back().outcome == Outcome::kRow ||
           read.steps.back().outcome == Outcome::kBadRow);
  EXPECT_LE(reader.bytes_read(), static_cast<int64_t>(text.size()));
  return read;
}

TEST(CsvReaderTest, LineEndsBomQuotesAndOrderOfColumns) {
  Read read = ReadAll(
      "\xEF\xBB\xBFquantity,item\r\n1,rice\n\"2\",\"a \"\"b\"\", c\"\r\n\r\n3,\"two\nlines\"\n,\n");
  ASSERT_TRUE(read.header.ok()) << read.header;
  ASSERT_EQ(read.steps.size(), 5u);
  EXPECT_THAT(read.steps[0].row.fields, ElementsAre("1", "rice"));
  EXPECT_EQ(read.steps[0].row.Text("item"), "rice");
  EXPECT_THAT(read.steps[1].row.fields, ElementsAre("2", "a \"b\", c"));
  EXPECT_THAT(read.steps[2].row.fields, ElementsAre("3", "two\nlines"));
  EXPECT_EQ(read.steps[2].row.line, 5);
  EXPECT_THAT(read.steps[3].row.fields, ElementsAre("", ""));
  EXPECT_EQ(read.steps[3].row.line, 7);
  EXPECT_EQ(read.steps[4].outcome, Outcome::kEnd);
}

TEST(CsvReaderTest, HeaderNamesMissingUnknownAndTwice) {
  Read read = ReadAll("item,amount,item\n");
  EXPECT_EQ(read.header.message(),
            "f.csv: row 1: column item is there twice; column quantity is missing; column "
            "\"amount\" is not known; want item,quantity");
  EXPECT_THAT(std::string(ReadAll("").header.message()), HasSubstr("the file is empty"));
  EXPECT_THAT(std::string(ReadAll("item;quantity\n").header.message()),
              HasSubstr("column item is missing"));
}

TEST(CsvReaderTest, OptionalColumnsMayBeLeftOut) {
  const auto header = [](const std::string& text) {
    std::istringstream input(text);
    CsvReader reader(&input, "f.csv");
    return std::string(reader.ReadHeader(kColumns, {"gtin"}).message());
  };
  EXPECT_EQ(header("item,quantity\n"), "");
  EXPECT_EQ(header("gtin,item,quantity\n"), "");
  EXPECT_THAT(header("gtin,item,gtin,quantity\n"), HasSubstr("column gtin is there twice"));
  EXPECT_THAT(header("gtin,item\n"), HasSubstr("column quantity is missing"));
}

TEST(CsvReaderTest, RejectColumnsMayStandBeside) {
  Read read = ReadAll("item,quantity,reject_row,reject_reason\nrice,1,7,\"bad, very\"\n");
  ASSERT_TRUE(read.header.ok()) << read.header;
  EXPECT_EQ(read.steps[0].row.Text("quantity"), "1");
}

TEST(CsvReaderTest, OtherColumnsAreKeptWhenAskedFor) {
  CsvOptions options;
  options.others = CsvOptions::Others::kKept;
  Read read = ReadAll("item,region,quantity\nrice,north,1\n", options);
  ASSERT_TRUE(read.header.ok()) << read.header;
  EXPECT_THAT(read.steps[0].row.fields, ElementsAre("rice", "north", "1"));
  EXPECT_EQ(read.steps[0].row.Text("quantity"), "1");
}

// The table of categories that comes with the IFRC catalogue ends so.
TEST(CsvReaderTest, NothingThatMattersIsCutOffInAColumnNotAskedFor) {
  CsvOptions options;
  options.others = CsvOptions::Others::kKept;
  Read read = ReadAll("item,quantity,,\nrice,10,,", options);
  EXPECT_EQ(read.steps[0].outcome, Outcome::kRow);
  read = ReadAll("item,quantity,,\nrice,10,", options);
  EXPECT_EQ(read.steps[0].outcome, Outcome::kBadRow) << "fewer fields";
  options.text_column = "item";
  read = ReadAll("quantity,item\n10,rice", options);
  EXPECT_EQ(read.steps[0].outcome, Outcome::kRow) << "a text, which someone will see";
  EXPECT_TRUE(read.steps[0].row.open);
}

TEST(CsvReaderTest, OtherSeparatorsAreNamedAndTakenWhenSaid) {
  EXPECT_THAT(std::string(ReadAll("item;quantity\nrice;1\n").header.message()),
              HasSubstr("separated by semicolons: say so with --separator"));
  EXPECT_THAT(std::string(ReadAll("\"item\";\"quantity\"\n").header.message()),
              HasSubstr("separated by semicolons: say so with --separator"));
  CsvOptions options;
  options.separator = ';';
  Read read = ReadAll("item;quantity\n\"a;b\";1\n", options);
  ASSERT_TRUE(read.header.ok()) << read.header;
  EXPECT_EQ(read.steps[0].row.Text("item"), "a;b");
}

TEST(CsvReaderTest, AByteOrderMarkOutranksTheEncodingSaid) {
  CsvOptions options;
  options.decoder = *Decoder::Named("windows-1251");
  Read read = ReadAll("\xEF\xBB\xBFitem,quantity\n\xD0\x96,1\n", options);
  ASSERT_TRUE(read.header.ok()) << read.header;
  EXPECT_EQ(read.steps[0].row.Text("item"), "\xD0\x96");
  read = ReadAll("item,quantity\n\xC6,1\n", options);
  EXPECT_EQ(read.steps[0].row.Text("item"), "\xD0\x96");
}

TEST(CsvReaderTest, Utf16IsNamed) {
  std::string utf16("\xFF\xFEi\0t\0e\0m\0", 10);
  EXPECT_THAT(std::string(ReadAll(utf16).header.message()), HasSubstr("UTF-16"));
}

TEST(CsvReaderTest, TruncatedFiles) {
  // Inside a quoted field.
  Read read = ReadAll("item,quantity\nrice,1\n\"bul");
  ASSERT_EQ(read.steps.size(), 2u);
  EXPECT_EQ(read.steps[1].outcome, Outcome::kBroken);
  EXPECT_THAT(read.steps[1].error,
              HasSubstr("f.csv: row 3, column item: the file ends inside a quoted field"));
  // After some fields.
  read = ReadAll("item,quantity\nrice,1\nbulgur");
  EXPECT_EQ(read.steps[1].outcome, Outcome::kBadRow);
  EXPECT_THAT(read.steps[1].error, HasSubstr("row 3: got 1 fields, want 2, the first missing is "
                                             "quantity; the file ends here"));
  // Inside the last value: "10" may be the beginning of "1000".
  read = ReadAll("item,quantity\nrice,10");
  EXPECT_EQ(read.steps[0].outcome, Outcome::kBadRow);
  EXPECT_EQ(read.steps[0].column, "quantity");
  EXPECT_THAT(read.steps[0].error, HasSubstr("row 2, column quantity"));
}

TEST(CsvReaderTest, BadEncodingNamesTheColumnAndGoesOn) {
  Read read = ReadAll("item,quantity\nr\xE9z,1\nrice,2\nx\xC0\xAF,3\n\xED\xA0\x80,4\n");
  ASSERT_EQ(read.steps.size(), 5u);
  EXPECT_EQ(read.steps[0].outcome, Outcome::kBadRow);
  EXPECT_EQ(
      read.steps[0].error,
      "f.csv: row 2, column item: got bytes that are not utf-8 text (r\\xe9z); save the file as "
      "UTF-8, or say with --encoding what it is");
  EXPECT_EQ(read.steps[1].outcome, Outcome::kRow);
  EXPECT_EQ(read.steps[2].outcome, Outcome::kBadRow);
  EXPECT_EQ(read.steps[3].outcome, Outcome::kBadRow);
}

TEST(CsvReaderTest, StrayQuotesAndCarriageReturnsBreakOff) {
  EXPECT_THAT(ReadAll("item,quantity\nri\"ce,1\n").steps[0].error, HasSubstr("a quote inside"));
  EXPECT_THAT(ReadAll("item,quantity\n\"rice\"x,1\n").steps[0].error,
              HasSubstr("text after a closing quote"));
  EXPECT_THAT(ReadAll("item,quantity\nrice\r,1\n").steps[0].error, HasSubstr("carriage return"));
}

TEST(CsvReaderTest, TooManyFieldsAndEndlessQuote) {
  EXPECT_EQ(ReadAll("item,quantity\nrice,1,2\n").steps[0].outcome, Outcome::kBadRow);
  std::string endless = "item,quantity\n\"" + std::string(kMaxFieldBytes + 10, 'x');
  EXPECT_THAT(ReadAll(endless).steps[0].error, HasSubstr("a quoted field does not end"));
}

// Memory stays bounded by the record, not by the file.
TEST(CsvReaderTest, LinesWithoutEndBreakOff) {
  EXPECT_THAT(ReadAll("item,quantity\n" + std::string(8 << 20, 'x')).steps[0].error,
              HasSubstr("row 2, column item: a field is longer than 64 KiB"));
  EXPECT_THAT(ReadAll("item,quantity\n" + std::string(8 << 20, ',')).steps[0].error,
              HasSubstr("line ends are missing"));
  std::string wide;
  for (int i = 0; i < 30; ++i) wide += std::string(60000, 'x') + ",";
  EXPECT_THAT(ReadAll("item,quantity\n" + wide).steps[0].error, HasSubstr("line ends are missing"));
}

TEST(CsvReaderTest, ZeroBytesAreNoText) {
  std::string row("ri\0ce,1\n", 8);
  Read read = ReadAll("item,quantity\n" + row + "rice,2\n");
  EXPECT_EQ(read.steps[0].outcome, Outcome::kBadRow);
  EXPECT_EQ(read.steps[0].column, "item");
  EXPECT_EQ(read.steps[1].outcome, Outcome::kRow);
}

TEST(CsvReaderTest, WrittenLinesReadBack) {
  std::string line = CsvLine({"a,\"b\"\r\nc", ""});
  EXPECT_EQ(line, "\"a,\"\"b\"\"\r\nc\",\r\n");
  EXPECT_THAT(ReadAll("item,quantity\n" + line).steps[0].row.fields,
              ElementsAre("a,\"b\"\r\nc", ""));
}

// Whatever bytes come, the reader ends and never reads past them.
TEST(CsvReaderTest, AnyBytesEnd) {
  uint32_t seed = 20270630;
  std::cout << "seed " << seed << "\n";
  for (int round = 0; round < 2000; ++round) {
    std::string text = "item,quantity\n";
    for (int i = 0; i < 40; ++i) {
      seed = seed * 1664525 + 1013904223;
      constexpr char kBytes[] = "a1,\"\n\r\xC3\xA9\xFF";
      text += kBytes[(seed >> 16) % (sizeof(kBytes) - 1)];
    }
    EXPECT_LT(ReadAll(text).steps.size(), 50u);
  }
}

}  // namespace
}  // namespace waystation::cli
