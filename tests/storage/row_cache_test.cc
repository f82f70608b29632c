#include "storage/rocks/row_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>

#include "tests/storage/support/temp_folder.h"

namespace waystation::storage {
namespace {

// What it tells of a row is true, however often it forgets.
TEST(RowCache, NeverTellsAnotherValueThanTheLast) {
  std::mt19937_64 random(testing::TestSeed());
  std::map<std::string, std::string> rows;
  RowCache cache(64 << 10);
  int64_t found = 0;
  for (int step = 0; step < 20'000; ++step) {
    const std::string key = "row " + std::to_string(random() % 200);
    const auto row = rows.find(key);
    const std::optional<std::string> now =
        row == rows.end() ? std::nullopt : std::optional<std::string>(row->second);
    if (random() % 4 != 0) {
      if (std::optional<std::string> held = "another"; cache.Find(key, &held)) {
        ASSERT_EQ(held, now) << step;
        ++found;
      } else {
        cache.Insert(key, now);
      }
      continue;
    }
    // Sometimes too large to be kept.
    const std::string value(random() % 1200, static_cast<char>('a' + step % 26));
    const bool deleted = random() % 5 == 0;
    const uint64_t before = cache.version();
    cache.Apply({{key, deleted ? std::nullopt : std::optional<std::string>(value)}});
    EXPECT_NE(cache.version(), before);
    if (deleted) {
      rows.erase(key);
    } else {
      rows[key] = value;
    }
  }
  EXPECT_GT(found, 1000);
}

// What it holds of rows "0" to "<rows - 1>".
size_t BytesHeld(RowCache& cache, int rows) {
  size_t bytes = 0;
  std::optional<std::string> value;
  for (int i = 0; i < rows; ++i) {
    if (cache.Find(std::to_string(i), &value) && value.has_value()) bytes += value->size();
  }
  return bytes;
}

bool Holds(RowCache& cache, const std::string& key) {
  std::optional<std::string> value;
  return cache.Find(key, &value);
}

TEST(RowCache, ValuesThatGrowCountAgainstTheBudget) {
  constexpr size_t kBudget = 64 << 10;
  constexpr int kRows = 300;
  RowCache cache(kBudget);
  for (int i = 0; i < kRows; ++i) cache.Insert(std::to_string(i), std::nullopt);
  size_t most = 0;
  for (int i = 0; i < kRows; ++i) {
    cache.Apply({{std::to_string(i), std::string(1000, 'x')}});
    most = std::max(most, BytesHeld(cache, kRows));
    ASSERT_LE(most, kBudget) << i;
  }
  EXPECT_GT(most, kBudget / 4);
}

TEST(RowCache, WhatWasForgottenOrTakesNoMoreCountsNoMore) {
  RowCache cache(64 << 10);
  cache.Insert("kept", std::string("1"));
  for (int i = 0; i < 1000; ++i) {
    cache.Insert("grows", std::string(1000, 'x'));
    cache.Apply({{"grows", std::string(1100, 'x')}});
    ASSERT_FALSE(Holds(cache, "grows"));
    cache.Insert("deleted", std::string(1000, 'x'));
    cache.Apply({{"deleted", std::nullopt}});
    cache.Insert("again", std::string(1000, 'x'));
  }
  EXPECT_TRUE(Holds(cache, "kept"));
}

TEST(RowCache, KeepsWhatIsUsedAndForgetsTheRest) {
  RowCache cache(20 << 10);
  cache.Insert("used", std::string("1"));
  cache.Insert("unused", std::string("2"));
  for (int i = 0; i < 1000; ++i) {
    cache.Insert(std::to_string(i), std::nullopt);
    ASSERT_TRUE(Holds(cache, "used")) << i;
  }
  EXPECT_FALSE(Holds(cache, "unused"));
  cache.Clear();
  EXPECT_FALSE(Holds(cache, "used"));
}

}  // namespace
}  // namespace waystation::storage
