// How much water people need in a day.
#ifndef SERVICES_FACILITY_DOMAIN_WATER_WATER_DEMAND_H_
#define SERVICES_FACILITY_DOMAIN_WATER_WATER_DEMAND_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace waystation::facility {

enum class WaterGroup { kInpatients, kOutpatients, kOperations, kStaff, kResidents };

// Planning figures, as their sources print them: a range where they print one.
struct WaterFigure {
  WaterGroup group = WaterGroup::kInpatients;
  absl::string_view id;  // "inpatients", as steps of a computation name it.
  int64_t least_millilitres = 0;
  // The one that is computed with: the safe side.
  int64_t most_millilitres = 0;
  absl::string_view per;     // "inpatient and day".
  absl::string_view source;  // For who doubts it.
};

// One of each group, in the order of the enumeration. Staff have no figure of their own in these
// sources: they count as anyone who lives there.
inline constexpr WaterFigure kWaterFigures[] = {
    {WaterGroup::kInpatients, "inpatients", 40'000, 60'000, "inpatient and day",
     "WHO, Essential environmental health standards in health care (2008); the same in Sphere "
     "Handbook (2018), water supply appendix on institutions"},
    {WaterGroup::kOutpatients, "outpatients", 5'000, 5'000, "consultation", "the same"},
    {WaterGroup::kOperations, "operations", 100'000, 100'000, "operation or delivery", "the same"},
    {WaterGroup::kStaff, "staff", 7'500, 15'000, "person and day",
     "Sphere Handbook (2018), basic survival water needs; taken over for staff"},
    {WaterGroup::kResidents, "residents", 7'500, 15'000, "person and day",
     "Sphere Handbook (2018), basic survival water needs: 2.5 to 3 litres to drink, 2 to 6 for "
     "hygiene, 3 to 6 to cook"},
};

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WATER_WATER_DEMAND_H_
