#include "services/inventory/store/tables.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string ItemKey(absl::string_view item) { return KeyBuilder(kItemTable).String(item).Take(); }

std::string ItemIdentityPrefix(absl::string_view identity) {
  return KeyBuilder(kItemIdentityTable).String(identity).Take();
}

std::string ItemIdentityKey(absl::string_view identity, absl::string_view item) {
  return KeyBuilder(kItemIdentityTable).String(identity).String(item).Take();
}

std::string ItemTextKey(absl::string_view item) {
  return KeyBuilder(kItemTextTable).String(item).Take();
}

std::string KitContentPrefix(absl::string_view content) {
  return KeyBuilder(kKitContentTable).String(content).Take();
}

std::string KitContentKey(absl::string_view content, absl::string_view kit) {
  return KeyBuilder(kKitContentTable).String(content).String(kit).Take();
}

std::string StorageClassKey(absl::string_view storage_class) {
  return KeyBuilder(kStorageClassTable).String(storage_class).Take();
}

std::string DocumentKey(absl::string_view facility, absl::string_view series,
                        absl::string_view number) {
  return KeyBuilder(kDocumentTable).String(facility).String(series).String(number).Take();
}

std::string PositionPrefix(absl::string_view facility) {
  return KeyBuilder(kPositionTable).String(facility).Take();
}

std::string PositionPrefix(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kPositionTable).String(facility).String(item).Take();
}

std::string PositionPrefix(absl::string_view facility, absl::string_view item,
                           absl::string_view place) {
  return KeyBuilder(kPositionTable).String(facility).String(item).String(place).Take();
}

std::string PositionRowKey(absl::string_view facility, const PositionKey& key) {
  return KeyBuilder(kPositionTable)
      .String(facility)
      .String(LastId(key.item))
      .String(key.place)
      .String(key.lot)
      .Int64(key.condition)
      .Take();
}

std::string DayPrefixOf(absl::string_view position_prefix) {
  return KeyBuilder(kPositionDayTable).Take() + std::string(position_prefix.substr(1));
}

std::string PositionDayKey(absl::string_view facility, const PositionKey& key,
                           const Moment& moment) {
  return KeyBuilder(kPositionDayTable)
      .String(facility)
      .String(LastId(key.item))
      .String(key.place)
      .String(key.lot)
      .Int64(key.condition)
      .Int64(moment.day)
      .Int64(moment.time_us)
      .Take();
}

std::string PositionDayKey(absl::string_view day_prefix, int64_t day) {
  return std::string(day_prefix) + KeyBuilder(kPositionDayTable).Int64(day).Take().substr(1);
}

std::string LotKey(absl::string_view facility, absl::string_view item, absl::string_view lot) {
  return KeyBuilder(kLotTable).String(facility).String(item).String(lot).Take();
}

std::string ItemFacilityPrefix(absl::string_view item) {
  return KeyBuilder(kItemFacilityTable).String(item).Take();
}

std::string ItemFacilityKey(absl::string_view item, absl::string_view facility) {
  return KeyBuilder(kItemFacilityTable).String(item).String(facility).Take();
}

std::string ExceptionKey(absl::string_view facility, absl::string_view exception) {
  return KeyBuilder(kExceptionTable).String(facility).String(exception).Take();
}

std::string ExceptionStatePrefix(absl::string_view facility) {
  return KeyBuilder(kExceptionStateTable).String(facility).Take();
}

std::string ExceptionStateKey(absl::string_view facility, const v1::Exception& exception) {
  return KeyBuilder(kExceptionStateTable)
      .String(facility)
      .Int64(exception.state())
      .Int64(absl::ToUnixMicros(TimeOf(exception.open_time())))
      .String(LastId(exception.name()))
      .Take();
}

std::string OpenShortfallPrefix(absl::string_view facility) {
  return KeyBuilder(kOpenShortfallTable).String(facility).Take();
}

std::string OpenShortfallPrefix(absl::string_view facility, absl::string_view item,
                                absl::string_view place) {
  return KeyBuilder(kOpenShortfallTable).String(facility).String(item).String(place).Take();
}

std::string OpenShortfallKey(absl::string_view facility, const v1::Exception& exception) {
  return KeyBuilder(kOpenShortfallTable)
      .String(facility)
      .String(LastId(exception.item()))
      .String(exception.place())
      .Int64(DayNumber(exception.day()))
      .Int64(absl::ToUnixMicros(TimeOf(exception.open_time())))
      .String(LastId(exception.name()))
      .Take();
}

std::string ClockExceptionKey(absl::string_view facility) {
  return KeyBuilder(kClockExceptionTable).String(facility).Take();
}

std::string BookKey(absl::string_view facility) {
  return KeyBuilder(kBookTable).String(facility).Take();
}

std::string GtinKey(absl::string_view gtin) { return KeyBuilder(kGtinTable).String(gtin).Take(); }

std::string FacilityKey(absl::string_view facility) {
  return KeyBuilder(kFacilityTable).String(facility).Take();
}

absl::string_view LastId(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

}  // namespace waystation::inventory
