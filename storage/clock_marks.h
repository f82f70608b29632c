// What the rows keep of the clock under which a log was recorded, so that a restart knows what time
// to believe and a follower what to warn of.
//
// Rows in table 0 (parts by storage/key.h):
//   00 "clock" source  -> int64 last suspect revision, int64 its ClockState, int64 last
//   confirmation
//                         revision, int64 its record time, int64 the clock time it confirmed
//                         (microseconds since 1970); absent while there was none of either
//   00 "time" source   -> int64 record time of the last group; followed logs only: the last group
//                         of the own log is at hand
#ifndef STORAGE_CLOCK_MARKS_H_
#define STORAGE_CLOCK_MARKS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/rows.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::storage {

struct ClockMarks {
  // 0: no entry of the log was recorded under a suspect clock.
  int64_t suspect_revision = 0;
  common::v1::ClockState suspect_state = common::v1::CLOCK_STATE_UNSPECIFIED;
  // 0: nobody ever confirmed the clock in this log.
  int64_t confirm_revision = 0;
  absl::Time confirm_record_time;
  absl::Time confirmed_clock;

  // What the source thought of its clock at the entry `head`, the last one known.
  common::v1::ClockState StateAt(int64_t head) const;

  // The trusted time that a log proves whose last record time is `last`: that, or what a person
  // confirmed and nothing has overtaken since. A confirmed step back leaves record times standing
  // still; without this, every restart would doubt it again.
  absl::Time Proves(absl::Time last) const;
};

// All that a store's logs prove about the time when it opens. InfinitePast where nothing does.
struct ClockEvidence {
  // Of the own log: the clock can't be far behind it, nor very far past it.
  absl::Time own = absl::InfinitePast();
  // Of followed logs, which other machines timed: so much time has passed at least, if they are
  // right; being behind them proves nothing against this machine's clock.
  absl::Time followed = absl::InfinitePast();
};

// Notes what the entry says about the clock; most say nothing and cost nothing.
absl::Status FoldClockMarks(RowWriter& rows, absl::string_view source,
                            const common::v1::LogEntry& entry, absl::Time record_time);
void SetFollowedTime(RowWriter& rows, absl::string_view source, absl::Time record_time);

absl::StatusOr<ClockMarks> LoadClockMarks(const RowReader& rows, absl::string_view source);
// nullopt while nothing was followed.
absl::StatusOr<std::optional<absl::Time>> LoadFollowedTime(const RowReader& rows,
                                                           absl::string_view source);

// To the microsecond, as every time of a log.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// The keys of both rows, to be dropped with the source.
std::vector<std::string> ClockKeys(absl::string_view source);

}  // namespace waystation::storage

#endif  // STORAGE_CLOCK_MARKS_H_
