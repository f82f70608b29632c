#include "storage/clock_marks.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "storage/projector.h"

namespace waystation::storage {
namespace {

constexpr size_t kFields = 5;
// A key of no table: only its parts are written.
constexpr uint8_t kNoTable = 0;

std::string MarksKey(absl::string_view source) {
  return KeyBuilder(kStorageTable).String("clock").String(source).Take();
}

std::string TimeKey(absl::string_view source) {
  return KeyBuilder(kStorageTable).String("time").String(source).Take();
}

absl::Status DamagedMarks(absl::string_view what) {
  return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "A row of the store is damaged.",
               {{"detail", std::string(what)}});
}

std::string Encode(const ClockMarks& marks) {
  return KeyBuilder(kNoTable)
      .Int64(marks.suspect_revision)
      .Int64(marks.suspect_state)
      .Int64(marks.confirm_revision)
      .Int64(absl::ToUnixMicros(marks.confirm_record_time))
      .Int64(absl::ToUnixMicros(marks.confirmed_clock))
      .Take();
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace

common::v1::ClockState ClockMarks::StateAt(int64_t head) const {
  return suspect_revision > 0 && suspect_revision == head ? suspect_state
                                                          : common::v1::CLOCK_STATE_GOOD;
}

absl::Time ClockMarks::Proves(absl::Time last) const {
  return confirm_revision > 0 && last <= confirm_record_time ? confirmed_clock : last;
}

absl::Status FoldClockMarks(RowWriter& rows, absl::string_view source,
                            const common::v1::LogEntry& entry, absl::Time record_time) {
  if (!entry.has_suspect_clock() && !entry.has_clock_confirmation()) return absl::OkStatus();
  ASSIGN_OR_RETURN(ClockMarks marks, LoadClockMarks(rows, source));
  if (entry.has_suspect_clock()) {
    marks.suspect_revision = entry.revision();
    marks.suspect_state = entry.suspect_clock().state();
  }
  if (entry.has_clock_confirmation()) {
    marks.confirm_revision = entry.revision();
    marks.confirm_record_time = record_time;
    marks.confirmed_clock = TimeOf(entry.clock_confirmation().clock_time());
  }
  rows.Put(MarksKey(source), Encode(marks));
  return absl::OkStatus();
}

void SetFollowedTime(RowWriter& rows, absl::string_view source, absl::Time record_time) {
  rows.Put(TimeKey(source), KeyBuilder(kNoTable).Int64(absl::ToUnixMicros(record_time)).Take());
}

absl::StatusOr<ClockMarks> LoadClockMarks(const RowReader& rows, absl::string_view source) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(MarksKey(source)));
  ClockMarks marks;
  if (!row.has_value()) return marks;
  if (row->empty()) return DamagedMarks("clock");
  KeyReader reader(*row);
  std::array<int64_t, kFields> fields = {};
  for (int64_t& field : fields) field = reader.Int64();
  if (!reader.AtEnd()) return DamagedMarks("clock");
  marks.suspect_revision = fields[0];
  marks.suspect_state = static_cast<common::v1::ClockState>(fields[1]);
  marks.confirm_revision = fields[2];
  marks.confirm_record_time = absl::FromUnixMicros(fields[3]);
  marks.confirmed_clock = absl::FromUnixMicros(fields[4]);
  return marks;
}

absl::StatusOr<std::optional<absl::Time>> LoadFollowedTime(const RowReader& rows,
                                                           absl::string_view source) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(TimeKey(source)));
  if (!row.has_value()) return std::optional<absl::Time>();
  if (row->empty()) return DamagedMarks("time");
  KeyReader reader(*row);
  const int64_t micros = reader.Int64();
  if (!reader.AtEnd()) return DamagedMarks("time");
  return std::optional<absl::Time>(absl::FromUnixMicros(micros));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const absl::Time whole = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  timestamp.set_nanos(static_cast<int32_t>(absl::ToInt64Microseconds(time - whole) * 1000));
  return timestamp;
}

std::vector<std::string> ClockKeys(absl::string_view source) {
  return {MarksKey(source), TimeKey(source)};
}

}  // namespace waystation::storage
