#include "services/runtime/backup_service.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "services/runtime/page.h"
#include "services/runtime/status.h"
#include "services/runtime/validate.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "waystation/common/v1/backup.grpc.pb.h"

namespace waystation::runtime {
namespace {

using common::v1::Backup;

// Of page tokens: there is one list.
constexpr char kList[] = "backups";

// The backup's id, or a violation.
std::string CheckBackupName(Violations& violations, const std::string& name) {
  CheckName(violations, "name", name, "backups/*");
  return std::string(absl::StripPrefix(name, "backups/"));
}

class BackupServiceImpl : public common::v1::BackupService::CallbackService {
 public:
  BackupServiceImpl(BackupMaker* maker, Executor* readers) : maker_(maker), readers_(readers) {}

  grpc::ServerUnaryReactor* CreateBackup(grpc::CallbackServerContext* context,
                                         const common::v1::CreateBackupRequest* request,
                                         common::v1::CreateBackupResponse* response) override {
    Violations violations;
    CheckId(violations, "backup_id", request->backup_id());
    return Answer(context, violations, [this, request, response]() -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_backup(), maker_->Create(request->backup_id()));
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* GetBackup(grpc::CallbackServerContext* context,
                                      const common::v1::GetBackupRequest* request,
                                      common::v1::GetBackupResponse* response) override {
    Violations violations;
    const std::string id = CheckBackupName(violations, request->name());
    return Answer(context, violations, [this, id, response]() -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_backup(), maker_->Get(id));
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListBackups(grpc::CallbackServerContext* context,
                                        const common::v1::ListBackupsRequest* request,
                                        common::v1::ListBackupsResponse* response) override {
    Violations violations;
    CheckPageSize(violations, "page_size", request->page_size());
    return Answer(context, violations,
                  [this, request, response] { return List(*request, response); });
  }

 private:
  // Finishes with the violations, or with what `work` says on a reader's thread.
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                   const Violations& violations,
                                   std::function<absl::Status()> work) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    if (!violations.empty()) {
      reactor->Finish(ToGrpc(InvalidFields(violations)));
      return reactor;
    }
    if (!readers_->Run([reactor, work = std::move(work)] { reactor->Finish(ToGrpc(work())); })) {
      reactor->Finish(ToGrpc(Error(common::v1::ERROR_REASON_OVERLOADED,
                                   "The server has too much to do, or shuts down.")));
    }
    return reactor;
  }

  absl::Status List(const common::v1::ListBackupsRequest& request,
                    common::v1::ListBackupsResponse* response) {
    const std::string filter = FilterHash(request);
    ASSIGN_OR_RETURN(const std::string after, DecodePageToken(request.page_token(), filter, kList));
    const auto size = static_cast<size_t>(PageSize(request.page_size()));
    ASSIGN_OR_RETURN(std::vector<Backup> backups, maker_->List(after, size + 1));
    const bool more = backups.size() > size;
    if (more) backups.resize(size);
    for (Backup& backup : backups) *response->add_backups() = std::move(backup);
    if (more) {
      const std::string& last = response->backups(static_cast<int>(size) - 1).name();
      response->set_next_page_token(
          EncodePageToken({filter, kList, std::string(absl::StripPrefix(last, "backups/"))}));
    }
    return absl::OkStatus();
  }

  BackupMaker* const maker_;
  Executor* const readers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeBackupService(BackupMaker* maker, Executor* readers) {
  return std::make_unique<BackupServiceImpl>(maker, readers);
}

}  // namespace waystation::runtime
