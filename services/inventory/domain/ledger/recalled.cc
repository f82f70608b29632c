#include "services/inventory/domain/ledger/recalled.h"

#include <string>

#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/reservations/promises.h"
#include "storage/base/errors.h"

namespace waystation::inventory {

absl::Status CheckNamedLotsNotRecalled(const Posting& posting) {
  const v1::Movement& movement = posting.movement();
  const bool packs = movement.kind() == v1::MOVEMENT_KIND_PACK;
  const bool uses = IsUse(movement) && movement.last_resort().empty();
  if (!packs && !uses) return absl::OkStatus();
  for (int i = 0; i < movement.lines_size(); ++i) {
    if (BringsIn(movement, i)) continue;
    const v1::MovementLine line = UnderReservation(posting.promises(), movement.lines(i));
    const std::string recall = RecallOfLot(posting.recalled(), line.item(), line.lot());
    if (recall.empty()) continue;
    return Error(Reason::ERROR_REASON_LOT_RECALLED, "the lot is called back",
                 {{"item", line.item()}, {"lot", line.lot()}, {"recall", recall}});
  }
  return absl::OkStatus();
}

void FlagRecalledUse(Posting& posting, const Subject& subject, int64_t quantity) {
  const v1::Movement& movement = posting.movement();
  const std::string recall = RecallOfLot(posting.recalled(), subject.item, subject.lot);
  if (!IsUse(movement) || recall.empty()) return;
  v1::Exception& exception = *posting.Open(v1::EXCEPTION_KIND_RECALLED_LOT_USED, subject, quantity);
  exception.set_recall(recall);
  exception.set_last_resort(movement.last_resort());
  exception.set_decided_by(movement.decided_by());
}

void FlagRecalledReceipt(Posting& posting, const Subject& subject, int64_t quantity) {
  const std::string recall = RecallOfLot(posting.recalled(), subject.item, subject.lot);
  const v1::MovementKind kind = posting.movement().kind();
  const bool received = kind == v1::MOVEMENT_KIND_RECEIPT || kind == v1::MOVEMENT_KIND_TRANSFER_IN;
  if (!received || recall.empty()) return;
  posting.Open(v1::EXCEPTION_KIND_RECALLED_LOT_RECEIVED, subject, quantity)->set_recall(recall);
}

}  // namespace waystation::inventory
