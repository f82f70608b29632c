// What every row store and reader must do: memory, RocksDB, and the overlay over either.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>

#include "storage/memory/memory_rows.h"
#include "storage/overlay.h"
#include "storage/rocks/rocks_database.h"
#include "tests/storage/support/temp_folder.h"

namespace waystation::storage {
namespace {

using Model = std::map<std::string, std::string>;

std::string Key(uint64_t number) {
  // Zero bytes and FF at the edges of the order, and prefixes of each other.
  static const std::string kKeys[] = {
      "",        std::string("\0", 1), "\x01", "\x01\x01", "a", "ab", "abc", "b", "b\xff", "\xff",
      "\xff\xff"};
  return kKeys[number % 11];
}

Model ReadAll(const RowReader& reader, absl::string_view begin, absl::string_view end) {
  Model rows;
  auto cursor = reader.Scan(begin, end);
  std::string last;
  for (; cursor->Valid(); cursor->Next()) {
    EXPECT_TRUE(rows.empty() || last < cursor->key());
    last = std::string(cursor->key());
    rows.emplace(last, std::string(cursor->value()));
  }
  EXPECT_TRUE(cursor->status().ok());
  return rows;
}

Model Between(const Model& model, const std::string& begin, const std::string& end) {
  Model rows;
  for (const auto& [key, value] : model) {
    if (key >= begin && (end.empty() || key < end)) rows.emplace(key, value);
  }
  return rows;
}

void ExpectSame(const RowReader& reader, const Model& model, std::mt19937_64& random) {
  ASSERT_EQ(ReadAll(reader, "", ""), model);
  for (int i = 0; i < 4; ++i) {
    const std::string begin = Key(random());
    const std::string end = Key(random());
    ASSERT_EQ(ReadAll(reader, begin, end), Between(model, begin, end));
  }
  for (uint64_t i = 0; i < 11; ++i) {
    const auto value = reader.Get(Key(i));
    ASSERT_TRUE(value.ok());
    const auto found = model.find(Key(i));
    ASSERT_EQ(value->has_value(), found != model.end());
    ASSERT_TRUE(!value->has_value() || **value == found->second);
  }
}

struct StoreHolder {
  testing::TempFolder folder;
  std::unique_ptr<RocksDatabase> database;
  MemoryRowStore memory;

  RowStore& store() {
    return database == nullptr ? static_cast<RowStore&>(memory) : database->rows();
  }
};

class RowsConformance : public ::testing::TestWithParam<bool> {
 protected:
  RowsConformance() {
    if (!GetParam()) return;
    RocksOptions options;
    options.folder = holder_.folder.path();
    auto database = RocksDatabase::Open(options);
    if (!database.ok()) ADD_FAILURE() << database.status();
    holder_.database = *std::move(database);
  }
  RowStore& store() { return holder_.store(); }

