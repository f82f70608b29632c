// Backups over gRPC, of a service that writes meanwhile; of a full disk too.
#include "services/runtime/backup_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "rocksdb/env.h"
#include "services/runtime/backup_maker.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"
#include "storage/store.h"
#include "tests/runtime/note_service.h"
#include "tests/support/fault_file_system.h"
#include "waystation/common/v1/backup.grpc.pb.h"

namespace waystation::test {
namespace {

namespace fs = std::filesystem;
using common::v1::Backup;
using common::v1::BackupService;
using ::testing::HasSubstr;

class BackupServiceTest : public testing::Test {
 protected:
  BackupServiceTest() : env_(rocksdb::NewCompositeEnv(disk_)) { Start(); }
  ~BackupServiceTest() override { Stop(); }

  std::string folder() const { return surroundings_.folder.path() + "/backups"; }

  // A server with a store on the faulty disk, and a BackupService over it.
  void Start(std::vector<std::string> services = {"note"}) {
    runtime::ServiceEnvironment environment = surroundings_.Environment("note");
    environment.storage_env = env_.get();
    service_ = *MakeNoteService(environment, "note", "");
    runtime::BackupMaker::Options options;
    options.folder = folder();
    for (const std::string& service : services) {
      options.sources.push_back({service, [this](const std::string& to) { return Copy(to); }});
    }
    options.now = [] { return absl::FromUnixSeconds(1'800'000'000); };
    options.logger = &surroundings_.logger;
    options.env = env_.get();
    options.reserve_bytes = 0;
    maker_ = std::make_unique<runtime::BackupMaker>(std::move(options));
    runtime::Server::Options server;
    server.clock = &surroundings_.clock;
    server.metrics = &surroundings_.metrics;
    server.kind = surroundings_.kind;
    server.backups = maker_.get();
    server.readers = &surroundings_.readers;
    server_ = *runtime::Server::Start(server, {service_.get()});
    ASSERT_TRUE(service_->Start().ok());
    stub_ = BackupService::NewStub(server_->InProcess());
  }

  void Stop() {
    hold_ = false;
    maker_->Stop();
    stub_.reset();
    service_->Drain();
    server_->Shutdown(absl::Seconds(5));
    service_->Close().IgnoreError();
    server_.reset();
  }

  // What the maker copies with: waits while `hold_` is set, so that a test sees it at work.
  absl::Status Copy(const std::string& to) {
    while (hold_) absl::SleepFor(absl::Milliseconds(1));
    return service_->store_host().store()->Checkpoint(to);
  }

  absl::StatusOr<Backup> Create(const std::string& id) {
    grpc::ClientContext context;
    common::v1::CreateBackupRequest request;
    request.set_backup_id(id);
    common::v1::CreateBackupResponse response;
    const grpc::Status status = stub_->CreateBackup(&context, request, &response);
    if (!status.ok()) return runtime::FromGrpc(status);
    return response.backup();
  }

  absl::StatusOr<Backup> Get(const std::string& name) {
    grpc::ClientContext context;
    common::v1::GetBackupRequest request;
    request.set_name(name);
    common::v1::GetBackupResponse response;
    const grpc::Status status = stub_->GetBackup(&context, request, &response);
    if (!status.ok()) return runtime::FromGrpc(status);
    return response.backup();
  }

  // As it is once it is no longer being made.
  Backup Finished(const std::string& id) {
    absl::StatusOr<Backup> backup = Create(id);
    EXPECT_TRUE(backup.ok()) << backup.status();
    const bool ended = Eventually([&] {
      backup = Get("backups/" + id);
      return backup.ok() && backup->state() != Backup::STATE_CREATING;
    });
    EXPECT_TRUE(ended);
    return backup.value_or(Backup());
  }

  // Every page of `size`: "name:state" of each.
  std::vector<std::string> List(int size) {
    std::vector<std::string> all;
    common::v1::ListBackupsRequest request;
    request.set_page_size(size);
    do {
      grpc::ClientContext context;
      common::v1::ListBackupsResponse response;
      EXPECT_TRUE(stub_->ListBackups(&context, request, &response).ok());
      EXPECT_LE(response.backups_size(), size);
      for (const Backup& one : response.backups()) {
        all.push_back(absl::StrCat(one.name(), ":", Backup::State_Name(one.state())));
      }
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  bool WriteNote(int number) {
    std::atomic<int> answered{0};
    const std::string id = absl::StrCat("note-", number);
    const absl::Status queued = service_->store_host().writer().Submit(
        NoteCommand(RequestId(number), id, "text"), runtime::SteadyNow() + absl::Seconds(10),
        [&answered](const storage::Outcome& outcome) { answered = outcome.status.ok() ? 1 : 2; });
    if (!queued.ok()) return false;
    return Eventually([&answered] { return answered != 0; }) && answered == 1;
  }

  Surroundings surroundings_;
  const std::shared_ptr<faults::FaultFileSystem> disk_ =
      std::make_shared<faults::FaultFileSystem>();
  const std::unique_ptr<rocksdb::Env> env_;
  std::atomic<bool> hold_{false};
  std::unique_ptr<runtime::Service> service_;
  std::unique_ptr<runtime::BackupMaker> maker_;
  std::unique_ptr<runtime::Server> server_;
  std::unique_ptr<BackupService::Stub> stub_;
};

TEST_F(BackupServiceTest, IsMadeAndTold) {
  ASSERT_TRUE(WriteNote(1));
  const Backup backup = Finished("first");
  EXPECT_EQ(backup.state(), Backup::STATE_READY) << backup.ShortDebugString();
  EXPECT_EQ(backup.create_time().seconds(), 1'800'000'000);
  EXPECT_EQ(backup.program(), "waystation 0.1.0");
  ASSERT_EQ(backup.services_size(), 1);
  EXPECT_EQ(backup.services(0).service(), "note");
  EXPECT_EQ(backup.services(0).log(), "note/main");
  EXPECT_EQ(backup.services(0).head().revision(), 2);
  EXPECT_EQ(backup.services(0).head().digest().size(), 32u);
  EXPECT_GT(backup.services(0).file_count(), 3);
  EXPECT_EQ(backup.services(0).size_bytes(), backup.size_bytes());
}

TEST_F(BackupServiceTest, TheNameIsTheIdentity) {
  hold_ = true;
  EXPECT_EQ(Create("a")->state(), Backup::STATE_CREATING);
  EXPECT_EQ(Create("a")->state(), Backup::STATE_CREATING);
  EXPECT_EQ(ReasonOf(Create("b").status()), common::v1::ERROR_REASON_OVERLOADED);
  EXPECT_EQ(List(10), std::vector<std::string>{"backups/a:STATE_CREATING"});
  hold_ = false;
  const Backup first = Finished("a");
  ASSERT_TRUE(WriteNote(1));
  // Asked again later it is still the one that it was.
  EXPECT_EQ(Create("a")->SerializeAsString(), first.SerializeAsString());
}

TEST_F(BackupServiceTest, WrongNamesAreNamed) {
  for (const char* id : {"", "Upper", "-a", "../etc", "a.partial"}) {
    EXPECT_EQ(ReasonOf(Create(id).status()), common::v1::ERROR_REASON_INVALID_FIELD) << id;
    EXPECT_EQ(ReasonOf(Get(absl::StrCat("backups/", id)).status()),
              common::v1::ERROR_REASON_INVALID_FIELD);
  }
  EXPECT_EQ(ReasonOf(Get("backups/none").status()), common::v1::ERROR_REASON_NOT_KNOWN);
}

TEST_F(BackupServiceTest, AreListedByNameAPageAtATime) {
  for (const char* id : {"c", "a", "b"}) Finished(id);
  fs::remove(folder() + "/b/note/CURRENT");
  const std::vector<std::string> want = {"backups/a:STATE_READY", "backups/b:STATE_DAMAGED",
                                         "backups/c:STATE_READY"};
  for (int size : {1, 2, 3, 4}) EXPECT_EQ(List(size), want) << size;
  const absl::Status damaged = Get("backups/b").status();
  EXPECT_EQ(ReasonOf(damaged), common::v1::ERROR_REASON_BACKUP_DAMAGED);
  EXPECT_EQ(ErrorVariable(damaged, "file"), "note/CURRENT");
  EXPECT_EQ(ReasonOf(Create("b").status()), common::v1::ERROR_REASON_BACKUP_DAMAGED);
}

TEST_F(BackupServiceTest, AFullDiskIsToldAndTheServiceGoesOn) {
  ASSERT_TRUE(WriteNote(1));
  disk_->FillDisk(100);
  const Backup failed = Finished("a");
  EXPECT_EQ(failed.state(), Backup::STATE_FAILED);
  EXPECT_EQ(failed.failure().reason(), common::v1::ERROR_REASON_BACKUP_FAILED);
  EXPECT_THAT(failed.failure().detail(), HasSubstr("space"));
  EXPECT_EQ(List(10), std::vector<std::string>{"backups/a:STATE_FAILED"});
  EXPECT_FALSE(fs::exists(folder() + "/a"));
  EXPECT_FALSE(fs::exists(folder() + "/a.partial"));
  disk_->Heal();
  EXPECT_TRUE(service_->store_host().writer().alive());
  ASSERT_TRUE(WriteNote(2));
  const Backup made = Finished("a");
  EXPECT_EQ(made.state(), Backup::STATE_READY);
  EXPECT_EQ(made.services(0).head().revision(), 3);
}

TEST_F(BackupServiceTest, ABackupOfOtherServicesKeepsItsName) {
  Finished("a");
  Stop();
  Start({"note", "other"});
  EXPECT_EQ(ReasonOf(Create("a").status()), common::v1::ERROR_REASON_ALREADY_EXISTS);
  EXPECT_EQ(Get("backups/a")->state(), Backup::STATE_READY);
}

TEST_F(BackupServiceTest, StoppingEndsABackupAndLeavesNothing) {
  hold_ = true;
  ASSERT_TRUE(Create("a").ok());
  std::thread stopping([this] { maker_->Stop(); });
  EXPECT_TRUE(Eventually(
      [this] { return ReasonOf(Create("b").status()) == common::v1::ERROR_REASON_OVERLOADED; }));
  hold_ = false;
  stopping.join();
  EXPECT_FALSE(fs::exists(folder() + "/a"));
  EXPECT_FALSE(fs::exists(folder() + "/a.partial"));
}

}  // namespace
}  // namespace waystation::test
