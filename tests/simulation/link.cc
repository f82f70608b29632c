#include "tests/simulation/link.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"
#include "storage/group.h"

namespace waystation::simulation {
namespace {

constexpr size_t kMaxInFlight = 8;
constexpr int64_t kMaxDelay = 12;

absl::Status HistoryChanged() {
  return Error(common::v1::ERROR_REASON_HISTORY_CHANGED, "The position is not in this history.");
}

}  // namespace

Link::Link(Node* source, Node* follower, testing::Random* random, Trace* trace)
    : source_(*source), follower_(*follower), random_(*random), trace_(*trace) {}

bool Link::connected() const {
  return streaming_ && source_.open() && follower_.open() &&
         source_.openings() == source_opening_ && follower_.openings() == follower_opening_;
}

bool Link::Settled() {
  const auto applied = follower_.Applied(source_.log_name());
  return applied.ok() && *applied == source_.store().log().Head();
}

void Link::Step(Network network) {
  ++step_;
  if (!source_.open() || !follower_.open()) return;
  if (network == Network::kHostile && streaming_ && random_.OneIn(40)) {
    End(absl::UnavailableError("the stream broke"));
  }
  // What a hostile network lost last, nothing after it tells of.
  if (network != network_) streaming_ = false;
  network_ = network;
  if (!connected()) {
    // What was under way at an end may come later all the same, unless the network is perfect.
    if (network == Network::kPerfect) in_flight_.clear();
    streaming_ = false;
    if (network == Network::kPerfect || random_.OneIn(4)) Connect();
  }
  if (connected()) Send(network);
  Deliver();
}

void Link::Connect() {
  const auto applied = follower_.Applied(source_.log_name());
  if (!applied.ok()) return End(applied.status());
  source_opening_ = source_.openings();
  follower_opening_ = follower_.openings();
  streaming_ = true;
  sent_revision_ = applied->revision;
  if (applied->revision == 0) return;
  const auto here = source_.store().log().GroupEndingAt(applied->revision);
  if (!here.ok()) return End(here.status());
  if (*here != *applied) End(HistoryChanged());
}

void Link::Send(Network network) {
  if (in_flight_.size() >= kMaxInFlight) return;
  // One group at a time, so that chance comes between any two.
  const auto groups = source_.store().log().Read(sent_revision_, 1);
  if (!groups.ok()) return End(groups.status());
  for (const std::string& group : *groups) {
    const auto end = storage::GroupEnd(group);
    if (!end.ok()) return End(end.status());
    sent_revision_ = end->revision;
    Transmit(group, network);
  }
}

void Link::Transmit(std::string group, Network network) {
  if (network == Network::kPerfect) return in_flight_.push_back({std::move(group), step_});
  switch (random_.Below(60)) {
    case 0:
      return;
    case 1:
      in_flight_.push_back({group, step_ + random_.Below(kMaxDelay)});
      break;
    case 2:
      group.resize(static_cast<size_t>(random_.Below(static_cast<int64_t>(group.size()))));
      break;
    case 3:
      group[static_cast<size_t>(random_.Below(static_cast<int64_t>(group.size())))] ^= 0x10;
      break;
    default:
      break;
  }
  const int64_t delay = random_.OneIn(8) ? random_.Below(kMaxDelay) : 0;
  Message message{std::move(group), step_ + delay};
  // In order, but for a few.
  if (random_.OneIn(60)) return in_flight_.push_front(std::move(message));
  in_flight_.push_back(std::move(message));
}

void Link::Deliver() {
  while (!in_flight_.empty() && in_flight_.front().due <= step_) {
    const Message message = std::move(in_flight_.front());
    in_flight_.pop_front();
    const absl::StatusOr<storage::Group> group = storage::DecodeGroup(message.group);
    const absl::Status status =
        group.ok() ? follower_.FoldFollowed(source_.log_name(), *group) : group.status();
    if (!status.ok()) return End(status);
    ++groups_folded_;
    trace_.Note(absl::StrCat(follower_.service(), " folded ", source_.service(), " ",
                             group->last_revision()));
  }
}

void Link::End(const absl::Status& why) {
  streaming_ = false;
  trace_.Note(absl::StrCat(follower_.service(), " lost ", source_.service(), ": ",
                           ReasonName(ReasonOf(why))));
  if (ReasonOf(why) != common::v1::ERROR_REASON_HISTORY_CHANGED) return;
  ++histories_changed_;
  // When it fails, the next stream finds the same and drops again.
  follower_.DropFollowed(source_.log_name()).IgnoreError();
}

}  // namespace waystation::simulation
