#include "services/headquarters/store/list_overviews.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "services/headquarters/domain/day.h"
#include "services/headquarters/domain/vital_class.h"
#include "services/headquarters/domain/vital_tally.h"
#include "services/headquarters/limits.h"
#include "services/headquarters/store/ending_messages.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/limit_rows.h"
#include "services/headquarters/store/overview_parts.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

using storage::KeyBuilder;
using storage::KeyReader;

// The first facility after `id` that has a row in `table`; empty when none has.
absl::StatusOr<std::string> NextFacility(const storage::RowReader& rows, Table table,
                                         const std::string& id) {
  const std::string prefix = KeyBuilder(table).Take();
  const std::string begin = id.empty() ? prefix : KeyBuilder(table).String(id).Take() + '\0';
  auto cursor = rows.Scan(begin, storage::PrefixEnd(prefix));
  RETURN_IF_ERROR(cursor->status());
  return cursor->Valid() ? KeyReader(cursor->key()).String() : std::string();
}

// The first facility after `id` that either source knows.
absl::StatusOr<std::string> NextKnown(const storage::RowReader& rows, const std::string& id) {
  ASSIGN_OR_RETURN(const std::string of_facility, NextFacility(rows, kFacilityTable, id));
  ASSIGN_OR_RETURN(const std::string of_inventory, NextFacility(rows, kRecordTable, id));
  if (of_facility.empty() || of_inventory.empty()) {
    return of_facility.empty() ? of_inventory : of_facility;
  }
  return std::min(of_facility, of_inventory);
}

// Tells both tallies of every item that is vital at the facility. Returns the levels looked at.
absl::StatusOr<int64_t> TallyVital(Facts& facts, const std::string& facility_id,
                                   const FacilityFacts& facility, VitalTally& tally,
                                   EndingTally& binding) {
  int64_t scanned = 0;
  const std::string prefix = KeyBuilder(kVitalLevelTable).String(facility_id).Take();
  auto cursor = facts.rows().Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    ++scanned;
    KeyReader key(cursor->key());
    key.String();
    const std::string item_id = key.String();
    ASSIGN_OR_RETURN(const inventory::v1::Item* item, facts.Item(item_id));
    if (VitalClassAt(*item, facility.kind()) != inventory::v1::VITAL_CLASS_VITAL) continue;
    ASSIGN_OR_RETURN(const Level level, DecodeLevel(cursor->value()));
    const Reading reading = ReadLevel(level, facility.today);
    tally.Add(item_id, level, reading);
    const auto mark = SupplyMark(facts.moment(), facility, item_id, level, reading);
    if (mark.has_value()) binding.Add(*mark);
  }
  RETURN_IF_ERROR(cursor->status());
  return scanned;
}

absl::Status FillBinding(Facts& facts, const std::string& facility_id,
                         const VitalTally::Binding& binding, v1::BindingItem& out) {
  ASSIGN_OR_RETURN(const inventory::v1::Item* item, facts.Item(binding.item));
  out.set_item(ItemName(binding.item));
  *out.mutable_item_display_names() = item->display_names();
  out.set_state(binding.reading.state);
  *out.mutable_run_out_date() = DateOfDay(binding.run_out_day);
  if (binding.reading.days_left.has_value()) out.set_days_left(*binding.reading.days_left);
  ASSIGN_OR_RETURN(*out.mutable_resupply(), ResupplyAt(facts, facility_id, binding.item,
                                                       binding.reading, binding.run_out_day));
  return absl::OkStatus();
}

void FillRecord(const Record& record, absl::Time now, v1::FacilityOverview& out) {
  out.set_open_exception_count(static_cast<int32_t>(record.open_exceptions));
  if (record.record_day == kNoDay) return;
  *out.mutable_record_date() = DateOfDay(record.record_day);
  *out.mutable_record_time() = TimestampOfMicros(record.record_time_us);
  *out.mutable_record_age() = AgeOf(now - absl::FromUnixMicros(record.record_time_us));
}

