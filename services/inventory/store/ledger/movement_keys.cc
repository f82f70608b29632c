#include "services/inventory/store/ledger/movement_keys.h"

#include <utility>

#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/tables.h"

namespace waystation::inventory {
namespace {

using storage::KeyBuilder;

std::string InOrder(KeyBuilder key, const MovementOrder& at, absl::string_view movement) {
  key.DescendingInt64(at.day).DescendingInt64(at.time_us).DescendingInt64(at.revision);
  return key.String(movement).Take();
}

KeyBuilder OfDays(absl::string_view facility) {
  return std::move(KeyBuilder(kMovementDayTable).String(facility));
}

KeyBuilder OfItem(absl::string_view facility, absl::string_view item) {
  return std::move(KeyBuilder(kMovementItemTable).String(facility).String(item));
}

}  // namespace

MovementOrder OrderOf(const v1::Movement& movement, int64_t revision) {
  return {DayNumber(movement.day()), absl::ToUnixMicros(TimeOf(movement.effective_time())),
          revision};
}

std::string MovementKey(absl::string_view facility, absl::string_view movement) {
  return KeyBuilder(kMovementTable).String(facility).String(movement).Take();
}

std::string MovementDayPrefix(absl::string_view facility) { return OfDays(facility).Take(); }

std::string MovementDayPrefix(absl::string_view facility, int64_t day) {
  return OfDays(facility).DescendingInt64(day).Take();
}

std::string MovementDayKey(absl::string_view facility, const MovementOrder& at,
                           absl::string_view movement) {
  return InOrder(OfDays(facility), at, movement);
}

std::string MovementItemPrefix(absl::string_view facility, absl::string_view item) {
  return OfItem(facility, item).Take();
}

std::string MovementItemPrefix(absl::string_view facility, absl::string_view item, int64_t day) {
  return OfItem(facility, item).DescendingInt64(day).Take();
}

std::string MovementItemKey(absl::string_view facility, absl::string_view item,
                            const MovementOrder& at, absl::string_view movement) {
  return InOrder(OfItem(facility, item), at, movement);
}

IndexedMovement ReadIndexedMovement(storage::KeyReader& key) {
  IndexedMovement indexed;
  indexed.at.day = key.DescendingInt64();
  indexed.at.time_us = key.DescendingInt64();
  indexed.at.revision = key.DescendingInt64();
  indexed.movement = key.String();
  return indexed;
}

}  // namespace waystation::inventory
