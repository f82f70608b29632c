// RocksDB over a fault file system, in a folder of its own.
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "tests/simulation/disk.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/fault_env.h"
#include "tests/support/fault_file_system.h"

namespace waystation::simulation {
namespace {

constexpr size_t kSmallMemtableBytes = 64 << 10;

// One thread for all of RocksDB's background work, and a way to wait until there is none: with two,
// or with work going on, chance and not the seed would say what a fault hits.
class OneThreadEnv : public rocksdb::EnvWrapper {
 public:
  explicit OneThreadEnv(const std::shared_ptr<faults::FaultFileSystem>& files)
      : EnvWrapper(faults::NewFaultEnv(files)) {
    file_system_ = target()->GetFileSystem();
    system_clock_ = target()->GetSystemClock();
  }

  void Schedule(void (*function)(void*), void* argument, Priority, void* tag,
                void (*unschedule)(void*)) override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ++waiting_;
    }
    target()->Schedule(&Job::Run, new Job{this, function, unschedule, argument}, LOW, tag,
                       &Job::Drop);
  }
  int UnSchedule(void* tag, Priority) override { return target()->UnSchedule(tag, LOW); }
  void IncBackgroundThreadsIfNeeded(int, Priority) override {
    target()->IncBackgroundThreadsIfNeeded(1, LOW);
  }

  void WaitUntilIdle() {
    std::unique_lock<std::mutex> lock(mutex_);
    idle_.wait(lock, [this] { return waiting_ == 0; });
  }

 private:
  struct Job {
    static void Run(void* self) {
      const std::unique_ptr<Job> job(static_cast<Job*>(self));
      job->function(job->argument);
      job->env->Done();
    }
    static void Drop(void* self) {
      const std::unique_ptr<Job> job(static_cast<Job*>(self));
      if (job->unschedule != nullptr) job->unschedule(job->argument);
      job->env->Done();
    }

    OneThreadEnv* env;
    void (*function)(void*);
    void (*unschedule)(void*);
    void* argument;
  };

  void Done() {
    std::lock_guard<std::mutex> lock(mutex_);
    --waiting_;
    idle_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable idle_;
  int waiting_ = 0;
};

class RealDisk : public Disk {
 public:
  explicit RealDisk(Memtables memtables) : memtables_(memtables) { Replace(); }

  void Attach(storage::StoreOptions* options) override {
    options->rocks.folder = folder();
    options->rocks.env = env_.get();
    if (memtables_ == Memtables::kOnceClosed) return;
    options->rocks.log_memtable_bytes = options->rocks.rows_memtable_bytes = kSmallMemtableBytes;
  }

  void Arm(Fault fault, uint64_t seed) override {
    switch (fault) {
      case Fault::kNone:
        return;
      case Fault::kFailedSync:
        return files_->FailSyncs(true);
      case Fault::kFull:
        return files_->FillDisk(static_cast<int64_t>(seed % 500));
      case Fault::kUnreadable:
        return files_->FailReads("");
      case Fault::kPowerCut:
        return files_->CutPowerAt(files_->syncs() + 1);
    }
  }
  void Heal() override { files_->Heal(); }
  void Cut() override { files_->CutPower(); }
  int64_t syncs() const override { return files_->syncs(); }
  void CutPowerAt(int64_t sync) override { files_->CutPowerAt(sync); }
  bool power_is_cut() const override { return files_->power_is_cut(); }

  void Finish(Stop how, uint64_t seed) override {
    if (how == Stop::kKilled) files_->DropUnsynced(faults::Unsynced::kEverything, seed);
    if (how == Stop::kPowerLost) files_->DropUnsynced(faults::Unsynced::kTorn, seed);
  }

  void Settle() override { env_->WaitUntilIdle(); }

  void SaveCopy() override {
    std::filesystem::remove_all(copy());
    if (!std::filesystem::exists(folder())) return;
    std::filesystem::copy(folder(), copy(), std::filesystem::copy_options::recursive);
  }
  bool has_copy() const override { return std::filesystem::exists(copy()); }
  void RestoreCopy() override {
    Replace();
    std::filesystem::copy(copy(), folder(), std::filesystem::copy_options::recursive);
  }

 private:
  std::string folder() const { return absl::StrCat(temp_.path(), "/data-", number_); }
  std::string copy() const { return absl::StrCat(temp_.path(), "/copy"); }

  // Another folder, and files without a past.
  void Replace() {
    std::filesystem::remove_all(folder());
    ++number_;
    env_.reset();
    files_ = std::make_shared<faults::FaultFileSystem>();
    env_ = std::make_unique<OneThreadEnv>(files_);
  }

  const Memtables memtables_;
  const storage::testing::TempFolder temp_;
  int number_ = 0;
  std::shared_ptr<faults::FaultFileSystem> files_;
  std::unique_ptr<OneThreadEnv> env_;
};

}  // namespace

std::unique_ptr<Disk> MakeRealDisk(Memtables memtables) {
  return std::make_unique<RealDisk>(memtables);
}

}  // namespace waystation::simulation
