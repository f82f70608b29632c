#include "services/runtime/process.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/channel.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/runtime/backup_restore.h"
#include "services/runtime/build_date.h"
#include "services/runtime/civil.h"
#include "services/runtime/clock_judge.h"
#include "services/runtime/limits.h"
#include "services/runtime/store_host.h"
#include "services/runtime/version.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_database.h"

namespace waystation::runtime {
namespace {

constexpr char kBackupsFolder[] = "backups";

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // gRPC's own backoff grows to two minutes, and would hide that a peer is back. The least backoff
  // is left alone: it is also how long one connection may take, and links are slow.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   static_cast<int>(absl::ToInt64Milliseconds(kBackoffMin)));
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS,
                   static_cast<int>(absl::ToInt64Milliseconds(kBackoffMax)));
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Finding FindingOf(const std::string& what, const absl::StatusOr<storage::EqualityReport>& report) {
  Finding finding;
  if (report.ok()) {
    finding.kind = report->equal() ? Finding::Kind::kEqual : Finding::Kind::kDiffers;
    finding.text = absl::StrCat(what, ": ", report->ToString());
    return finding;
  }
  finding.kind = Finding::Kind::kDiffers;
  finding.text = absl::StrCat(what, ": not compared: ", Explain(report.status()));
  return finding;
}

}  // namespace

std::string Explain(const absl::Status& status) {
  std::string text(status.message());
  for (const char* key :
       {"folder", "backup", "file", "log", "holder", "found", "wanted", "supported", "detail"}) {
    const std::optional<std::string> value = ErrorVariable(status, key);
    if (value.has_value()) absl::StrAppend(&text, "\n  ", key, ": ", *value);
  }
  return text;
}

Process::Process(Options options)
    : options_(std::move(options)),
      logger_(options_.log_level),
      judged_({.clock = &clock_,
               .passing = PassingNow,
               .build = BuildDate(),
               .changed = [this](const storage::ClockReading& clock) { TellOfClock(clock); }}),
      readers_(kReaderThreads, kMaxQueuedReads),
      block_cache_(storage::NewBlockCache(kBlockCacheBytes)) {}

Process::~Process() = default;

absl::Status Process::Open(const std::vector<NamedFactory>& factories) {
  RETURN_IF_ERROR(CheckNoRestore(options_.data_dir));
  for (const NamedFactory& factory : factories) {
    const auto& wanted = options_.services;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), factory.name) == wanted.end())
      continue;
    ServiceEnvironment env;
    env.clock = &judged_;
    env.readers = &readers_;
    env.metrics = &metrics_;
    env.logger = &logger_;
    env.data_folder = (std::filesystem::path(options_.data_dir) / factory.name).string();
    env.kind = kind();
    env.block_cache = block_cache_;
    env.channel_to = [this](const std::string& service) { return Channel(service); };
    const bool missing = !std::filesystem::exists(env.data_folder);
    RETURN_IF_ERROR(PrepareFolder(env.data_folder));
    if (missing) made_folders_.push_back(env.data_folder);
    ASSIGN_OR_RETURN(std::unique_ptr<Service> service, factory.make(env));
    services_.push_back(std::move(service));
  }
  const absl::Status lost = CheckNoneLost();
  if (lost.ok()) return lost;
  services_.clear();
  for (const std::string& folder : made_folders_) std::filesystem::remove_all(folder);
  return lost;
}

absl::Status Process::CheckNoneLost() const {
  for (const auto& service : services_) {
    for (const FollowState& followed : service->store_host().FollowStates()) {
      if (followed.applied_revision == 0) continue;
      for (const auto& source : services_) {
        const std::string& folder = source->store_host().environment().data_folder;
        if (source->store_host().log_name() != followed.log) continue;
        if (std::find(made_folders_.begin(), made_folders_.end(), folder) == made_folders_.end())
          continue;
        return Error(common::v1::ERROR_REASON_LOG_DAMAGED,
                     "A service's folder is gone. Restore it from a backup, or make an empty "
                     "folder there if it is to begin anew.",
                     {{"folder", folder},
                      {"detail", absl::StrCat(service->name(), " has followed ", followed.log,
                                              " to revision ", followed.applied_revision)}});
      }
    }
  }
  return absl::OkStatus();
}

std::vector<Finding> Process::Verify() {
  std::vector<Finding> findings;
  for (const auto& service : services_) {
    findings.push_back(FindingOf(service->name(), service->store_host().store()->Verify()));
  }
  for (const auto& service : services_) {
    for (const FollowState& followed : service->store_host().FollowStates()) {
      findings.push_back(VerifyFollowed(*service, followed.log));
    }
  }
  return findings;
}

Finding Process::VerifyFollowed(Service& service, const std::string& log) {
  const std::string what = absl::StrCat(service.name(), " from ", log);
  for (const auto& source : services_) {
    if (source->store_host().log_name() != log) continue;
    const absl::StatusOr<storage::EqualityReport> report =
        service.store_host().store()->VerifyFollowed(log, source->store_host().store()->log());
    if (ReasonOf(report.status()) == common::v1::ERROR_REASON_HISTORY_CHANGED) {
      return {Finding::Kind::kOtherHistory,
              absl::StrCat(what, ": of another history; followed anew when it is served")};
    }
    return FindingOf(what, report);
  }
  return {Finding::Kind::kNotHere, absl::StrCat(what, ": not compared, the log is not here")};
}

