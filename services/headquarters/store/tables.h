// Every row of the headquarters service. Keys as in storage/key.h; ids are the last part of a name.
//
//   Folded from inventory/main only:
//    1 item                           -> waystation.inventory.v1.Item
//    2 facility                       -> Record
//    3 facility item                  -> lot*: those that hold something, usable or not, by name
//    4 facility item day lot          -> LotDayRow; absent when nothing is left of it
//    5 facility item                  -> Level; absent when the item never was in stock
//    6 run_out_day facility item      -> empty; every row of 5, kNoDay sorting last
//    7 facility run_out_day item      -> empty; likewise
//    8 item facility                  -> empty; likewise
//    9 item run_out_day facility      -> empty; likewise
//   10 facility exception             -> empty; open exceptions
//   11 facility day(desc)             -> empty; days with a leg of any item
//   12 facility item                  -> Level; every row of 5 of an item in 13: an overview reads
//                                        these alone
//   13 item                           -> empty; items that are vital at some kind of facility
//   28 run_out_day facility item      -> empty; rows of 12 that are out
//   29 run_out_day facility item      -> empty; rows of 12 that last until then
//   50 alias                          -> id of the item that it stands for
//   30 facility delivery              -> waystation.inventory.v1.ExpectedDelivery; only those that
//                                        have not ended; delivery := its whole name
//   31 facility item delivery         -> empty; likewise, where something of the item is missing
//   54 item                           -> lot_recall*: open recalls of its lots, by lot
//   Folded from facility/main only:
//   20 facility                       -> waystation.facility.v1.Facility
//   21 facility                       -> Status
//   22 facility kind subject          -> Limit
//   23 act_by kind facility subject   -> empty; limits that the log does not say are unknown and
//                                        that have an end
//   24 known_until kind facility subject -> empty; limits that the log does not say are unknown
//   25 unknown_since kind facility subject -> empty; limits that it does
//   26 facility bed_type              -> BedRow
//   27 time_zone                      -> Zone; the zones of the facilities in 20
//
//   day, run_out_day := int64 days since 1970-01-01
//   act_by, known_until, unknown_since := int64 microseconds since 1970
//   kind := int64 waystation.headquarters.v1.EndingKind
//   lot := name, int64 expiry_day, quantity usable, quantity quarantined
//   lot_recall := lot's name, recall's whole name, int64 day of UTC on which it was recorded
//   value of 2, 3, 4, 5, 12, 21, 22, 26, 27, 54 := format (1 byte, 1) field*, in the order of the
//                                        struct
//   field    := int64 or string as in a key | quantity
//   quantity := int64 upper half, int64 lower half (its bits)
#ifndef SERVICES_HEADQUARTERS_STORE_TABLES_H_
#define SERVICES_HEADQUARTERS_STORE_TABLES_H_

#include <cstdint>

namespace waystation::headquarters {

// Raise with any change of what is above: rows are then folded again.
inline constexpr int64_t kRowFormat = 9;

// Never reused.
enum Table : uint8_t {
  kItemTable = 1,
  kRecordTable = 2,
  kLotsTable = 3,
  kLotDayTable = 4,
  kLevelTable = 5,
  kRunOutIndex = 6,
  kFacilityRunOutIndex = 7,
  kItemIndex = 8,
  kItemRunOutIndex = 9,
  kOpenExceptionTable = 10,
  kRecordDayTable = 11,
  kVitalLevelTable = 12,
  kVitalItemTable = 13,
  kFacilityTable = 20,
  kStatusTable = 21,
  kLimitTable = 22,
  kLimitDueIndex = 23,
  kLimitKnownIndex = 24,
  kLimitUnknownIndex = 25,
  kBedTable = 26,
  kZoneTable = 27,
  kVitalOutIndex = 28,
  kVitalLastingIndex = 29,
  kDeliveryTable = 30,
  kComingTable = 31,
  kLotRecallsTable = 54,
  kAliasTable = 50,
};

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_TABLES_H_
