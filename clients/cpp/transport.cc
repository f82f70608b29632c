#include "clients/cpp/transport.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/support/byte_buffer.h>

#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "clients/cpp/call_error.h"

namespace waystation::client {
namespace {

// Answers may be larger than gRPC's default of 4 MiB: a page of a thousand movements.
constexpr int kMaxResponseBytes = 64 << 20;

grpc::ByteBuffer ToBuffer(absl::string_view bytes) {
  grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

std::string FromBuffer(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

void SetMetadata(const CallMetadata& metadata, grpc::ClientContext* context) {
  context->AddMetadata("waystation-principal", metadata.principal);
  if (!metadata.acting_for.empty()) {
    context->AddMetadata("waystation-acting-for", metadata.acting_for);
  }
  context->AddMetadata("waystation-device-time",
                       absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone()));
  for (const AfterToken& token : metadata.after) {
    context->AddMetadata("waystation-after", absl::StrCat(token.log, "@", token.revision));
  }
}

// All that must live as long as one call.
struct UnaryCall {
  grpc::ClientContext context;
  grpc::ByteBuffer response;
  grpc::Status status;
  Transport::Done done;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
};

}  // namespace

// Calls end on a queue and thread of our own, not on gRPC's: with its callback interface a process
// that exits right after an answer may do so while a thread of gRPC still lets go of the call,
// which aborts (https://github.com/grpc/grpc/issues/40213). Here that thread is joined first.
struct Transport::Impl {
  ~Impl() {
    queue.Shutdown();
    poller.join();
  }

  void Poll() {
    void* tag = nullptr;
    bool ok = false;
    while (queue.Next(&tag, &ok)) {
      const std::unique_ptr<UnaryCall> call(static_cast<UnaryCall*>(tag));
      call->done(FromGrpc(call->status),
                 call->status.ok() ? FromBuffer(call->response) : std::string());
    }
  }

  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<grpc::GenericStub> stub;
  grpc::CompletionQueue queue;
  std::thread poller;
};

Transport::Transport(const std::string& server) : impl_(std::make_unique<Impl>()) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxResponseBytes);
  // Retrying is ours: it keeps the request id and the deadline of the whole command.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  impl_->channel = grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
  impl_->stub = std::make_unique<grpc::GenericStub>(impl_->channel);
  impl_->poller = std::thread([impl = impl_.get()] { impl->Poll(); });
}

Transport::~Transport() = default;

void Transport::Call(const std::string& method, absl::string_view request,
                     const CallMetadata& metadata, absl::Time deadline, Done done) {
  // Owned by the queue until it ends there.
  auto* call = new UnaryCall;
  call->done = std::move(done);
  call->context.set_deadline(absl::ToChronoTime(deadline));
  SetMetadata(metadata, &call->context);
  call->reader =
      impl_->stub->PrepareUnaryCall(&call->context, method, ToBuffer(request), &impl_->queue);
  call->reader->StartCall();
  call->reader->Finish(&call->response, &call->status, call);
}

absl::Status Transport::CallAndWait(const std::string& method, absl::string_view request,
                                    const CallMetadata& metadata, absl::Time deadline,
                                    std::string* response) {
  // Shared: the callback still returns from Notify when this thread has gone on.
  struct Waiting {
    absl::Notification finished;
    absl::Status status;
    std::string response;
  };
  auto waiting = std::make_shared<Waiting>();
  Call(method, request, metadata, deadline, [waiting](absl::Status status, std::string answer) {
    waiting->status = std::move(status);
    waiting->response = std::move(answer);
    waiting->finished.Notify();
  });
  waiting->finished.WaitForNotification();
  *response = std::move(waiting->response);
  return waiting->status;
}

absl::Status Transport::Stream(const std::string& method, absl::string_view request,
                               const CallMetadata& metadata,
                               const std::function<bool(const std::string&)>& each) {
  grpc::ClientContext context;
  SetMetadata(metadata, &context);
  grpc::CompletionQueue queue;
  // Every step is waited for before the next begins, so one tag is enough.
  auto step = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  auto stream = impl_->stub->PrepareCall(&context, method, &queue);
  stream->StartCall(nullptr);
  bool stopped = false;
  bool alive = step();
  if (alive) {
    stream->WriteLast(ToBuffer(request), grpc::WriteOptions(), nullptr);
    alive = step();
  }
  while (alive && !stopped) {
    grpc::ByteBuffer message;
    stream->Read(&message, nullptr);
    alive = step();
    if (alive && !each(FromBuffer(message))) stopped = true;
  }
  if (stopped) context.TryCancel();
  grpc::Status status;
  stream->Finish(&status, nullptr);
  step();
  queue.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue.Next(&tag, &ok)) {
  }
  return stopped ? absl::OkStatus() : FromGrpc(status);
}

}  // namespace waystation::client
