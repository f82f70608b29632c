#include "storage/store.h"

#include <openssl/rand.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "storage/log_up_to.h"
#include "storage/some_rows.h"

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

absl::StatusOr<std::unique_ptr<RocksDatabase>> OpenDatabase(const StoreOptions& options,
                                                            const RocksOptions& rocks) {
  return options.open_database ? options.open_database(rocks) : RocksDatabase::Open(rocks);
}

absl::Status WriteBirth(const StoreOptions& options, Log& log) {
  std::string unique_id(kUniqueIdBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(unique_id.data()), kUniqueIdBytes) != 1) {
    return absl::InternalError("No random bytes are to be had.");
  }
  Group group;
  group.first_revision = 1;
  group.record_time = options.now.now;
  common::v1::LogEntry& entry = group.entries.emplace_back();
  entry.set_revision(1);
  entry.set_method("birth");
  if (options.now.suspect()) {
    entry.mutable_suspect_clock()->set_state(options.now.state);
    *entry.mutable_suspect_clock()->mutable_clock_time() = ToTimestamp(options.now.clock);
  }
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

// Whether a row belongs to the projector's source: one of its tables, or storage's own of it.
SomeRows::Wanted OwnedBy(const Projector& projector) {
  return [tables = projector.fold().Tables(),
          keys = projector.StorageKeys()](absl::string_view key) {
    return std::find(tables.begin(), tables.end(), static_cast<uint8_t>(key[0])) != tables.end() ||
           std::find(keys.begin(), keys.end(), key) != keys.end();
  };
}

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
  // `live`: the rows of the projector's source and no others. HISTORY_CHANGED when they are not of
  // `log`.
  absl::StatusOr<EqualityReport> Compare(const Log& log, const Projector& projector,
                                         const RowReader& live);
  std::string ScratchFolder() const {
    return absl::StrCat(options.rocks.folder, "/", kScratchFolder);
  }
  void RemoveScratch() const {
    std::error_code ignored;
    std::filesystem::remove_all(ScratchFolder(), ignored);
  }

  const StoreOptions options;
  const Projector own;
  std::map<std::string, Projector> followed;
  std::unique_ptr<RocksDatabase> database;
  std::unique_ptr<Committer> committer;
  common::v1::LogBirth birth;
  absl::Time birth_time;
  ClockEvidence evidence;
  OpenReport report;
};

absl::Status Store::State::CheckBirth() {
  Log& log = database->log();
  if (log.Head().revision == 0) {
    if (database->revisions_lost() > 0) return Damaged(options, "nothing is left of it");
    RETURN_IF_ERROR(WriteBirth(options, log));
  }
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
  report.revisions_lost = database->revisions_lost();
  absl::Status status = own.CatchUp(database->log(), rows, options.progress);
  if (ReasonOf(status) == common::v1::ERROR_REASON_HISTORY_CHANGED) {
    // The log is the truth: the rows follow it, and the loss is told.
    report.revisions_lost = std::max<int64_t>({report.revisions_lost, applied.revision - head, 1});
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

  const std::unique_ptr<RowReader> rows = database->rows().Snapshot();
  ASSIGN_OR_RETURN(const ClockMarks marks, LoadClockMarks(*rows, options.log));
  evidence.own = marks.Proves(last.record_time);
  for (const auto& [name, projector] : followed) {
    ASSIGN_OR_RETURN(const std::optional<absl::Time> time, LoadFollowedTime(*rows, name));
    evidence.followed = std::max(evidence.followed, time.value_or(absl::InfinitePast()));
  }
  return absl::OkStatus();
}

absl::StatusOr<EqualityReport> Store::State::Compare(const Log& log, const Projector& projector,
                                                     const RowReader& live) {
  ASSIGN_OR_RETURN(const LogPosition applied, projector.Applied(live));
  ASSIGN_OR_RETURN(const LogPosition stored, log.GroupEndingAt(applied.revision));
  if (stored != applied) {
    return Error(common::v1::ERROR_REASON_HISTORY_CHANGED,
                 "The rows are of another history than the log.", {{"log", projector.source()}});
  }
  // In a folder, not in memory: the rows of a long history need not fit there.
  RocksOptions scratch = options.rocks;
  scratch.folder = ScratchFolder();
  RemoveScratch();
  absl::StatusOr<EqualityReport> report;
  {
    absl::StatusOr<std::unique_ptr<RocksDatabase>> rebuilt = OpenDatabase(options, scratch);
    if (!rebuilt.ok()) {
      report = rebuilt.status();
    } else {
      const LogUpTo log_then(log, applied);
      const RebuildSource source{&log_then, &projector};
      report = RebuildAndCompare({&source, 1}, live, (*rebuilt)->rows());
    }
  }
  RemoveScratch();
  return report;
}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const StoreOptions& options,
                                                   std::vector<FollowedLog> followed) {
  if (options.kind != common::v1::FOLDER_KIND_REAL &&
      options.kind != common::v1::FOLDER_KIND_EXERCISE) {
    return absl::InternalError("A store is either real or an exercise.");
  }
  auto state = std::make_unique<State>(options, std::move(followed));
  ASSIGN_OR_RETURN(state->database, OpenDatabase(options, options.rocks));
  // A Verify that was killed leaves as much as all rows take.
  state->RemoveScratch();
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

const ClockEvidence& Store::clock_evidence() const { return state_->evidence; }

const OpenReport& Store::open_report() const { return state_->report; }

absl::StatusOr<EqualityReport> Store::Verify() {
  const std::unique_ptr<RowReader> snapshot = rows().Snapshot();
  std::vector<SomeRows::Wanted> others;
  for (const auto& [name, projector] : state_->followed) others.push_back(OwnedBy(projector));
  // Whatever is not a followed source's, so that stray rows are found.
  const SomeRows live(*snapshot, [&others](absl::string_view key) {
    return std::none_of(others.begin(), others.end(),
                        [key](const auto& owned) { return owned(key); });
  });
  return state_->Compare(log(), state_->own, live);
}

absl::StatusOr<EqualityReport> Store::VerifyFollowed(const std::string& name, const Log& source) {
  const Projector* const projector = followed_projector(name);
  if (projector == nullptr) return NotKnown(name);
  const std::unique_ptr<RowReader> snapshot = rows().Snapshot();
  const SomeRows live(*snapshot, OwnedBy(*projector));
  return state_->Compare(source, *projector, live);
}

absl::Status Store::Checkpoint(const std::string& folder) {
  return state_->database->Checkpoint(folder);
}

absl::Status Store::Close() {
  state_->committer.reset();
  if (state_->database == nullptr) return absl::OkStatus();
  absl::Status status = state_->database->Close();
  state_->database.reset();
  return status;
}

}  // namespace waystation::storage
