#include "services/runtime/server.h"

#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/channel.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/runtime/clock_service.h"
#include "services/runtime/interceptors.h"
#include "services/runtime/limits.h"
#include "services/runtime/log_service.h"
#include "services/runtime/store_host.h"

namespace waystation::runtime {
namespace {

class ServerImpl : public Server {
 public:
  ServerImpl(const Options& options, const std::vector<Service*>& services) {
    std::vector<StoreHost*> hosts;
    for (Service* service : services) {
      hosts.push_back(&service->store_host());
      names_.push_back(service->name());
    }
    log_service_ = MakeLogService(hosts);
    clock_service_ = MakeClockService(options.clock, options.kind, [hosts] {
      for (StoreHost* host : hosts) host->writer().PollDue();
    });
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
    builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
    std::vector<InterceptorFactory> interceptors;
    interceptors.push_back(MakeMetricsInterceptor(options.metrics));
    interceptors.push_back(MakeUndecodableInterceptor());
    builder.experimental().SetInterceptorCreators(std::move(interceptors));
    for (Service* service : services) {
      for (grpc::Service* handler : service->grpc_services()) builder.RegisterService(handler);
    }
    builder.RegisterService(log_service_.get());
    builder.RegisterService(clock_service_.get());
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
    for (const std::string& name : names_) SetServing(name, serving);
  }

  void Shutdown(absl::Duration deadline) override {
    if (server_ == nullptr || shut_down_) return;
    shut_down_ = true;
    server_->Shutdown(absl::ToChronoTime(absl::Now() + deadline));
    server_->Wait();
  }

 private:
  std::vector<std::string> names_;
  std::unique_ptr<grpc::Service> log_service_;
  std::unique_ptr<grpc::Service> clock_service_;
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
