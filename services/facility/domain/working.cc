#include "services/facility/domain/working.h"

#include <algorithm>

#include "services/facility/domain/fixed_point.h"

namespace waystation::facility {

void Working::Use(Quantity quantity, const std::string& subject, const Reading& reading) {
  readings.push_back(
      {{quantity, subject, reading.value}, reading.observed, MinutesUp(as_of - reading.observed)});
}

void Working::Step(Quantity quantity, const std::string& subject, int64_t value) {
  steps.push_back({quantity, subject, value});
}

void Working::Miss(Quantity quantity, const std::string& subject, Unknown reason) {
  missing.push_back({quantity, subject, reason});
}

void Working::Append(const Working& other) {
  for (const UsedReading& reading : other.readings) {
    const auto is_same = [&](const UsedReading& each) {
      return each.term == reading.term && each.observed == reading.observed;
    };
    if (std::none_of(readings.begin(), readings.end(), is_same)) readings.push_back(reading);
  }
  steps.insert(steps.end(), other.steps.begin(), other.steps.end());
  missing.insert(missing.end(), other.missing.begin(), other.missing.end());
}

const Reading* NewestReading(const std::vector<Reading>& readings, absl::Time time) {
  const Reading* newest = nullptr;
  for (const Reading& reading : readings) {
    if (reading.observed > time) continue;
    if (newest == nullptr || reading.observed >= newest->observed) newest = &reading;
  }
  return newest;
}

Unknown JudgeReading(const Reading* reading, const Moment& moment) {
  if (reading == nullptr || reading->observed > moment.as_of) return Unknown::kNoReading;
  return moment.as_of - reading->observed > moment.interval ? Unknown::kReadingTooOld
                                                            : Unknown::kNone;
}

Unknown JudgeReading(const std::optional<Reading>& reading, const Moment& moment) {
  return JudgeReading(reading.has_value() ? &*reading : nullptr, moment);
}

}  // namespace waystation::facility
