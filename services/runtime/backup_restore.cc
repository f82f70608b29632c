#include "services/runtime/backup_restore.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/runtime/process.h"
#include "services/runtime/store_host.h"
#include "storage/backup.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_checkpoint.h"
#include "storage/rocks/rocks_files.h"

namespace waystation::runtime {
namespace {

namespace fs = std::filesystem;

constexpr char kRestoringFolder[] = "restoring";
// In it once all was compared: the backup's manifest, and which of its stores.
constexpr char kComparedFile[] = "compared";
// The same beside the stores once all of them are in place, for good.
constexpr char kRestoredFile[] = "restored";
// What either is written as before it gets its name.
constexpr char kMarkInTheMaking[] = "mark";
constexpr int64_t kMaxManifestBytes = 16 << 20;
// What may lie in a folder that is empty otherwise.
constexpr const char* kHarmless[] = {"backups", "lost+found", kRestoringFolder, kRestoredFile};

absl::Status NotEmpty(const fs::path& folder, const std::string& found) {
  return Error(common::v1::ERROR_REASON_FOLDER_NOT_EMPTY,
               "What is restored goes into an empty folder.",
               {{"folder", folder.string()}, {"found", found}});
}

absl::Status Damaged(const std::string& backup, const std::string& detail) {
  return Error(common::v1::ERROR_REASON_BACKUP_DAMAGED,
               "The backup is incomplete or damaged; use another one.",
               {{"backup", backup}, {"detail", detail}});
}

absl::Status Unavailable(const std::error_code& error, const fs::path& folder) {
  return absl::UnavailableError(absl::StrCat(folder.string(), ": ", error.message()));
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

class Restore {
 public:
  Restore(const Options& options, const std::vector<NamedFactory>& factories, rocksdb::Env* env)
      : options_(options),
        factories_(factories),
        env_(storage::EnvOr(env)),
        data_(options.data_dir),
        restoring_(data_ / kRestoringFolder) {}

  absl::Status Run() {
    ASSIGN_OR_RETURN(manifest_, storage::ReadBackup(env_, options_.restore));
    RETURN_IF_ERROR(ChooseStores());
    ASSIGN_OR_RETURN(const bool compared, IsCompared());
    if (!compared && IsRestored()) {
      RETURN_IF_ERROR(ClearAway());
      Tell("restored already", "is in");
      return absl::OkStatus();
    }
    if (!compared) {
      // Before anything is touched: what lies there may be the beginning of another restore.
      RETURN_IF_ERROR(CheckTarget());
      const absl::Status status = CopyAndCompare();
      if (!status.ok()) {
        Discard();
        return status;
      }
    }
    RETURN_IF_ERROR(MoveIntoPlace());
    Tell("restored", "into");
    return absl::OkStatus();
  }

 private:
  absl::Status ChooseStores();
  // What the marks say: of which backup, and which of its stores.
  std::string MarkText() const;
  // Gives `path`, anywhere in the data folder, that text, whole or not at all.
  absl::Status WriteMark(const fs::path& path) const;
  absl::StatusOr<bool> IsCompared() const;
  bool IsRestored() const;
  // A name in the data folder of something that no restore of all services expects there.
  std::optional<std::string> Stranger(const std::set<std::string>& expected) const;
  absl::Status CheckTarget() const;
  absl::Status CopyAndCompare();
  absl::Status OpenAndCompare();
  absl::Status Compare(Process& process);
  absl::Status FollowFromBackup(StoreHost& host) const;
  absl::Status MoveIntoPlace();
  absl::Status ClearAway() const;
  void Discard() const;
  void Tell(const char* what, const char* where) const;

  const Options& options_;
  const std::vector<NamedFactory>& factories_;
  rocksdb::Env* const env_;
  const fs::path data_;
  const fs::path restoring_;
  bool made_data_ = false;  // To be removed again when it comes to nothing.
  storage::BackupManifest manifest_;
  std::vector<const storage::StoreBackup*> stores_;  // Those wanted.
};

absl::Status Restore::ChooseStores() {
  for (const storage::StoreBackup& store : manifest_.stores) {
    const auto& wanted = options_.services;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), store.store) == wanted.end()) {
      continue;
    }
    const bool hosted = std::any_of(factories_.begin(), factories_.end(),
                                    [&](const auto& one) { return one.name == store.store; });
    if (!hosted) {
      return absl::FailedPreconditionError(
          absl::StrCat("--restore: this program does not host ", store.store,
                       ": use waystation-node, or name others in --services"));
    }
    if (options_.exercise && store.kind != common::v1::FOLDER_KIND_EXERCISE) {
      return Error(common::v1::ERROR_REASON_FOLDER_KIND, "The backup is of another kind.",
                   {{"folder", options_.restore}, {"found", "real"}, {"wanted", "exercise"}});
    }
    if (store.kind != manifest_.stores[0].kind) {
      return Damaged(options_.restore, "it mixes real and exercise");
    }
    stores_.push_back(&store);
  }
  for (const std::string& service : options_.services) {
    const bool there = std::any_of(stores_.begin(), stores_.end(),
                                   [&](const auto* one) { return one->store == service; });
    if (!there) {
      return absl::NotFoundError(absl::StrCat("--restore: ", options_.restore, " does not hold ",
                                              service, "; see its manifest"));
    }
  }
  return absl::OkStatus();
}

