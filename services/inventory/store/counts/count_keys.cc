#include "services/inventory/store/counts/count_keys.h"

#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/counts/count.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/key.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string CountKey(absl::string_view facility, absl::string_view count) {
  return KeyBuilder(kCountTable).String(facility).String(count).Take();
}

std::string CountTimePrefix(absl::string_view facility) {
  return KeyBuilder(kCountTimeTable).String(facility).Take();
}

std::string CountTimeKey(absl::string_view facility, const v1::Count& count) {
  const Moment moment = MomentOf(count);
  return KeyBuilder(kCountTimeTable)
      .String(facility)
      .DescendingInt64(moment.time_us)
      .DescendingInt64(moment.count_number)
      .String(LastId(count.name()))
      .Take();
}

std::string CountedPrefix(absl::string_view facility, absl::string_view count) {
  return KeyBuilder(kCountedTable).String(facility).String(count).Take();
}

std::string CountedPrefix(absl::string_view facility, absl::string_view count,
                          absl::string_view item) {
  return KeyBuilder(kCountedTable).String(facility).String(count).String(item).Take();
}

std::string CountedKey(absl::string_view facility, absl::string_view count,
                       const PositionKey& key) {
  return KeyBuilder(kCountedTable)
      .String(facility)
      .String(count)
      .String(LastId(key.item))
      .String(key.place)
      .String(key.lot)
      .Int64(key.condition)
      .Take();
}

std::string CountedItemPrefix(absl::string_view facility, absl::string_view item) {
  return KeyBuilder(kCountedItemTable).String(facility).String(item).Take();
}

std::string CountedItemKey(absl::string_view facility, absl::string_view item,
                           const Moment& moment) {
  return KeyBuilder(kCountedItemTable)
      .String(facility)
      .String(item)
      .DescendingInt64(moment.day)
      .DescendingInt64(moment.time_us)
      .DescendingInt64(moment.count_number)
      .Take();
}

std::string LastCountKey(absl::string_view facility) {
  return KeyBuilder(kLastCountTable).String(facility).Take();
}

std::string EncodeCountedItem(const CountedItem& counted) {
  return KeyBuilder(kCountedItemTable)
      .String(counted.count)
      .String(counted.place)
      .Int64(counted.whole ? 1 : 0)
      .Take();
}

absl::StatusOr<CountedItem> DecodeCountedItem(absl::string_view bytes) {
  if (bytes.empty()) return DamagedRow();
  storage::KeyReader value(bytes);
  CountedItem counted;
  counted.count = value.String();
  counted.place = value.String();
  counted.whole = value.Int64() == 1;
  if (!value.AtEnd()) return DamagedRow();
  return counted;
}

Moment MomentOf(const v1::Count& count) {
  return {DayNumber(count.day()), absl::ToUnixMicros(TimeOf(count.effective_time())),
          NumberIn(kCountSeries, count.number()).value_or(0)};
}

}  // namespace waystation::inventory
