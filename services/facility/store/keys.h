// Keys and the values that are not protos, by the grammar in tables.h.
#ifndef SERVICES_FACILITY_STORE_KEYS_H_
#define SERVICES_FACILITY_STORE_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/domain/silence.h"
#include "services/facility/domain/warnings/warning_signs.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

// Where a value stands in the history of its facility.
struct HistoryPosition {
  int64_t effective_us = 0;  // Microseconds since 1970-01-01.
  int64_t revision = 0;      // Of the entry that brought it.
  int64_t index = 0;         // Within that entry.
};

// `facility` is an id throughout, not a name. A prefix is what all rows of the facility in that
// table begin with, and no row of another.
std::string FacilityKey(absl::string_view facility);
std::string LocationKey(absl::string_view facility, int64_t located_us, int64_t revision);
std::string LocationPrefix(absl::string_view facility);
std::string CurrentKey(absl::string_view facility, v1::Measure measure, absl::string_view subject);
std::string CurrentPrefix(absl::string_view facility);
std::string HistoryKey(absl::string_view facility, const HistoryPosition& position);
std::string MeasureIndexKey(absl::string_view facility, v1::Measure measure,
                            const HistoryPosition& position);
std::string DueKey(int64_t due_us, absl::string_view facility);
std::string ContactKey(absl::string_view facility);

std::string InstallationKey(absl::string_view facility, absl::string_view installation);
std::string InstallationPrefix(absl::string_view facility);
std::string InstallationChangeKey(absl::string_view facility, absl::string_view installation,
                                  int64_t revision);
std::string InstallationChangePrefix(absl::string_view facility, absl::string_view installation);
std::string AutonomyKey(absl::string_view facility);

// Of warnings; `warning` is an id too.
std::string WarningKey(absl::string_view facility, absl::string_view warning);
std::string WarningChangePrefix(absl::string_view facility, absl::string_view warning);
std::string WarningChangeKey(absl::string_view facility, absl::string_view warning,
                             int64_t revision, int64_t index);
std::string LiveWarningPrefix(absl::string_view facility);
std::string LiveWarningKey(absl::string_view facility, const WarningTopic& topic);
std::string KnownLimitPrefix(absl::string_view facility);
std::string KnownLimitKey(absl::string_view facility, const LimitName& limit);
// The limit that a key of kKnownLimitTable names; LOG_DAMAGED when it is not one.
absl::StatusOr<LimitName> KnownLimitOf(absl::string_view key);
std::string WarningOrderKey(const v1::Warning& warning);
std::string FacilityWarningOrderKey(const v1::Warning& warning);

// Of handovers and tasks, by their ids.
std::string HandoverKey(absl::string_view facility, absl::string_view handover);
std::string HandoverOrderPrefix(absl::string_view facility);
std::string HandoverOrderKey(absl::string_view facility, int64_t effective_us, int64_t revision,
                             absl::string_view handover);
std::string TaskKey(absl::string_view facility, absl::string_view task);
std::string OpenTaskPrefix(absl::string_view facility);
// Tasks in the order in which they were made.
std::string OpenTaskKey(absl::string_view facility, int64_t created_us, int64_t index,
                        absl::string_view task);
// The id that a key of either index ends with; LOG_DAMAGED when it is not one.
absl::StatusOr<std::string> HandoverOrTaskOf(absl::string_view key);

std::string ReviewDueKey(int64_t due_us, absl::string_view facility);
std::string ReviewKey(absl::string_view facility);

// What every key in kMeasureIndex of the measure begins with.
std::string MeasurePrefix(absl::string_view facility, v1::Measure measure);

// `day` is a day's number since 1970-01-01.
std::string StopPlanKey(absl::string_view facility, int64_t day);
std::string StopPlanPrefix(absl::string_view facility);
std::string StopVisitKey(absl::string_view facility, int64_t day, absl::string_view stop);
std::string StopVisitPrefix(absl::string_view facility, int64_t day);

// The key in kHistoryTable that a key of kMeasureIndex stands for; LOG_DAMAGED when it is not one.
absl::StatusOr<std::string> HistoryKeyOf(absl::string_view measure_index_key);

// A row of kContactTable.
struct ContactRow {
  Contact contact;
  // The key time of the facility's row in kDueTable; nullopt: it has none.
  std::optional<int64_t> due_us;
};

// REQUIRES: contact.last_report_us is set; without a report there is no row.
std::string EncodeContact(const ContactRow& row);
// LOG_DAMAGED for a value that EncodeContact did not make.
absl::StatusOr<ContactRow> DecodeContact(absl::string_view value);

// A row of kDueTable: the revision that set it.
std::string EncodeDue(int64_t revision);
absl::StatusOr<int64_t> DecodeDue(absl::string_view value);

// A row of kReviewTable: the time of the facility's row in kReviewDueTable.
std::string EncodeReview(int64_t due_us);
absl::StatusOr<int64_t> DecodeReview(absl::string_view value);

// A row that does not hold what the grammar says: rows are to be rebuilt.
absl::Status DamagedRow(absl::string_view table);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_KEYS_H_
