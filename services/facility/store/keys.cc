#include "services/facility/store/keys.h"

#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/store/tables.h"
#include "storage/base/errors.h"
#include "storage/key.h"

namespace waystation::facility {
namespace {

using storage::KeyBuilder;
using storage::KeyReader;

// Of values; read where a key has its table number.
constexpr uint8_t kValueFormat = 1;

// What the lists are sorted by: see tables.h.
void AddWarningOrder(const v1::Warning& warning, KeyBuilder& key) {
  if (warning.state() == v1::WARNING_STATE_CLOSED) {
    key.Int64(1).DescendingInt64(ToMicros(warning.closed_time()));
  } else {
    key.Int64(0).Int64(warning.has_act_by_time() ? ToMicros(warning.act_by_time()) : INT64_MAX);
  }
}

}  // namespace

std::string FacilityKey(absl::string_view facility) {
  return KeyBuilder(kFacilityTable).String(facility).Take();
}

std::string LocationPrefix(absl::string_view facility) {
  return KeyBuilder(kLocationTable).String(facility).Take();
}

std::string LocationKey(absl::string_view facility, int64_t located_us, int64_t revision) {
  return KeyBuilder(kLocationTable)
      .String(facility)
      .DescendingInt64(located_us)
      .DescendingInt64(revision)
      .Take();
}

std::string CurrentPrefix(absl::string_view facility) {
  return KeyBuilder(kCurrentTable).String(facility).Take();
}

std::string CurrentKey(absl::string_view facility, v1::Measure measure, absl::string_view subject) {
  return KeyBuilder(kCurrentTable).String(facility).Int64(measure).String(subject).Take();
}

std::string HistoryKey(absl::string_view facility, const HistoryPosition& position) {
  return KeyBuilder(kHistoryTable)
      .String(facility)
      .DescendingInt64(position.effective_us)
      .DescendingInt64(position.revision)
      .DescendingInt64(position.index)
      .Take();
}

std::string MeasureIndexKey(absl::string_view facility, v1::Measure measure,
                            const HistoryPosition& position) {
  return KeyBuilder(kMeasureIndex)
      .String(facility)
      .Int64(measure)
      .DescendingInt64(position.effective_us)
      .DescendingInt64(position.revision)
      .DescendingInt64(position.index)
      .Take();
}

std::string DueKey(int64_t due_us, absl::string_view facility) {
  return KeyBuilder(kDueTable).Int64(due_us).String(facility).Take();
}

std::string ContactKey(absl::string_view facility) {
  return KeyBuilder(kContactTable).String(facility).Take();
}

std::string InstallationKey(absl::string_view facility, absl::string_view installation) {
  return KeyBuilder(kInstallationTable).String(facility).String(installation).Take();
}

std::string InstallationPrefix(absl::string_view facility) {
  return KeyBuilder(kInstallationTable).String(facility).Take();
}

std::string InstallationChangeKey(absl::string_view facility, absl::string_view installation,
                                  int64_t revision) {
  return KeyBuilder(kInstallationChangeTable)
      .String(facility)
      .String(installation)
      .DescendingInt64(revision)
      .Take();
}

std::string InstallationChangePrefix(absl::string_view facility, absl::string_view installation) {
  return KeyBuilder(kInstallationChangeTable).String(facility).String(installation).Take();
}

std::string AutonomyKey(absl::string_view facility) {
  return KeyBuilder(kAutonomyTable).String(facility).Take();
}

std::string WarningKey(absl::string_view facility, absl::string_view warning) {
  return KeyBuilder(kWarningTable).String(facility).String(warning).Take();
}

std::string WarningChangePrefix(absl::string_view facility, absl::string_view warning) {
  return KeyBuilder(kWarningChangeTable).String(facility).String(warning).Take();
}

std::string WarningChangeKey(absl::string_view facility, absl::string_view warning,
                             int64_t revision, int64_t index) {
  return KeyBuilder(kWarningChangeTable)
      .String(facility)
      .String(warning)
      .DescendingInt64(revision)
      .DescendingInt64(index)
      .Take();
}

std::string LiveWarningPrefix(absl::string_view facility) {
  return KeyBuilder(kLiveWarningTable).String(facility).Take();
}

std::string LiveWarningKey(absl::string_view facility, const WarningTopic& topic) {
  return KeyBuilder(kLiveWarningTable)
      .String(facility)
      .Int64(topic.kind)
      .Int64(topic.limit)
      .String(topic.subject)
      .Take();
}

std::string KnownLimitPrefix(absl::string_view facility) {
  return KeyBuilder(kKnownLimitTable).String(facility).Take();
}

std::string KnownLimitKey(absl::string_view facility, const LimitName& limit) {
  return KeyBuilder(kKnownLimitTable)
      .String(facility)
      .Int64(limit.first)
      .String(limit.second)
      .Take();
}

absl::StatusOr<LimitName> KnownLimitOf(absl::string_view key) {
  KeyReader reader(key);
  reader.String();  // The facility.
  const int64_t kind = reader.Int64();
  LimitName limit = {static_cast<int>(kind), reader.String()};
  if (!reader.AtEnd()) return DamagedRow("known limit");
  return limit;
}

std::string WarningOrderKey(const v1::Warning& warning) {
  KeyBuilder key(kWarningOrderIndex);
  AddWarningOrder(warning, key);
  return key.String(FacilityIdOf(warning.name())).String(WarningIdOf(warning.name())).Take();
}

std::string FacilityWarningOrderKey(const v1::Warning& warning) {
  KeyBuilder key(kFacilityWarningOrderIndex);
  key.String(FacilityIdOf(warning.name()));
  AddWarningOrder(warning, key);
  return key.String(WarningIdOf(warning.name())).Take();
}

std::string HandoverKey(absl::string_view facility, absl::string_view handover) {
  return KeyBuilder(kHandoverTable).String(facility).String(handover).Take();
}

std::string HandoverOrderPrefix(absl::string_view facility) {
  return KeyBuilder(kHandoverOrderIndex).String(facility).Take();
}

std::string HandoverOrderKey(absl::string_view facility, int64_t effective_us, int64_t revision,
                             absl::string_view handover) {
  return KeyBuilder(kHandoverOrderIndex)
      .String(facility)
      .DescendingInt64(effective_us)
      .DescendingInt64(revision)
      .String(handover)
      .Take();
}

std::string TaskKey(absl::string_view facility, absl::string_view task) {
  return KeyBuilder(kTaskTable).String(facility).String(task).Take();
}

std::string OpenTaskPrefix(absl::string_view facility) {
  return KeyBuilder(kOpenTaskIndex).String(facility).Take();
}

std::string OpenTaskKey(absl::string_view facility, int64_t created_us, int64_t index,
                        absl::string_view task) {
  return KeyBuilder(kOpenTaskIndex)
      .String(facility)
      .Int64(created_us)
      .Int64(index)
      .String(task)
      .Take();
}

absl::StatusOr<std::string> HandoverOrTaskOf(absl::string_view key) {
  KeyReader reader(key);
  reader.String();  // The facility.
  reader.Int64();
  reader.Int64();
  std::string id = reader.String();
  if (!reader.AtEnd()) return DamagedRow("order of handovers or tasks");
  return id;
}

std::string ReviewDueKey(int64_t due_us, absl::string_view facility) {
  return KeyBuilder(kReviewDueTable).Int64(due_us).String(facility).Take();
}

std::string ReviewKey(absl::string_view facility) {
  return KeyBuilder(kReviewTable).String(facility).Take();
}

std::string MeasurePrefix(absl::string_view facility, v1::Measure measure) {
  return KeyBuilder(kMeasureIndex).String(facility).Int64(measure).Take();
}

std::string StopPlanKey(absl::string_view facility, int64_t day) {
  return KeyBuilder(kStopPlanTable).String(facility).Int64(day).Take();
}

std::string StopPlanPrefix(absl::string_view facility) {
  return KeyBuilder(kStopPlanTable).String(facility).Take();
}

std::string StopVisitKey(absl::string_view facility, int64_t day, absl::string_view stop) {
  return KeyBuilder(kStopVisitTable).String(facility).Int64(day).String(stop).Take();
}

std::string StopVisitPrefix(absl::string_view facility, int64_t day) {
  return KeyBuilder(kStopVisitTable).String(facility).Int64(day).Take();
}

absl::StatusOr<std::string> HistoryKeyOf(absl::string_view measure_index_key) {
  KeyReader reader(measure_index_key);
  const std::string facility = reader.String();
  reader.Int64();  // The measure.
  HistoryPosition position;
  position.effective_us = reader.DescendingInt64();
  position.revision = reader.DescendingInt64();
  position.index = reader.DescendingInt64();
  if (!reader.AtEnd()) return DamagedRow("measure index");
  return HistoryKey(facility, position);
}

std::string EncodeContact(const ContactRow& row) {
  return KeyBuilder(kValueFormat)
      .Int64(*row.contact.last_report_us)
      .Int64(row.contact.said_silent ? 1 : 0)
      .Int64(row.due_us.has_value() ? 1 : 0)
      .Int64(row.due_us.value_or(0))
      .Take();
}

absl::StatusOr<ContactRow> DecodeContact(absl::string_view value) {
  KeyReader reader(value);
  ContactRow row;
  row.contact.last_report_us = reader.Int64();
  row.contact.said_silent = reader.Int64() != 0;
  const bool has_due = reader.Int64() != 0;
  const int64_t due_us = reader.Int64();
  if (has_due) row.due_us = due_us;
  if (reader.table() != kValueFormat || !reader.AtEnd()) return DamagedRow("contact");
  return row;
}

std::string EncodeDue(int64_t revision) { return KeyBuilder(kValueFormat).Int64(revision).Take(); }

absl::StatusOr<int64_t> DecodeDue(absl::string_view value) {
  KeyReader reader(value);
  const int64_t revision = reader.Int64();
  if (reader.table() != kValueFormat || !reader.AtEnd()) return DamagedRow("due");
  return revision;
}

std::string EncodeReview(int64_t due_us) { return EncodeDue(due_us); }

absl::StatusOr<int64_t> DecodeReview(absl::string_view value) { return DecodeDue(value); }

absl::Status DamagedRow(absl::string_view table) {
  return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "A row can't be read.",
               {{"detail", std::string(table)}});
}

}  // namespace waystation::facility
