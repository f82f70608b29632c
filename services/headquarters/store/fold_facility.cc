#include "services/headquarters/store/fold_facility.h"

#include <algorithm>
#include <optional>
#include <string>

#include "services/headquarters/domain/limit.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/limit_rows.h"
#include "services/headquarters/store/row_codec.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::headquarters {
namespace {

using storage::EntryContext;

int64_t RecordMicros(const EntryContext& context) {
  return absl::ToUnixMicros(context.record_time);
}

// One facility more, or less, in a zone.
absl::Status CountZone(storage::RowWriter& rows, const std::string& time_zone, int64_t more) {
  const std::string key = ZoneKey(time_zone);
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(key));
  Zone zone;
  if (value.has_value()) {
    ASSIGN_OR_RETURN(zone, DecodeZone(*value));
  }
  zone.facilities += more;
  if (zone.facilities == 0) {
    rows.Delete(key);
  } else {
    rows.Put(key, Encode(zone));
  }
  return absl::OkStatus();
}

absl::Status FoldFacility(storage::RowWriter& rows, const EntryContext& context,
                          const facility::v1::Facility& facility) {
  const std::string id = IdOf(facility.name());
  ASSIGN_OR_RETURN(const std::optional<facility::v1::Facility> before, LoadFacility(rows, id));
  rows.Put(FacilityKey(id), facility.SerializeAsString());
  if (!before.has_value() || before->time_zone() != facility.time_zone()) {
    if (before.has_value()) RETURN_IF_ERROR(CountZone(rows, before->time_zone(), -1));
    RETURN_IF_ERROR(CountZone(rows, facility.time_zone(), 1));
  }
  if (!before.has_value() || before->state() == facility.state()) return absl::OkStatus();
  return FoldContact(rows, id, RecordMicros(context));
}

absl::StatusOr<Status> StatusOrNew(const storage::RowReader& rows, const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(key));
  if (!value.has_value()) return Status();
  return DecodeStatus(*value);
}

// Silence is told at read time from the last report and the interval; what was recorded of it only
// keeps a clock that was set back from ending it.
absl::Status FoldSilence(storage::RowWriter& rows, const EntryContext& context,
                         const std::string& facility, bool silent) {
  const std::string key = StatusKey(IdOf(facility));
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(key));
  if (!value.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(Status status, DecodeStatus(*value));
  status.said_silent = silent ? 1 : 0;
  rows.Put(key, Encode(status));
  return FoldContact(rows, IdOf(facility), RecordMicros(context));
}

absl::Status FoldBeds(storage::RowWriter& rows, const std::string& facility,
                      const facility::v1::StatusValue& value, int64_t time_us) {
  const std::string key = BedKey(facility, value.subject());
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, rows.Get(key));
  BedRow beds;
  if (bytes.has_value()) {
    ASSIGN_OR_RETURN(beds, DecodeBedRow(*bytes));
  }
  const bool is_occupied = value.measure() == facility::v1::MEASURE_BEDS_OCCUPIED;
  int64_t& last_us = is_occupied ? beds.occupied_time_us : beds.free_time_us;
  if (time_us < last_us) return absl::OkStatus();
  last_us = time_us;
  (is_occupied ? beds.occupied : beds.free) = value.amount();
  rows.Put(key, Encode(beds));
  return absl::OkStatus();
}

absl::Status FoldReport(storage::RowWriter& rows, const facility::v1::StatusReported& reported) {
  const std::string key = StatusKey(IdOf(reported.facility()));
  ASSIGN_OR_RETURN(Status status, StatusOrNew(rows, key));
  for (const facility::v1::StatusRecord& record : reported.records()) {
    const int64_t time = MicrosOf(record.effective_time());
    status.report_time_us = std::max(status.report_time_us, time);
    // Of equal times the later in the log counts.
    if (record.value().measure() == facility::v1::MEASURE_ACCESS && time >= status.access_time_us) {
      status.access = record.value().access();
      status.access_time_us = time;
    }
    if (record.value().measure() == facility::v1::MEASURE_POWER_SOURCE &&
        time >= status.power_source_time_us) {
      status.power_source = record.value().power_source();
      status.power_source_time_us = time;
    }
    if (record.value().measure() == facility::v1::MEASURE_BEDS_OCCUPIED ||
        record.value().measure() == facility::v1::MEASURE_BEDS_FREE) {
      RETURN_IF_ERROR(FoldBeds(rows, IdOf(reported.facility()), record.value(), time));
    }
  }
  rows.Put(key, Encode(status));
  return absl::OkStatus();
}

}  // namespace

absl::Status FacilityFold::Fold(storage::RowWriter& rows, const EntryContext& context,
                                absl::string_view bytes) const {
  using facility::v1::Event;
  Event event;
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Error(Reason::ERROR_REASON_LOG_DAMAGED, "an event of facility's log can't be decoded");
  }
  switch (event.event_case()) {
    case Event::kFacilityCreated:
      return FoldFacility(rows, context, event.facility_created().facility());
    case Event::kFacilityUpdated:
      return FoldFacility(rows, context, event.facility_updated().facility());
    case Event::kFacilityOpened:
      return FoldFacility(rows, context, event.facility_opened().facility());
    case Event::kFacilityClosed:
      RETURN_IF_ERROR(
          FoldSilence(rows, context, event.facility_closed().facility().name(), /*silent=*/false));
      return FoldFacility(rows, context, event.facility_closed().facility());
    case Event::kFacilityMoved:
      return FoldFacility(rows, context, event.facility_moved().facility());
    case Event::kStatusReported:
      return FoldReport(rows, event.status_reported());
    case Event::kWentSilent:
      return FoldSilence(rows, context, event.went_silent().facility(), /*silent=*/true);
    case Event::kBackInTouch:
      return FoldSilence(rows, context, event.back_in_touch().facility(), /*silent=*/false);
    case Event::kInstallationSet:
    case Event::kInstallationRemoved:
    case Event::kStopsPlanned:
    case Event::kStopArrived:
    case Event::kStopLeft:
      // Headquarters keeps no installations and no stops: who needs one asks the facility service.
      return absl::OkStatus();
    case Event::kAutonomyDerived:
      return FoldLimits(rows, event.autonomy_derived(), RecordMicros(context));
    case Event::kWarningRaised:
    case Event::kWarningUpdated:
    case Event::kWarningSeen:
    case Event::kWarningStarted:
    case Event::kWarningClosed:
    case Event::kWarningEscalated:
    case Event::kWarningCauseEnded:
    case Event::kWarningsReviewed:
    case Event::kHandoverCreated:
    case Event::kHandoverAccepted:
    case Event::kTaskCompleted:
      return absl::OkStatus();
    case Event::EVENT_NOT_SET:
      break;
  }
  return Error(Reason::ERROR_REASON_FOLDER_NEWER,
               "facility's log has an event that this program does not know");
}

std::vector<uint8_t> FacilityFold::Tables() const {
  return {kFacilityTable,   kStatusTable,       kLimitTable, kLimitDueIndex,
          kLimitKnownIndex, kLimitUnknownIndex, kBedTable,   kZoneTable};
}

absl::Status OwnFold::Fold(storage::RowWriter&, const storage::EntryContext&,
                           absl::string_view) const {
  return Error(Reason::ERROR_REASON_FOLDER_NEWER,
               "headquarters' log has an event that this program does not know");
}

std::vector<uint8_t> OwnFold::Tables() const { return {}; }

}  // namespace waystation::headquarters
