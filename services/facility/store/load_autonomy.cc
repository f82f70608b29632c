#include "services/facility/store/load_autonomy.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/limits.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/load.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::facility {
namespace {

using storage::RowReader;

bool IsOfSource(v1::Measure measure) {
  return measure == v1::MEASURE_SOURCE_STATE || measure == v1::MEASURE_POWER_SOURCE;
}

absl::StatusOr<v1::StatusRecord> ParseRecord(absl::string_view bytes) {
  v1::StatusRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return DamagedRow("status record");
  }
  return record;
}

// Of a time: what sorts after everything that is later.
HistoryPosition LastOf(absl::Time time) {
  return {.effective_us = ToMicros(time), .revision = INT64_MAX, .index = INT64_MAX};
}

// The records from `from` to inputs.as_of, but for those of sources; the latest first.
absl::Status LoadHistory(const RowReader& rows, absl::Time from, AutonomyInputs& inputs) {
  const std::string id = FacilityIdOf(inputs.facility.name());
  const std::string end = HistoryKey(id, {.effective_us = ToMicros(from)});
  const auto cursor = rows.Scan(HistoryKey(id, LastOf(inputs.as_of)), end);
  for (int i = 0; cursor->Valid() && i < kMaxAutonomyRecords; cursor->Next(), ++i) {
    ASSIGN_OR_RETURN(v1::StatusRecord record, ParseRecord(cursor->value()));
    if (!IsOfSource(record.value().measure())) inputs.records.push_back(std::move(record));
  }
  return cursor->status();
}

// The latest records of a measure up to inputs.as_of, the latest first. `from` becomes the time of
// the earliest when there are more.
absl::Status LoadMeasure(const RowReader& rows, v1::Measure measure, AutonomyInputs& inputs) {
  const std::string id = FacilityIdOf(inputs.facility.name());
  const std::string end = storage::PrefixEnd(MeasurePrefix(id, measure));
  const auto cursor = rows.Scan(MeasureIndexKey(id, measure, LastOf(inputs.as_of)), end);
  int count = 0;
  for (; cursor->Valid() && count < kMaxSourceRecords; cursor->Next(), ++count) {
    ASSIGN_OR_RETURN(const std::string key, HistoryKeyOf(cursor->key()));
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, rows.Get(key));
    if (!bytes.has_value()) return DamagedRow("measure index");
    ASSIGN_OR_RETURN(v1::StatusRecord record, ParseRecord(*bytes));
    inputs.records.push_back(std::move(record));
  }
  if (cursor->Valid() && count > 0) {
    const absl::Time earliest = FromTimestamp(inputs.records.back().effective_time());
    inputs.sources_from = std::max(inputs.sources_from, earliest);
  }
  return cursor->status();
}

// What was observed last, where that is before `from`.
absl::Status LoadOlder(const RowReader& rows, absl::Time from, AutonomyInputs& inputs) {
  const std::string prefix = CurrentPrefix(FacilityIdOf(inputs.facility.name()));
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(v1::StatusRecord record, ParseRecord(cursor->value()));
    const bool older = FromTimestamp(record.effective_time()) < from;
    if (older && !IsOfSource(record.value().measure())) {
      inputs.records.push_back(std::move(record));
    }
  }
  return cursor->status();
}

absl::StatusOr<AutonomyInputs> BeginInputs(const RowReader& rows, const v1::Facility& facility,
                                           absl::Time as_of) {
  AutonomyInputs inputs;
  inputs.facility = facility;
  inputs.as_of = as_of;
  ASSIGN_OR_RETURN(inputs.installed, LoadRegister(rows, FacilityIdOf(facility.name())));
  if (!absl::LoadTimeZone(facility.time_zone(), &inputs.zone)) {
    return absl::InternalError(
        absl::StrCat("this machine has no time zone data for ", facility.time_zone()));
  }
  return inputs;
}

}  // namespace

absl::StatusOr<AutonomyInputs> LoadAutonomyInputs(const RowReader& rows,
                                                  const v1::Facility& facility, absl::Time as_of) {
  ASSIGN_OR_RETURN(AutonomyInputs inputs, BeginInputs(rows, facility, as_of));
  const absl::Time from = as_of - ReachOf(facility);
  RETURN_IF_ERROR(LoadHistory(rows, from, inputs));
  RETURN_IF_ERROR(LoadMeasure(rows, v1::MEASURE_SOURCE_STATE, inputs));
  RETURN_IF_ERROR(LoadMeasure(rows, v1::MEASURE_POWER_SOURCE, inputs));
  RETURN_IF_ERROR(LoadOlder(rows, from, inputs));
  // Read the latest first, of equal times too.
  std::reverse(inputs.records.begin(), inputs.records.end());
  ApplyEvents({}, inputs);
  return inputs;
}

absl::StatusOr<AutonomyInputs> LoadFridgeReadings(const RowReader& rows,
                                                  const v1::Facility& facility,
                                                  absl::string_view fridge, absl::Time from,
                                                  absl::Time to) {
  ASSIGN_OR_RETURN(AutonomyInputs inputs, BeginInputs(rows, facility, to));
  const std::string id = FacilityIdOf(facility.name());
  const v1::Measure measure = v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS;
  const std::string end = MeasureIndexKey(id, measure, {.effective_us = ToMicros(from) - 1});
  const auto cursor = rows.Scan(MeasureIndexKey(id, measure, LastOf(to)), end);
  for (; cursor->Valid(); cursor->Next()) {
    if (cursor->value() != fridge) continue;
    ASSIGN_OR_RETURN(const std::string key, HistoryKeyOf(cursor->key()));
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, rows.Get(key));
    if (!bytes.has_value()) return DamagedRow("measure index");
    ASSIGN_OR_RETURN(v1::StatusRecord record, ParseRecord(*bytes));
    inputs.records.push_back(std::move(record));
  }
  RETURN_IF_ERROR(cursor->status());
  std::reverse(inputs.records.begin(), inputs.records.end());
  return inputs;
}

absl::StatusOr<std::optional<v1::AutonomyDerived>> LoadLastAutonomy(const RowReader& rows,
                                                                    absl::string_view facility) {
  return LoadMessage<v1::AutonomyDerived>(rows, AutonomyKey(facility));
}

}  // namespace waystation::facility
