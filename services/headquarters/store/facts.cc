#include "services/headquarters/store/facts.h"

#include <algorithm>
#include <utility>

#include "services/headquarters/domain/day.h"
#include "services/headquarters/domain/vital_class.h"
#include "services/headquarters/store/delivery_rows.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/limit_rows.h"
#include "services/headquarters/store/merged_items.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::headquarters {
namespace {

absl::StatusOr<inventory::v1::Item> LoadItem(const storage::RowReader& rows,
                                             const std::string& id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(ItemKey(id)));
  inventory::v1::Item item;
  if (value.has_value() && !item.ParseFromString(*value)) {
    return Error(Reason::ERROR_REASON_LOG_DAMAGED, "a row is not in this program's row format");
  }
  return item;
}

}  // namespace

absl::StatusOr<const FacilityFacts*> Facts::Facility(const std::string& id) {
  if (auto known = facilities_.find(id); known != facilities_.end()) return &known->second;
  FacilityFacts facts;
  ASSIGN_OR_RETURN(facts.facility, LoadFacility(rows_, id));
  ASSIGN_OR_RETURN(const std::optional<Record> record, LoadRecord(rows_, id));
  facts.record = record.value_or(Record());
  if (moment_.as_of_day.has_value()) {
    facts.today = *moment_.as_of_day;
    ASSIGN_OR_RETURN(const std::optional<int64_t> day, RecordDayAsOf(rows_, id, facts.today));
    facts.record_day = day.value_or(kNoDay);
  } else {
    facts.today = moment_.today(facts.time_zone());
    facts.record_day = facts.record.record_day;
  }
  return &facilities_.emplace(id, std::move(facts)).first->second;
}

absl::StatusOr<const inventory::v1::Item*> Facts::Item(const std::string& id) {
  if (auto known = items_.find(id); known != items_.end()) return &known->second;
  ASSIGN_OR_RETURN(inventory::v1::Item item, LoadItem(rows_, id));
  return &items_.emplace(id, std::move(item)).first->second;
}

absl::StatusOr<const Contact*> Facts::ContactWith(const std::string& facility_id) {
  if (auto known = contacts_.find(facility_id); known != contacts_.end()) return &known->second;
  ASSIGN_OR_RETURN(const Contact contact, LoadContact(rows_, facility_id));
  return &contacts_.emplace(facility_id, contact).first->second;
}

absl::StatusOr<std::optional<Level>> LevelAt(Facts& facts, const std::string& facility_id,
                                             const std::string& item_id, int64_t& rows_read) {
  if (!facts.moment().as_of_day.has_value()) return LoadLevel(facts.rows(), facility_id, item_id);
  ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(facility_id));
  if (facility->record_day == kNoDay) return std::optional<Level>();
  return LoadLevelAsOf(facts.rows(), facility_id, item_id, facility->record_day,
                       *facts.moment().as_of_day, rows_read);
}

v1::SupplyLevel MakeSupplyLevel(const std::string& facility_id, const FacilityFacts& facility,
                                const std::string& item_id, const inventory::v1::Item& item,
                                const Level& level, const Reading& reading,
                                const ReadMoment& moment) {
  v1::SupplyLevel supply;
  supply.set_name(SupplyLevelName(facility_id, item_id));
  supply.set_facility(FacilityName(facility_id));
  if (facility.facility.has_value()) {
    *supply.mutable_facility_display_names() = facility.facility->display_names();
    supply.set_facility_kind(facility.kind());
  }
  supply.set_item(ItemName(item_id));
  *supply.mutable_item_display_names() = item.display_names();
  supply.set_category(item.category());
  supply.set_vital_class(VitalClassAt(item, facility.kind()));
  supply.set_base_unit(item.base_unit());

  supply.set_usable_quantity(SaturateToInt64(level.usable));
  supply.set_expired_quantity(SaturateToInt64(level.expired));
  supply.set_quarantined_quantity(SaturateToInt64(level.quarantined));
  supply.set_recalled_quantity(SaturateToInt64(level.recalled));
  supply.set_expires_unused_quantity(SaturateToInt64(level.expires_unused));
  if (level.next_expiry_day != kNoDay) {
    *supply.mutable_next_expiry_date() = DateOfDay(level.next_expiry_day);
  }
  v1::DailyUse& use = *supply.mutable_daily_use();
  use.set_consumed_quantity(SaturateToInt64(level.consumed));
  use.set_dispatched_quantity(SaturateToInt64(level.dispatched));
  use.set_in_stock_days(static_cast<int32_t>(level.in_stock_days));
  use.set_evidence(ToProto(EvidenceOf(level)));
  use.set_stock_out_days(static_cast<int32_t>(StockOutDays(level)));

  supply.set_state(reading.state);
  if (level.run_out_day != kNoDay) {
    *supply.mutable_run_out_date() = DateOfDay(level.run_out_day);
  }
  if (reading.days_left.has_value()) supply.set_days_left(*reading.days_left);
  *supply.mutable_record_date() = DateOfDay(level.record_day);
  *supply.mutable_record_time() = TimestampOfMicros(facility.record.record_time_us);
  *supply.mutable_record_age() =
      AgeOf(moment.now - absl::FromUnixMicros(facility.record.record_time_us));
  if (moment.copy_age.has_value()) *supply.mutable_copy_age() = AgeOf(*moment.copy_age);
  return supply;
}

absl::StatusOr<v1::SupplyLevel> LoadSupplyLevel(Facts& facts, const std::string& facility_id,
                                                const std::string& named_id) {
  ASSIGN_OR_RETURN(const std::string item_id, KeptId(facts.rows(), named_id));
  int64_t rows_read = 0;
  ASSIGN_OR_RETURN(const std::optional<Level> level,
                   LevelAt(facts, facility_id, item_id, rows_read));
  if (!level.has_value()) return NotKnown(SupplyLevelName(facility_id, item_id));
  ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(facility_id));
  ASSIGN_OR_RETURN(const inventory::v1::Item* item, facts.Item(item_id));
  const Reading reading = ReadLevel(*level, facility->today);
  v1::SupplyLevel supply =
      MakeSupplyLevel(facility_id, *facility, item_id, *item, *level, reading, facts.moment());
  ASSIGN_OR_RETURN(*supply.mutable_resupply(),
                   ResupplyAt(facts, facility_id, item_id, reading, level->run_out_day));
  return supply;
}

absl::StatusOr<v1::Resupply> ResupplyAt(Facts& facts, const std::string& facility_id,
                                        const std::string& item_id, const Reading& reading,
                                        int64_t run_out_day) {
  ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(facility_id));
  int64_t today = facility->today;
  if (facility->record_day != kNoDay) today = std::max(today, facility->record_day);
  return LoadResupply(facts.rows(), facility_id, item_id, reading.state, run_out_day, today);
}

google::protobuf::Timestamp TimestampOfMicros(int64_t us) {
  google::protobuf::Timestamp time;
  const int64_t part = ((us % 1'000'000) + 1'000'000) % 1'000'000;
  time.set_seconds((us - part) / 1'000'000);
  time.set_nanos(static_cast<int32_t>(part * 1'000));
  return time;
}

google::protobuf::Duration AgeOf(absl::Duration age) {
  const int64_t us = std::max<int64_t>(0, absl::ToInt64Microseconds(age));
  google::protobuf::Duration duration;
  duration.set_seconds(us / 1'000'000);
  duration.set_nanos(static_cast<int32_t>(us % 1'000'000 * 1'000));
  return duration;
}

}  // namespace waystation::headquarters
