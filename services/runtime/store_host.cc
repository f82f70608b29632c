#include "services/runtime/store_host.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/runtime/follower.h"
#include "services/runtime/version.h"
#include "services/runtime/watch_hub.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/folder_probe.h"

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
  storage::StoreOptions& options = host->options_;
  options.rocks.folder = env.data_folder;
  options.rocks.row_format = row_format;
  options.rocks.block_cache = env.block_cache;
  options.rocks.env = env.storage_env;
  options.log = absl::StrCat(service, "/main");
  options.kind = env.kind;
  options.program = kProgram;
  options.fold = fold;
  options.progress = [logger = env.logger, told = SteadyNow(), log = options.log](
                         int64_t applied, int64_t head) mutable {
    if (SteadyNow() < told + absl::Seconds(1)) return;
    told = SteadyNow();
    logger->Info("folding_rows", {{"log", log}, {"applied", applied}, {"head", head}});
  };
  host->followed_ = std::move(followed);
  RETURN_IF_ERROR(host->OpenStore());
  env.clock->LogOpened(host->store()->clock_evidence());
  host->watches_ = WatchHub::Make(host.get());
  for (const storage::FollowedLog& one : host->followed_) {
    host->followers_.push_back(Follower::Make(host.get(), one.log));
  }
  Writer::Options writer;
  writer.log = options.log;
  writer.store = [self = host.get()] { return self->store(); };
  writer.reopen = [self = host.get()] { return self->Reopen(); };
  writer.clock = env.clock;
  writer.signal = &host->signal_;
  writer.metrics = env.metrics;
  writer.logger = env.logger;
  host->writer_ = std::make_unique<Writer>(writer);
  return host;
}

absl::Status StoreHost::OpenStore() {
  options_.now = env_.clock->Read();
  ASSIGN_OR_RETURN(std::unique_ptr<storage::Store> store,
                   storage::Store::Open(options_, followed_));
  Report(*store, *env_.logger);
  std::vector<std::pair<std::string, int64_t>> positions;
  positions.emplace_back(options_.log, store->log().Head().revision);
  env_.metrics->LogRevision(options_.log, positions[0].second);
  {
    const std::unique_ptr<storage::RowReader> rows = store->rows().Snapshot();
    for (const storage::FollowedLog& one : followed_) {
      ASSIGN_OR_RETURN(const storage::LogPosition applied, Applied(one.log, *rows));
      positions.emplace_back(one.log, applied.revision);
    }
  }
  slot_.Put(std::move(store));
  for (const auto& [log, revision] : positions) signal_.Set(log, revision);
  return absl::OkStatus();
}

absl::Status StoreHost::Reopen() {
  if (slot_.Get() != nullptr) {
    RETURN_IF_ERROR(storage::ProbeFolder(options_.rocks));
    const std::unique_ptr<storage::Store> store = slot_.Take();
    // What the failed write left in it makes it complain; what counts is how it opens.
    const absl::Status closed = store->Close();
    if (!closed.ok()) env_.logger->Info("closed_after_failure", StatusFields(closed));
  }
  RETURN_IF_ERROR(OpenStore());
  // Rows of followed logs may be behind what their streams have sent.
  for (const auto& follower : followers_) follower->StartOver();
  return absl::OkStatus();
}

absl::StatusOr<storage::LogPosition> StoreHost::Applied(const std::string& log,
                                                        const storage::RowReader& rows) const {
  return storage::Projector({log, /*index_requests=*/false}, nullptr).Applied(rows);
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
  const std::unique_ptr<storage::Store> store = slot_.Take();
  return store == nullptr ? absl::OkStatus() : store->Close();
}

}  // namespace waystation::runtime
