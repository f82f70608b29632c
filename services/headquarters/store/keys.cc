#include "services/headquarters/store/keys.h"

#include "absl/strings/str_cat.h"
#include "services/headquarters/store/tables.h"
#include "storage/key.h"

namespace waystation::headquarters {

using storage::KeyBuilder;

std::string IdOf(absl::string_view name) {
  const size_t begin = name.find('/');
  if (begin == absl::string_view::npos) return "";
  name.remove_prefix(begin + 1);
  return std::string(name.substr(0, name.find('/')));
}

std::string FacilityName(absl::string_view facility) {
  return absl::StrCat("facilities/", facility);
}

std::string ItemName(absl::string_view item) { return absl::StrCat("items/", item); }

std::string SupplyLevelName(absl::string_view facility, absl::string_view item) {
  return absl::StrCat("facilities/", facility, "/supplyLevels/", item);
}

std::string ItemKey(absl::string_view item) { return KeyBuilder(kItemTable).String(item).Take(); }

std::string AliasKey(absl::string_view item) { return KeyBuilder(kAliasTable).String(item).Take(); }

std::string RecordKey(absl::string_view facility) {
  return KeyBuilder(kRecordTable).String(facility).Take();
}

std::string LotsKey(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kLotsTable).String(facility).String(item).Take();
}

std::string LotDayKey(absl::string_view facility, absl::string_view item, int64_t day,
                      absl::string_view lot) {
  return KeyBuilder(kLotDayTable).String(facility).String(item).Int64(day).String(lot).Take();
}

std::string RecordDayKey(absl::string_view facility, int64_t day) {
  return KeyBuilder(kRecordDayTable).String(facility).DescendingInt64(day).Take();
}

std::string LevelKey(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kLevelTable).String(facility).String(item).Take();
}

std::string VitalLevelKey(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kVitalLevelTable).String(facility).String(item).Take();
}

std::string VitalItemKey(absl::string_view item) {
  return KeyBuilder(kVitalItemTable).String(item).Take();
}

std::string RunOutKey(int64_t run_out_day, absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kRunOutIndex).Int64(run_out_day).String(facility).String(item).Take();
}

std::string FacilityRunOutKey(absl::string_view facility, int64_t run_out_day,
                              absl::string_view item) {
  return KeyBuilder(kFacilityRunOutIndex).String(facility).Int64(run_out_day).String(item).Take();
}

std::string ItemIndexKey(absl::string_view item, absl::string_view facility) {
  return KeyBuilder(kItemIndex).String(item).String(facility).Take();
}

std::string ItemRunOutKey(absl::string_view item, int64_t run_out_day, absl::string_view facility) {
  return KeyBuilder(kItemRunOutIndex).String(item).Int64(run_out_day).String(facility).Take();
}

std::string OpenExceptionKey(absl::string_view facility, absl::string_view exception) {
  return KeyBuilder(kOpenExceptionTable).String(facility).String(exception).Take();
}

std::string DeliveryKey(absl::string_view facility, absl::string_view delivery) {
  return KeyBuilder(kDeliveryTable).String(facility).String(delivery).Take();
}

std::string ComingPrefix(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kComingTable).String(facility).String(item).Take();
}

std::string ComingKey(absl::string_view facility, absl::string_view item,
                      absl::string_view delivery) {
  return KeyBuilder(kComingTable).String(facility).String(item).String(delivery).Take();
}

std::string LotRecallsKey(absl::string_view item) {
  return KeyBuilder(kLotRecallsTable).String(item).Take();
}

std::string FacilityKey(absl::string_view facility) {
  return KeyBuilder(kFacilityTable).String(facility).Take();
}

std::string StatusKey(absl::string_view facility) {
  return KeyBuilder(kStatusTable).String(facility).Take();
}

std::string LimitPrefix(absl::string_view facility) {
  return KeyBuilder(kLimitTable).String(facility).Take();
}

std::string LimitKey(absl::string_view facility, const LimitId& id) {
  return KeyBuilder(kLimitTable).String(facility).Int64(id.kind).String(id.subject).Take();
}

std::string LimitTimeKey(Table table, int64_t time_us, absl::string_view facility,
                         const LimitId& id) {
  return KeyBuilder(table).Int64(time_us).Int64(id.kind).String(facility).String(id.subject).Take();
}

std::string BedKey(absl::string_view facility, absl::string_view type) {
  return KeyBuilder(kBedTable).String(facility).String(type).Take();
}

std::string ZoneKey(absl::string_view time_zone) {
  return KeyBuilder(kZoneTable).String(time_zone).Take();
}

std::string VitalRunOutKey(Table table, int64_t run_out_day, absl::string_view facility,
                           absl::string_view item) {
  return KeyBuilder(table).Int64(run_out_day).String(facility).String(item).Take();
}

}  // namespace waystation::headquarters
