#include "services/runtime/store_host.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/runtime/follower.h"
#include "services/runtime/version.h"
#include "storage/base/status_macros.h"

namespace waystation::runtime {

StoreHost::StoreHost(const ServiceEnvironment& env, const std::string& service)
    : env_(env), service_(service) {}

StoreHost::~StoreHost() {
  const absl::Status closed = Close();
  if (!closed.ok()) env_.logger->Error("close_failed", StatusFields(closed));
}

namespace {

// What a person must know, or may wonder at, of how the store was found.
void Report(const storage::Store& store, Logger& logger) {
  const storage::OpenReport& report = store.open_report();
  if (report.revisions_lost > 0) {
    logger.Error("acknowledged_commands_lost",
                 {{"log", store.log_name()}, {"at_least", report.revisions_lost}});
  }
  if (report.rows_dropped) logger.Info("row_format_changed", {{"log", store.log_name()}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<StoreHost>> StoreHost::Open(
    const ServiceEnvironment& env, const std::string& service, int64_t row_format,
    const storage::EventFold* fold, std::vector<storage::FollowedLog> followed) {
  std::unique_ptr<StoreHost> host(new StoreHost(env, service));
  storage::StoreOptions options;
  options.rocks.folder = env.data_folder;
  options.rocks.row_format = row_format;
  options.rocks.block_cache = env.block_cache;
  options.log = absl::StrCat(service, "/main");
  options.kind = env.kind;
  options.program = kProgram;
  options.now = env.clock->Now();
  options.fold = fold;
  options.progress = [logger = env.logger, told = absl::Now(), log = options.log](
                         int64_t applied, int64_t head) mutable {
    if (absl::Now() < told + absl::Seconds(1)) return;
    told = absl::Now();
    logger->Info("folding_rows", {{"log", log}, {"applied", applied}, {"head", head}});
  };
  std::vector<std::string> logs;
  for (const storage::FollowedLog& one : followed) logs.push_back(one.log);
  ASSIGN_OR_RETURN(host->store_, storage::Store::Open(options, std::move(followed)));

  Report(*host->store_, *env.logger);
  const int64_t head = host->store_->log().Head().revision;
  host->signal_.Set(options.log, head);
  env.metrics->LogRevision(options.log, head);
  const std::unique_ptr<storage::RowReader> rows = host->Snapshot();
  for (const std::string& log : logs) {
    ASSIGN_OR_RETURN(const storage::LogPosition applied,
                     host->store_->followed_projector(log)->Applied(*rows));
    host->signal_.Set(log, applied.revision);
    host->followers_.push_back(Follower::Make(host.get(), log));
  }
  Writer::Options writer;
  writer.store = host->store_.get();
  writer.clock = env.clock;
  writer.signal = &host->signal_;
  writer.metrics = env.metrics;
  writer.logger = env.logger;
  host->writer_ = std::make_unique<Writer>(writer);
  return host;
}

const std::vector<FollowState> StoreHost::FollowStates() const {
  std::vector<FollowState> states;
  states.reserve(followers_.size());
  for (const auto& follower : followers_) states.push_back(follower->state());
  return states;
}

void StoreHost::StartFollowing() {
  for (const auto& follower : followers_) follower->Start();
}

void StoreHost::StopFollowing() {
  for (const auto& follower : followers_) follower->Stop();
}

absl::Status StoreHost::Start() {
  writer_->Start();
  StartFollowing();
  return absl::OkStatus();
}

void StoreHost::Drain() {
  if (drained_) return;
  drained_ = true;
  // Followers wait for the writer, so the writer goes last.
  StopFollowing();
  signal_.Close();
  if (writer_ != nullptr) writer_->Stop();
}

absl::Status StoreHost::Close() {
  if (closed_) return absl::OkStatus();
  closed_ = true;
  Drain();
  followers_.clear();
  return store_ == nullptr ? absl::OkStatus() : store_->Close();
}

}  // namespace waystation::runtime