  StoreHolder holder_;
};

TEST_P(RowsConformance, RandomAgainstAMap) {
  std::mt19937_64 random(testing::TestSeed());
  Model model;
  for (int round = 0; round < 300; ++round) {
    if (random() % 10 == 0) {
      const std::string begin = Key(random());
      const std::string end = Key(random());
      ASSERT_TRUE(store().DeleteRange(begin, end).ok());
      for (const auto& [key, value] : Between(model, begin, end)) model.erase(key);
    } else {
      RowChanges changes;
      for (uint64_t n = random() % 5; n > 0; --n) {
        const std::string key = Key(random());
        changes[key] =
            random() % 3 == 0 ? std::nullopt : std::optional<std::string>(std::to_string(random()));
      }
      ASSERT_TRUE(store().Write(changes).ok());
      for (const auto& [key, value] : changes) {
        if (value.has_value()) {
          model[key] = *value;
        } else {
          model.erase(key);
        }
      }
    }
    ASSERT_NO_FATAL_FAILURE(ExpectSame(*store().Snapshot(), model, random)) << round;
    ASSERT_NO_FATAL_FAILURE(ExpectSame(*store().WriterView(), model, random)) << round;
  }
}

TEST_P(RowsConformance, ASnapshotDoesNotChange) {
  ASSERT_TRUE(store().Write({{"a", "1"}, {"b", "2"}}).ok());
  const auto before = store().Snapshot();
  auto cursor = before->Scan("", "");
  ASSERT_TRUE(store().Write({{"a", "9"}, {"b", std::nullopt}, {"c", "3"}}).ok());
  ASSERT_TRUE(store().DeleteRange("a", "b").ok());
  EXPECT_EQ(ReadAll(*before, "", ""), (Model{{"a", "1"}, {"b", "2"}}));
  ASSERT_TRUE(cursor->Valid());
  EXPECT_EQ(cursor->value(), "1");
  EXPECT_EQ(ReadAll(*store().Snapshot(), "", ""), (Model{{"c", "3"}}));
}

TEST_P(RowsConformance, CursorsOfOneSnapshotDoNotDisturbEachOther) {
  ASSERT_TRUE(store().Write({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}, {"e", "5"}}).ok());
  const auto snapshot = store().Snapshot();
  auto first = snapshot->Scan("a", "c");
  auto second = snapshot->Scan("b", "e");
  EXPECT_EQ(first->key(), "a");
  first->Next();
  first->Next();
  EXPECT_FALSE(first->Valid());
  first.reset();
  // One after another, with ends before and behind those of the one before.
  EXPECT_EQ(ReadAll(*snapshot, "d", "f"), (Model{{"d", "4"}, {"e", "5"}}));
  EXPECT_EQ(ReadAll(*snapshot, "a", "b"), (Model{{"a", "1"}}));
  EXPECT_EQ(ReadAll(*snapshot, "a", "e"), (Model{{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}));
  for (const char* key : {"b", "c", "d"}) {
    ASSERT_TRUE(second->Valid());
    EXPECT_EQ(second->key(), key);
    second->Next();
  }
  EXPECT_FALSE(second->Valid());
}

TEST_P(RowsConformance, DeleteRangeToTheEnd) {
  ASSERT_TRUE(store().Write({{"a", "1"}, {"b", "2"}, {"\xff\xff", "3"}}).ok());
  ASSERT_TRUE(store().DeleteRange("b", "").ok());
  EXPECT_EQ(ReadAll(*store().Snapshot(), "", ""), (Model{{"a", "1"}}));
  ASSERT_TRUE(store().DeleteRange("", "").ok());
  ASSERT_TRUE(store().DeleteRange("", "").ok());
  EXPECT_TRUE(ReadAll(*store().Snapshot(), "", "").empty());
}

// Overlays over an overlay over the store: every layer must show the model.
TEST_P(RowsConformance, OverlayRandomAgainstAMap) {
  std::mt19937_64 random(testing::TestSeed());
  for (int round = 0; round < 60; ++round) {
    Model model;
    RowChanges base_rows;
    for (uint64_t i = 0; i < 11; ++i) {
      base_rows[Key(i)] = std::nullopt;
      if (random() % 2 == 0) {
        base_rows[Key(i)] = "base";
        model[Key(i)] = "base";
      }
    }
    ASSERT_TRUE(store().Write(base_rows).ok());
    const auto snapshot = store().WriterView();
    RowOverlay lower(snapshot.get());
    RowOverlay upper(&lower);
    for (int step = 0; step < 20; ++step) {
      const std::string key = Key(random());
      RowOverlay& layer = step < 10 ? lower : upper;
      if (random() % 2 == 0) {
        layer.Put(key, std::to_string(step));
        model[key] = std::to_string(step);
      } else {
        layer.Delete(key);
        model.erase(key);
      }
      ASSERT_NO_FATAL_FAILURE(ExpectSame(upper, model, random)) << round << "/" << step;
    }
    lower.Apply(upper.TakeChanges());
    ASSERT_NO_FATAL_FAILURE(ExpectSame(lower, model, random)) << round;
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, RowsConformance, ::testing::Bool(), [](const auto& info) {
  return std::string(info.param ? "Rocks" : "Memory");
});

// A base that fails must not pass for one that ends.
class FailingReader : public RowReader {
 public:
  class Cursor : public RowCursor {
   public:
    bool Valid() const override { return !failed_; }
    void Next() override { failed_ = true; }
    absl::string_view key() const override { return "b"; }
    absl::string_view value() const override { return "1"; }
    absl::Status status() const override {
      return failed_ ? absl::UnavailableError("disk") : absl::OkStatus();
    }

   private:
    bool failed_ = false;
  };
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view) const override {
    return absl::UnavailableError("disk");
  }
  std::unique_ptr<RowCursor> Scan(absl::string_view, absl::string_view) const override {
    return std::make_unique<Cursor>();
  }
};

TEST(Overlay, AFailingBaseEndsTheScanWithItsError) {
  const FailingReader base;
  RowOverlay overlay(&base);
  overlay.Put("a", "0");
  overlay.Put("z", "2");
  EXPECT_FALSE(overlay.Get("q").ok());
  auto cursor = overlay.Scan("", "");
  EXPECT_EQ(cursor->key(), "a");
  cursor->Next();
  EXPECT_EQ(cursor->key(), "b");
  cursor->Next();
  EXPECT_FALSE(cursor->Valid());
  EXPECT_EQ(cursor->status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace waystation::storage
