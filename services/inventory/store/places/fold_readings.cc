#include "services/inventory/store/places/fold_readings.h"

#include <algorithm>
#include <optional>
#include <string>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

void PutReading(RowWriter& rows, absl::string_view facility,
                const facility::v1::StatusRecord& record) {
  facility::v1::StatusRecord kept = record;
  kept.mutable_value()->clear_measure();
  kept.mutable_value()->clear_subject();
  kept.mutable_value()->clear_observed_time();
  rows.Put(ReadingKey(facility, record.value().measure(), record.value().subject(),
                      TimeOf(record.effective_time())),
           kept.SerializeAsString());
}

// What was corrected since stays within: the span only tells on which days to look.
absl::Status WidenDay(RowWriter& rows, absl::string_view facility,
                      const facility::v1::StatusRecord& record) {
  const int64_t day = DayOf(TimeOf(record.effective_time()), absl::UTCTimeZone());
  const std::string key = ReadingDayKey(facility, record.value().subject(), day);
  const int64_t amount = record.value().amount();
  ASSIGN_OR_RETURN(const std::optional<std::string> before, rows.Get(key));
  if (!before.has_value()) {
    rows.Put(key, EncodeInt64Pair(amount, amount));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto span, DecodeInt64Pair(*before));
  if (span.first <= amount && amount <= span.second) return absl::OkStatus();
  rows.Put(key, EncodeInt64Pair(std::min(span.first, amount), std::max(span.second, amount)));
  return absl::OkStatus();
}

absl::Status CountHeard(RowWriter& rows, absl::string_view facility,
                        const std::string& installation) {
  const std::string key = FridgeHeardKey(facility, installation);
  ASSIGN_OR_RETURN(const int64_t heard, GetInt64(rows, key));
  rows.Put(key, EncodeInt64(heard + 1));
  return absl::OkStatus();
}

bool HasReadings(const facility::v1::Installation& installation) {
  return installation.has_tank() || installation.has_fridge();
}

// "facilities/{facility}/installations/{installation}".
std::string KeyOfInstallation(const facility::v1::Installation& installation) {
  absl::string_view facility = installation.name();
  facility.remove_prefix(facility.find('/') + 1);
  return InstallationKey(facility.substr(0, facility.find('/')), LastId(installation.name()));
}

}  // namespace

absl::Status FoldReadings(RowWriter& rows, const facility::v1::StatusReported& event) {
  const absl::string_view facility = LastId(event.facility());
  for (const facility::v1::StatusRecord& record : event.records()) {
    const facility::v1::Measure measure = record.value().measure();
    if (measure == facility::v1::MEASURE_TANK_LEVEL_ML) PutReading(rows, facility, record);
    if (measure != facility::v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS) continue;
    PutReading(rows, facility, record);
    RETURN_IF_ERROR(WidenDay(rows, facility, record));
    RETURN_IF_ERROR(CountHeard(rows, facility, record.value().subject()));
  }
  return absl::OkStatus();
}

void FoldInstallation(RowWriter& rows, const facility::v1::Installation& installation) {
  if (!HasReadings(installation)) return;
  facility::v1::Installation kept;
  kept.set_name(installation.name());
  if (installation.has_tank()) *kept.mutable_tank() = installation.tank();
  if (installation.has_fridge()) *kept.mutable_fridge() = installation.fridge();
  rows.Put(KeyOfInstallation(installation), kept.SerializeAsString());
}

void FoldInstallationRemoved(RowWriter& rows, const facility::v1::Installation& installation) {
  if (HasReadings(installation)) rows.Delete(KeyOfInstallation(installation));
}

}  // namespace waystation::inventory
