// Keys of this service's rows (grammar in store/tables.h), and names to ids and back.
#ifndef SERVICES_HEADQUARTERS_STORE_KEYS_H_
#define SERVICES_HEADQUARTERS_STORE_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/headquarters/store/tables.h"

namespace waystation::headquarters {

// Which of a facility's limits.
struct LimitId {
  int64_t kind = 0;  // waystation.headquarters.v1.EndingKind
  std::string subject;
  friend auto operator<=>(const LimitId&, const LimitId&) = default;
};

// "facilities/x" -> "x", "facilities/x/movements/y" -> "x", "items/i" -> "i": the second part.
std::string IdOf(absl::string_view name);
std::string FacilityName(absl::string_view facility);
std::string ItemName(absl::string_view item);
// "facilities/{facility}/supplyLevels/{item}"
std::string SupplyLevelName(absl::string_view facility, absl::string_view item);

std::string ItemKey(absl::string_view item);
std::string RecordKey(absl::string_view facility);
std::string LotsKey(absl::string_view facility, absl::string_view item);
std::string LotDayKey(absl::string_view facility, absl::string_view item, int64_t day,
                      absl::string_view lot);
std::string RecordDayKey(absl::string_view facility, int64_t day);
std::string LevelKey(absl::string_view facility, absl::string_view item);
std::string VitalLevelKey(absl::string_view facility, absl::string_view item);
std::string VitalItemKey(absl::string_view item);
std::string RunOutKey(int64_t run_out_day, absl::string_view facility, absl::string_view item);
std::string FacilityRunOutKey(absl::string_view facility, int64_t run_out_day,
                              absl::string_view item);
std::string ItemIndexKey(absl::string_view item, absl::string_view facility);
std::string ItemRunOutKey(absl::string_view item, int64_t run_out_day, absl::string_view facility);
std::string OpenExceptionKey(absl::string_view facility, absl::string_view exception);
// `delivery` is a whole name.
std::string DeliveryKey(absl::string_view facility, absl::string_view delivery);
std::string ComingPrefix(absl::string_view facility, absl::string_view item);
std::string ComingKey(absl::string_view facility, absl::string_view item,
                      absl::string_view delivery);
std::string LotRecallsKey(absl::string_view item);
std::string AliasKey(absl::string_view item);
std::string FacilityKey(absl::string_view facility);
std::string StatusKey(absl::string_view facility);
std::string LimitPrefix(absl::string_view facility);
std::string LimitKey(absl::string_view facility, const LimitId& id);
// In the index `table` of limits by a time.
std::string LimitTimeKey(Table table, int64_t time_us, absl::string_view facility,
                         const LimitId& id);
std::string BedKey(absl::string_view facility, absl::string_view type);
std::string ZoneKey(absl::string_view time_zone);
// In the index `table` of vital levels by run-out.
std::string VitalRunOutKey(Table table, int64_t run_out_day, absl::string_view facility,
                           absl::string_view item);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_KEYS_H_
