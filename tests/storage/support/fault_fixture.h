#ifndef TESTS_STORAGE_SUPPORT_FAULT_FIXTURE_H_
#define TESTS_STORAGE_SUPPORT_FAULT_FIXTURE_H_

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tests/storage/support/command_book.h"
#include "tests/storage/support/fault_stride.h"
#include "tests/storage/support/store_fixture.h"
#include "tests/support/fault_env.h"
#include "tests/support/fault_file_system.h"

namespace waystation::storage::testing {

// A store of words on a disk that fails at will.
class FaultyStoreTest : public StoreTest {
 protected:
  FaultyStoreTest() : StoreTest(TempFolder::Where::kMemory) { NewDisk(options_.rocks.folder); }

  // A healthy disk, and a store in that folder of it.
  void NewDisk(const std::string& folder) {
    env_.reset();
    disk_ = std::make_shared<faults::FaultFileSystem>();
    env_ = faults::NewFaultEnv(disk_);
    options_.rocks.env = env_.get();
    options_.rocks.folder = folder;
  }

  // A new disk with a copy of the folder `original`, which may be absent.
  void NewDiskWith(const std::string& original) {
    NewDisk(temp_.path() + "/copy");
    std::filesystem::remove_all(options_.rocks.folder);
    if (!std::filesystem::exists(original)) return;
    std::filesystem::copy(original, options_.rocks.folder,
                          std::filesystem::copy_options::recursive);
  }

  // Opens, uses and closes the store; false when it can't be opened.
  bool WithStore(const std::function<void(Store& store)>& use) {
    auto store = Open();
    if (!store.ok()) return false;
    use(**store);
    closed_ = (*store)->Close();
    return true;
  }

  // REQUIRES: no store is open.
  void LosePower(faults::Unsynced kept, uint64_t seed) {
    disk_->CutPower();
    disk_->DropUnsynced(kept, seed);
    disk_->Heal();
  }

  // All that was acknowledged is there, nothing was lost on the way, and all that was sent is
  // accepted when sent again.
  void ExpectAllThere(CommandBook& book) {
    EXPECT_TRUE(WithStore([&](Store& store) {
      EXPECT_EQ(store.open_report().revisions_lost, 0);
      book.Check(store);
      ExpectVerified(store);
      book.SendAllAgain(store);
    })) << Open().status();
  }

  std::shared_ptr<faults::FaultFileSystem> disk_;
  std::unique_ptr<rocksdb::Env> env_;
  absl::Status closed_;  // What the last close said.
};

}  // namespace waystation::storage::testing

#endif  // TESTS_STORAGE_SUPPORT_FAULT_FIXTURE_H_
