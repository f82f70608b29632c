// Supply levels in words that need no explanation.
#ifndef CLIENTS_CLI_SUPPLY_TEXT_H_
#define CLIENTS_CLI_SUPPLY_TEXT_H_

#include <string>

#include "clients/cli/context.h"
#include "waystation/headquarters/v1/overview.pb.h"
#include "waystation/headquarters/v1/source.pb.h"
#include "waystation/headquarters/v1/supply.pb.h"

namespace waystation::cli {

// "12 days, until 2027-07-12", "OUT since 2027-06-28", "in stock, not used", "unknown: ...".
std::string ShowLeft(const headquarters::v1::SupplyLevel& level);

// "weak: 5 days in stock".
std::string ShowEvidence(const headquarters::v1::DailyUse& use);

// The table of levels.
Table LevelTable(const google::protobuf::RepeatedPtrField<headquarters::v1::SupplyLevel>& levels,
                 Context* context);

// "inventory/main heard 2 s ago; ..." for the foot of every answer, with a warning where a source
// is out of reach or the copy behind.
std::string ShowBasis(const headquarters::v1::Basis& basis);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_SUPPLY_TEXT_H_