absl::Status FillStatus(Facts& facts, const std::string& facility_id, v1::FacilityOverview& out) {
  out.set_reporting_state(facility::v1::REPORTING_STATE_NEVER_REPORTED);
  ASSIGN_OR_RETURN(const std::optional<Status> reported, LoadStatus(facts.rows(), facility_id));
  if (!reported.has_value()) return absl::OkStatus();
  const Status& status = *reported;
  const absl::Duration age = facts.moment().now - absl::FromUnixMicros(status.report_time_us);
  const bool silent = status.said_silent != 0 || age > absl::Minutes(out.report_interval_minutes());
  out.set_reporting_state(silent ? facility::v1::REPORTING_STATE_SILENT
                                 : facility::v1::REPORTING_STATE_IN_TOUCH);
  *out.mutable_report_time() = TimestampOfMicros(status.report_time_us);
  *out.mutable_report_age() = AgeOf(age);
  if (status.access != 0) {
    out.set_access(static_cast<facility::v1::Access>(status.access));
    *out.mutable_access_time() = TimestampOfMicros(status.access_time_us);
  }
  if (status.power_source != 0) {
    out.set_power_source(static_cast<facility::v1::PowerSource>(status.power_source));
    *out.mutable_power_source_time() = TimestampOfMicros(status.power_source_time_us);
  }
  return absl::OkStatus();
}

// Returns the levels looked at.
absl::StatusOr<int64_t> FillOverview(Facts& facts, const std::string& facility_id,
                                     const FacilityFacts& facility, v1::FacilityOverview& out) {
  out.set_facility(FacilityName(facility_id));
  if (facility.facility.has_value()) {
    *out.mutable_display_names() = facility.facility->display_names();
    out.set_kind(facility.facility->kind());
    out.set_state(facility.facility->state());
    out.set_time_zone(facility.time_zone());
    out.set_report_interval_minutes(facility.facility->report_interval_minutes());
  }
  VitalTally tally;
  EndingTally ending;
  ASSIGN_OR_RETURN(const int64_t scanned, TallyVital(facts, facility_id, facility, tally, ending));
  *out.mutable_vital_counts() = tally.counts();
  if (tally.binding().has_value()) {
    RETURN_IF_ERROR(FillBinding(facts, facility_id, *tally.binding(), *out.mutable_binding_item()));
  }
  FillRecord(facility.record, facts.moment().now, out);
  RETURN_IF_ERROR(FillStatus(facts, facility_id, out));
  RETURN_IF_ERROR(FillAutonomy(facts, facility_id, ending, out));
  RETURN_IF_ERROR(FillBeds(facts, facility_id, out));
  return scanned;
}

bool KindAllowed(const v1::ListFacilityOverviewsRequest& request, const FacilityFacts& facts) {
  if (request.facility_kinds().empty()) return true;
  const auto& kinds = request.facility_kinds();
  return facts.facility.has_value() &&
         std::find(kinds.begin(), kinds.end(), facts.facility->kind()) != kinds.end();
}

bool Known(const FacilityFacts& facts) {
  return facts.facility.has_value() || !(facts.record == Record());
}

}  // namespace

absl::StatusOr<OverviewPage> ListOverviews(Facts& facts,
                                           const v1::ListFacilityOverviewsRequest& request,
                                           int page_size, const std::string& after_key) {
  OverviewPage page;
  const std::string only = IdOf(request.facility());
  if (!only.empty() && only != "-") {
    ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(only));
    if (!Known(*facility) || !KindAllowed(request, *facility)) return page;
    v1::FacilityOverview overview;
    RETURN_IF_ERROR(FillOverview(facts, only, *facility, overview).status());
    page.overviews.push_back(std::move(overview));
    return page;
  }
  int64_t scanned = 0;
  std::string last = after_key;
  while (true) {
    ASSIGN_OR_RETURN(const std::string id, NextKnown(facts.rows(), last));
    if (id.empty()) return page;
    if (static_cast<int>(page.overviews.size()) == page_size ||
        scanned >= kLevelsScannedPerOverviewPage) {
      page.next_key = last;
      return page;
    }
    last = id;
    ++scanned;
    ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(id));
    if (!KindAllowed(request, *facility)) continue;
    v1::FacilityOverview overview;
    ASSIGN_OR_RETURN(const int64_t levels, FillOverview(facts, id, *facility, overview));
    scanned += levels;
    page.overviews.push_back(std::move(overview));
  }
}

}  // namespace waystation::headquarters
