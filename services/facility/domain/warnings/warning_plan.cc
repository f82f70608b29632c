#include "services/facility/domain/warnings/warning_plan.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/domain/warnings/warning_change.h"
#include "services/facility/domain/warnings/warning_rules.h"

namespace waystation::facility {
namespace {

// Less is no change: a limit is derived anew with every report, and rounded.
constexpr int64_t kWorthTellingMicros = 60'000'000;
// A closed warning returns when what it is about came nearer by more.
constexpr int64_t kNearerMicros = int64_t{60} * 60'000'000;

// One change, and from when on it is due.
struct PlannedChange {
  int64_t at_us = 0;
  v1::WarningChangeKind kind = v1::WARNING_CHANGE_KIND_UNSPECIFIED;
  v1::Warning warning;  // From then on; a new one without its name.
};

bool Moved(bool had, const google::protobuf::Timestamp& before, const std::optional<int64_t>& now) {
  if (had != now.has_value()) return true;
  return had && std::abs(ToMicros(before) - *now) >= kWorthTellingMicros;
}

std::string CauseWithoutTime(v1::WarningCause cause) {
  cause.clear_observed_time();
  return cause.SerializeAsString();
}

// What is read to be so already was first read so then.
bool IsOfLimit(const v1::Warning& warning) { return warning.has_ends_time(); }

bool IsOther(const v1::Warning& warning, const WarningSign& sign) {
  if (CauseWithoutTime(warning.cause()) != CauseWithoutTime(sign.cause)) return true;
  if (!IsOfLimit(warning) && !sign.ends_us.has_value()) return false;
  return Moved(warning.has_ends_time(), warning.ends_time(), sign.ends_us) ||
         Moved(warning.has_act_by_time(), warning.act_by_time(), sign.act_by_us);
}

void SetTimes(const WarningSign& sign, v1::Warning& warning) {
  if (sign.ends_us.has_value()) *warning.mutable_ends_time() = ToTimestamp(*sign.ends_us);
  if (sign.act_by_us.has_value()) *warning.mutable_act_by_time() = ToTimestamp(*sign.act_by_us);
}

class Planner {
 public:
  Planner(const WarningInputs& inputs, absl::Time now)
      : inputs_(inputs), now_us_(ToMicros(now)), signs_(SignsOf(inputs, now_us_)) {}

  std::vector<PlannedChange> Plan() {
    for (const v1::Warning& warning : inputs_.live) PlanLive(warning);
    std::set<WarningTopic> live;
    for (const v1::Warning& warning : inputs_.live) live.insert(TopicOf(warning));
    for (const WarningSign& sign : signs_) {
      if (!live.contains(sign.topic) && sign.raised_from_us.has_value()) Raise(sign);
    }
    return std::move(plan_);
  }

 private:
  const WarningSign* SignOf(const v1::Warning& warning) const {
    const WarningTopic topic = TopicOf(warning);
    for (const WarningSign& sign : signs_) {
      if (sign.topic == topic) return &sign;
    }
    return nullptr;
  }

  void Add(v1::WarningChangeKind kind, const v1::Warning& warning, int64_t at_us) {
    plan_.push_back({std::max(at_us, now_us_), kind, warning});
  }

  void Raise(const WarningSign& sign) {
    v1::Warning warning;
    warning.set_kind(sign.topic.kind);
    warning.set_subject(sign.topic.subject);
    warning.set_state(v1::WARNING_STATE_RAISED);
    *warning.mutable_cause() = sign.cause;
    SetTimes(sign, warning);
    Add(v1::WARNING_CHANGE_KIND_RAISED, warning, *sign.raised_from_us);
  }

  void PlanLive(const v1::Warning& warning) {
    const WarningSign* sign = SignOf(warning);
    const bool gone = sign == nullptr || now_us_ < sign->kept_from_us;
    if (warning.state() == v1::WARNING_STATE_CLOSED)
      return PlanClosed(warning, gone ? nullptr : sign);
    if (gone) return CloseByItself(warning);
    v1::Warning now = warning;
    if (IsOther(warning, *sign)) {
      *now.mutable_cause() = sign->cause;
      if (sign->ends_us.has_value()) SetTimes(*sign, now);
      Add(v1::WARNING_CHANGE_KIND_UPDATED, now, now_us_);
    }
    if (const std::optional<int64_t> at = EscalatesAt(now); at.has_value()) {
      Add(v1::WARNING_CHANGE_KIND_ESCALATED, now, *at);
    }
  }

  void CloseByItself(const v1::Warning& warning) {
    v1::Warning now = warning;
    now.set_state(v1::WARNING_STATE_CLOSED);
    now.set_end(v1::WARNING_END_BY_ITSELF);
    *now.mutable_closed_time() = ToTimestamp(now_us_);
    *now.mutable_cause_ended_time() = now.closed_time();
    Add(v1::WARNING_CHANGE_KIND_CLOSED, now, now_us_);
  }

  // A person closed it: it returns only when the cause was gone, or came nearer.
  void PlanClosed(const v1::Warning& warning, const WarningSign* sign) {
    if (sign == nullptr) {
      v1::Warning now = warning;
      *now.mutable_cause_ended_time() = ToTimestamp(now_us_);
      return Add(v1::WARNING_CHANGE_KIND_CAUSE_ENDED, now, now_us_);
    }
    const bool nearer = IsOfLimit(warning) && sign->act_by_us.has_value() &&
                        *sign->act_by_us < ToMicros(warning.act_by_time()) - kNearerMicros;
    if (nearer && sign->raised_from_us.has_value()) Raise(*sign);
  }

  const WarningInputs& inputs_;
  const int64_t now_us_;
  const std::vector<WarningSign> signs_;
  std::vector<PlannedChange> plan_;
};

}  // namespace

Events DueWarningEvents(const WarningInputs& inputs, absl::Time now, absl::string_view request_id) {
  Events events;
  for (PlannedChange& change : Planner(inputs, now).Plan()) {
    if (change.at_us > ToMicros(now)) continue;
    v1::Warning& warning = change.warning;
    if (change.kind == v1::WARNING_CHANGE_KIND_RAISED) {
      const WarningTopic topic = TopicOf(warning);
      warning.set_name(WarningName(
          inputs.facility.name(),
          ShortDigest({"warning", request_id, absl::StrCat(topic.kind, " ", topic.limit), " ",
                       topic.subject})));
      *warning.mutable_raised_time() = ToTimestamp(now);
    }
    if (change.kind == v1::WARNING_CHANGE_KIND_ESCALATED) {
      *warning.mutable_escalated_time() = ToTimestamp(now);
    }
    events.push_back(WarningEvent(change.kind, warning, now, ""));
  }
  return events;
}

std::optional<int64_t> NextWarningTime(const WarningInputs& inputs, absl::Time now) {
  std::optional<int64_t> next;
  for (const PlannedChange& change : Planner(inputs, now).Plan()) {
    next = std::min(next.value_or(change.at_us), change.at_us);
  }
  return next;
}

}  // namespace waystation::facility
