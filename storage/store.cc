#include "storage/store.h"

#include <openssl/rand.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::storage {
namespace {

constexpr size_t kUniqueIdBytes = 16;
constexpr absl::string_view kScratchFolder = "verify";

std::string KindName(common::v1::FolderKind kind) {
  switch (kind) {
    case common::v1::FOLDER_KIND_REAL:
      return "real";
    case common::v1::FOLDER_KIND_EXERCISE:
      return "exercise";
    default:
      return "unspecified";
  }
}

absl::Status Damaged(const StoreOptions& options, absl::string_view detail) {
  return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "The log is damaged.",
               {{"folder", options.rocks.folder}, {"detail", std::string(detail)}});
}

absl::Status OtherKind(const StoreOptions& options, const std::string& found,
                       const std::string& wanted) {
  return Error(common::v1::ERROR_REASON_FOLDER_KIND, "The data folder is of another kind.",
               {{"folder", options.rocks.folder}, {"found", found}, {"wanted", wanted}});
}

absl::StatusOr<Group> ReadGroup(const Log& log, int64_t after_revision) {
  ASSIGN_OR_RETURN(const std::vector<std::string> groups, log.Read(after_revision, 1));
  if (groups.empty()) {
    return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "The log lacks a group.",
                 {{"detail", absl::StrCat("after revision ", after_revision)}});
  }
  return DecodeGroup(groups[0]);
}

absl::Status WriteBirth(const StoreOptions& options, Log& log) {
  std::string unique_id(kUniqueIdBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(unique_id.data()), kUniqueIdBytes) != 1) {
    return absl::InternalError("No random bytes are to be had.");
  }
  Group group;
  group.first_revision = 1;
  group.record_time = options.now;
  common::v1::LogEntry& entry = group.entries.emplace_back();
  entry.set_revision(1);
  entry.set_method("birth");
  entry.mutable_birth()->set_log(options.log);
  entry.mutable_birth()->set_unique_id(unique_id);
  entry.mutable_birth()->set_kind(options.kind);
  entry.mutable_birth()->set_program(options.program);
  if (log.Append(LogPosition(), EncodeGroup(group)) != AppendResult::kOk) {
    return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE,
                 "The log's first entry can't be written.", {{"folder", options.rocks.folder}});
  }
  return absl::OkStatus();
}

// A log as it was at an earlier head.
class LogUpTo : public Log {
 public:
  // REQUIRES: `head` is the end of a group of `log`, which must outlive this.
  LogUpTo(const Log& log, const LogPosition& head) : log_(log), head_(head) {}

  LogPosition Head() const override { return head_; }
  AppendResult Append(const LogPosition&, absl::string_view) override {
    return AppendResult::kFenced;
  }
  absl::StatusOr<std::vector<std::string>> Read(int64_t after_revision,
                                                size_t max_bytes) const override {
    ASSIGN_OR_RETURN(std::vector<std::string> groups, log_.Read(after_revision, max_bytes));
    while (!groups.empty()) {
      ASSIGN_OR_RETURN(const LogPosition end, GroupEnd(groups.back()));
      if (end.revision <= head_.revision) break;
      groups.pop_back();
    }
    return groups;
  }
  absl::StatusOr<LogPosition> GroupEndingAt(int64_t revision) const override {
    if (revision > head_.revision) return LogPosition();
    return log_.GroupEndingAt(revision);
  }

 private:
  const Log& log_;
  const LogPosition head_;
};

// Passes over the rows of some tables and those with some keys.
class HidingCursor : public RowCursor {
 public:
  HidingCursor(std::unique_ptr<RowCursor> rows, const std::set<uint8_t>& tables,
               const std::set<std::string>& keys)
      : rows_(std::move(rows)), tables_(tables), keys_(keys) {
    Settle();
  }

  bool Valid() const override { return rows_->Valid(); }
  absl::string_view key() const override { return rows_->key(); }
  absl::string_view value() const override { return rows_->value(); }
  absl::Status status() const override { return rows_->status(); }
  void Next() override {
    rows_->Next();
    Settle();
  }

 private:
  void Settle() {
    while (rows_->Valid() && (tables_.count(static_cast<uint8_t>(rows_->key()[0])) > 0 ||
                              keys_.count(std::string(rows_->key())) > 0)) {
      rows_->Next();
    }
  }

  const std::unique_ptr<RowCursor> rows_;
  const std::set<uint8_t>& tables_;
  const std::set<std::string>& keys_;
};

// The rows of the own log: those of followed sources are hidden.
class OwnRows : public RowReader {
 public:
  explicit OwnRows(const RowReader& rows) : rows_(rows) {}

  void Hide(const Projector& followed) {
    for (uint8_t table : followed.fold().Tables()) tables_.insert(table);
    for (std::string& key : followed.StorageKeys()) keys_.insert(std::move(key));
  }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return rows_.Get(key);
  }
  std::unique_ptr<RowCursor> Scan(absl::string_view begin, absl::string_view end) const override {
    return std::make_unique<HidingCursor>(rows_.Scan(begin, end), tables_, keys_);
  }

 private:
  const RowReader& rows_;
  std::set<uint8_t> tables_;
  std::set<std::string> keys_;
};

}  // namespace

struct Store::State {
  State(const StoreOptions& store_options, std::vector<FollowedLog> logs)
      : options(store_options),
        own({store_options.log, /*index_requests=*/true}, store_options.fold) {
    for (FollowedLog& log : logs) {
      followed.emplace(log.log, Projector({log.log, /*index_requests=*/false}, log.fold));
    }
  }

