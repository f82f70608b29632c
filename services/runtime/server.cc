#include "services/runtime/server.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/channel.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/runtime/backup_service.h"
#include "services/runtime/clock_service.h"
#include "services/runtime/interceptors.h"
#include "services/runtime/limits.h"
#include "services/runtime/log_service.h"
#include "services/runtime/store_host.h"

namespace waystation::runtime {
namespace {

// From the end of the last call until its connection may be cut.
constexpr absl::Duration kLastBytes = absl::Milliseconds(200);

class ServerImpl : public Server {
 public:
  ServerImpl(const Options& options, const std::vector<Service*>& services) {
    for (Service* service : services) {
      hosts_.push_back(&service->store_host());
      names_.push_back(service->name());
    }
    log_service_ = MakeLogService(hosts_);
    clock_service_ = MakeClockService(options.clock, options.judged, options.kind, hosts_);
    if (options.backups != nullptr && options.readers != nullptr) {
      backup_service_ = MakeBackupService(options.backups, options.readers);
    }
  }

  ~ServerImpl() override { Shutdown(absl::ZeroDuration()); }

  absl::Status Listen(const Options& options, const std::vector<Service*>& services) {
    // Health and reflection are switched on for the process, not for one builder.
    static std::once_flag once;
    std::call_once(once, [] {
      grpc::EnableDefaultHealthCheckService(true);
      grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    });
    grpc::ServerBuilder builder;
    int port = 0;
    if (!options.listen.empty()) {
      builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
      // A second server on the port must fail, not share the calls.
      builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    }
    LimitConnections(options, builder);
    std::vector<InterceptorFactory> interceptors;
    interceptors.push_back(MakeOpenCallsInterceptor(&open_calls_));
    interceptors.push_back(MakeMetricsInterceptor(options.metrics));
    interceptors.push_back(MakeUndecodableInterceptor());
    builder.experimental().SetInterceptorCreators(std::move(interceptors));
    for (Service* service : services) {
      for (grpc::Service* handler : service->grpc_services()) builder.RegisterService(handler);
    }
    builder.RegisterService(log_service_.get());
    builder.RegisterService(clock_service_.get());
    if (backup_service_ != nullptr) builder.RegisterService(backup_service_.get());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || (!options.listen.empty() && port == 0)) {
      return absl::UnavailableError(absl::StrCat("can't listen on ", options.listen));
    }
    address_ = absl::StrCat(options.listen.substr(0, options.listen.rfind(':')), ":", port);
    SetAllServing(false);
    return absl::OkStatus();
  }

  std::string address() const override { return address_; }

  std::shared_ptr<grpc::Channel> InProcess() override {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
    return server_->InProcessChannel(arguments);
  }

  void SetServing(const std::string& service, bool serving) override {
    server_->GetHealthCheckService()->SetServingStatus(service, serving);
  }

  void SetAllServing(bool serving) override {
    SetServing("", serving);
    SetServing(kClockHealth, serving);
    for (const std::string& name : names_) SetServing(name, serving);
  }

  void ReportStores() override {
    bool all = true;
    for (size_t i = 0; i < hosts_.size(); ++i) {
      const bool alive = hosts_[i]->writer().alive();
      SetServing(names_[i], alive);
      all = all && alive;
    }
    SetServing("", all);
  }

  void Shutdown(absl::Duration deadline) override {
    if (server_ == nullptr || shut_down_) return;
    shut_down_ = true;
    // gRPC itself would wait for connections too, also of clients that don't look at them: once no
    // call is left, only the last bytes need a moment.
    const bool none = open_calls_.WaitUntilNone(deadline);
    const absl::Duration left = none ? std::min(deadline, kLastBytes) : absl::ZeroDuration();
    server_->Shutdown(absl::ToChronoTime(absl::Now() + left));
    server_->Wait();
  }

 private:
  static void LimitConnections(const Options& options, grpc::ServerBuilder& builder) {
    builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
    // Beyond it gRPC ends calls rather than grow.
    grpc::ResourceQuota quota("waystation");
    quota.Resize(options.receiving_bytes);
    builder.SetResourceQuota(quota);
    const auto milliseconds = [](absl::Duration duration) {
      return static_cast<int>(absl::ToInt64Milliseconds(duration));
    };
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, milliseconds(options.keepalive));
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                               milliseconds(options.keepalive_timeout));
    // A stream may be silent for long; without this no more than two questions would be asked.
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
    // Clients may ask as well, to find a server that vanished.
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                               milliseconds(kLeastClientKeepalive));
  }

  std::vector<std::string> names_;
  std::vector<StoreHost*> hosts_;
  std::unique_ptr<grpc::Service> log_service_;
  std::unique_ptr<grpc::Service> clock_service_;
  std::unique_ptr<grpc::Service> backup_service_;
  OpenCalls open_calls_;  // Outlives the server.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  bool shut_down_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options,
                                                      std::vector<Service*> services) {
  auto server = std::make_unique<ServerImpl>(options, services);
  if (absl::Status status = server->Listen(options, services); !status.ok()) return status;
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace waystation::runtime
