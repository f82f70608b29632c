// How what came differs from the waybill, and what each kind of difference means for the books.
#ifndef SERVICES_INVENTORY_DOMAIN_TRANSFERS_DIFFERENCE_H_
#define SERVICES_INVENTORY_DOMAIN_TRANSFERS_DIFFERENCE_H_

#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

enum class DifferenceClass {
  kMissing,  // It did not come: it stays in transit until the sender answers.
  kBeside,   // It came and is not in transit: from COUNT_DIFFERENCE.
  kCame,     // It came out of transit, and something about it is wrong.
};

// REQUIRES: a kind that is known, not unspecified.
DifferenceClass ClassOf(v1::DifferenceKind kind);

// The condition in which it is taken in, where the waybill has `sent`.
v1::Condition ConditionTakenIn(v1::DifferenceKind kind, v1::Condition sent);

// Whether the sender may answer so.
bool MayAnswer(v1::DifferenceKind kind, v1::DifferenceAnswer answer);
// Whether such an answer moves stock.
bool AnswerMoves(v1::DifferenceAnswer answer);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_TRANSFERS_DIFFERENCE_H_
