#include "services/runtime/watch_hub.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "services/runtime/executor.h"
#include "services/runtime/status.h"
#include "services/runtime/store_host.h"

namespace waystation::runtime {
namespace {

struct Watcher {
  std::shared_ptr<WatchStream> stream;
  bool served = false;  // Got a message.
  bool late = false;    // Joined while a message was being made: it may be older than the watcher.
};

// What watchers of the same question share. A timer is set as long as there are any, unless a
// message is being made.
struct Topic {
  std::string question;
  WatchOptions options;
  MakeWatchMessage make;
  std::map<uint64_t, Watcher> watchers;
  std::shared_ptr<const WatchMessage> latest;
  bool changed = true;
  bool wanted = false;  // By one who joined.
  bool making = false;
  absl::Time last_begun = absl::InfinitePast();
  absl::Time last_made = absl::InfinitePast();
  absl::Time last_sent = absl::InfinitePast();
  Executor::TimerId timer = 0;
  uint64_t round = 0;  // A timer of an earlier one is too late.
};
using TopicPtr = std::shared_ptr<Topic>;
using Streams = std::vector<std::shared_ptr<WatchStream>>;

void EndAll(const Streams& streams, const absl::Status& status) {
  for (const auto& stream : streams) stream->End(status);
}

Streams StreamsOf(const Topic& topic) {
  Streams streams;
  for (const auto& [id, watcher] : topic.watchers) streams.push_back(watcher.stream);
  return streams;
}

// Streams are told things without the lock: they may leave at once.
class Hub : public WatchHub, public std::enable_shared_from_this<Hub> {
 public:
  Hub(StoreHost* host, size_t max_watchers)
      : host_(host),
        readers_(host->environment().readers),
        logger_(host->environment().logger),
        max_watchers_(max_watchers) {}

  void Listen() {
    // The signal may outlive the hub by a call that runs already.
    host_->signal().Add([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->Changed();
    });
  }

  void Join(const std::string& question, const WatchOptions& options, MakeWatchMessage make,
            std::shared_ptr<WatchStream> stream) override {
    std::shared_ptr<const WatchMessage> latest;
    uint64_t id = 0;
    TopicPtr topic;
    Streams lost;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!host_->signal().closed() && watchers_ < max_watchers_) {
        TopicPtr& known = topics_[question];
        if (known == nullptr) {
          known = std::make_shared<Topic>();
          known->question = question;
          known->options = options;
          known->make = std::move(make);
        }
        topic = known;
        id = ++last_id_;
        ++watchers_;
        const bool fresh = topic->latest != nullptr && !topic->changed &&
                           readers_->Now() < topic->last_made + topic->options.min_interval;
        if (fresh) latest = topic->latest;
        topic->watchers[id] = {stream, /*served=*/fresh, /*late=*/topic->making};
        topic->wanted = topic->wanted || !fresh;
        lost = Schedule(topic);
      }
    }
    if (topic == nullptr) return stream->End(Overloaded());
    stream->OnEnd([self = shared_from_this(), topic, id] { self->Leave(*topic, id); });
    if (latest != nullptr) stream->Offer(latest);
    EndAll(lost, Overloaded());
  }

  Counts counts() const override {
    std::lock_guard<std::mutex> lock(mutex_);
    return {watchers_, topics_.size(), made_};
  }

