// Keys of movements and of their two indexes, movement_day and movement_item (tables.h).
#ifndef SERVICES_INVENTORY_STORE_LEDGER_MOVEMENT_KEYS_H_
#define SERVICES_INVENTORY_STORE_LEDGER_MOVEMENT_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/key.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// Where a movement stands in its facility's book, the latest first: people tell times by the
// minute, so of the same time the one recorded later is the later.
struct MovementOrder {
  int64_t day = 0;      // Since 1970-01-01.
  int64_t time_us = 0;  // Since 1970.
  int64_t revision = 0;
};

// By its own day and time; `revision` of the entry that posted it.
MovementOrder OrderOf(const v1::Movement& movement, int64_t revision);

// Ids, not names, throughout. A prefix is a key with its last parts left off.
std::string MovementKey(absl::string_view facility, absl::string_view movement);
std::string MovementDayPrefix(absl::string_view facility);
// Where the movements of the day begin.
std::string MovementDayPrefix(absl::string_view facility, int64_t day);
std::string MovementDayKey(absl::string_view facility, const MovementOrder& at,
                           absl::string_view movement);
std::string MovementItemPrefix(absl::string_view facility, absl::string_view item);
std::string MovementItemPrefix(absl::string_view facility, absl::string_view item, int64_t day);
std::string MovementItemKey(absl::string_view facility, absl::string_view item,
                            const MovementOrder& at, absl::string_view movement);

// The end of a key of an index, read from behind the facility, or the item. Names nothing usable
// when the reader is not ok afterwards.
struct IndexedMovement {
  MovementOrder at;
  std::string movement;
};
IndexedMovement ReadIndexedMovement(storage::KeyReader& key);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_LEDGER_MOVEMENT_KEYS_H_
