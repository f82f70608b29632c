#include "tests/inventory/support/readings.h"

#include <algorithm>
#include <cstdlib>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/facility_fold.h"
#include "storage/overlay.h"

namespace waystation::inventory {

void Hear(Desk& desk, const facility::v1::Event& event) {
  const auto snapshot = desk.rows().Snapshot();
  storage::RowOverlay overlay(snapshot.get());
  const common::v1::LogEntry entry;
  const absl::Status folded =
      FacilityFold().Fold(overlay, {entry, desk.now(), 0}, event.SerializeAsString());
  if (!folded.ok() || !desk.rows().Write(overlay.changes()).ok()) std::abort();
}

void HearReading(Desk& desk, facility::v1::Measure measure, const std::string& installation,
                 int64_t amount, absl::Time time) {
  facility::v1::Event event;
  facility::v1::StatusReported& reported = *event.mutable_status_reported();
  reported.set_facility("facilities/f");
  reported.set_report("facilities/f/statusReports/r");
  facility::v1::StatusRecord& record = *reported.add_records();
  record.set_report(reported.report());
  record.mutable_value()->set_measure(measure);
  record.mutable_value()->set_subject(installation);
  record.mutable_value()->set_amount(amount);
  record.mutable_value()->set_reported_by("p-reader");
  *record.mutable_record_time() = TimestampOf(desk.now());
  *record.mutable_effective_time() = TimestampOf(std::min(time, desk.now()));
  record.set_time_flag(facility::v1::TIME_FLAG_IN_RANGE);
  Hear(desk, event);
}

}  // namespace waystation::inventory
