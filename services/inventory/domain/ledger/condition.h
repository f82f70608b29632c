// Which condition of stock each movement takes and makes.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_CONDITION_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_CONDITION_H_

#include <optional>
#include <string>
#include <vector>

#include "waystation/inventory/v1/condition.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// Every condition that stock can be in.
inline constexpr v1::Condition kConditions[] = {v1::CONDITION_USABLE, v1::CONDITION_QUARANTINED,
                                                v1::CONDITION_DAMAGED};

// "USABLE", for error variables.
std::string ConditionWord(v1::Condition condition);

// In what was recorded before there were conditions none is said: it was usable.
v1::Condition KnownCondition(v1::Condition recorded);

// Of a position. REQUIRES: it is one.
v1::Condition ConditionOf(const v1::Account& account);

// The condition in which the kind leaves what it takes, in the same place; nullopt for a kind that
// changes none.
std::optional<v1::Condition> ConditionMade(v1::MovementKind kind);

// In which condition an inflow's line comes in. What was in a kit comes in the kit's unless it says
// another.
v1::Condition ConditionPut(const v1::Movement& movement, const v1::MovementLine& line);

// From which conditions a line that goes out may take, in that order; the first is the one in which
// a shortfall is posted. More than one only for a fact that names a lot and no condition: it tells
// what went, not from where in the books.
std::vector<v1::Condition> ConditionsTaken(const v1::Movement& movement,
                                           const v1::MovementLine& line);

// Whether the line may say this condition at all; what it says otherwise is a mistake.
bool MaySayCondition(const v1::Movement& movement, v1::Condition condition);

// An issue for use, not a move.
bool IsUse(const v1::Movement& movement);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_CONDITION_H_
