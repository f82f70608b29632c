#include "services/runtime/interceptors.h"

#include <string>

#include "absl/time/clock.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerInterceptorFactoryInterface;
using grpc::experimental::ServerRpcInfo;

class MetricsInterceptor : public Interceptor {
 public:
  MetricsInterceptor(Metrics* metrics, const char* method) : metrics_(metrics), method_(method) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      metrics_->CallFinished(method_, methods->GetSendStatus().error_code(),
                             absl::Now() - started_);
    }
    methods->Proceed();
  }

 private:
  Metrics* const metrics_;
  const std::string method_;
  const absl::Time started_ = absl::Now();
};

class UndecodableInterceptor : public Interceptor {
 public:
  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE)) {
      if (!received_) undecodable_ = methods->GetRecvMessage() == nullptr;
      received_ = true;
    }
    if (undecodable_ &&
        methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      methods->ModifySendStatus(ToGrpc(InvalidFields(
          {{"request", "got bytes that are not of this message, want its protobuf encoding"}})));
    }
    methods->Proceed();
  }

 private:
  bool received_ = false;
  bool undecodable_ = false;
};

class MetricsFactory : public ServerInterceptorFactoryInterface {
 public:
  explicit MetricsFactory(Metrics* metrics) : metrics_(metrics) {}
  Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override {
    return new MetricsInterceptor(metrics_, info->method());
  }

 private:
  Metrics* const metrics_;
};

class UndecodableFactory : public ServerInterceptorFactoryInterface {
 public:
  Interceptor* CreateServerInterceptor(ServerRpcInfo*) override {
    return new UndecodableInterceptor;
  }
};

}  // namespace

InterceptorFactory MakeMetricsInterceptor(Metrics* metrics) {
  return std::make_unique<MetricsFactory>(metrics);
}

InterceptorFactory MakeUndecodableInterceptor() { return std::make_unique<UndecodableFactory>(); }

}  // namespace waystation::runtime
