#ifndef SERVICES_RUNTIME_PROCESS_H_
#define SERVICES_RUNTIME_PROCESS_H_

#include <signal.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/runtime/backup_maker.h"
#include "services/runtime/clock.h"
#include "services/runtime/executor.h"
#include "services/runtime/host_main.h"
#include "services/runtime/judged_clock.h"
#include "services/runtime/logger.h"
#include "services/runtime/metrics.h"
#include "services/runtime/options/options.h"
#include "services/runtime/server.h"
#include "services/runtime/service.h"

namespace waystation::runtime {

// What an operator reads when something does not start: the message with its variables.
std::string Explain(const absl::Status& status);

// What comparing one source's rows with its log came to.
struct Finding {
  enum class Kind {
    kEqual,
    kDiffers,       // Or could not be compared although it should.
    kOtherHistory,  // Followed rows of a history that their log no longer has: dropped when served.
    kNotHere,       // Followed rows whose log is in another folder.
  };
  Kind kind = Kind::kEqual;
  std::string text;  // Such as "inventory: 12,345 rows, all equal".
};

// Everything of one process: its services, and the server over them. Open, then Verify or Serve and
// WaitForSignal, then Stop; Stop also after anything failed. One thread.
class Process {
 public:
  // `options.verify`: opens folders that are there, never makes one.
  explicit Process(Options options);
  ~Process();

  // Opens the services wanted, each in <data-dir>/<name>. FOLDER_UNFINISHED where a restore was cut
  // short, and as StoreHost::Open.
  absl::Status Open(const std::vector<NamedFactory>& factories);
  const std::vector<std::unique_ptr<Service>>& services() const { return services_; }

  // Compares the rows of every service with its log, and what it follows with logs opened here too.
  std::vector<Finding> Verify();

  // Listens, starts the services, says so on standard output.
  absl::Status Serve();
  // Returns when the process is told to stop. Health follows the logs meanwhile.
  void WaitForSignal(const sigset_t& signals);

  // In order; true when every store closed well.
  bool Stop();

 private:
  common::v1::FolderKind kind() const;
  absl::Status PrepareFolder(const std::string& folder) const;
  // A folder that had to be made, of a service that another one here has followed, was lost: begun
  // anew it would read as a place without stock.
  absl::Status CheckNoneLost() const;
  std::shared_ptr<grpc::Channel> Channel(const std::string& service);
  void TellOfClock(const storage::ClockReading& clock);
  void MakeBackups();
  Finding VerifyFollowed(Service& service, const std::string& log);
  bool Close();

  // In the order in which they must end: the reverse of this.
  const Options options_;
  Logger logger_;
  Metrics metrics_;
  SettableClock clock_;
  JudgedClock judged_;
  std::atomic<bool> watch_clock_{false};
  std::atomic<bool> clock_suspect_{false};
  Executor readers_;
  std::shared_ptr<rocksdb::Cache> block_cache_;
  std::vector<std::unique_ptr<Service>> services_;
  std::vector<std::string> made_folders_;  // That were not there.
  std::unique_ptr<BackupMaker> backups_;
  std::unique_ptr<Server> server_;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_PROCESS_H_
