#ifndef SERVICES_RUNTIME_BACKUP_RESTORE_H_
#define SERVICES_RUNTIME_BACKUP_RESTORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/runtime/host_main.h"
#include "services/runtime/options/options.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace waystation::runtime {

// The whole of "--restore <backup folder> --data-dir <folder>", with the server off. Checks the
// manifest, copies every file and compares its hash, opens each store, folds its log again and
// compares every row; prints a line for each service, "restored …" last. Returns the exit code: 0
// after that, 1 with the reason on standard error and nothing left behind otherwise.
//
// What is restored: all services of the backup into an empty folder, or those of `--services`, each
// into the place of a folder that is not there or empty, beside others that stay. Followers of a
// service that was set back notice by its history and follow it anew.
//
// <data-dir>/restoring holds what is not yet done; while it is there no process starts on the
// folder (CheckNoRestore). Cut short at any instant, the same command run again begins anew, or
// finishes what was already compared, or says "restored already …" and changes nothing: that by the
// file <data-dir>/restored, which stays and names the backup, as long as nothing was added to the
// folder and every log still ends where the backup's does.
//
// The restore's own files go through `env` (null: the machine's); the stores open on the machine's.
int RestoreBackup(const Options& options, const std::vector<NamedFactory>& factories,
                  rocksdb::Env* env = nullptr);

// FOLDER_UNFINISHED when a restore into `data_dir` was cut short.
absl::Status CheckNoRestore(const std::string& data_dir);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_BACKUP_RESTORE_H_
