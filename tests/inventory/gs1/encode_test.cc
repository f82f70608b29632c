#include "services/inventory/gs1/encode.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/gs1/check_digit.h"
#include "services/inventory/gs1/identifier.h"
#include "services/inventory/gs1/parse.h"
#include "tests/support/random.h"

namespace waystation::inventory::gs1 {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;
using waystation::testing::Random;

constexpr int kYear = 2026;

TEST(EncodeTest, ALotReceivedWithoutALabelGetsOne) {
  const auto label = LabelFor({.gtin = "6291041500213",
                               .lot = "A(12)",
                               .expiry = CivilDay(2027, 6, 30),
                               .kind = v1::DATE_KIND_BEST_BEFORE,
                               .serial = "7"},
                              kYear);
  ASSERT_TRUE(label.ok()) << label.status();
  EXPECT_EQ(ElementString(*label),
            "010629104150021315270630"
            "10A(12)\x1D"
            "217");
  EXPECT_EQ(ReadableText(*label), "(01)06291041500213(15)270630(10)A\\(12)(21)7");
  EXPECT_EQ(ReadableText(*LabelFor({.gtin = "96385074"}, kYear)), "(01)00000096385074");
}

TEST(EncodeTest, WhatALabelCantHoldIsRefused) {
  const auto refusal = [](const PackFacts& facts) {
    return std::string(LabelFor(facts, kYear).status().message());
  };
  EXPECT_THAT(refusal({.gtin = "6291041500214"}), HasSubstr("want the check digit 3"));
  EXPECT_THAT(refusal({.gtin = "96385074", .lot = "LOT 7"}), HasSubstr("not \" \""));
  EXPECT_THAT(refusal({.gtin = "96385074", .lot = std::string(21, 'A')}),
              HasSubstr("21 characters, want 1 to 20"));
  EXPECT_THAT(refusal({.gtin = "96385074", .expiry = CivilDay(2077, 1, 1)}),
              HasSubstr("got 2077-01-01, want a day at most 49 years back or 50 ahead"));
}

// A value that the identifier takes.
std::string RandomValue(const Identifier& identifier, Random& random) {
  std::string value;
  for (const Part& part : identifier.parts) {
    if (part.max == 0 || (part.optional && random.OneIn(2))) break;
    const int64_t length = part.min + random.Below(part.max - part.min + 1);
    std::string piece;
    while (static_cast<int64_t>(piece.size()) < length) {
      const char c = static_cast<char>(random.Below(128));
      if (IsIn(part.characters, c)) piece.push_back(c);
    }
    if (part.check == Check::kCheckDigit) {
      piece.back() = CheckDigitOf(piece.substr(0, piece.size() - 1));
    } else if (part.check == Check::kDate || part.check == Check::kWholeDate) {
      piece = absl::StrCat(10 + random.Below(90), 10 + random.Below(3), 10 + random.Below(19));
    } else if (part.check == Check::kTime) {
      piece = absl::StrCat(10 + random.Below(14), 10 + random.Below(50));
    }
    absl::StrAppend(&value, piece);
  }
  return value;
}

TEST(EncodeTest, WhatIsWrittenIsReadBack) {
  std::vector<std::string> all;
  for (int number = 0; number < 10000; ++number) {
    const std::string digits = std::to_string(10000 + number).substr(1);
    for (const size_t length : {2, 3, 4}) {
      const std::string ai = digits.substr(4 - length);
      if (FindIdentifier(ai) != nullptr) all.push_back(ai);
    }
  }
  int labels = 0;
  for (uint64_t seed = 1; seed <= 3000; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Random random(seed);
    std::vector<Element> elements;
    for (int64_t i = 1 + random.Below(6); i > 0; --i) {
      const std::string& ai = random.OneOf(all);
      elements.push_back({ai, RandomValue(*FindIdentifier(ai), random)});
    }
    const absl::StatusOr<Label> label = LabelOf(elements, kYear);
    // The same identifier twice, or (01) with (02).
    if (!label.ok()) continue;
    ++labels;
    const std::string symbol = ElementString(*label);
    const absl::StatusOr<Label> read = Parse(absl::StrCat("]d2", symbol), kYear);
    ASSERT_TRUE(read.ok()) << read.status() << " of " << ReadableText(*label);
    EXPECT_EQ(ElementString(*read), symbol);
    EXPECT_EQ(ReadableText(*read), ReadableText(*label));
    const absl::StatusOr<Label> typed = Parse(ReadableText(*label), kYear);
    ASSERT_TRUE(typed.ok()) << typed.status() << " of " << ReadableText(*label);
    EXPECT_EQ(*typed, *read);
    EXPECT_EQ(read->lot, label->lot);
    EXPECT_EQ(read->expiry, label->expiry);
  }
  EXPECT_GT(labels, 2500);
}

}  // namespace
}  // namespace waystation::inventory::gs1
