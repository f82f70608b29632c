#include "services/runtime/watch_stream.h"

#include <utility>

#include "services/runtime/status.h"

namespace waystation::runtime {

WatchMessage::WatchMessage(int64_t version, absl::string_view bytes)
    : version_(version), slice_(bytes.data(), bytes.size()), wire_(&slice_, 1) {}

absl::string_view WatchMessage::bytes() const {
  return {reinterpret_cast<const char*>(slice_.begin()), slice_.size()};
}

class WatchStream::StreamReactor : public Reactor {
 public:
  explicit StreamReactor(std::shared_ptr<WatchStream> stream) : stream_(std::move(stream)) {}
  void OnWriteDone(bool ok) override { stream_->Sent(ok); }
  void OnCancel() override { stream_->End(absl::CancelledError("The caller went away.")); }
  void OnDone() override { delete this; }

 private:
  const std::shared_ptr<WatchStream> stream_;
};

std::pair<std::shared_ptr<WatchStream>, WatchStream::Reactor*> WatchStream::Make() {
  auto stream = std::make_shared<WatchStream>();
  Reactor* reactor = new StreamReactor(stream);
  stream->reactor_ = reactor;
  return {stream, reactor};
}

void WatchStream::OnEnd(std::function<void()> left) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (reactor_ != nullptr) {
      left_ = std::move(left);
      return;
    }
  }
  left();
}

void WatchStream::Offer(std::shared_ptr<const WatchMessage> message) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (message->version() < version_ || end_.has_value()) return;
  version_ = message->version();
  offered_ = std::move(message);
  Next(lock);
}

void WatchStream::End(const absl::Status& status) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!end_.has_value()) end_ = status;
  offered_ = nullptr;
  Next(lock);
}

bool WatchStream::ended() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return end_.has_value();
}

void WatchStream::Sent(bool ok) {
  std::unique_lock<std::mutex> lock(mutex_);
  sending_ = nullptr;
  if (!ok && !end_.has_value()) end_ = absl::CancelledError("The caller went away.");
  Next(lock);
}

void WatchStream::Next(std::unique_lock<std::mutex>& lock) {
  if (sending_ != nullptr || reactor_ == nullptr) return;
  if (end_.has_value()) {
    Reactor* reactor = std::exchange(reactor_, nullptr);
    const grpc::Status status = ToGrpc(*end_);
    const std::function<void()> left = std::exchange(left_, nullptr);
    lock.unlock();
    if (left) left();
    reactor->Finish(status);
    return;
  }
  if (offered_ == nullptr) return;
  sending_ = std::move(offered_);
  offered_ = nullptr;
  Reactor* reactor = reactor_;
  // Kept here: once it is told to write, the stream may let go of it at any moment.
  const std::shared_ptr<const WatchMessage> message = sending_;
  lock.unlock();
  reactor->StartWrite(&message->wire());
}

}  // namespace waystation::runtime
