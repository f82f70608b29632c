// A restore cut short after each of its steps, and asked for again.
#include "services/runtime/backup_restore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "grpcpp/client_context.h"
#include "rocksdb/env.h"
#include "storage/backup.h"
#include "storage/rocks/rocks_checkpoint.h"
#include "storage/store.h"
#include "tests/runtime/note.grpc.pb.h"
#include "tests/runtime/note_service.h"
#include "tests/support/fault_file_system.h"

namespace waystation::test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Is dead after so many steps: files begun, renamed or deleted, folders made or deleted. What was
// begun then holds nothing.
class CutDisk : public faults::FaultFileSystem {
 public:
  explicit CutDisk(int64_t steps) : left_(steps) {}

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* context) override {
    return After(FaultFileSystem::NewWritableFile(path, options, result, context));
  }
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    return After(FaultFileSystem::DeleteFile(path, options, context));
  }
  rocksdb::IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* context) override {
    return After(FaultFileSystem::CreateDirIfMissing(path, options, context));
  }
  rocksdb::IOStatus DeleteDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override {
    return After(FaultFileSystem::DeleteDir(path, options, context));
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    return After(FaultFileSystem::RenameFile(from, to, options, context));
  }

 private:
  rocksdb::IOStatus After(rocksdb::IOStatus step) {
    if (--left_ == 0) CutPower();
    return step;
  }

  int64_t left_;
};

class BackupRestoreTest : public testing::Test {
 protected:
  BackupRestoreTest() {
    MakeBackup("first");
    Write(surroundings_, 2);
    MakeBackup("second");
  }