std::string Restore::MarkText() const {
  std::string text = storage::EncodeManifest(manifest_);
  for (const storage::StoreBackup* store : stores_) absl::StrAppend(&text, store->store, "\n");
  return text;
}

absl::Status Restore::WriteMark(const fs::path& path) const {
  const std::string made = (restoring_ / kMarkInTheMaking).string();
  RETURN_IF_ERROR(storage::WriteSmallFile(env_, made, MarkText()));
  RETURN_IF_ERROR(storage::Rename(env_, made, path.string()));
  return storage::SyncFolder(env_, path.parent_path().string());
}

// Whether an earlier run was cut short after it had compared everything.
absl::StatusOr<bool> Restore::IsCompared() const {
  const std::string path = (restoring_ / kComparedFile).string();
  if (!storage::FileExists(env_, path)) return false;
  ASSIGN_OR_RETURN(const std::string text, storage::ReadSmallFile(env_, path, kMaxManifestBytes));
  if (text == MarkText()) return true;
  // Some of its services may be in their places by now: two backups must not mix.
  return CheckNoRestore(data_.string());
}

// Whether an earlier run came to its end, or was cut short while it cleared away, and nothing has
// been added since, neither to the folder nor to a log.
bool Restore::IsRestored() const {
  const absl::StatusOr<std::string> mark =
      storage::ReadSmallFile(env_, (data_ / kRestoredFile).string(), kMaxManifestBytes);
  if (!mark.ok() || *mark != MarkText()) return false;
  std::set<std::string> names;
  for (const storage::StoreBackup* store : stores_) {
    names.insert(store->store);
    const auto log = storage::OpenCheckpointLog(env_, (data_ / store->store).string());
    if (!log.ok() || (*log)->Head() != store->head) return false;
  }
  return !options_.services.empty() || !Stranger(names).has_value();
}

