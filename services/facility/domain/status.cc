#include "services/facility/domain/status.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"

namespace waystation::facility {
namespace {

// Never negative: a clock that was set back makes nothing younger than now.
int64_t AgeMicros(int64_t then_us, int64_t now_us) {
  return std::max<int64_t>(0, now_us - then_us);
}

// By bed type.
struct Beds {
  std::map<std::string, int64_t> capacity;
  std::map<std::string, int64_t> occupied;
};

Beds BedsOf(const v1::Facility& facility, const std::vector<v1::StatusRecord>& current) {
  Beds beds;
  for (const v1::BedCapacity& type : facility.beds()) beds.capacity[type.type()] = type.capacity();
  for (const v1::StatusRecord& record : current) {
    if (record.value().measure() == v1::MEASURE_BEDS_OCCUPIED) {
      beds.occupied[record.value().subject()] = record.value().amount();
    }
  }
  return beds;
}

std::optional<v1::StatusFlag> BedFlag(const v1::StatusValue& value, const Beds& beds) {
  const bool is_occupied = value.measure() == v1::MEASURE_BEDS_OCCUPIED;
  if (!is_occupied && value.measure() != v1::MEASURE_BEDS_FREE) return std::nullopt;
  const auto capacity = beds.capacity.find(value.subject());
  if (capacity == beds.capacity.end()) return v1::STATUS_FLAG_UNKNOWN_BED_TYPE;
  if (is_occupied) {
    if (value.amount() > capacity->second) return v1::STATUS_FLAG_SURGE;
    return std::nullopt;
  }
  const auto occupied = beds.occupied.find(value.subject());
  const int64_t taken = occupied == beds.occupied.end() ? 0 : occupied->second;
  if (value.amount() > std::max<int64_t>(0, capacity->second - taken)) {
    return v1::STATUS_FLAG_INCONSISTENT;
  }
  return std::nullopt;
}

}  // namespace

v1::FacilityStatus BuildStatus(const v1::Facility& facility, const Contact& contact,
                               const std::vector<v1::StatusRecord>& current, absl::Time now) {
  const int64_t now_us = ToMicros(now);
  v1::FacilityStatus status;
  status.set_name(StatusName(facility.name()));
  *status.mutable_facility() = facility;
  status.set_reporting_state(ReportingStateAt(facility, contact, now));
  if (contact.last_report_us.has_value()) {
    *status.mutable_last_report_time() = ToTimestamp(*contact.last_report_us);
    *status.mutable_last_report_age() = ToDuration(AgeMicros(*contact.last_report_us, now_us));
    *status.mutable_silent_after_time() = ToTimestamp(*SilentAfter(facility, contact));
  }
  const bool in_touch = status.reporting_state() == v1::REPORTING_STATE_IN_TOUCH;
  const Beds beds = BedsOf(facility, current);
  for (const v1::StatusRecord& record : current) {
    v1::CurrentValue& value = *status.add_values();
    *value.mutable_record() = record;
    *value.mutable_age() = ToDuration(AgeMicros(ToMicros(record.effective_time()), now_us));
    value.set_freshness(in_touch ? v1::FRESHNESS_KNOWN : v1::FRESHNESS_UNKNOWN);
    const std::optional<v1::StatusFlag> flag = BedFlag(record.value(), beds);
    if (flag.has_value()) value.add_flags(*flag);
  }
  return status;
}

}  // namespace waystation::facility
