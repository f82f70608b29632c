#include "services/inventory/store/facility_fold.h"

#include "services/inventory/store/places/fold_readings.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::inventory {
namespace {

absl::Status PutFacility(storage::RowWriter& rows, const facility::v1::Facility& facility) {
  facility::v1::Facility kept;
  kept.set_name(facility.name());
  kept.set_state(facility.state());
  kept.set_time_zone(facility.time_zone());
  kept.set_kind(facility.kind());
  kept.set_report_interval_minutes(facility.report_interval_minutes());
  rows.Put(FacilityKey(LastId(facility.name())), kept.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace

absl::Status FacilityFold::Fold(storage::RowWriter& rows, const storage::EntryContext& context,
                                absl::string_view bytes) const {
  (void)context;
  facility::v1::Event event;
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return DamagedRow();
  switch (event.event_case()) {
    case facility::v1::Event::kFacilityCreated:
      return PutFacility(rows, event.facility_created().facility());
    case facility::v1::Event::kFacilityUpdated:
      return PutFacility(rows, event.facility_updated().facility());
    case facility::v1::Event::kFacilityOpened:
      return PutFacility(rows, event.facility_opened().facility());
    case facility::v1::Event::kFacilityClosed:
      return PutFacility(rows, event.facility_closed().facility());
    case facility::v1::Event::kFacilityMoved:
      return PutFacility(rows, event.facility_moved().facility());
    case facility::v1::Event::kStatusReported:
      return FoldReadings(rows, event.status_reported());
    case facility::v1::Event::kInstallationSet:
      FoldInstallation(rows, event.installation_set().installation());
      return absl::OkStatus();
    case facility::v1::Event::kInstallationRemoved:
      FoldInstallationRemoved(rows, event.installation_removed().installation());
      return absl::OkStatus();
    case facility::v1::Event::kWentSilent:
    case facility::v1::Event::kBackInTouch:
    case facility::v1::Event::kAutonomyDerived:
    case facility::v1::Event::kStopsPlanned:
    case facility::v1::Event::kStopArrived:
    case facility::v1::Event::kStopLeft:
    case facility::v1::Event::kWarningRaised:
    case facility::v1::Event::kWarningUpdated:
    case facility::v1::Event::kWarningSeen:
    case facility::v1::Event::kWarningStarted:
    case facility::v1::Event::kWarningClosed:
    case facility::v1::Event::kWarningEscalated:
    case facility::v1::Event::kWarningCauseEnded:
    case facility::v1::Event::kWarningsReviewed:
    case facility::v1::Event::kHandoverCreated:
    case facility::v1::Event::kHandoverAccepted:
    case facility::v1::Event::kTaskCompleted:
      return absl::OkStatus();
    case facility::v1::Event::EVENT_NOT_SET:
      break;
  }
  return Error(Reason::ERROR_REASON_FOLDER_NEWER,
               "the facility log holds an event that this program does not know");
}

std::vector<uint8_t> FacilityFold::Tables() const {
  return {kFacilityTable, kReadingTable, kReadingDayTable, kInstallationTable, kFridgeHeardTable};
}

}  // namespace waystation::inventory
