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

// The records from `from` to inputs.as_of, but for those of sources; the latest first. When there
// are too many, `from` becomes the time of the earliest.
absl::Status LoadHistory(const RowReader& rows, absl::Time& from, AutonomyInputs& inputs) {
  const std::string id = FacilityIdOf(inputs.facility.name());
  const std::string end = HistoryKey(id, {.effective_us = ToMicros(from)});
  const auto cursor = rows.Scan(HistoryKey(id, LastOf(inputs.as_of)), end);
  absl::Time earliest = inputs.as_of;
  int count = 0;
  for (; cursor->Valid() && count < kMaxAutonomyRecords; cursor->Next(), ++count) {
    ASSIGN_OR_RETURN(v1::StatusRecord record, ParseRecord(cursor->value()));
    earliest = FromTimestamp(record.effective_time());
    if (!IsOfSource(record.value().measure())) inputs.records.push_back(std::move(record));
  }
  if (cursor->Valid()) from = earliest;
  return cursor->status();
}

// The latest records of a measure up to inputs.as_of, the latest first. When there are more,
// inputs.sources_from becomes the time of the earliest.
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

// The last record of a measure and subject before `time`, among the next `most` of the measure;
// nullopt: there is none.
absl::StatusOr<std::optional<v1::StatusRecord>> LastBefore(const RowReader& rows,
                                                           const std::string& facility,
                                                           const v1::StatusValue& value,
                                                           absl::Time time, int most) {
  const v1::Measure measure = value.measure();
  HistoryPosition position = LastOf(time);
  position.effective_us -= 1;
  const std::string end = storage::PrefixEnd(MeasurePrefix(facility, measure));
  const auto cursor = rows.Scan(MeasureIndexKey(facility, measure, position), end);
  for (int i = 0; cursor->Valid() && i < most; cursor->Next(), ++i) {
    if (cursor->value() != value.subject()) continue;
    ASSIGN_OR_RETURN(const std::string key, HistoryKeyOf(cursor->key()));
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, rows.Get(key));
    if (!bytes.has_value()) return DamagedRow("measure index");
    ASSIGN_OR_RETURN(v1::StatusRecord record, ParseRecord(*bytes));
    return std::optional<v1::StatusRecord>(std::move(record));
  }
  RETURN_IF_ERROR(cursor->status());
  return std::optional<v1::StatusRecord>();
}

// Of each measure and subject the last record before what was loaded of it, so that what is too old
// is known to be that.
absl::Status LoadOlder(const RowReader& rows, absl::Time from, AutonomyInputs& inputs) {
  const std::string id = FacilityIdOf(inputs.facility.name());
  const std::string prefix = CurrentPrefix(id);
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(v1::StatusRecord record, ParseRecord(cursor->value()));
    const absl::Time since = IsOfSource(record.value().measure()) ? inputs.sources_from : from;
    const absl::Time time = FromTimestamp(record.effective_time());
    if (time < since) {
      inputs.records.push_back(std::move(record));
    } else if (time > inputs.as_of && since > absl::InfinitePast()) {
      ASSIGN_OR_RETURN(std::optional<v1::StatusRecord> last,
                       LastBefore(rows, id, record.value(), since, kMaxSourceRecords));
      if (last.has_value()) inputs.records.push_back(*std::move(last));
    }
  }
  return cursor->status();
}

bool IsWithin(const v1::Fridge& fridge, int64_t millicelsius) {
  return millicelsius >= fridge.class_minimum_millicelsius() &&
         millicelsius <= fridge.class_maximum_millicelsius() &&
         (!fridge.has_freezes_at_millicelsius() || millicelsius > fridge.freezes_at_millicelsius());
}

// Of a fridge of which no loaded reading is within its range, the last that was: since then nobody
// can vouch for it.
absl::Status LoadLastWithin(const RowReader& rows, const v1::Installation& installation,
                            AutonomyInputs& inputs) {
  const std::string id = InstallationIdOf(installation.name());
  const v1::Measure measure = v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS;
  bool any = false;
  absl::Time earliest = inputs.as_of;
  for (const v1::StatusRecord& record : inputs.records) {
    if (record.value().measure() != measure || record.value().subject() != id) continue;
    if (IsWithin(installation.fridge(), record.value().amount())) return absl::OkStatus();
    any = true;
    earliest = std::min(earliest, FromTimestamp(record.effective_time()));
  }
  if (!any) return absl::OkStatus();
  const std::string facility = FacilityIdOf(inputs.facility.name());
  v1::StatusValue value;
  value.set_measure(measure);
  value.set_subject(id);
  for (int i = 0; i < kMaxFridgeRecords; ++i) {
    ASSIGN_OR_RETURN(std::optional<v1::StatusRecord> last,
                     LastBefore(rows, facility, value, earliest, kMaxFridgeRecords));
    if (!last.has_value()) break;
    earliest = FromTimestamp(last->effective_time());
    const bool within = IsWithin(installation.fridge(), last->value().amount());
    inputs.records.push_back(*std::move(last));
    if (within) break;
  }
  return absl::OkStatus();
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
  absl::Time from = as_of - ReachOf(facility);
  RETURN_IF_ERROR(LoadHistory(rows, from, inputs));
  RETURN_IF_ERROR(LoadMeasure(rows, v1::MEASURE_SOURCE_STATE, inputs));
  RETURN_IF_ERROR(LoadMeasure(rows, v1::MEASURE_POWER_SOURCE, inputs));
  RETURN_IF_ERROR(LoadOlder(rows, from, inputs));
  for (const v1::Installation& installation : inputs.installed) {
    if (!installation.has_fridge()) continue;
    RETURN_IF_ERROR(LoadLastWithin(rows, installation, inputs));
  }
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
