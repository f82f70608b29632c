// Keys of counts. The grammar, as in store/tables.h:
//
//   40 count           facility count                               v1.Count as recorded, with all
//                                                                   shortfalls that it ended
//   41 count_time      facility time(desc) number(desc) count       -
//   42 counted         facility count item place lot condition      int64 quantity,
//                                                                   int64 difference
//   43 counted_item    facility item day(desc) time(desc)           string count, string place,
//                      number(desc)                                 int64 whole: 1 what the count
//                                                                   does not name of the item was
//                                                                   not there; item "": every item
//   44 last_count      facility                                     int64 day, int64 time: no count
//                                                                   is later
#ifndef SERVICES_INVENTORY_STORE_COUNTS_COUNT_KEYS_H_
#define SERVICES_INVENTORY_STORE_COUNTS_COUNT_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/ledger/book.h"
#include "waystation/inventory/v1/count.pb.h"

namespace waystation::inventory {

inline constexpr uint8_t kCountTable = 40;
inline constexpr uint8_t kCountTimeTable = 41;
inline constexpr uint8_t kCountedTable = 42;
inline constexpr uint8_t kCountedItemTable = 43;
inline constexpr uint8_t kLastCountTable = 44;

// Stands for every item in counted_item; no item has such an id.
inline constexpr absl::string_view kEveryItem = "";

// Ids, not names. A prefix is a key with its last parts left off.
std::string CountKey(absl::string_view facility, absl::string_view count);
std::string CountTimePrefix(absl::string_view facility);
std::string CountTimeKey(absl::string_view facility, const v1::Count& count);
std::string CountedPrefix(absl::string_view facility, absl::string_view count);
std::string CountedPrefix(absl::string_view facility, absl::string_view count,
                          absl::string_view item);
std::string CountedKey(absl::string_view facility, absl::string_view count, const PositionKey& key);
std::string CountedItemPrefix(absl::string_view facility, absl::string_view item);
std::string CountedItemKey(absl::string_view facility, absl::string_view item,
                           const Moment& moment);
std::string LastCountKey(absl::string_view facility);

// What a row of counted_item says.
struct CountedItem {
  std::string count;
  std::string place;
  bool whole = false;
};
std::string EncodeCountedItem(const CountedItem& counted);
absl::StatusOr<CountedItem> DecodeCountedItem(absl::string_view bytes);

// When the count counts.
Moment MomentOf(const v1::Count& count);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_COUNTS_COUNT_KEYS_H_
