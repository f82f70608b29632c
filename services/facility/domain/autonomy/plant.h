// What is registered and reported, as the plain values that are computed with.
#ifndef SERVICES_FACILITY_DOMAIN_AUTONOMY_PLANT_H_
#define SERVICES_FACILITY_DOMAIN_AUTONOMY_PLANT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/facility/domain/autonomy/inputs.h"
#include "services/facility/domain/cold_chain/fridge.h"
#include "services/facility/domain/power/power_plant.h"
#include "services/facility/domain/water/water_days.h"

namespace waystation::facility {

// All sources, circuits, tanks of fuel and uses of it.
PowerPlant PlantOf(const AutonomyInputs& inputs, const RecordIndex& records);

// Only the tanks of that fuel, and what takes from them, or may: sets without a tank.
PowerPlant OnlyFuel(const PowerPlant& plant, const Register& installed, v1::Fluid fluid);

// When the grid is not expected, from `from` to `to`: the hours outside its usual ones in the
// facility's zone, and the announced cuts. None outside the usual hours when nobody knows them.
std::vector<Cut> CutsOf(const v1::GridFeeder& feeder, const absl::TimeZone& zone, absl::Time from,
                        absl::Time to);

// REQUIRES: `installation` is a fridge.
Fridge FridgeOf(const v1::Installation& installation, const RecordIndex& records);

// Whether there is a store of water to tell of: a tank of drinking water is registered, or a level
// was reported.
bool HasWater(const AutonomyInputs& inputs, const RecordIndex& records);

// The level is what the registered tanks of drinking water hold, those without a dip in the
// interval left out; where no such tank has one, or it is less and newer, the reported level.
// People are the larger of what was counted of late and of what is planned. Of a facility that
// heals, patients of whom nobody has said how many a day brings are not known: a count so far is of
// a part of the day; elsewhere there are none. A bed type without a count in the interval is not
// known. Staff are the most that were counted in the last day.
WaterStore WaterStoreOf(const AutonomyInputs& inputs, const RecordIndex& records);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_AUTONOMY_PLANT_H_
