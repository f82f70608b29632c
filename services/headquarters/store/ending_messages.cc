#include "services/headquarters/store/ending_messages.h"

#include <algorithm>

#include "services/headquarters/domain/day.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/limit_rows.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::headquarters {
namespace {

v1::Ending EndingAt(const std::string& facility_id, const FacilityFacts& facility,
                    v1::EndingKind kind, const std::string& subject) {
  v1::Ending ending;
  ending.set_facility(FacilityName(facility_id));
  if (facility.facility.has_value()) {
    *ending.mutable_facility_display_names() = facility.facility->display_names();
    ending.set_facility_kind(facility.kind());
    ending.set_time_zone(facility.time_zone());
  }
  ending.set_kind(kind);
  ending.set_subject(subject);
  return ending;
}

void FillTime(int64_t us, google::protobuf::Timestamp* (v1::Ending::*mutable_time)(),
              v1::Ending& ending) {
  if (us != kNoTime) *(ending.*mutable_time)() = TimestampOfMicros(us);
}

absl::Time StartOf(const ReadMoment& moment, const FacilityFacts& facility, int64_t day) {
  return moment.day_start(facility.time_zone(), std::min(day, kLastDay));
}

absl::Status NoRow() {
  return Error(Reason::ERROR_REASON_LOG_DAMAGED, "an index names something that has no row");
}

}  // namespace

std::optional<EndingMark> SupplyMark(const ReadMoment& moment, const FacilityFacts& facility,
                                     const std::string& item_id, const Level& level,
                                     const Reading& reading) {
  const std::optional<int64_t> day = EndOfSupplyDay(level);
  if (!day.has_value()) return std::nullopt;
  return EndingMark{.kind = v1::ENDING_KIND_SUPPLY,
                    .subject = item_id,
                    .state = EndingStateOf(reading.state),
                    .time_us = absl::ToUnixMicros(StartOf(moment, facility, *day))};
}

absl::StatusOr<v1::Ending> MakeLimitEnding(Facts& facts, const std::string& facility_id,
                                           const LimitId& id, const Limit& limit) {
  ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(facility_id));
  ASSIGN_OR_RETURN(const Contact* contact, facts.ContactWith(facility_id));
  v1::Ending ending =
      EndingAt(facility_id, *facility, static_cast<v1::EndingKind>(id.kind), id.subject);
  const absl::Time now = facts.moment().now;
  const LimitReading reading = ReadLimit(limit, *contact, absl::ToUnixMicros(now));
  ending.set_state(reading.state);
  ending.set_unknown(reading.unknown);
  if (reading.state == v1::ENDING_STATE_UNKNOWN) {
    ending.set_unknown_reason(static_cast<facility::v1::UnknownReason>(limit.unknown_reason));
  }
  FillTime(reading.unknown_since_us, &v1::Ending::mutable_unknown_since_time, ending);
  FillTime(limit.ends_us, &v1::Ending::mutable_ends_time, ending);
  FillTime(limit.act_by_us, &v1::Ending::mutable_act_by_time, ending);
  FillTime(limit.known_until_us, &v1::Ending::mutable_known_until_time, ending);
  if (limit.observed_us != kNoTime) {
    *ending.mutable_value_age() = AgeOf(now - absl::FromUnixMicros(limit.observed_us));
  }
  ending.set_supply_end(static_cast<facility::v1::SupplyEnd>(limit.supply_end));
  ending.set_safe_because(static_cast<facility::v1::SafeBecause>(limit.safe_because));
  return ending;
}

absl::StatusOr<v1::Ending> MakeSupplyEnding(Facts& facts, const std::string& facility_id,
                                            const std::string& item_id, const Level& level) {
  ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(facility_id));
  ASSIGN_OR_RETURN(const inventory::v1::Item* item, facts.Item(item_id));
  const Reading reading = ReadLevel(level, facility->today);
  const std::optional<EndingMark> mark =
      SupplyMark(facts.moment(), *facility, item_id, level, reading);
  if (!mark.has_value()) return NoRow();
  v1::Ending ending = EndingAt(facility_id, *facility, mark->kind, item_id);
  *ending.mutable_item_display_names() = item->display_names();
  ending.set_state(mark->state);
  FillTime(mark->time_us, &v1::Ending::mutable_ends_time, ending);
  *ending.mutable_act_by_time() = ending.ends_time();
  *ending.mutable_run_out_date() = DateOfDay(level.run_out_day);
  if (mark->state == v1::ENDING_STATE_UNKNOWN) {
    ending.set_unknown(v1::ENDING_UNKNOWN_NOT_RECORDED);
    *ending.mutable_unknown_since_time() = ending.ends_time();
  }
  *ending.mutable_value_age() =
      AgeOf(facts.moment().now - absl::FromUnixMicros(facility->record.record_time_us));
  ASSIGN_OR_RETURN(*ending.mutable_resupply(),
                   ResupplyAt(facts, facility_id, item_id, reading, level.run_out_day));
  return ending;
}

absl::StatusOr<v1::EndingGroup> MakeGroup(Facts& facts, const std::string& facility_id,
                                          const EndingTally& tally) {
  v1::EndingGroup group;
  const EndingMark& first = *tally.first();
  if (first.kind == v1::ENDING_KIND_SUPPLY) {
    ASSIGN_OR_RETURN(const auto level, LoadLevel(facts.rows(), facility_id, first.subject));
    if (!level.has_value()) return NoRow();
    ASSIGN_OR_RETURN(*group.mutable_first(),
                     MakeSupplyEnding(facts, facility_id, first.subject, *level));
  } else {
    const LimitId id{.kind = first.kind, .subject = first.subject};
    ASSIGN_OR_RETURN(const auto limit, LoadLimit(facts.rows(), facility_id, id));
    if (!limit.has_value()) return NoRow();
    ASSIGN_OR_RETURN(*group.mutable_first(), MakeLimitEnding(facts, facility_id, id, *limit));
  }
  group.set_count(tally.count());
  group.set_unknown_count(tally.unknown_count());
  return group;
}

}  // namespace waystation::headquarters
