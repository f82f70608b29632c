// Log and rows in memory, under the real Store.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "storage/base/errors.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "tests/simulation/disk.h"
#include "tests/support/random.h"

namespace waystation::simulation {
namespace {

using storage::AppendResult;
using storage::LogPosition;
using storage::RowChanges;
using testing::Random;

constexpr int64_t kFlushOneIn = 20;
constexpr int64_t kSabotageOneIn = 40;

absl::Status Unreadable() {
  return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE, "The disk can't be read.");
}

// What the disk and the open database share.
struct Medium {
  Medium(uint64_t seed, Sabotage s) : random(seed), sabotage(s) {}

  bool Sabotaged(Sabotage which) { return sabotage == which && random.OneIn(kSabotageOneIn); }

  Random random;
  const Sabotage sabotage;
  Fault fault = Fault::kNone;
  bool cut = false;
  // Groups that were answered and are not durable.
  std::vector<std::string> unsynced;
};

// The log of the engine, with the medium's faults.
class FaultyLog : public storage::Log {
 public:
  FaultyLog(storage::MemoryLogEngine* engine, Medium* medium)
      : engine_(*engine), log_(*engine->Open("main")), medium_(*medium) {}

  LogPosition Head() const override { return log_->Head(); }

  AppendResult Append(const LogPosition& expected_head, absl::string_view group) override {
    if (dead_) return AppendResult::kFenced;
    const Fault fault = medium_.cut ? Fault::kFull : medium_.fault;
    if (fault == Fault::kNone || fault == Fault::kUnreadable) {
      const AppendResult result = log_->Append(expected_head, group);
      if (medium_.sabotage == Sabotage::kAnswersBeforeSync) medium_.unsynced.emplace_back(group);
      dead_ = result != AppendResult::kOk;
      return result;
    }
    dead_ = true;
    if (fault == Fault::kPowerCut) medium_.cut = true;
    if (fault == Fault::kFull) return AppendResult::kUnavailable;
    engine_.FailNextAppend(AppendResult::kUnknown, /*written=*/medium_.random.OneIn(2));
    return log_->Append(expected_head, group);
  }

  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override {
    if (unreadable()) return Unreadable();
    return log_->Read(after_revision, max_bytes);
  }
  absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const override {
    if (unreadable()) return Unreadable();
    return log_->GroupEndingAt(revision);
  }

 private:
  bool unreadable() const { return medium_.cut || medium_.fault == Fault::kUnreadable; }

  storage::MemoryLogEngine& engine_;
  const std::unique_ptr<storage::Log> log_;
  Medium& medium_;
  bool dead_ = false;
};

// Rows that remember how to go back to what was flushed.
class LossyRows : public storage::RowStore {
 public:
  explicit LossyRows(Medium* medium) : medium_(*medium) {}

  std::unique_ptr<storage::RowReader> Snapshot() const override { return rows_.Snapshot(); }

  absl::Status Write(const RowChanges& changes) override {
    if (medium_.cut) return Unreadable();
    RowChanges kept = Sabotaged(changes);
    Remember(kept);
    if (medium_.random.OneIn(kFlushOneIn)) Flush();
    return rows_.Write(kept);
  }

  absl::Status DeleteRange(absl::string_view begin, absl::string_view end) override {
    if (medium_.cut) return Unreadable();
    RowChanges gone;
    {
      const auto snapshot = rows_.Snapshot();
      for (auto row = snapshot->Scan(begin, end); row->Valid(); row->Next()) {
        gone.emplace(std::string(row->key()), std::nullopt);
      }
    }
    Remember(gone);
    return rows_.Write(gone);
  }

  void Flush() { undo_.clear(); }
  // Loses the newest writes, as many as chance says.
  void LoseUnflushed() {
    int64_t lost = medium_.random.Below(static_cast<int64_t>(undo_.size()) + 1);
    for (; lost > 0; --lost, undo_.pop_back()) rows_.Write(undo_.back()).IgnoreError();
    undo_.clear();
  }
  RowChanges Everything() const {
    RowChanges all;
    const auto snapshot = rows_.Snapshot();
    for (auto row = snapshot->Scan("", ""); row->Valid(); row->Next()) {
      all.emplace(std::string(row->key()), std::string(row->value()));
    }
    return all;
  }
  void Set(const RowChanges& all) {
    rows_.DeleteRange("", "").IgnoreError();
    rows_.Write(all).IgnoreError();
    undo_.clear();
  }

 private:
  void Remember(const RowChanges& changes) {
    const auto snapshot = rows_.Snapshot();
    RowChanges before;
    for (const auto& [key, value] : changes) before.emplace(key, *snapshot->Get(key));
    undo_.push_back(std::move(before));
  }

