#include "services/facility/domain/warnings/warning_signs.h"

#include <algorithm>

#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/domain/warnings/wanted_readings.h"
#include "services/facility/domain/warnings/warning_rules.h"

namespace waystation::facility {
namespace {

constexpr int64_t kSignMinute = 60'000'000;
constexpr int64_t kAlways = INT64_MIN;

// Only what a reading would mend.
bool WantsReading(v1::UnknownReason reason) {
  return reason == v1::UNKNOWN_REASON_NO_READING || reason == v1::UNKNOWN_REASON_READING_TOO_OLD ||
         reason == v1::UNKNOWN_REASON_CUT_TIME_NOT_KNOWN || reason == v1::UNKNOWN_REASON_OVERLOADED;
}

// What ended before 1970 has ended: no sum of such times leaves 64 bits.
int64_t LimitMicros(const google::protobuf::Timestamp& time) {
  return std::max<int64_t>(ToMicros(time), 0);
}

class SignReader {
 public:
  SignReader(const WarningInputs& inputs, int64_t now_us) : inputs_(inputs), now_us_(now_us) {}

  std::vector<WarningSign> Read() {
    if (inputs_.facility.state() != v1::FACILITY_STATE_OPEN) return {};
    for (const v1::AutonomyLimit& limit : inputs_.limits) {
      AddLimit(limit);
      AddUnknown(limit);
    }
    AddSilence();
    for (const v1::StatusRecord& record : inputs_.current) AddReading(record);
    for (const v1::Warning& warning : inputs_.live) KeepFreezing(warning);
    return std::move(signs_);
  }

 private:
  WarningSign& Add(v1::WarningKind kind, const std::string& subject) {
    WarningSign& sign = signs_.emplace_back();
    sign.topic.kind = kind;
    sign.topic.subject = subject;
    sign.kept_from_us = kAlways;
    return sign;
  }

  const v1::Warning* FindLive(const WarningTopic& topic) const {
    for (const v1::Warning& warning : inputs_.live) {
      if (TopicOf(warning) == topic) return &warning;
    }
    return nullptr;
  }

  static void FillLimit(const v1::AutonomyLimit& limit, v1::WarningCause& cause) {
    cause.set_limit(limit.kind());
    cause.set_supply_end(limit.supply_end());
    cause.set_safe_because(limit.safe_because());
  }

  void AddLimit(const v1::AutonomyLimit& limit) {
    const v1::WarningKind kind = WarningKindOf(limit.kind());
    if (kind == v1::WARNING_KIND_UNSPECIFIED) return;
    if (limit.unknown() != v1::UNKNOWN_REASON_UNSPECIFIED) return KeepLimit(kind, limit.subject());
    if (!limit.has_act_by_time()) return;
    WarningSign& sign = Add(kind, limit.subject());
    FillLimit(limit, sign.cause);
    sign.ends_us = LimitMicros(limit.ends_time());
    sign.act_by_us = LimitMicros(limit.act_by_time());
    const WarningRule& rule = WarningRuleOf(kind);
    sign.kept_from_us = KeptFrom(rule, *sign.act_by_us);
    const int64_t from_us = RaisedFrom(rule, *sign.act_by_us);
    // What nobody can vouch for by then is told as unknown instead.
    const bool known_then = !limit.has_known_until_time() ||
                            std::max(from_us, now_us_) <= ToMicros(limit.known_until_time());
    if (known_then) sign.raised_from_us = from_us;
  }

  // What is unknown closes nothing: the warning stays as it was.
  void KeepLimit(v1::WarningKind kind, const std::string& subject) {
    const v1::Warning* live = FindLive({kind, v1::LIMIT_KIND_UNSPECIFIED, subject});
    if (live != nullptr) KeepAsItIs(*live);
  }

  void KeepAsItIs(const v1::Warning& live) {
    WarningSign& sign = Add(live.kind(), live.subject());
    sign.cause = live.cause();
    if (live.has_ends_time()) sign.ends_us = ToMicros(live.ends_time());
    if (live.has_act_by_time()) sign.act_by_us = ToMicros(live.act_by_time());
  }

  bool IsHeardAt(int64_t time_us) const {
    if (inputs_.contact.said_silent) return false;
    const std::optional<int64_t> silent_after = SilentAfter(inputs_.facility, inputs_.contact);
    return !silent_after.has_value() || time_us <= *silent_after;
  }