void Process::MakeBackups() {
  BackupMaker::Options backups;
  backups.folder = (std::filesystem::path(options_.data_dir) / kBackupsFolder).string();
  // Followers before the followed.
  for (auto service = services_.rbegin(); service != services_.rend(); ++service) {
    StoreHost* const host = &(*service)->store_host();
    backups.sources.push_back({(*service)->name(), [host](const std::string& folder) {
                                 const std::shared_ptr<storage::Store> store = host->store();
                                 return store == nullptr ? StoreClosed()
                                                         : store->Checkpoint(folder);
                               }});
  }
  backups.now = [this] { return judged_.Now(); };
  backups.logger = &logger_;
  backups_ = std::make_unique<BackupMaker>(std::move(backups));
}

absl::Status Process::Serve() {
  if (!options_.metrics_listen.empty()) RETURN_IF_ERROR(metrics_.Expose(options_.metrics_listen));
  MakeBackups();
  Server::Options server;
  server.listen = options_.listen;
  server.clock = &clock_;
  server.judged = &judged_;
  server.metrics = &metrics_;
  server.kind = kind();
  server.backups = backups_.get();
  server.readers = &readers_;
  std::vector<Service*> services;
  for (const auto& service : services_) services.push_back(service.get());
  ASSIGN_OR_RETURN(server_, Server::Start(server, services));
  for (const auto& service : services_) RETURN_IF_ERROR(service->Start());
  server_->SetAllServing(true);
  watch_clock_ = true;
  TellOfClock(judged_.Read());
  logger_.Info(
      "started",
      {{"program", kProgram}, {"listen", server_->address()}, {"exercise", options_.exercise}});
  printf("listening on %s\n", server_->address().c_str());
  fflush(stdout);
  return absl::OkStatus();
}

void Process::WaitForSignal(const sigset_t& signals) {
  const timespec second = {1, 0};
  while (true) {
    const int signal = sigtimedwait(&signals, nullptr, &second);
    if (signal > 0) {
      logger_.Info("stopping", {{"signal", signal}});
      return;
    }
    server_->ReportStores();
    // Tells of a change, also when nobody writes or asks.
    judged_.Read();
  }
}

bool Process::Stop() {
  watch_clock_ = false;
  if (backups_ != nullptr) backups_->Stop();
  if (server_ != nullptr) {
    server_->SetAllServing(false);
    // Followers before the followed: a source that goes first looks like a failure.
    for (auto service = services_.rbegin(); service != services_.rend(); ++service) {
      (*service)->Drain();
    }
    server_->Shutdown(kShutdownDeadline);
  }
  const bool closed = Close();
  logger_.Info("stopped");
  return closed;
}

common::v1::FolderKind Process::kind() const {
  return options_.exercise ? common::v1::FOLDER_KIND_EXERCISE : common::v1::FOLDER_KIND_REAL;
}

absl::Status Process::PrepareFolder(const std::string& folder) const {
  std::error_code error;
  if (options_.verify) {
    if (std::filesystem::is_directory(folder, error)) return absl::OkStatus();
    return absl::NotFoundError(absl::StrCat("--verify: there is no folder ", folder));
  }
  std::filesystem::create_directories(folder, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("can't make ", folder, ": ", error.message()));
}

std::shared_ptr<grpc::Channel> Process::Channel(const std::string& service) {
  const auto peer = options_.peers.find(service);
  if (peer != options_.peers.end()) return ChannelTo(peer->second);
  for (const auto& hosted : services_) {
    if (hosted->name() == service) return server_->InProcess();
  }
  return nullptr;
}

// On any thread. Before all logs are open there is nothing to tell: each changes the judgement.
void Process::TellOfClock(const storage::ClockReading& clock) {
  if (!watch_clock_) return;
  metrics_.ClockIs(clock.state);
  server_->SetServing(kClockHealth, !clock.suspect());
  const bool was_suspect = clock_suspect_.exchange(clock.suspect());
  Logger::Fields fields = {{"state", ClockWord(clock.state)},
                           {"clock_time", UtcText(clock.clock)},
                           {"last_entry_time", UtcText(judged_.last_entry())},
                           {"deciding_by", UtcText(clock.now)}};
  if (!clock.suspect()) {
    if (was_suspect) logger_.Info("clock_believed", fields);
    return;
  }
  fields.emplace_back("meaning",
                      options_.exercise && clock.state == common::v1::CLOCK_STATE_BEHIND
                          ? "the exercise's clock had been set, and a restart forgets that: set "
                            "it again, or confirm the machine's"
                          : "facts are recorded and marked, nothing happens by time alone: "
                            "correct the machine's clock, or confirm it");
  logger_.Warning("clock_suspect", fields);
}

bool Process::Close() {
  bool ok = true;
  for (auto service = services_.rbegin(); service != services_.rend(); ++service) {
    const absl::Status closed = (*service)->Close();
    if (closed.ok()) continue;
    ok = false;
    logger_.Error("close_failed", StatusFields(closed));
  }
  // Handlers may be referred to by the server until it is gone.
  server_.reset();
  services_.clear();
  return ok;
}

}  // namespace waystation::runtime
