// Supply levels in words that need no explanation.
#ifndef CLIENTS_CLI_SUPPLY_SUPPLY_TEXT_H_
#define CLIENTS_CLI_SUPPLY_SUPPLY_TEXT_H_

#include <string>

#include "clients/cli/context.h"
#include "waystation/headquarters/v1/overview.pb.h"
#include "waystation/headquarters/v1/source.pb.h"
#include "waystation/headquarters/v1/supply.pb.h"

namespace waystation::cli {

// "12 days, until 2027-07-12", "OUT since 2027-06-28", "in stock, not used", "unknown: ...".
std::string ShowLeft(const headquarters::v1::SupplyLevel& level);

// What comes of something in that state, for a table: "07-12, in time", "07-12, 3 days late",
// "nothing is coming".
std::string ShowResupply(const headquarters::v1::Resupply& resupply,
                         headquarters::v1::SupplyState state);

// The same in a sentence that the item begins, where someone must act on it: "runs out 3 days
// before the next confirmed delivery (EXP-0001, 2027-07-12)". Empty where it comes in time, and
// where a table says all that there is to say.
std::string ExplainResupply(const headquarters::v1::Resupply& resupply,
                            headquarters::v1::SupplyState state);

// "weak, 5 days", "strong, 20 days, 1,200 L of it sent on".
std::string ShowEvidence(const headquarters::v1::DailyUse& use, inventory::v1::BaseUnit base_unit);

// The table of levels.
Table LevelTable(const google::protobuf::RepeatedPtrField<headquarters::v1::SupplyLevel>& levels,
                 Context* context);

// "inventory/main heard 2 s ago; ..." for the foot of every answer, with a warning where a source
// is out of reach or the copy behind.
std::string ShowBasis(const headquarters::v1::Basis& basis);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_SUPPLY_SUPPLY_TEXT_H_
