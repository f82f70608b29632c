#include "services/facility/domain/silence.h"

#include "services/facility/domain/times.h"
#include "storage/base/errors.h"

namespace waystation::facility {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;

}  // namespace

std::optional<int64_t> SilentAfter(const v1::Facility& facility, const Contact& contact) {
  if (!contact.last_report_us.has_value()) return std::nullopt;
  return *contact.last_report_us + facility.report_interval_minutes() * kMicrosPerMinute;
}

v1::ReportingState ReportingStateAt(const v1::Facility& facility, const Contact& contact,
                                    absl::Time now) {
  const std::optional<int64_t> silent_after = SilentAfter(facility, contact);
  if (!silent_after.has_value()) return v1::REPORTING_STATE_NEVER_REPORTED;
  return contact.said_silent || ToMicros(now) > *silent_after ? v1::REPORTING_STATE_SILENT
                                                              : v1::REPORTING_STATE_IN_TOUCH;
}

std::optional<int64_t> DueTime(const v1::Facility& facility, const Contact& contact) {
  if (facility.state() != v1::FACILITY_STATE_OPEN || contact.said_silent) return std::nullopt;
  return SilentAfter(facility, contact);
}

absl::StatusOr<std::vector<v1::Event>> DecideTick(const v1::Facility& facility,
                                                  const Contact& contact, absl::Time now) {
  const std::optional<int64_t> due = DueTime(facility, contact);
  if (!due.has_value() || ToMicros(now) <= *due) {
    return Error(
        common::v1::ERROR_REASON_WRONG_STATE, "The facility has not fallen silent.",
        {{"resource", facility.name()}, {"state", v1::FacilityState_Name(facility.state())}});
  }
  std::vector<v1::Event> events(1);
  v1::WentSilent& silent = *events[0].mutable_went_silent();
  silent.set_facility(facility.name());
  *silent.mutable_last_report_time() = ToTimestamp(*contact.last_report_us);
  silent.set_report_interval_minutes(facility.report_interval_minutes());
  return events;
}

std::optional<v1::Event> BackInTouchEvent(const v1::Facility& facility, const Contact& contact,
                                          absl::Time now) {
  if (!contact.said_silent) return std::nullopt;
  const std::optional<int64_t> silent_after = SilentAfter(facility, contact);
  if (!silent_after.has_value() || ToMicros(now) > *silent_after) return std::nullopt;
  v1::Event event;
  event.mutable_back_in_touch()->set_facility(facility.name());
  *event.mutable_back_in_touch()->mutable_last_report_time() = ToTimestamp(*contact.last_report_us);
  return event;
}

}  // namespace waystation::facility
