// A disk that fails under the store, and threads beside the writer.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "tests/storage/support/store_fixture.h"

namespace waystation::storage {
namespace {

using testing::AddOne;

enum class Fault { kNone, kSync, kAppend };

// Fails the WAL's writes or syncs on demand.
class FaultyFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<rocksdb::FSWritableFile> file, const std::atomic<Fault>* fault)
      : FSWritableFileOwnerWrapper(std::move(file)), fault_(fault) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* context) override {
    if (*fault_ == Fault::kAppend) return rocksdb::IOStatus::NoSpace("disk full");
    return target()->Append(data, options, context);
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& verification,
                           rocksdb::IODebugContext* context) override {
    if (*fault_ == Fault::kAppend) return rocksdb::IOStatus::NoSpace("disk full");
    return target()->Append(data, options, verification, context);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* context) override {
    if (*fault_ == Fault::kSync) return rocksdb::IOStatus::IOError("input/output error");
    return target()->Sync(options, context);
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* context) override {
    return Sync(options, context);
  }

 private:
  const std::atomic<Fault>* const fault_;
};

class FaultyFileSystem : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultyFileSystem(const std::atomic<Fault>* fault)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), fault_(fault) {}

  const char* Name() const override { return "FaultyFileSystem"; }
  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = target()->NewWritableFile(name, options, result, context);
    if (status.ok() && name.size() > 4 && name.substr(name.size() - 4) == ".log") {
      *result = std::make_unique<FaultyFile>(std::move(*result), fault_);
    }
    return status;
  }

 private:
  const std::atomic<Fault>* const fault_;
};

class StoreFaultTest : public testing::StoreTest {
 protected:
  StoreFaultTest() : env_(rocksdb::NewCompositeEnv(std::make_shared<FaultyFileSystem>(&fault_))) {
    options_.rocks.env = env_.get();
  }

  std::atomic<Fault> fault_{Fault::kNone};
  std::unique_ptr<rocksdb::Env> env_;
};

TEST_F(StoreFaultTest, AFailingDiskAnswersUnavailableUntilReopened) {
  int64_t request = 1;
  for (Fault fault : {Fault::kSync, Fault::kAppend, Fault::kSync}) {
    Command command;
    int64_t before = 0;
    {
      const auto store = MustOpen();
      ASSERT_TRUE(Run(*store, AddOne(request++, "a", fold_)).status.ok());
      before = Count(*store, "a");
      command = AddOne(request++, "a", fold_);
      fault_ = fault;
      EXPECT_EQ(ReasonOf(Run(*store, command).status), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
      EXPECT_FALSE(store->committer().alive());
      fault_ = Fault::kNone;
      // The disk is well again, the handle is not: what the failed sync lost is not known.
      EXPECT_EQ(ReasonOf(Run(*store, command).status), common::v1::ERROR_REASON_LOG_UNAVAILABLE);
      EXPECT_EQ(Count(*store, "a"), before);
      store->Close().IgnoreError();
    }
    const auto store = MustOpen();
    ASSERT_TRUE(Run(*store, command).status.ok());
    EXPECT_EQ(Count(*store, "a"), before + 1);
    ExpectVerified(*store);
  }
}

TEST_F(StoreFaultTest, ReadersAndVerifyRunBesideTheWriter) {
  const auto store = MustOpen();
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done) {
      const auto snapshot = store->rows().Snapshot();
      const auto applied = store->own_projector().Applied(*snapshot);
      // Each command adds one: rows and `applied` of a snapshot are of the same moment.
      ASSERT_EQ(fold_.Count(*snapshot, "a"), applied->revision - 1);
      ASSERT_LE(applied->revision, store->log().Head().revision);
    }
  });
  std::thread verifier([&] {
    while (!done) ExpectVerified(*store);
  });
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(Run(*store, AddOne(i, "a", fold_)).status.ok());
  done = true;
  reader.join();
  verifier.join();
}

}  // namespace
}  // namespace waystation::storage
