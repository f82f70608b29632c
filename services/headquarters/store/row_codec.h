// Rows of this service as structs, and their values as bytes (grammar in store/tables.h).
#ifndef SERVICES_HEADQUARTERS_STORE_ROW_CODEC_H_
#define SERVICES_HEADQUARTERS_STORE_ROW_CODEC_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/headquarters/domain/level.h"
#include "services/headquarters/domain/limit.h"
#include "services/headquarters/store/lot_rows.h"

namespace waystation::headquarters {

// What inventory's log tells of a facility as a whole.
struct Record {
  int64_t record_day = kNoDay;  // kNoDay: no movement yet.
  int64_t record_time_us = 0;   // Of the latest entry with a movement; 0: none.
  int64_t open_exceptions = 0;  // Rows of kOpenExceptionTable.
  friend bool operator==(const Record&, const Record&) = default;
};

struct LotDayRow {
  int64_t expiry_day = kNoDay;
  Flow flow;
};

// What facility's log tells beside the facility itself. Times in microseconds since 1970; 0: never.
struct Status {
  int64_t report_time_us = 0;
  int64_t access = 0;  // waystation.facility.v1.Access
  int64_t access_time_us = 0;
  int64_t power_source = 0;  // waystation.facility.v1.PowerSource
  int64_t power_source_time_us = 0;
  int64_t said_silent = 0;  // 1: WentSilent was recorded and nothing since ended it.
};

// Beds of one type as last reported. Times as in Status.
struct BedRow {
  int64_t occupied = 0;
  int64_t occupied_time_us = 0;
  int64_t free = 0;
  int64_t free_time_us = 0;
};

// A time zone in use.
struct Zone {
  int64_t facilities = 0;
};

std::string Encode(const Record& row);
std::string Encode(const Lots& lots);
std::string Encode(const LotDayRow& row);
std::string Encode(const Level& row);
std::string Encode(const LotRecalls& recalls);
std::string Encode(const Status& row);
std::string Encode(const Limit& row);
std::string Encode(const BedRow& row);
std::string Encode(const Zone& row);

// LOG_DAMAGED when the bytes are not such a row.
absl::StatusOr<Record> DecodeRecord(absl::string_view value);
absl::StatusOr<Lots> DecodeLots(absl::string_view value);
absl::StatusOr<LotDayRow> DecodeLotDayRow(absl::string_view value);
absl::StatusOr<Level> DecodeLevel(absl::string_view value);
absl::StatusOr<LotRecalls> DecodeLotRecalls(absl::string_view value);
absl::StatusOr<Status> DecodeStatus(absl::string_view value);
absl::StatusOr<Limit> DecodeLimit(absl::string_view value);
absl::StatusOr<BedRow> DecodeBedRow(absl::string_view value);
absl::StatusOr<Zone> DecodeZone(absl::string_view value);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_ROW_CODEC_H_
