#include "services/headquarters/handler/basis.h"

#include <algorithm>
#include <string>

#include "services/runtime/civil.h"
#include "services/runtime/clock.h"
#include "storage/base/status_macros.h"
#include "storage/clock_marks.h"
#include "storage/projector.h"

namespace waystation::headquarters {
namespace {

// Where the day is furthest ahead on Earth.
constexpr int kFurthestEastSeconds = 14 * 3600;

absl::TimeZone ZoneOrFurthestEast(const std::string& time_zone) {
  const absl::StatusOr<absl::TimeZone> zone = runtime::LoadZone(time_zone);
  return zone.ok() ? *zone : absl::FixedTimeZone(kFurthestEastSeconds);
}

int64_t Today(const std::string& time_zone, absl::Time now) {
  return runtime::DayNumber(absl::ToCivilDay(now, ZoneOrFurthestEast(time_zone)));
}

absl::Time DayStart(const std::string& time_zone, int64_t day) {
  return absl::FromCivil(runtime::DayOfNumber(day), ZoneOrFurthestEast(time_zone));
}

}  // namespace

absl::StatusOr<v1::Basis> MakeBasis(runtime::StoreHost& host, const storage::RowReader& rows,
                                    absl::Time now) {
  v1::Basis basis;
  *basis.mutable_read_time() = runtime::ToProto(now);
  basis.set_clock_state(host.ReadClock().state);
  for (const runtime::FollowState& state : host.FollowStates()) {
    ASSIGN_OR_RETURN(const storage::LogPosition applied, host.Applied(state.log, rows));
    v1::SourceState& source = *basis.add_sources();
    source.set_log(state.log);
    source.set_applied_revision(applied.revision);
    source.set_head_revision(std::max(applied.revision, state.source_head_revision));
    if (state.last_confirm_time != absl::InfinitePast()) {
      *source.mutable_confirm_time() = runtime::ToProto(state.last_confirm_time);
      *source.mutable_copy_age() = AgeOf(runtime::SteadyNow() - state.last_confirm_moment);
    }
    source.set_reachable(state.reachable);
    source.set_last_error(state.last_error);
    ASSIGN_OR_RETURN(const storage::ClockMarks marks, storage::LoadClockMarks(rows, state.log));
    source.set_clock_state(state.source_clock != common::v1::CLOCK_STATE_UNSPECIFIED
                               ? state.source_clock
                               : marks.StateAt(applied.revision));
  }
  return basis;
}

ReadMoment MakeMoment(absl::Time now, const v1::Basis& basis) {
  ReadMoment moment;
  moment.now = now;
  moment.today = [now](const std::string& time_zone) { return Today(time_zone, now); };
  moment.day_start = DayStart;
  for (const v1::SourceState& source : basis.sources()) {
    if (source.log() == kInventoryLog && source.has_copy_age()) {
      moment.copy_age =
          absl::Seconds(source.copy_age().seconds()) + absl::Nanoseconds(source.copy_age().nanos());
    }
  }
  return moment;
}

}  // namespace waystation::headquarters