 private:
  void Leave(Topic& topic, uint64_t id) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (topic.watchers.erase(id) == 0) return;
    --watchers_;
    if (!topic.watchers.empty()) return;
    readers_->Cancel(std::exchange(topic.timer, 0));
    ++topic.round;
    topics_.erase(topic.question);
  }

  void Changed() {
    Streams lost;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      for (const auto& [question, topic] : topics_) {
        if (host_->signal().closed()) {
          for (auto& stream : StreamsOf(*topic)) lost.push_back(std::move(stream));
          continue;
        }
        if (topic->changed) continue;
        topic->changed = true;
        for (auto& stream : Schedule(topic)) lost.push_back(std::move(stream));
      }
    }
    EndAll(lost, Overloaded());
  }

  // Sets the timer anew. Returns the streams to end: none, unless no timer is to be had. REQUIRES:
  // mutex_ is held.
  [[nodiscard]] Streams Schedule(const TopicPtr& topic) {
    if (topic->making || topic->watchers.empty()) return {};
    readers_->Cancel(std::exchange(topic->timer, 0));
    ++topic->round;
    const absl::Time due = topic->changed || topic->wanted
                               ? topic->last_begun + topic->options.min_interval
                               : topic->last_sent + topic->options.max_interval;
    const absl::Duration wait = std::max(due - readers_->Now(), absl::ZeroDuration());
    topic->timer =
        readers_->RunAfter(wait, [self = shared_from_this(), topic, round = topic->round] {
          self->TimeToMake(topic, round);
        });
    return topic->timer != 0 ? Streams() : StreamsOf(*topic);
  }

  void TimeToMake(const TopicPtr& topic, uint64_t round) {
    std::unique_ptr<storage::RowReader> rows;
    absl::Time now;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (round != topic->round || host_->signal().closed()) return;
      topic->timer = 0;
      topic->making = true;
      topic->changed = topic->wanted = false;
      topic->last_begun = readers_->Now();
      // As long as the rows are held, the host does not go.
      rows = host_->Snapshot();
      now = host_->Now();
    }
    const absl::StatusOr<std::string> bytes = topic->make(*rows, now);
    rows = nullptr;
    bytes.ok() ? Made(topic, *bytes) : NotMade(topic, bytes.status());
  }

  void Made(const TopicPtr& topic, const std::string& bytes) {
    Streams receivers;
    Streams lost;
    std::shared_ptr<const WatchMessage> message;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      topic->making = false;
      topic->last_made = topic->last_begun;
      ++made_;
      const bool differs =
          topic->latest == nullptr || topic->latest->bytes() != absl::string_view(bytes);
      const bool due = topic->last_begun >= topic->last_sent + topic->options.max_interval;
      if (differs || due) {
        topic->latest = std::make_shared<const WatchMessage>(made_, bytes);
        topic->last_sent = topic->last_begun;
      }
      message = topic->latest;
      for (auto& [id, watcher] : topic->watchers) {
        if (std::exchange(watcher.late, false)) continue;
        if (watcher.served && !differs && !due) continue;
        watcher.served = true;
        receivers.push_back(watcher.stream);
      }
      lost = Schedule(topic);
    }
    for (const auto& stream : receivers) stream->Offer(message);
    EndAll(lost, Overloaded());
  }

  void NotMade(const TopicPtr& topic, const absl::Status& status) {
    Streams ended;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      topic->making = false;
      // What is made next is made after they came.
      for (auto& [id, watcher] : topic->watchers) watcher.late = false;
      // A store that is opened anew is back in a moment.
      const bool passing = ReasonOf(status) == common::v1::ERROR_REASON_LOG_UNAVAILABLE &&
                           readers_->Now() < topic->last_made + topic->options.max_interval;
      topic->changed = true;
      ended = passing ? Schedule(topic) : StreamsOf(*topic);
    }
    if (ToGrpc(status).error_code() == grpc::StatusCode::INTERNAL) {
      logger_->Error("watch_failed", StatusFields(status));
    }
    EndAll(ended, status);
  }

  StoreHost* const host_;  // Not to be touched when no stream is open and no rows are held.
  Executor* const readers_;
  Logger* const logger_;
  const size_t max_watchers_;
  mutable std::mutex mutex_;
  std::map<std::string, TopicPtr> topics_;  // By question; none is without watchers.
  size_t watchers_ = 0;
  uint64_t last_id_ = 0;
  int64_t made_ = 0;
};

}  // namespace

std::shared_ptr<WatchHub> WatchHub::Make(StoreHost* host, size_t max_watchers) {
  auto hub = std::make_shared<Hub>(host, max_watchers);
  hub->Listen();
  return hub;
}

}  // namespace waystation::runtime
