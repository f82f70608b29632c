#include "services/inventory/domain/ledger/condition.h"

#include "absl/strings/strip.h"
#include "services/inventory/domain/ledger/context.h"

namespace waystation::inventory {

std::string ConditionWord(v1::Condition condition) {
  const std::string name = v1::Condition_Name(condition);
  return std::string(absl::StripPrefix(name, "CONDITION_"));
}

v1::Condition KnownCondition(v1::Condition recorded) {
  return recorded == v1::CONDITION_UNSPECIFIED ? v1::CONDITION_USABLE : recorded;
}

v1::Condition ConditionOf(const v1::Account& account) {
  return KnownCondition(account.condition());
}

std::optional<v1::Condition> ConditionMade(v1::MovementKind kind) {
  switch (kind) {
    case v1::MOVEMENT_KIND_QUARANTINE:
      return v1::CONDITION_QUARANTINED;
    case v1::MOVEMENT_KIND_RELEASE:
      return v1::CONDITION_USABLE;
    case v1::MOVEMENT_KIND_DAMAGE:
      return v1::CONDITION_DAMAGED;
    default:
      return std::nullopt;
  }
}

v1::Condition ConditionPut(const v1::Movement& movement, const v1::MovementLine& line) {
  if (line.condition() == v1::CONDITION_UNSPECIFIED && movement.has_donation()) {
    return v1::CONDITION_QUARANTINED;
  }
  if (line.condition() == v1::CONDITION_UNSPECIFIED && ChangesKits(movement.kind())) {
    return KnownCondition(movement.lines(0).condition());
  }
  return KnownCondition(line.condition());
}

std::vector<v1::Condition> ConditionsTaken(const v1::Movement& movement,
                                           const v1::MovementLine& line) {
  const v1::MovementKind kind = movement.kind();
  if (kind == v1::MOVEMENT_KIND_RELEASE) return {v1::CONDITION_QUARANTINED};
  if (line.condition() != v1::CONDITION_UNSPECIFIED) return {line.condition()};
  if (movement.intent() == v1::INTENT_ORDER || line.lot().empty()) return {v1::CONDITION_USABLE};
  switch (kind) {
    case v1::MOVEMENT_KIND_ISSUE:
    case v1::MOVEMENT_KIND_DAMAGE:
    case v1::MOVEMENT_KIND_TRANSFER_OUT:
      return {v1::CONDITION_USABLE, v1::CONDITION_QUARANTINED};
    case v1::MOVEMENT_KIND_WASTE:
    case v1::MOVEMENT_KIND_ADJUSTMENT_LOSS:
      return {v1::CONDITION_USABLE, v1::CONDITION_QUARANTINED, v1::CONDITION_DAMAGED};
    default:
      return {v1::CONDITION_USABLE};
  }
}

bool MaySayCondition(const v1::Movement& movement, v1::Condition condition) {
  if (condition == v1::CONDITION_UNSPECIFIED) return true;
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_QUARANTINE:
      return condition == v1::CONDITION_USABLE;
    case v1::MOVEMENT_KIND_RELEASE:
      return condition == v1::CONDITION_QUARANTINED;
    case v1::MOVEMENT_KIND_DAMAGE:
      return condition != v1::CONDITION_DAMAGED;
    default:
      return !IsUse(movement) || movement.intent() != v1::INTENT_ORDER ||
             condition == v1::CONDITION_USABLE;
  }
}

bool IsUse(const v1::Movement& movement) {
  return movement.kind() == v1::MOVEMENT_KIND_ISSUE && movement.to_place().empty();
}

}  // namespace waystation::inventory
