#include "services/inventory/gs1/check_digit.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/gs1/identifier.h"

namespace waystation::inventory::gs1 {
namespace {

using ::testing::HasSubstr;

TEST(CheckDigitTest, PublishedNumbers) {
  for (const char* number : {
           "6291041500213",       // GS1, "How to calculate a check digit manually".
           "106141412345678908",  // SSCC, GS1 General Specifications, logistic labels.
           "006141411234567890",  // SSCC, the same.
           "10614141000019",      // GTIN-14, the same.
           "036000291452",        // UPC-A, ISO/IEC 15420.
           "96385074",            // EAN-8, the same.
           "09506000134352",      // GS1 Digital Link standard.
           "09501101020917",      // GS1 DataMatrix Guideline.
           "12312312312333",      // GS1 Barcode Syntax Engine.
           "02345673",            // GTIN-8, the same.
       }) {
    EXPECT_TRUE(EndsWithCheckDigit(number)) << number;
  }
}

TEST(CheckDigitTest, EverySingleWrongDigitIsFound) {
  const std::string right = "09506000134352";
  for (size_t i = 0; i < right.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string other = right;
      other[i] = digit;
      EXPECT_EQ(Gtin14(other).ok(), other == right) << other;
    }
  }
}

TEST(CheckDigitTest, GtinsAreKeptWithFourteenDigits) {
  EXPECT_EQ(*Gtin14("96385074"), "00000096385074");
  EXPECT_EQ(*Gtin14("036000291452"), "00036000291452");
  EXPECT_EQ(*Gtin14("6291041500213"), "06291041500213");
  EXPECT_EQ(*Gtin14("10614141000019"), "10614141000019");
}

TEST(CheckDigitTest, WhatIsNoGtinIsToldWhy) {
  EXPECT_EQ(
      Gtin14("6291041500214").status().message(),
      "got \"6291041500214\", want the check digit 3 at its end: a digit was misread, mistyped "
      "or changed place");
  for (const char* text : {"", "1234567", "123456789", "62910415002134567", "629104150021x",
                           "-6291041500213", "٦٢٩١"}) {
    EXPECT_THAT(Gtin14(text).status().message(), HasSubstr("want a GTIN of 8, 12, 13 or 14 digits"))
        << text;
  }
  EXPECT_THAT(Gtin14("00000000000000").status().message(), HasSubstr("zeros alone"));
}

// Figure 7.8.5-2 of the General Specifications: with these first two digits an element has a length
// set in advance, so that no FNC1 ends it. The table has to agree, or elements would run together.
TEST(IdentifierTest, IdentifiersOfPredefinedLengthHaveThatLength) {
  const auto length_of = [](const std::string& two) {
    if (two == "00") return 20;
    if (two == "01" || two == "02" || two == "03" || two == "41") return 16;
    if (two == "04") return 18;
    if ("11" <= two && two <= "19") return 8;
    if (two == "20") return 4;
    if ("31" <= two && two <= "36") return 10;
    return 0;
  };
  int known = 0;
  for (int number = 0; number < 10000; ++number) {
    for (int digits = 2; digits <= 4; ++digits) {
      std::string ai = std::to_string(number);
      if (static_cast<int>(ai.size()) > digits) continue;
      ai.insert(0, digits - ai.size(), '0');
      const int length = length_of(ai.substr(0, 2));
      EXPECT_EQ(HasPredefinedLength(ai), length != 0) << ai;
      const Identifier* identifier = FindIdentifier(ai);
      if (identifier == nullptr) continue;
      ++known;
      EXPECT_GE(MinLength(*identifier), 1) << ai;
      if (length == 0) continue;
      EXPECT_EQ(static_cast<int>(ai.size()) + MaxLength(*identifier), length) << ai;
      EXPECT_EQ(MinLength(*identifier), MaxLength(*identifier)) << ai;
    }
  }
  EXPECT_GT(known, 400);
}

TEST(IdentifierTest, NoIdentifierBeginsWithAnother) {
  for (int number = 0; number < 10000; ++number) {
    std::string ai = std::to_string(number);
    ai.insert(0, 4 - ai.size(), '0');
    int known = 0;
    for (const size_t digits : {2, 3, 4}) {
      known += FindIdentifier(ai.substr(0, digits)) == nullptr ? 0 : 1;
    }
    EXPECT_LE(known, 1) << ai;
  }
}

TEST(IdentifierTest, CharacterSetsHaveAsManyCharactersAsTheirNamesSay) {
  const auto size_of = [](Characters characters) {
    int size = 0;
    for (int c = 0; c < 256; ++c) size += IsIn(characters, static_cast<char>(c)) ? 1 : 0;
    return size;
  };
  EXPECT_EQ(size_of(Characters::kDigits), 10);
  EXPECT_EQ(size_of(Characters::kText), 82);
  EXPECT_EQ(size_of(Characters::kCode), 39);
  EXPECT_EQ(size_of(Characters::kToken), 65);  // Set 64 and "=", which fills up its end.
}

}  // namespace
}  // namespace waystation::inventory::gs1