  absl::Status CheckBirth();
  absl::Status CatchUp();
  absl::Status MakeCommitter();

  const StoreOptions options;
  const Projector own;
  std::map<std::string, Projector> followed;
  std::unique_ptr<RocksDatabase> database;
  std::unique_ptr<Committer> committer;
  common::v1::LogBirth birth;
  absl::Time birth_time;
  OpenReport report;
};

absl::Status Store::State::CheckBirth() {
  Log& log = database->log();
  if (log.Head().revision == 0) RETURN_IF_ERROR(WriteBirth(options, log));
  ASSIGN_OR_RETURN(const Group first, ReadGroup(log, 0));
  if (first.first_revision != 1 || first.previous_digest != Digest{} ||
      !first.entries[0].has_birth()) {
    return Damaged(options, "no birth entry");
  }
  birth = first.entries[0].birth();
  birth_time = first.record_time;
  if (birth.log() != options.log) return OtherKind(options, birth.log(), options.log);
  if (birth.kind() != options.kind) {
    return OtherKind(options, KindName(birth.kind()), KindName(options.kind));
  }
  return absl::OkStatus();
}

absl::Status Store::State::CatchUp() {
  RowStore& rows = database->rows();
  RETURN_IF_ERROR(own.FinishDrop(rows));
  for (const auto& [name, projector] : followed) RETURN_IF_ERROR(projector.FinishDrop(rows));
  ASSIGN_OR_RETURN(LogPosition applied, own.Applied(*rows.Snapshot()));
  const int64_t head = database->log().Head().revision;
  absl::Status status = own.CatchUp(database->log(), rows, options.progress);
  if (ReasonOf(status) == common::v1::ERROR_REASON_HISTORY_CHANGED) {
    // The log is the truth: the rows follow it, and the loss is told.
    report.revisions_lost = std::max<int64_t>(applied.revision - head, 1);
    applied = LogPosition();
    RETURN_IF_ERROR(own.DropSource(rows));
    status = own.CatchUp(database->log(), rows, options.progress);
  }
  report.revisions_folded = head - applied.revision;
  report.rows_dropped = database->rows_were_dropped();
  return status;
}

absl::Status Store::State::MakeCommitter() {
  Log& log = database->log();
  ASSIGN_OR_RETURN(const Group last, ReadGroup(log, log.Head().revision - 1));
  committer = std::make_unique<Committer>(&log, &database->rows(), &own, last.record_time);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const StoreOptions& options,
                                                   std::vector<FollowedLog> followed) {
  if (options.kind != common::v1::FOLDER_KIND_REAL &&
      options.kind != common::v1::FOLDER_KIND_EXERCISE) {
    return absl::InternalError("A store is either real or an exercise.");
  }
  auto state = std::make_unique<State>(options, std::move(followed));
  ASSIGN_OR_RETURN(state->database, RocksDatabase::Open(options.rocks));
  RETURN_IF_ERROR(state->CheckBirth());
  RETURN_IF_ERROR(state->CatchUp());
  RETURN_IF_ERROR(state->MakeCommitter());
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}

Store::~Store() { Close().IgnoreError(); }

const std::string& Store::log_name() const { return state_->options.log; }

Log& Store::log() { return state_->database->log(); }

RowStore& Store::rows() { return state_->database->rows(); }

Committer& Store::committer() { return *state_->committer; }

const Projector& Store::own_projector() const { return state_->own; }

const Projector* Store::followed_projector(const std::string& log) const {
  const auto found = state_->followed.find(log);
  return found == state_->followed.end() ? nullptr : &found->second;
}

const common::v1::LogBirth& Store::birth() const { return state_->birth; }

absl::Time Store::birth_time() const { return state_->birth_time; }

const OpenReport& Store::open_report() const { return state_->report; }

absl::StatusOr<EqualityReport> Store::Verify() {
  const std::unique_ptr<RowReader> snapshot = rows().Snapshot();
  ASSIGN_OR_RETURN(const LogPosition applied, state_->own.Applied(*snapshot));
  ASSIGN_OR_RETURN(const LogPosition stored, log().GroupEndingAt(applied.revision));
  if (stored != applied) return Damaged(state_->options, "the rows are of another history");
  OwnRows live(*snapshot);
  for (const auto& [name, projector] : state_->followed) live.Hide(projector);

  // In a folder, not in memory: the rows of a long history need not fit there.
  RocksOptions scratch = state_->options.rocks;
  scratch.folder = absl::StrCat(scratch.folder, "/", kScratchFolder);
  std::error_code ignored;
  std::filesystem::remove_all(scratch.folder, ignored);
  absl::StatusOr<EqualityReport> report;
  {
    ASSIGN_OR_RETURN(const auto database, RocksDatabase::Open(scratch));
    const LogUpTo log_then(log(), applied);
    const RebuildSource source{&log_then, &state_->own};
    report = RebuildAndCompare({&source, 1}, live, database->rows());
  }
  std::filesystem::remove_all(scratch.folder, ignored);
  return report;
}

absl::Status Store::Close() {
  state_->committer.reset();
  if (state_->database == nullptr) return absl::OkStatus();
  absl::Status status = state_->database->Close();
  state_->database.reset();
  return status;
}

}  // namespace waystation::storage