  RowChanges Sabotaged(const RowChanges& changes) {
    RowChanges kept = changes;
    const auto is_storage = [](const std::string& key, const char* word) {
      return key[0] == storage::kStorageTable && absl::StartsWith(key.substr(1), word);
    };
    const auto erase_one = [&kept](const auto& which) {
      for (auto row = kept.begin(); row != kept.end(); ++row) {
        if (!which(*row)) continue;
        kept.erase(row);
        return;
      }
    };
    if (medium_.sabotage == Sabotage::kForgetsRequests) {
      std::erase_if(kept, [&](const auto& row) { return is_storage(row.first, "request"); });
    }
    if (medium_.Sabotaged(Sabotage::kForgetsApplied)) {
      erase_one([&](const auto& row) { return is_storage(row.first, "applied"); });
    }
    if (medium_.Sabotaged(Sabotage::kLosesARow)) {
      erase_one([](const auto& row) { return row.first[0] != 0 && row.second.has_value(); });
    }
    if (medium_.Sabotaged(Sabotage::kKeepsADeletedRow)) {
      erase_one([](const auto& row) { return row.first[0] != 0 && !row.second.has_value(); });
    }
    return kept;
  }

  Medium& medium_;
  storage::MemoryRowStore rows_;
  std::vector<RowChanges> undo_;  // Newest last; what each write since the last flush changed.
};

class MemoryDatabase : public storage::RocksDatabase {
 public:
  MemoryDatabase(std::unique_ptr<storage::Log> log, LossyRows* rows, bool rows_were_dropped)
      : log_(std::move(log)), rows_(*rows), rows_were_dropped_(rows_were_dropped) {}

  storage::Log& log() override { return *log_; }
  storage::RowStore& rows() override { return rows_; }
  bool rows_were_dropped() const override { return rows_were_dropped_; }
  absl::Status Close() override {
    log_.reset();
    return absl::OkStatus();
  }

 private:
  std::unique_ptr<storage::Log> log_;
  LossyRows& rows_;
  const bool rows_were_dropped_;
};

class MemoryDisk : public Disk {
 public:
  MemoryDisk(uint64_t seed, Sabotage sabotage) : medium_(seed, sabotage), rows_(&medium_) {}

  void Attach(storage::StoreOptions* options) override {
    options->rocks.folder = "memory";
    options->open_database = [this](const storage::RocksOptions& rocks) { return Open(rocks); };
  }
  void Arm(Fault fault, uint64_t) override { medium_.fault = fault; }
  void Heal() override {
    medium_.fault = Fault::kNone;
    medium_.cut = false;
  }
  void Cut() override { medium_.cut = true; }
  void Settle() override {}

  void Finish(Stop how, uint64_t) override {
    if (how == Stop::kClosed) {
      medium_.unsynced.clear();
      return rows_.Flush();
    }
    rows_.LoseUnflushed();
    if (medium_.unsynced.empty()) return;
    std::vector<std::string> groups = Groups();
    groups.resize(groups.size() - std::min(groups.size() - 1, medium_.unsynced.size()));
    medium_.unsynced.clear();
    SetGroups(groups);
  }

  void SaveCopy() override { copy_ = Copy{Groups(), rows_.Everything(), row_format_}; }
  bool has_copy() const override { return copy_.has_value(); }
  void RestoreCopy() override {
    SetGroups(copy_->groups);
    rows_.Set(copy_->rows);
    row_format_ = copy_->row_format;
  }

 private:
  struct Copy {
    std::vector<std::string> groups;
    RowChanges rows;
    int64_t row_format = 0;
  };

  absl::StatusOr<std::unique_ptr<storage::RocksDatabase>> Open(const storage::RocksOptions& rocks) {
    if (medium_.cut || medium_.fault != Fault::kNone) return Unreadable();
    const bool dropped = row_format_ != 0 && row_format_ != rocks.row_format;
    if (dropped) rows_.Set({});
    row_format_ = rocks.row_format;
    return std::make_unique<MemoryDatabase>(std::make_unique<FaultyLog>(engine_.get(), &medium_),
                                            &rows_, dropped);
  }

  std::vector<std::string> Groups() const { return *(*engine_->Open("main"))->Read(0, SIZE_MAX); }
  void SetGroups(const std::vector<std::string>& groups) {
    engine_ = std::make_unique<storage::MemoryLogEngine>();
    const std::unique_ptr<storage::Log> log = *engine_->Open("main");
    for (const std::string& group : groups) log->Append(log->Head(), group);
  }

  Medium medium_;
  std::unique_ptr<storage::MemoryLogEngine> engine_ = std::make_unique<storage::MemoryLogEngine>();
  LossyRows rows_;
  int64_t row_format_ = 0;
  std::optional<Copy> copy_;
};

}  // namespace

std::unique_ptr<Disk> MakeMemoryDisk(uint64_t seed, Sabotage sabotage) {
  return std::make_unique<MemoryDisk>(seed, sabotage);
}

}  // namespace waystation::simulation
