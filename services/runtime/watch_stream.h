#ifndef SERVICES_RUNTIME_WATCH_STREAM_H_
#define SERVICES_RUNTIME_WATCH_STREAM_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace waystation::runtime {

// What one change looks like to everyone who asked the same: serialized once, shared by all.
class WatchMessage {
 public:
  // Later messages have higher versions.
  WatchMessage(int64_t version, absl::string_view bytes);

  int64_t version() const { return version_; }
  absl::string_view bytes() const;
  const grpc::ByteBuffer& wire() const { return wire_; }

 private:
  const int64_t version_;
  const grpc::Slice slice_;
  const grpc::ByteBuffer wire_;
};

// One watcher's stream: sends one message at a time and keeps, beside the one under way, the latest
// that it was offered. Thread-safe.
class WatchStream : public std::enable_shared_from_this<WatchStream> {
 public:
  using Reactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;

  // A stream and its reactor, which gRPC is to be given and which deletes itself.
  static std::pair<std::shared_ptr<WatchStream>, Reactor*> Make();

  // `left` is called once when the stream ends; at once when it has ended. At most one.
  void OnEnd(std::function<void()> left);

  // Sends it now or when the one under way is sent; older versions than offered before are dropped.
  void Offer(std::shared_ptr<const WatchMessage> message);

  // Ends the stream, after what is under way. The first reason counts.
  void End(const absl::Status& status);
  bool ended() const;

 private:
  class StreamReactor;

  void Sent(bool ok);
  // What there is to do when nothing is under way. Calls gRPC without the lock.
  void Next(std::unique_lock<std::mutex>& lock);

  mutable std::mutex mutex_;
  Reactor* reactor_ = nullptr;  // Null once it was told to finish.
  std::shared_ptr<const WatchMessage> sending_;
  std::shared_ptr<const WatchMessage> offered_;
  int64_t version_ = -1;  // The highest offered.
  std::optional<absl::Status> end_;
  std::function<void()> left_;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WATCH_STREAM_H_
