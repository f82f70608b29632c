// Derived values as messages of the contract.
#ifndef SERVICES_FACILITY_DOMAIN_AUTONOMY_AUTONOMY_MESSAGES_H_
#define SERVICES_FACILITY_DOMAIN_AUTONOMY_AUTONOMY_MESSAGES_H_

#include <string>

#include "services/facility/domain/cold_chain/excursion.h"
#include "services/facility/domain/cold_chain/safe_until.h"
#include "services/facility/domain/power/fuel.h"
#include "services/facility/domain/power/load.h"
#include "services/facility/domain/power/supply.h"
#include "services/facility/domain/water/water_days.h"
#include "services/facility/domain/working.h"
#include "waystation/facility/v1/autonomy.pb.h"

namespace waystation::facility {

v1::UnknownReason ToProto(Unknown unknown);
v1::SupplyEnd ToProto(SupplyEnd end);
v1::Working ToProto(const Working& working);
v1::FuelHours ToProto(const FuelHours& hours);
v1::FuelAutonomy ToProto(v1::Fluid fluid, const FuelDays& days);
v1::CircuitAutonomy ToProto(const std::string& circuit, const CircuitSupply& supply);
v1::FridgeAutonomy ToProto(const std::string& fridge, const SafeUntil& safe);
v1::WaterAutonomy ToProto(const WaterDays& days);
v1::Excursions ToProto(const Excursions& excursions);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_AUTONOMY_AUTONOMY_MESSAGES_H_
