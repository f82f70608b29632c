// Every table of the inventory service: numbers, keys, values. Numbers are never reused.
//
//   facility, movement, exception   ids, the last part of their names
//   item, kit, content              the id of an item ("diesel")
//   class                           the id of a storage class
//   identity                        IdentityKey of a medicine (domain/medicine.h)
//   day                             days since 1970-01-01
//   time                            microseconds since 1970; the least int64: a day's beginning
//   revision                        of the entry that recorded it
//   condition                       int64 v1.Condition, never unspecified
//   owner                           a string as in a key
//
//   table              key                                          value
//    1 item            item                                         v1.Item
//    2 movement        facility movement                            v1.Movement
//    3 movement_day    facility day(desc) time(desc)                -
//                      revision(desc) movement
//    4 movement_item   facility item day(desc) time(desc)           -
//                      revision(desc) movement
//    5 document        facility series number                       movement id
//    6 position        facility item place lot condition            int64 total, never zero
//    7 position_day    facility item place lot condition day time   int64 net change
//    8 lot             facility item lot                            date kind byte, int64 day,
//                                                                   owner*: first recorded first
//    9 item_facility   item facility                                int64 gross inflow, int64 open
//                                                                   shortfalls (rows of 12), int64
//                                                                   holdings (rows of 47)
//   10 exception       facility exception                           v1.Exception
//   11 exception_state facility state time exception                -
//   12 open_shortfall  facility item place day time exception       -
//   13 book            facility                                     int64 latest effective time,
//                                                                   int64 latest day of any leg
//   14 clock_exception facility                                     exception id: the open
//                                                                   CLOCK_SUSPECT of the facility
//   15 gtin            gtin of 14 digits                            item
//   16 item_identity   identity item                                -
//   17 item_text       item                                         SearchTextOf the item
//   18 kit_content     content kit                                  -
//   19 storage_class   class                                        v1.StorageClass
//   20 number          scope series number(desc)                    id: of what the series counts
//                                                                   (domain/requests/number.h)
//   21 requisition     facility requisition                         v1.Requisition
//   22 requisition_time scope time(desc) facility number(desc)      int64 state; time of recording,
//                      requisition                                  which a group shares
//   23 expected_delivery facility expected_delivery                 v1.ExpectedDelivery
//   24 delivery_day    scope ended day facility number             int64 state; latest day;
//                      expected_delivery                            ended: 0 no, 1 yes
//   25 last_number     scope series                                 int64 the highest of table 20
//   32 facility        facility                                     facility.v1.Facility (name,
//                                                                   state, time_zone, kind, report
//                                                                   interval); of log facility/main
//   40 to 44: counts/count_keys.h, 45 to 47: reservations/reservation_keys.h
//   48 and 49: places/place_keys.h; 50 and 52: controlled/controlled_keys.h
//   51 and 53: catalogue/merge_keys.h; 55 to 59: recalls/recall_keys.h
//   60 to 62: transfers/transfer_keys.h; 67 and 68: reports/flow_keys.h; 90 to 94: places
//
//   scope              the facility, or "-" for all: each thing has a row in both
//
// A position's balance at a day's end is the sum of its changes up to then. Gross inflow is all
// that ever came into the item's positions less what was taken back: no sum of them leaves 64 bits.
#ifndef SERVICES_INVENTORY_STORE_TABLES_H_
#define SERVICES_INVENTORY_STORE_TABLES_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/inventory/domain/ledger/book.h"
#include "storage/key.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// Raised whenever a table changes: rows are then folded anew from the log.
inline constexpr int64_t kRowFormat = 10;

inline constexpr char kOwnLog[] = "inventory/main";
inline constexpr char kFacilityLog[] = "facility/main";

inline constexpr uint8_t kItemTable = 1;
inline constexpr uint8_t kMovementTable = 2;
inline constexpr uint8_t kMovementDayTable = 3;
inline constexpr uint8_t kMovementItemTable = 4;
inline constexpr uint8_t kDocumentTable = 5;
inline constexpr uint8_t kPositionTable = 6;
inline constexpr uint8_t kPositionDayTable = 7;
inline constexpr uint8_t kLotTable = 8;
inline constexpr uint8_t kItemFacilityTable = 9;
inline constexpr uint8_t kExceptionTable = 10;
inline constexpr uint8_t kExceptionStateTable = 11;
inline constexpr uint8_t kOpenShortfallTable = 12;
inline constexpr uint8_t kBookTable = 13;
inline constexpr uint8_t kClockExceptionTable = 14;
inline constexpr uint8_t kGtinTable = 15;
inline constexpr uint8_t kItemIdentityTable = 16;
inline constexpr uint8_t kItemTextTable = 17;
inline constexpr uint8_t kKitContentTable = 18;
inline constexpr uint8_t kStorageClassTable = 19;
inline constexpr uint8_t kNumberTable = 20;
inline constexpr uint8_t kRequisitionTable = 21;
inline constexpr uint8_t kRequisitionTimeTable = 22;
inline constexpr uint8_t kExpectedDeliveryTable = 23;
inline constexpr uint8_t kDeliveryDayTable = 24;
inline constexpr uint8_t kLastNumberTable = 25;
inline constexpr uint8_t kFacilityTable = 32;

// Ids, not names, throughout; keys of movements: ledger/movement_keys.h. A prefix is a key with its
// last parts left off.
std::string ItemKey(absl::string_view item);
std::string ItemIdentityPrefix(absl::string_view identity);
std::string ItemIdentityKey(absl::string_view identity, absl::string_view item);
std::string ItemTextKey(absl::string_view item);
std::string KitContentPrefix(absl::string_view content);
std::string KitContentKey(absl::string_view content, absl::string_view kit);
std::string StorageClassKey(absl::string_view storage_class);
std::string DocumentKey(absl::string_view facility, absl::string_view series,
                        absl::string_view number);
std::string PositionPrefix(absl::string_view facility);
std::string PositionPrefix(absl::string_view facility, absl::string_view item);
std::string PositionPrefix(absl::string_view facility, absl::string_view item,
                           absl::string_view place);
std::string PositionRowKey(absl::string_view facility, const PositionKey& key);
// The position_day prefix that belongs to a position prefix or key.
std::string DayPrefixOf(absl::string_view position_prefix);
std::string PositionDayKey(absl::string_view facility, const PositionKey& key, const Moment& at);
// Below the position_day prefix of a position: where the rows of `day` begin.
std::string PositionDayKey(absl::string_view day_prefix, int64_t day);
std::string LotKey(absl::string_view facility, absl::string_view item, absl::string_view lot);
std::string ItemFacilityPrefix(absl::string_view item);
std::string ItemFacilityKey(absl::string_view item, absl::string_view facility);
std::string ExceptionKey(absl::string_view facility, absl::string_view exception);
std::string ExceptionStatePrefix(absl::string_view facility);
std::string ExceptionStateKey(absl::string_view facility, const v1::Exception& exception);
std::string OpenShortfallPrefix(absl::string_view facility);
std::string OpenShortfallPrefix(absl::string_view facility, absl::string_view item,
                                absl::string_view place);
std::string OpenShortfallKey(absl::string_view facility, const v1::Exception& exception);
std::string BookKey(absl::string_view facility);
std::string ClockExceptionKey(absl::string_view facility);
std::string GtinKey(absl::string_view gtin);
std::string FacilityKey(absl::string_view facility);

// The id at the end of a name; names in rows and events are well formed.
absl::string_view LastId(absl::string_view name);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_TABLES_H_