  static void Write(Surroundings& surroundings, int number) {
    NoteServer server(&surroundings, "source");
    grpc::ClientContext context;
    v1::WriteNoteRequest request;
    request.set_request_id(RequestId(number));
    request.set_name("notes/n");
    request.set_text("text");
    v1::WriteNoteResponse response;
    const grpc::Status status =
        v1::NoteService::NewStub(server.channel())->WriteNote(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  std::string BackupPath(const std::string& name) const {
    return surroundings_.folder.path() + "/backups/" + name;
  }

  void MakeBackup(const std::string& name) {
    storage::BackupOptions options;
    options.folder = surroundings_.folder.path() + "/backups";
    options.name = name;
    options.taken = absl::FromUnixSeconds(1'800'000'000);
    options.program = "test";
    options.reserve_bytes = 0;
    const auto writer = storage::BackupWriter::Begin(options);
    ASSERT_TRUE(writer.ok()) << writer.status();
    for (const char* service : {"other", "source"}) {
      NoteServer server(&surroundings_, service);
      const absl::Status added = (*writer)->Add(service, [&](const std::string& folder) {
        return server.host().store()->Checkpoint(folder);
      });
      ASSERT_TRUE(added.ok()) << added;
    }
    ASSERT_TRUE((*writer)->Seal().ok());
  }

  // The exit code; said_ is what it printed.
  int Restore(const std::string& backup, const std::string& data,
              std::vector<std::string> services = {}, rocksdb::Env* env = nullptr) {
    runtime::Options options;
    options.restore = BackupPath(backup);
    options.data_dir = data;
    options.services = std::move(services);
    std::vector<runtime::NamedFactory> factories;
    for (const std::string name : {"source", "other"}) {
      factories.push_back({name, [name](const runtime::ServiceEnvironment& environment) {
                             return MakeNoteService(environment, name, "");
                           }});
    }
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = runtime::RestoreBackup(options, factories, env);
    said_ = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    return code;
  }

  static std::set<std::string> NamesIn(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }

  int64_t Revision(const std::string& folder) {
    const auto contents = storage::ReadCheckpoint(rocksdb::Env::Default(), folder);
    return contents.ok() ? contents->head.revision : -1;
  }

  Surroundings surroundings_;
  std::string said_;
};

TEST_F(BackupRestoreTest, CutShortAfterAnyStepTheSameCommandEndsIt) {
  // Those that ended what was begun, and those that found it ended.
  int resumed = 0;
  int already = 0;
  for (int64_t steps = 1;; ++steps) {
    SCOPED_TRACE(steps);
    const TempFolder parent;
    const std::string data = parent.path() + "/data";
    const auto disk = std::make_shared<CutDisk>(steps);
    const auto env = rocksdb::NewCompositeEnv(disk);
    const bool whole = Restore("second", data, {}, env.get()) == 0;
    ASSERT_EQ(Restore("second", data), 0) << said_;
    const bool ended = said_.rfind("restored already", 0) == 0;
    already += !whole && ended;
    resumed += said_.rfind("restored second", 0) == 0;
    EXPECT_THAT(NamesIn(data), ElementsAre("other", "restored", "source"));
    for (const char* service : {"other", "source"}) {
      EXPECT_EQ(Revision(data + "/" + service), Revision(BackupPath("second") + "/" + service));
    }
    EXPECT_TRUE(runtime::CheckNoRestore(data).ok());
    ASSERT_EQ(Restore("second", data), 0) << said_;
    EXPECT_THAT(said_, StartsWith("restored already second, taken 2027-01-15 08:00:00 UTC, is in"));
    if (whole && !disk->power_is_cut()) break;
    ASSERT_LT(steps, 1000);
  }
  EXPECT_GT(resumed, 2) << "after the comparison";
  EXPECT_GT(already, 0) << "while it cleared away";
}

TEST_F(BackupRestoreTest, WhatWasWrittenSinceIsNotTakenForTheBackup) {
  Surroundings served;
  const std::string& data = served.folder.path();
  ASSERT_EQ(Restore("first", data), 0) << said_;
  // Served, with nothing recorded.
  { NoteServer server(&served, "source"); }
  EXPECT_EQ(Restore("first", data), 0) << said_;
  EXPECT_THAT(said_, StartsWith("restored already"));
  EXPECT_EQ(Restore("second", data), 1);
  EXPECT_THAT(said_, HasSubstr("empty folder"));
  Write(served, 7);
  const int64_t revision = Revision(data + "/source");
  EXPECT_EQ(Restore("first", data), 1);
  EXPECT_THAT(said_, HasSubstr("empty folder"));
  EXPECT_EQ(Revision(data + "/source"), revision);
  EXPECT_THAT(NamesIn(data), ElementsAre("other", "restored", "source"));
}

TEST_F(BackupRestoreTest, WhatElseIsInTheFolderIsNotTakenForTheBackup) {
  const TempFolder data;
  ASSERT_EQ(Restore("second", data.path()), 0) << said_;
  std::ofstream(data.path() + "/letter.txt") << "mine";
  EXPECT_EQ(Restore("second", data.path()), 1);
  EXPECT_THAT(said_, HasSubstr("empty folder"));
  // Beside others that stay: what is asked for decides.
  EXPECT_EQ(Restore("second", data.path(), {"source"}), 1) << "another restore";
  fs::remove(data.path() + "/letter.txt");
  EXPECT_EQ(Restore("second", data.path()), 0) << said_;
  fs::remove_all(data.path() + "/other");
  EXPECT_EQ(Restore("second", data.path()), 1);
  EXPECT_THAT(said_, HasSubstr("source"));
  ASSERT_EQ(Restore("second", data.path(), {"other"}), 0) << said_;
  EXPECT_EQ(Restore("second", data.path(), {"other"}), 0) << said_;
  EXPECT_THAT(said_, StartsWith("restored already"));
  // Taken away by hand: restored anew.
  fs::remove_all(data.path() + "/other");
  fs::remove_all(data.path() + "/source");
  EXPECT_EQ(Restore("first", data.path()), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("\nrestored first"));
}

TEST_F(BackupRestoreTest, AnotherRestoreThatWasCutShortIsNotClearedAwayByTheOneBefore) {
  const TempFolder data;
  ASSERT_EQ(Restore("second", data.path(), {"source"}), 0) << said_;
  const auto disk = std::make_shared<CutDisk>(4);
  const auto env = rocksdb::NewCompositeEnv(disk);
  ASSERT_EQ(Restore("second", data.path(), {"other"}, env.get()), 1);
  ASSERT_TRUE(disk->power_is_cut());
  ASSERT_TRUE(fs::exists(data.path() + "/restoring"));
  EXPECT_EQ(Restore("second", data.path(), {"source"}), 1);
  EXPECT_FALSE(runtime::CheckNoRestore(data.path()).ok());
  EXPECT_EQ(Restore("second", data.path(), {"other"}), 0) << said_;
  EXPECT_TRUE(runtime::CheckNoRestore(data.path()).ok());
}

}  // namespace
}  // namespace waystation::test
