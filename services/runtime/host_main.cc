#include "services/runtime/host_main.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/channel.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/runtime/limits.h"
#include "services/runtime/options.h"
#include "services/runtime/server.h"
#include "services/runtime/store_host.h"
#include "services/runtime/version.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_database.h"

namespace waystation::runtime {
namespace {

// What an operator reads when it does not start: the message with its variables.
std::string Explain(const absl::Status& status) {
  std::string text(status.message());
  for (const char* key : {"folder", "holder", "found", "wanted", "supported", "detail"}) {
    const std::optional<std::string> value = ErrorVariable(status, key);
    if (value.has_value()) absl::StrAppend(&text, "\n  ", key, ": ", *value);
  }
  return text;
}

int Fail(const std::string& what) {
  fprintf(stderr, "%s\n", what.c_str());
  return 1;
}

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

// Everything of one process, in the order in which it must end: the reverse of this.
class Process {
 public:
  explicit Process(Options options)
      : options_(std::move(options)),
        logger_(options_.log_level),
        readers_(kReaderThreads, kMaxQueuedReads),
        block_cache_(storage::NewBlockCache(kBlockCacheBytes)) {}

  absl::Status Open(const std::vector<NamedFactory>& factories) {
    for (const NamedFactory& factory : factories) {
      const auto& wanted = options_.services;
      if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), factory.name) == wanted.end())
        continue;
      ServiceEnvironment env;
      env.clock = &clock_;
      env.readers = &readers_;
      env.metrics = &metrics_;
      env.logger = &logger_;
      env.data_folder = (std::filesystem::path(options_.data_dir) / factory.name).string();
      env.kind = kind();
      env.block_cache = block_cache_;
      env.channel_to = [this](const std::string& service) { return Channel(service); };
      RETURN_IF_ERROR(PrepareFolder(env.data_folder));
      ASSIGN_OR_RETURN(std::unique_ptr<Service> service, factory.make(env));
      services_.push_back(std::move(service));
    }
    return absl::OkStatus();
  }

  int Verify() {
    bool equal = true;
    for (const auto& service : services_) {
      const absl::StatusOr<storage::EqualityReport> report = service->store_host().store().Verify();
      const std::string text = report.ok()
                                   ? report->ToString()
                                   : absl::StrCat("not compared: ", Explain(report.status()));
      printf("%s: %s\n", service->name().c_str(), text.c_str());
      equal = equal && report.ok() && report->equal();
    }
    return Close() && equal ? 0 : 1;
  }

  absl::Status Serve() {
    if (!options_.metrics_listen.empty()) RETURN_IF_ERROR(metrics_.Expose(options_.metrics_listen));
    Server::Options server;
    server.listen = options_.listen;
    server.clock = &clock_;
    server.metrics = &metrics_;
    server.kind = kind();
    std::vector<Service*> services;
    for (const auto& service : services_) services.push_back(service.get());
    ASSIGN_OR_RETURN(server_, Server::Start(server, services));
    for (const auto& service : services_) RETURN_IF_ERROR(service->Start());
    server_->SetAllServing(true);
    logger_.Info(
        "started",
        {{"program", kProgram}, {"listen", server_->address()}, {"exercise", options_.exercise}});
    printf("listening on %s\n", server_->address().c_str());
    fflush(stdout);
    return absl::OkStatus();
  }

  // Returns when the process is told to stop. Health follows the logs meanwhile.
  void WaitForSignal(const sigset_t& signals) {
    const timespec second = {1, 0};
    while (true) {
      const int signal = sigtimedwait(&signals, nullptr, &second);
      if (signal > 0) {
        logger_.Info("stopping", {{"signal", signal}});
        return;
      }
      bool all_alive = true;
      for (const auto& service : services_) {
        const bool alive = service->store_host().writer().alive();
        if (!alive) server_->SetServing(service->name(), false);
        all_alive = all_alive && alive;
      }
      if (!all_alive) server_->SetServing("", false);
    }
  }

  // In order; true when every store closed well.
  bool Stop() {
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

 private:
  common::v1::FolderKind kind() const {
    return options_.exercise ? common::v1::FOLDER_KIND_EXERCISE : common::v1::FOLDER_KIND_REAL;
  }

  absl::Status PrepareFolder(const std::string& folder) const {
    std::error_code error;
    if (options_.verify) {
      if (std::filesystem::is_directory(folder, error)) return absl::OkStatus();
      return absl::NotFoundError(absl::StrCat("--verify: there is no folder ", folder));
    }
    std::filesystem::create_directories(folder, error);
    if (!error) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("can't make ", folder, ": ", error.message()));
  }

  std::shared_ptr<grpc::Channel> Channel(const std::string& service) {
    const auto peer = options_.peers.find(service);
    if (peer != options_.peers.end()) return ChannelTo(peer->second);
    for (const auto& hosted : services_) {
      if (hosted->name() == service) return server_->InProcess();
    }
    return nullptr;
  }

  bool Close() {
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

  const Options options_;
  Logger logger_;
  Metrics metrics_;
  SettableClock clock_;
  Executor readers_;
  std::shared_ptr<rocksdb::Cache> block_cache_;
  std::vector<std::unique_ptr<Service>> services_;
  std::unique_ptr<Server> server_;
};

}  // namespace

int HostMain(int argc, char** argv, std::vector<NamedFactory> factories) {
  std::vector<std::string> known;
  for (const NamedFactory& factory : factories) known.push_back(factory.name);
  const std::variant<Options, int> parsed = ParseOptions(argc, argv, known);
  if (const int* code = std::get_if<int>(&parsed)) return *code;

  const auto& options = std::get<Options>(parsed);
  // Before any thread: all of them inherit the mask, so that only sigwait gets the signals. A
  // verification serves nobody and may be ended at any moment.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  if (!options.verify) pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  Process process(options);
  if (absl::Status status = process.Open(factories); !status.ok()) {
    process.Stop();
    return Fail(Explain(status));
  }
  if (options.verify) return process.Verify();
  if (absl::Status status = process.Serve(); !status.ok()) {
    process.Stop();
    return Fail(Explain(status));
  }
  process.WaitForSignal(signals);
  return process.Stop() ? 0 : 1;
}

}  // namespace waystation::runtime
