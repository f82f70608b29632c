#ifndef SERVICES_RUNTIME_BACKUP_SERVICE_H_
#define SERVICES_RUNTIME_BACKUP_SERVICE_H_

#include <memory>

#include "services/runtime/backup_maker.h"
#include "services/runtime/executor.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace waystation::runtime {

// waystation.common.v1.BackupService over a process's backups. Both must outlive it; files are read
// on the executor's threads.
std::unique_ptr<grpc::Service> MakeBackupService(BackupMaker* maker, Executor* readers);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_BACKUP_SERVICE_H_
