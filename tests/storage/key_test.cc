#include "storage/key.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <tuple>
#include <vector>

#include "absl/strings/escaping.h"
#include "tests/storage/support/temp_folder.h"

namespace waystation::storage {
namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

std::string Hex(KeyBuilder& builder) { return absl::BytesToHexString(builder.Take()); }

// These bytes are on disk: a change here is a new row format for every service.
TEST(Key, Vectors) {
  EXPECT_EQ(Hex(KeyBuilder(1).Int64(0)), "018000000000000000");
  EXPECT_EQ(Hex(KeyBuilder(1).Int64(1)), "018000000000000001");
  EXPECT_EQ(Hex(KeyBuilder(1).Int64(-1)), "017fffffffffffffff");
  EXPECT_EQ(Hex(KeyBuilder(1).Int64(kMin)), "010000000000000000");
  EXPECT_EQ(Hex(KeyBuilder(1).Int64(kMax)), "01ffffffffffffffff");
  EXPECT_EQ(Hex(KeyBuilder(2).DescendingInt64(0)), "027fffffffffffffff");
  EXPECT_EQ(Hex(KeyBuilder(2).DescendingInt64(kMax)), "020000000000000000");
  EXPECT_EQ(Hex(KeyBuilder(255).String("")), "ff0001");
  EXPECT_EQ(Hex(KeyBuilder(3).String("ab")), "0361620001");
  EXPECT_EQ(Hex(KeyBuilder(3).String(absl::string_view("a\0b", 3))), "036100ff620001");
  EXPECT_EQ(Hex(KeyBuilder(3).String("\xff")), "03ff0001");
  EXPECT_EQ(Hex(KeyBuilder(4).DescendingString("a")), "049efffe");
  EXPECT_EQ(Hex(KeyBuilder(4).DescendingString(absl::string_view("\0", 1))), "04ff00fffe");
  EXPECT_EQ(Hex(KeyBuilder(5).String("f").Int64(2).String("x")),
            "0566000180000000000000027800"
            "01");
}

TEST(Key, PrefixEnd) {
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd("a\xff\xff"), "b");
  EXPECT_EQ(PrefixEnd("\xff"), "");
  EXPECT_EQ(PrefixEnd(""), "");
  EXPECT_EQ(PrefixEnd("\x7f"), "\x80");
}

TEST(Key, DamagedBytesAreNoticed) {
  const std::string key = KeyBuilder(1).String("ab").Int64(7).DescendingString("c").Take();
  for (size_t length = 0; length < key.size(); ++length) {
    KeyReader reader(absl::string_view(key).substr(0, length));
    reader.String();
    reader.Int64();
    EXPECT_EQ(reader.DescendingString(), "");
    EXPECT_FALSE(reader.ok()) << length;
    EXPECT_FALSE(reader.AtEnd());
  }
  KeyReader bad_escape(absl::string_view("\x01\x00\x02", 3));
  EXPECT_EQ(bad_escape.String(), "");
  EXPECT_FALSE(bad_escape.ok());
  const std::string longer = key + "x";
  KeyReader rest(longer);
  rest.String();
  rest.Int64();
  rest.DescendingString();
  EXPECT_TRUE(rest.ok());
  EXPECT_FALSE(rest.AtEnd());
}

using Parts = std::tuple<std::string, int64_t, std::string, int64_t>;

std::string Encode(const Parts& parts) {
  return KeyBuilder(9)
      .String(std::get<0>(parts))
      .DescendingInt64(std::get<1>(parts))
      .DescendingString(std::get<2>(parts))
      .Int64(std::get<3>(parts))
      .Take();
}

bool Before(const Parts& a, const Parts& b) {
  if (std::get<0>(a) != std::get<0>(b)) return std::get<0>(a) < std::get<0>(b);
  if (std::get<1>(a) != std::get<1>(b)) return std::get<1>(a) > std::get<1>(b);
  if (std::get<2>(a) != std::get<2>(b)) return std::get<2>(a) > std::get<2>(b);
  return std::get<3>(a) < std::get<3>(b);
}

TEST(Key, RandomRoundTripAndOrder) {
  std::mt19937_64 random(testing::TestSeed());
  // Few different bytes and lengths, so that prefixes and escapes meet often.
  const auto text = [&] {
    static constexpr char kBytes[] = {'\0', '\x01', 'a', '\xfe', '\xff'};
    std::string result;
    for (uint64_t n = random() % 5; n > 0; --n) result.push_back(kBytes[random() % 5]);
    return result;
  };
  const auto number = [&]() -> int64_t {
    static constexpr int64_t kEdges[] = {kMin, kMin + 1, -256, -1, 0, 1, 255, kMax - 1, kMax};
    return random() % 2 == 0 ? kEdges[random() % 9] : static_cast<int64_t>(random());
  };
  std::vector<Parts> all;
  for (int i = 0; i < 20000; ++i) {
    const Parts parts(text(), number(), text(), number());
    const std::string key = Encode(parts);
    KeyReader reader(key);
    EXPECT_EQ(reader.table(), 9);
    EXPECT_EQ(reader.String(), std::get<0>(parts));
    EXPECT_EQ(reader.DescendingInt64(), std::get<1>(parts));
    EXPECT_EQ(reader.DescendingString(), std::get<2>(parts));
    EXPECT_EQ(reader.Int64(), std::get<3>(parts));
    ASSERT_TRUE(reader.AtEnd());
    all.push_back(parts);
  }
  std::sort(all.begin(), all.end(), Before);
  for (size_t i = 1; i < all.size(); ++i) {
    ASSERT_EQ(Encode(all[i - 1]) < Encode(all[i]), Before(all[i - 1], all[i])) << i;
    ASSERT_EQ(Encode(all[i - 1]) == Encode(all[i]), all[i - 1] == all[i]) << i;
  }
}

TEST(Key, AStringIsThePrefixOfItsOwnKeysOnly) {
  const std::string prefix = KeyBuilder(1).String("a").Take();
  const std::string end = PrefixEnd(prefix);
  for (const std::string& word : {std::string("a"), std::string("ab"), std::string("a\0", 2)}) {
    const std::string key = KeyBuilder(1).String(word).Int64(5).Take();
    EXPECT_EQ(prefix <= key && key < end, word == "a") << word;
  }
}

}  // namespace
}  // namespace waystation::storage
