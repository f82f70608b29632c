#ifndef TESTS_STORAGE_SUPPORT_STORE_FIXTURE_H_
#define TESTS_STORAGE_SUPPORT_STORE_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rocksdb/db.h"
#include "storage/base/errors.h"
#include "storage/store.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/storage/support/word_fold.h"

namespace waystation::storage::testing {

const absl::Time kStoreTestNow = absl::FromUnixSeconds(1'700'000'000);

// A store of words in a folder of its own, following "other/main".
class StoreTest : public ::testing::Test {
 protected:
  explicit StoreTest(TempFolder::Where where = TempFolder::Where::kDisk) : temp_(where) {
    options_.rocks.folder = temp_.path() + "/words";
    options_.log = "words/main";
    options_.kind = common::v1::FOLDER_KIND_EXERCISE;
    options_.program = "test 1";
    options_.now = kStoreTestNow;
    options_.fold = &fold_;
  }

  absl::StatusOr<std::unique_ptr<Store>> Open() {
    return Store::Open(options_, {{"other/main", &other_fold_}});
  }
  std::unique_ptr<Store> MustOpen() {
    auto store = Open();
    if (!store.ok()) {
      ADD_FAILURE() << store.status() << " "
                    << ErrorVariable(store.status(), "detail").value_or("");
      abort();
    }
    return *std::move(store);
  }
  int64_t Count(Store& store, absl::string_view word) {
    return fold_.Count(*store.rows().Snapshot(), word);
  }
  Outcome Run(Store& store, const Command& command) {
    return store.committer().RunGroup({&command, 1}, kStoreTestNow).outcomes.at(0);
  }
  void ExpectVerified(Store& store) {
    const auto report = store.Verify();
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->equal()) << report->ToString();
  }
  // The database beneath, for damage that Store itself never does.
  template <typename Change>
  void ChangeDatabase(const Change& change) {
    std::vector<std::string> names;
    ASSERT_TRUE(
        rocksdb::DB::ListColumnFamilies(rocksdb::Options(), options_.rocks.folder, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    ASSERT_TRUE(
        rocksdb::DB::Open(rocksdb::DBOptions(), options_.rocks.folder, families, &handles, &db)
            .ok());
    std::map<std::string, rocksdb::ColumnFamilyHandle*> by_name;
    for (size_t i = 0; i < names.size(); ++i) by_name[names[i]] = handles[i];
    change(*db, by_name);
    for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
    delete db;
  }

  const testing::TempFolder temp_;
  const WordFold fold_{1};
  const WordFold other_fold_{3};
  StoreOptions options_;
};

}  // namespace waystation::storage::testing

#endif  // TESTS_STORAGE_SUPPORT_STORE_FIXTURE_H_
