// Times and days between people and messages.
#ifndef CLIENTS_CLI_TEXT_TIMES_H_
#define CLIENTS_CLI_TEXT_TIMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "waystation/common/v1/civil_date.pb.h"

namespace waystation::cli {

// Understands "now", "3h ago", "45m ago", "2d ago", "2027-06-30T14:00:00+04:00" and, in `zone`,
// "2027-06-30 14:00". INVALID_ARGUMENT worded "got X, want Y".
absl::StatusOr<absl::Time> ParseTime(absl::string_view text, absl::Time now, absl::TimeZone zone);

// "2027-06-30", years 1 to 9999.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);

// A day of an import: "2027-06-30", or a whole number of days after `day_zero` ("-14", "0", "+3").
absl::StatusOr<absl::CivilDay> ParseRelativeDay(absl::string_view text, absl::CivilDay day_zero);

// "HH:MM", 00:00 to 23:59; minutes after midnight. "24:00" is refused: it is the next day's 00:00.
absl::StatusOr<int> ParseMinutes(absl::string_view text);

google::protobuf::Timestamp ToProto(absl::Time time);
common::v1::CivilDate ToProto(absl::CivilDay day);
absl::Time FromProto(const google::protobuf::Timestamp& time);
absl::Duration FromProto(const google::protobuf::Duration& duration);

// "2027-06-30", or "" when unset.
std::string FormatDay(const common::v1::CivilDate& day);
// "2027-06-30 14:00" in `zone`, or "" when unset.
std::string FormatTime(const google::protobuf::Timestamp& time, absl::TimeZone zone);
// "1 day", "1,200 days".
std::string ShowDays(int64_t days);
// "40 s", "12 min", "3 h", "2 days": rounded down.
std::string FormatAge(absl::Duration age);

// The zone by its IANA name; INVALID_ARGUMENT when this machine does not know it.
absl::StatusOr<absl::TimeZone> ZoneNamed(absl::string_view name);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_TIMES_H_