  void AddUnknown(const v1::AutonomyLimit& limit) {
    const bool unknown_now = limit.unknown() != v1::UNKNOWN_REASON_UNSPECIFIED;
    if (unknown_now && !WantsReading(limit.unknown())) return;
    if (!unknown_now && !limit.has_known_until_time()) return;
    const bool matters = limit.kind() == v1::LIMIT_KIND_COLD_CHAIN ||
                         inputs_.once_known.contains({limit.kind(), limit.subject()});
    if (!matters) return;
    const int64_t from_us = unknown_now ? kAlways : ToMicros(limit.known_until_time()) + 1;
    WarningSign& sign = Add(v1::WARNING_KIND_UNKNOWN, limit.subject());
    sign.topic.limit = limit.kind();
    sign.cause.set_limit(limit.kind());
    sign.cause.set_unknown(unknown_now ? limit.unknown() : v1::UNKNOWN_REASON_READING_TOO_OLD);
    AddWanted(limit, sign.cause.unknown(), inputs_.installed, sign.cause);
    sign.kept_from_us = from_us;
    if (IsHeardAt(std::max(from_us, now_us_))) sign.raised_from_us = from_us;
  }

  void AddSilence() {
    if (!inputs_.contact.said_silent || !inputs_.contact.last_report_us.has_value()) return;
    WarningSign& sign = Add(v1::WARNING_KIND_SILENT, "");
    *sign.cause.mutable_observed_time() = ToTimestamp(*inputs_.contact.last_report_us);
    sign.raised_from_us = kAlways;
  }

  void AddReading(const v1::StatusRecord& record) {
    const v1::StatusValue& value = record.value();
    switch (value.measure()) {
      case v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS:
        return AddTemperature(record);
      case v1::MEASURE_BEDS_OCCUPIED:
        for (const v1::BedCapacity& beds : inputs_.facility.beds()) {
          if (beds.type() != value.subject() || value.amount() <= beds.capacity()) continue;
          AddRead(v1::WARNING_KIND_BEDS, record, beds.capacity());
        }
        return;
      case v1::MEASURE_OXYGEN_CYLINDERS_FULL:
        if (value.amount() == 0) AddRead(v1::WARNING_KIND_OXYGEN, record, 1);
        return;
      case v1::MEASURE_ACCESS:
        if (value.access() == v1::ACCESS_CUT_OFF) AddRead(v1::WARNING_KIND_ACCESS, record, 0);
        return;
      default:
        return;
    }
  }

  void AddTemperature(const v1::StatusRecord& record) {
    const v1::Installation* installation =
        FindInstallation(inputs_.installed, record.value().subject());
    if (installation == nullptr || !installation->has_fridge()) return;
    const v1::Fridge& fridge = installation->fridge();
    const int64_t read = record.value().amount();
    if (fridge.has_freezes_at_millicelsius() && read <= fridge.freezes_at_millicelsius()) {
      return AddRead(v1::WARNING_KIND_FREEZING, record, fridge.freezes_at_millicelsius());
    }
    if (read > fridge.class_maximum_millicelsius()) {
      AddRead(v1::WARNING_KIND_EXCURSION, record, fridge.class_maximum_millicelsius());
    } else if (read < fridge.class_minimum_millicelsius()) {
      AddRead(v1::WARNING_KIND_EXCURSION, record, fridge.class_minimum_millicelsius());
    }
  }

  void AddRead(v1::WarningKind kind, const v1::StatusRecord& record, int64_t bound) {
    WarningSign& sign = Add(kind, record.value().subject());
    const int64_t read_us = ToMicros(record.effective_time());
    sign.cause.set_measure(record.value().measure());
    sign.cause.set_amount(record.value().amount());
    sign.cause.set_bound(bound);
    *sign.cause.mutable_observed_time() = ToTimestamp(read_us);
    sign.act_by_us = read_us;
    // Older than the report interval it says nothing of now: it keeps a warning, and raises none.
    const int64_t interval_us = inputs_.facility.report_interval_minutes() * kSignMinute;
    if (now_us_ - read_us <= interval_us) sign.raised_from_us = kAlways;
  }

  // What froze stays spoilt, whatever is read afterwards.
  void KeepFreezing(const v1::Warning& warning) {
    if (warning.kind() != v1::WARNING_KIND_FREEZING) return;
    if (warning.state() == v1::WARNING_STATE_CLOSED) return;
    const v1::Installation* fridge = FindInstallation(inputs_.installed, warning.subject());
    const bool there = std::any_of(signs_.begin(), signs_.end(), [&](const WarningSign& sign) {
      return sign.topic == TopicOf(warning);
    });
    if (fridge != nullptr && !there) KeepAsItIs(warning);
  }

  const WarningInputs& inputs_;
  const int64_t now_us_;
  std::vector<WarningSign> signs_;
};

}  // namespace

WarningTopic TopicOf(const v1::Warning& warning) {
  const bool unknown = warning.kind() == v1::WARNING_KIND_UNKNOWN;
  return {warning.kind(), unknown ? warning.cause().limit() : v1::LIMIT_KIND_UNSPECIFIED,
          warning.subject()};
}

std::vector<WarningSign> SignsOf(const WarningInputs& inputs, int64_t now_us) {
  return SignReader(inputs, now_us).Read();
}

}  // namespace waystation::facility
