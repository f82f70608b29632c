#include "services/facility/domain/report.h"

#include <algorithm>
#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/limits.h"
#include "storage/base/errors.h"

namespace waystation::facility {
namespace {

constexpr int64_t kTooOldMicros = kTooOldDays * kMinutesPerDay * 60'000'000;

v1::TimeFlag FlagOf(int64_t observed_us, int64_t now_us) {
  if (observed_us > now_us) return v1::TIME_FLAG_FUTURE;
  return observed_us < now_us - kTooOldMicros ? v1::TIME_FLAG_TOO_OLD : v1::TIME_FLAG_IN_RANGE;
}

}  // namespace

v1::StatusRecord MakeRecord(const v1::StatusValue& value, const std::string& report,
                            const CommandContext& context) {
  const int64_t now_us = ToMicros(context.now);
  v1::StatusRecord record;
  record.set_report(report);
  *record.mutable_value() = value;
  if (!value.has_observed_time()) {
    *record.mutable_value()->mutable_observed_time() = ToTimestamp(now_us);
  }
  if (value.reported_by().empty()) record.mutable_value()->set_reported_by(context.principal);
  const int64_t observed_us = ToMicros(record.value().observed_time());
  const v1::TimeFlag flag = FlagOf(observed_us, now_us);
  *record.mutable_record_time() = ToTimestamp(now_us);
  *record.mutable_effective_time() = ToTimestamp(std::min(observed_us, now_us));
  record.set_time_flag(flag);
  if (!context.clock_suspect) return record;
  // The clock that told the time is as likely wrong as the reporter: a report made just now must
  // not count as one of the year 2000, and leave the facility silent.
  record.set_time_flag(v1::TIME_FLAG_CLOCK_SUSPECT);
  if (flag != v1::TIME_FLAG_IN_RANGE) *record.mutable_effective_time() = ToTimestamp(now_us);
  return record;
}

absl::StatusOr<Events> DecideReport(const std::optional<FacilityRecord>& existing,
                                    const v1::ReportStatusRequest& request,
                                    const CommandContext& context) {
  if (!existing.has_value()) return NotKnown(request.parent());
  // From here it must succeed.
  Events events(1);
  v1::StatusReported& reported = *events[0].mutable_status_reported();
  reported.set_facility(request.parent());
  reported.set_report(ReportName(request.parent(), request.request_id()));
  Contact contact = existing->contact;
  for (const v1::StatusValue& value : request.values()) {
    v1::StatusRecord record = MakeRecord(value, reported.report(), context);
    const int64_t effective_us = ToMicros(record.effective_time());
    contact.last_report_us = std::max(contact.last_report_us.value_or(effective_us), effective_us);
    *reported.add_records() = std::move(record);
  }
  std::optional<v1::Event> back = BackInTouchEvent(existing->facility, contact, context.ClockNow());
  if (back.has_value()) events.push_back(*std::move(back));
  return events;
}

bool Supersedes(const v1::StatusRecord& later, const v1::StatusRecord& current) {
  return ToMicros(later.effective_time()) >= ToMicros(current.effective_time());
}

}  // namespace waystation::facility
