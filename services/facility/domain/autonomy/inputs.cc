#include "services/facility/domain/autonomy/inputs.h"

#include <algorithm>
#include <optional>

#include "services/facility/domain/cold_chain/trend.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"

namespace waystation::facility {
namespace {

absl::Time EffectiveTime(const v1::StatusRecord& record) {
  return FromTimestamp(record.effective_time());
}

void ReplaceInstallation(const v1::Installation& installation, bool removed, Register& installed) {
  const auto place = std::lower_bound(
      installed.begin(), installed.end(), installation.name(),
      [](const v1::Installation& each, const std::string& name) { return each.name() < name; });
  const bool present = place != installed.end() && place->name() == installation.name();
  if (removed) {
    if (present) installed.erase(place);
  } else if (present) {
    *place = installation;
  } else {
    installed.insert(place, installation);
  }
}

}  // namespace

absl::Duration ReachOf(const v1::Facility& facility) {
  return absl::Minutes(facility.report_interval_minutes()) + kTrendWindow;
}

Moment MomentOf(const AutonomyInputs& inputs) {
  return {inputs.as_of, absl::Minutes(inputs.facility.report_interval_minutes())};
}

void ApplyEvents(const Events& events, AutonomyInputs& inputs) {
  for (const v1::Event& event : events) {
    switch (event.event_case()) {
      case v1::Event::kFacilityUpdated:
        inputs.facility = event.facility_updated().facility();
        break;
      case v1::Event::kStatusReported:
        for (const v1::StatusRecord& record : event.status_reported().records()) {
          inputs.records.push_back(record);
        }
        break;
      case v1::Event::kInstallationSet:
        ReplaceInstallation(event.installation_set().installation(), false, inputs.installed);
        break;
      case v1::Event::kInstallationRemoved:
        ReplaceInstallation(event.installation_removed().installation(), true, inputs.installed);
        break;
      default:
        break;
    }
  }
  std::stable_sort(inputs.records.begin(), inputs.records.end(),
                   [](const v1::StatusRecord& a, const v1::StatusRecord& b) {
                     return ToMicros(a.effective_time()) < ToMicros(b.effective_time());
                   });
}

RecordIndex::RecordIndex(const AutonomyInputs& inputs) {
  for (const v1::StatusRecord& record : inputs.records) {
    if (EffectiveTime(record) > inputs.as_of) continue;
    by_subject_[{record.value().measure(), record.value().subject()}].push_back(&record);
  }
}

const std::vector<const v1::StatusRecord*>& RecordIndex::Of(v1::Measure measure,
                                                            const std::string& subject) const {
  static const auto* const kNone = new std::vector<const v1::StatusRecord*>();
  const auto found = by_subject_.find({measure, subject});
  return found == by_subject_.end() ? *kNone : found->second;
}

std::vector<Reading> RecordIndex::Readings(v1::Measure measure, const std::string& subject) const {
  std::vector<Reading> readings;
  for (const v1::StatusRecord* record : Of(measure, subject)) {
    readings.push_back({record->value().amount(), EffectiveTime(*record)});
  }
  return readings;
}

std::optional<Reading> RecordIndex::Last(v1::Measure measure, const std::string& subject) const {
  const std::vector<const v1::StatusRecord*>& all = Of(measure, subject);
  if (all.empty()) return std::nullopt;
  return Reading{all.back()->value().amount(), EffectiveTime(*all.back())};
}

std::vector<std::string> RecordIndex::SubjectsOf(v1::Measure measure) const {
  std::vector<std::string> subjects;
  for (const auto& [key, records] : by_subject_) {
    if (key.first == measure) subjects.push_back(key.second);
  }
  return subjects;
}

}  // namespace waystation::facility
