#include "services/runtime/interceptors.h"

#include <string>

#include "services/runtime/clock.h"
#include "services/runtime/status.h"
#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerInterceptorFactoryInterface;
using grpc::experimental::ServerRpcInfo;

// One for each call, for as long as it is open.
class OpenCallsInterceptor : public Interceptor {
 public:
  explicit OpenCallsInterceptor(OpenCalls* open) : open_(open) { open_->Began(); }
  ~OpenCallsInterceptor() override { open_->Ended(); }
  void Intercept(InterceptorBatchMethods* methods) override { methods->Proceed(); }

 private:
  OpenCalls* const open_;
};

class MetricsInterceptor : public Interceptor {
 public:
  MetricsInterceptor(Metrics* metrics, const char* method) : metrics_(metrics), method_(method) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      metrics_->CallFinished(method_, methods->GetSendStatus().error_code(),
                             SteadyNow() - started_);
    }
    methods->Proceed();
  }

 private:
  Metrics* const metrics_;
  const std::string method_;
  const absl::Time started_ = SteadyNow();
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

class OpenCallsFactory : public ServerInterceptorFactoryInterface {
 public:
  explicit OpenCallsFactory(OpenCalls* open) : open_(open) {}
  Interceptor* CreateServerInterceptor(ServerRpcInfo*) override {
    return new OpenCallsInterceptor(open_);
  }

 private:
  OpenCalls* const open_;
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

void OpenCalls::Began() {
  std::lock_guard<std::mutex> lock(mutex_);
  ++open_;
}

void OpenCalls::Ended() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (--open_ == 0) ended_.notify_all();
}

bool OpenCalls::WaitUntilNone(absl::Duration patience) {
  std::unique_lock<std::mutex> lock(mutex_);
  return ended_.wait_for(lock, absl::ToChronoNanoseconds(patience), [this] { return open_ == 0; });
}

InterceptorFactory MakeOpenCallsInterceptor(OpenCalls* open) {
  return std::make_unique<OpenCallsFactory>(open);
}

InterceptorFactory MakeMetricsInterceptor(Metrics* metrics) {
  return std::make_unique<MetricsFactory>(metrics);
}

InterceptorFactory MakeUndecodableInterceptor() { return std::make_unique<UndecodableFactory>(); }

}  // namespace waystation::runtime
