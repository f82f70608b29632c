#include "clients/cli/import/send/send_pipeline.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "clients/cpp/steady.h"

namespace waystation::cli {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr absl::Duration kLongestPause = absl::Seconds(2);
// However long nothing happens, the clock is looked at this often.
constexpr absl::Duration kLongestWait = absl::Milliseconds(200);

bool MaySucceedLater(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace

struct SendPipeline::Job {
  ImportCommand command;
  std::string lane;
  int attempts = 0;
};

// Where answers arrive, from the threads of gRPC.
struct SendPipeline::Mailbox {
  absl::Mutex mutex;
  std::vector<std::pair<std::shared_ptr<Job>, absl::Status>> answers ABSL_GUARDED_BY(mutex);
};

SendPipeline::SendPipeline(Options options, SendCommand send, Outcome outcome)
    : options_(options),
      send_(std::move(send)),
      outcome_(std::move(outcome)),
      mailbox_(std::make_shared<Mailbox>()),
      last_success_(client::SteadyNow()) {}

SendPipeline::~SendPipeline() { Finish(); }

void SendPipeline::Offer(ImportCommand command) {
  while (held_ >= options_.held) Pump();
  auto job = std::make_shared<Job>();
  // A blank never begins the name of a lane.
  job->lane = command.lane.empty() ? absl::StrCat(" ", next_lane_++) : command.lane;
  job->command = std::move(command);
  ++held_;
  auto& lane = lanes_[job->lane];
  lane.push_back(job);
  if (lane.size() == 1) ready_.push_back(job);
  StartWaiting();
}

void SendPipeline::Finish() {
  while (held_ > 0) Pump();
}

void SendPipeline::StartWaiting() {
  while (!ready_.empty() && (gave_up_ || under_way_ < options_.window)) {
    std::shared_ptr<Job> job = std::move(ready_.front());
    ready_.pop_front();
    Start(std::move(job));
  }
}

void SendPipeline::Start(std::shared_ptr<Job> job) {
  if (auto broken = broken_.find(job->command.chain); broken != broken_.end()) {
    End(job, absl::CancelledError(absl::StrCat("held back: row ", broken->second,
                                               ", on which this one builds, was not recorded")));
    return;
  }
  if (gave_up_) {
    End(job, absl::UnavailableError("not sent: the server stopped answering"));
    return;
  }
  ++under_way_;
  ++job->attempts;
  std::shared_ptr<Mailbox> mailbox = mailbox_;
  send_(job->command, [mailbox, job](absl::Status status) {
    absl::MutexLock lock(&mailbox->mutex);
    mailbox->answers.emplace_back(job, std::move(status));
  });
}

void SendPipeline::End(const std::shared_ptr<Job>& job, const absl::Status& status) {
  if (outcome_(job->command, status) == Chain::kBroken && !job->command.chain.empty()) {
    broken_.emplace(job->command.chain, job->command.rows[0].line);
  }
  --held_;
  auto lane = lanes_.find(job->lane);
  lane->second.pop_front();
  if (lane->second.empty()) {
    lanes_.erase(lane);
  } else {
    ready_.push_back(lane->second.front());
  }
}

void SendPipeline::Answered(const std::shared_ptr<Job>& job, const absl::Status& status) {
  --under_way_;
  if (!MaySucceedLater(status)) {
    last_success_ = client::SteadyNow();
    End(job, status);
    return;
  }
  if (gave_up_ || client::SteadyNow() - last_success_ >= options_.patience) {
    gave_up_ = true;
    End(job, status);
    return;
  }
  absl::Duration pause = std::min(kFirstPause * (1 << std::min(job->attempts, 8)), kLongestPause);
  again_.emplace(client::SteadyNow() + pause, job);
}

// Waits for an answer or for the next time to send again, and goes on from there.
void SendPipeline::Pump() {
  absl::Time now = client::SteadyNow();
  absl::Time until = now + kLongestWait;
  if (!again_.empty()) until = std::min(until, again_.begin()->first);
  std::vector<std::pair<std::shared_ptr<Job>, absl::Status>> answers;
  {
    absl::MutexLock lock(&mailbox_->mutex);
    auto any = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return !mailbox_->answers.empty(); };
    mailbox_->mutex.AwaitWithTimeout(absl::Condition(&any), until - now);
    answers.swap(mailbox_->answers);
  }
  for (const auto& [job, status] : answers) Answered(job, status);
  now = client::SteadyNow();
  while (!again_.empty() && (gave_up_ || again_.begin()->first <= now)) {
    ready_.push_front(again_.begin()->second);
    again_.erase(again_.begin());
  }
  StartWaiting();
}

}  // namespace waystation::cli
