#include "services/runtime/backup_maker.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/runtime/civil.h"
#include "services/runtime/version.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::runtime {
namespace {

using common::v1::Backup;

std::string ResourceName(const std::string& backup) { return absl::StrCat("backups/", backup); }

Backup Begun(const std::string& name, absl::Time now) {
  Backup backup;
  backup.set_name(ResourceName(name));
  backup.set_state(Backup::STATE_CREATING);
  *backup.mutable_create_time() = ToProto(now);
  return backup;
}

void AddService(const storage::StoreBackup& store, Backup& backup) {
  common::v1::BackedUpService* service = backup.add_services();
  service->set_service(store.store);
  service->set_log(store.log);
  service->set_kind(store.kind);
  service->mutable_head()->set_revision(store.head.revision);
  service->mutable_head()->set_digest(storage::DigestBytes(store.head.digest));
  service->set_file_count(static_cast<int32_t>(store.files.size()));
  service->set_size_bytes(store.bytes());
}

Backup FromManifest(const storage::BackupManifest& manifest) {
  Backup backup = Begun(manifest.name, manifest.taken);
  backup.set_state(Backup::STATE_READY);
  backup.set_program(manifest.program);
  backup.set_size_bytes(manifest.bytes());
  for (const storage::StoreBackup& store : manifest.stores) AddService(store, backup);
  return backup;
}

void SetFailure(const absl::Status& status, Backup::State state, Backup& backup) {
  backup.set_state(state);
  backup.mutable_failure()->set_reason(ReasonOf(status));
  std::string detail(status.message());
  for (const char* variable : {"file", "detail"}) {
    const std::optional<std::string> value = ErrorVariable(status, variable);
    if (value.has_value()) absl::StrAppend(&detail, " ", *value);
  }
  backup.mutable_failure()->set_detail(detail);
}

absl::Status Busy(const std::string& text) {
  return Error(common::v1::ERROR_REASON_OVERLOADED, text);
}

}  // namespace

BackupMaker::BackupMaker(Options options) : options_(std::move(options)) {
  const absl::Status cleared = storage::RemovePartialBackups(options_.env, options_.folder);
  if (!cleared.ok()) options_.logger->Warning("backups_not_cleared", StatusFields(cleared));
}

BackupMaker::~BackupMaker() { Stop(); }

absl::StatusOr<Backup> BackupMaker::Existing(const std::string& name) const {
  const std::string folder = absl::StrCat(options_.folder, "/", name);
  if (!storage::FileExists(storage::EnvOr(options_.env), folder)) {
    return NotKnown(ResourceName(name));
  }
  ASSIGN_OR_RETURN(const storage::BackupManifest manifest,
                   storage::ReadBackup(options_.env, folder));
  return FromManifest(manifest);
}

absl::Status BackupMaker::CheckServices(const Backup& backup) const {
  std::set<std::string> there, ours;
  for (const auto& service : backup.services()) there.insert(service.service());
  for (const Source& source : options_.sources) ours.insert(source.service);
  if (there == ours) return absl::OkStatus();
  return Error(common::v1::ERROR_REASON_ALREADY_EXISTS,
               "There is a backup of this name, of other services.", {{"resource", backup.name()}});
}

absl::StatusOr<Backup> BackupMaker::Create(const std::string& name) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_) return Busy("The server is shutting down.");
  if (current_.has_value() && current_->name() == ResourceName(name)) return *current_;
  absl::StatusOr<Backup> existing = Existing(name);
  if (existing.ok()) {
    RETURN_IF_ERROR(CheckServices(*existing));
    return existing;
  }
  if (ReasonOf(existing.status()) != common::v1::ERROR_REASON_NOT_KNOWN) return existing;
  if (current_.has_value()) return Busy("Another backup is being made.");
  if (failed_.has_value() && failed_->name() == ResourceName(name)) failed_.reset();
  if (thread_.joinable()) thread_.join();
  const absl::Time now = options_.now();
  current_ = Begun(name, now);
  thread_ = std::thread([this, name, now] { Make(name, now); });
  return *current_;
}

absl::StatusOr<Backup> BackupMaker::Get(const std::string& name) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (current_.has_value() && current_->name() == ResourceName(name)) return *current_;
  if (failed_.has_value() && failed_->name() == ResourceName(name)) return *failed_;
  return Existing(name);
}

absl::StatusOr<std::vector<Backup>> BackupMaker::List(const std::string& after, size_t limit) {
  std::lock_guard<std::mutex> lock(mutex_);
  std::map<std::string, const Backup*> ours;  // Those that this process knows better than the disk.
  for (const auto* known : {&current_, &failed_}) {
    if (known->has_value()) ours[(*known)->name().substr(ResourceName("").size())] = &**known;
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> on_disk,
                   storage::BackupNames(options_.env, options_.folder));
  std::set<std::string> names(on_disk.begin(), on_disk.end());
  for (const auto& [name, backup] : ours) names.insert(name);
  std::vector<Backup> backups;
  for (auto name = names.upper_bound(after); name != names.end() && backups.size() < limit;
       ++name) {
    const auto known = ours.find(*name);
    if (known != ours.end()) {
      backups.push_back(*known->second);
      continue;
    }
    absl::StatusOr<Backup> existing = Existing(*name);
    if (!existing.ok()) {
      existing = Begun(*name, absl::UnixEpoch());
      existing->clear_create_time();
      SetFailure(Existing(*name).status(), Backup::STATE_DAMAGED, *existing);
    }
    backups.push_back(*std::move(existing));
  }
  return backups;
}

void BackupMaker::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  // No other call touches the thread once stopping.
  if (thread_.joinable()) thread_.join();
}

void BackupMaker::Make(const std::string& name, absl::Time now) {
  options_.logger->Info("backup_begun", {{"backup", name}});
  Done(TakeAll(name, now));
}

absl::StatusOr<storage::BackupManifest> BackupMaker::TakeAll(const std::string& name,
                                                             absl::Time now) {
  storage::BackupOptions options;
  options.folder = options_.folder;
  options.name = name;
  options.taken = now;
  options.program = kProgram;
  options.progress = [this](int64_t bytes) { return Progressed(bytes); };
  options.env = options_.env;
  options.reserve_bytes = options_.reserve_bytes;
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::BackupWriter> writer,
                   storage::BackupWriter::Begin(options));
  for (const Source& source : options_.sources) {
    RETURN_IF_ERROR(writer->Add(source.service, source.checkpoint));
    std::lock_guard<std::mutex> lock(mutex_);
    AddService(writer->manifest().stores.back(), *current_);
  }
  return writer->Seal();
}

bool BackupMaker::Progressed(int64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  current_->set_size_bytes(current_->size_bytes() + bytes);
  return !stopping_;
}

void BackupMaker::Done(const absl::StatusOr<storage::BackupManifest>& result) {
  std::lock_guard<std::mutex> lock(mutex_);
  Logger::Fields fields = {{"backup", current_->name()}, {"bytes", current_->size_bytes()}};
  if (result.ok()) {
    options_.logger->Info("backup_ready", fields);
  } else {
    failed_ = *current_;
    failed_->clear_services();
    SetFailure(result.status(), Backup::STATE_FAILED, *failed_);
    for (LogField& field : StatusFields(result.status())) fields.push_back(std::move(field));
    fields.emplace_back("detail", failed_->failure().detail());
    options_.logger->Error("backup_failed", fields);
  }
  current_.reset();
}

}  // namespace waystation::runtime
