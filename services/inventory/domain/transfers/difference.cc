#include "services/inventory/domain/transfers/difference.h"

namespace waystation::inventory {

DifferenceClass ClassOf(v1::DifferenceKind kind) {
  switch (kind) {
    case v1::DIFFERENCE_KIND_SHORT:
      return DifferenceClass::kMissing;
    case v1::DIFFERENCE_KIND_OVER:
    case v1::DIFFERENCE_KIND_WRONG_ITEM:
    case v1::DIFFERENCE_KIND_WRONG_LOT:
    case v1::DIFFERENCE_KIND_NOT_ON_WAYBILL:
      return DifferenceClass::kBeside;
    default:
      return DifferenceClass::kCame;
  }
}

v1::Condition ConditionTakenIn(v1::DifferenceKind kind, v1::Condition sent) {
  if (kind == v1::DIFFERENCE_KIND_DAMAGED || sent == v1::CONDITION_DAMAGED) {
    return v1::CONDITION_DAMAGED;
  }
  if (kind == v1::DIFFERENCE_KIND_EXPIRED || kind == v1::DIFFERENCE_KIND_WARM) {
    return v1::CONDITION_QUARANTINED;
  }
  return sent == v1::CONDITION_UNSPECIFIED ? v1::CONDITION_USABLE : sent;
}

bool MayAnswer(v1::DifferenceKind kind, v1::DifferenceAnswer answer) {
  const DifferenceClass is = ClassOf(kind);
  switch (answer) {
    case v1::DIFFERENCE_ANSWER_LOST:
    case v1::DIFFERENCE_ANSWER_FOUND:
      return is == DifferenceClass::kMissing;
    case v1::DIFFERENCE_ANSWER_MISCOUNTED:
      return is != DifferenceClass::kCame;
    case v1::DIFFERENCE_ANSWER_ACCEPTED:
      return is == DifferenceClass::kCame;
    case v1::DIFFERENCE_ANSWER_TO_BE_SENT:
      return is != DifferenceClass::kBeside;
    case v1::DIFFERENCE_ANSWER_DISPUTED:
      return true;
    default:
      return false;
  }
}

bool AnswerMoves(v1::DifferenceAnswer answer) {
  return answer == v1::DIFFERENCE_ANSWER_LOST || answer == v1::DIFFERENCE_ANSWER_FOUND ||
         answer == v1::DIFFERENCE_ANSWER_MISCOUNTED;
}

}  // namespace waystation::inventory