std::optional<std::string> Restore::Stranger(const std::set<std::string>& expected) const {
  std::error_code error;
  for (fs::directory_iterator entry(data_, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool harmless =
        std::find(std::begin(kHarmless), std::end(kHarmless), name) != std::end(kHarmless);
    if (!harmless && !expected.contains(name)) return name;
  }
  return std::nullopt;
}

absl::Status Restore::CheckTarget() const {
  std::error_code error;
  if (options_.services.empty()) {
    const std::optional<std::string> found = Stranger({});
    if (found.has_value()) return NotEmpty(data_, *found);
  }
  for (const storage::StoreBackup* store : stores_) {
    const fs::path place = data_ / store->store;
    const bool is_there = fs::exists(place, error);
    if (is_there && !fs::is_empty(place, error)) return NotEmpty(place, "files");
  }
  return absl::OkStatus();
}

absl::Status Restore::CopyAndCompare() {
  std::error_code error;
  made_data_ = fs::create_directories(data_, error);
  if (error) return Unavailable(error, data_);
  RETURN_IF_ERROR(storage::SyncFolder(env_, fs::absolute(data_).parent_path().string()));
  // Of an earlier restore, whose folders must not be taken for this one's beginning.
  RETURN_IF_ERROR(storage::RemoveFile(env_, (data_ / kRestoredFile).string()));
  RETURN_IF_ERROR(storage::SyncFolder(env_, data_.string()));
  RETURN_IF_ERROR(storage::RemoveFolder(env_, restoring_.string()));
  RETURN_IF_ERROR(storage::MakeFolder(env_, restoring_.string()));
  RETURN_IF_ERROR(storage::SyncFolder(env_, data_.string()));
  for (const storage::StoreBackup* store : stores_) {
    RETURN_IF_ERROR(storage::RestoreStore(env_, options_.restore, *store,
                                          (restoring_ / store->store).string(), nullptr));
    printf("%s: %zu files copied, hashes equal\n", store->store.c_str(), store->files.size());
    fflush(stdout);
  }
  RETURN_IF_ERROR(OpenAndCompare());
  return WriteMark(restoring_ / kComparedFile);
}

absl::Status Restore::OpenAndCompare() {
  Options options = options_;
  options.data_dir = restoring_.string();
  options.verify = true;
  options.log_level = std::max(options.log_level, LogLevel::kWarning);
  options.exercise = manifest_.stores[0].kind == common::v1::FOLDER_KIND_EXERCISE;
  options.services.clear();
  for (const storage::StoreBackup* store : stores_) options.services.push_back(store->store);
  Process process(options);
  absl::Status status = process.Open(factories_);
  if (status.ok()) status = Compare(process);
  const bool closed = process.Stop();
  if (status.ok() && !closed) return absl::UnavailableError("a restored store does not close");
  return status;
}

absl::Status Restore::Compare(Process& process) {
  for (const auto& service : process.services()) {
    const auto store = std::find_if(stores_.begin(), stores_.end(),
                                    [&](const auto* one) { return one->store == service->name(); });
    const storage::LogPosition head = service->store_host().store()->log().Head();
    if (head != (*store)->head || service->store_host().log_name() != (*store)->log) {
      return Damaged(options_.restore,
                     absl::StrCat(service->name(), ": the log ends at ", head.revision, ", want ",
                                  (*store)->head.revision, " and its digest"));
    }
    RETURN_IF_ERROR(FollowFromBackup(service->store_host()));
    printf("%s: %s up to revision %lld\n", service->name().c_str(), (*store)->log.c_str(),
           static_cast<long long>(head.revision));
  }
  for (const Finding& finding : process.Verify()) {
    printf("%s\n", finding.text.c_str());
    if (finding.kind == Finding::Kind::kDiffers) {
      return Damaged(options_.restore, "the rows are not what its log gives");
    }
  }
  fflush(stdout);
  return absl::OkStatus();
}

// Followed rows are behind in a backup. The service would come up without them, and refuse what
// names a facility that it knew: they are folded from the backup of the log that they are of.
absl::Status Restore::FollowFromBackup(StoreHost& host) const {
  const std::shared_ptr<storage::Store> store = host.store();
  for (const FollowState& followed : host.FollowStates()) {
    for (const storage::StoreBackup& source : manifest_.stores) {
      if (source.log != followed.log) continue;
      ASSIGN_OR_RETURN(
          const std::unique_ptr<storage::Log> log,
          storage::OpenCheckpointLog(env_, absl::StrCat(options_.restore, "/", source.store)));
      const absl::Status status =
          store->followed_projector(followed.log)->CatchUp(*log, store->rows());
      // Of an older history already when it was backed up: followed anew when it is served.
      if (ReasonOf(status) == common::v1::ERROR_REASON_HISTORY_CHANGED) continue;
      RETURN_IF_ERROR(status);
    }
  }
  return absl::OkStatus();
}

absl::Status Restore::MoveIntoPlace() {
  for (const storage::StoreBackup* store : stores_) {
    const fs::path from = restoring_ / store->store;
    std::error_code error;
    // Moved already by a run that was cut short.
    if (!fs::exists(from, error)) continue;
    RETURN_IF_ERROR(storage::Rename(env_, from.string(), (data_ / store->store).string()));
  }
  RETURN_IF_ERROR(storage::SyncFolder(env_, data_.string()));
  // From here on `compared` may go: a run that is cut short while it clears away is told by this.
  RETURN_IF_ERROR(WriteMark(data_ / kRestoredFile));
  return ClearAway();
}

absl::Status Restore::ClearAway() const {
  RETURN_IF_ERROR(storage::RemoveFolder(env_, restoring_.string()));
  return storage::SyncFolder(env_, data_.string());
}

// What came to nothing. The mark goes first: with it, what is left would pass for whole.
void Restore::Discard() const {
  storage::RemoveFile(env_, (restoring_ / kComparedFile).string()).IgnoreError();
  storage::SyncFolder(env_, restoring_.string()).IgnoreError();
  storage::RemoveFolder(env_, restoring_.string()).IgnoreError();
  std::error_code ignored;
  if (made_data_) fs::remove(data_, ignored);
}

void Restore::Tell(const char* what, const char* where) const {
  printf("%s %s, taken %s, %s %s\n", what, manifest_.name.c_str(),
         TimeText(manifest_.taken).c_str(), where, data_.c_str());
}

}  // namespace

int RestoreBackup(const Options& options, const std::vector<NamedFactory>& factories,
                  rocksdb::Env* env) {
  const absl::Status status = Restore(options, factories, env).Run();
  if (status.ok()) return 0;
  fprintf(stderr, "not restored: %s\n", Explain(status).c_str());
  return 1;
}

absl::Status CheckNoRestore(const std::string& data_dir) {
  const fs::path restoring = fs::path(data_dir) / kRestoringFolder;
  std::error_code error;
  if (!fs::exists(restoring, error)) return absl::OkStatus();
  return Error(common::v1::ERROR_REASON_FOLDER_UNFINISHED,
               "A restore was cut short here. Run the same --restore again, then start.",
               {{"folder", restoring.string()}});
}

}  // namespace waystation::runtime
