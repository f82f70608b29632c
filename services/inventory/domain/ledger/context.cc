#include "services/inventory/domain/ledger/context.h"

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {

void MarkBook(LedgerState& ledger) {
  if (ledger.counts.empty()) return;
  for (auto& [key, position] : ledger.book) position.SetMarks(MarksOf(ledger.counts, key));
}

std::string DocumentSeries(const v1::Movement& movement) {
  if (!movement.source().empty()) return absl::StrCat("source/", movement.source());
  return absl::StrCat("kind/", v1::MovementKind_Name(movement.kind()));
}

std::string PlaceOf(const v1::MovementLine& line) {
  return line.place().empty() ? std::string(kMainPlace) : line.place();
}

bool IsOrder(const v1::Movement& movement) { return movement.intent() == v1::INTENT_ORDER; }

bool ChangesKits(v1::MovementKind kind) {
  return kind == v1::MOVEMENT_KIND_UNPACK || kind == v1::MOVEMENT_KIND_PACK;
}

bool BringsIn(const v1::Movement& movement, int index) {
  switch (movement.kind()) {
    case v1::MOVEMENT_KIND_RECEIPT:
    case v1::MOVEMENT_KIND_ADJUSTMENT_GAIN:
    case v1::MOVEMENT_KIND_RETURN:
    case v1::MOVEMENT_KIND_TRANSFER_IN:
      return true;
    case v1::MOVEMENT_KIND_UNPACK:
      return index > 0;
    case v1::MOVEMENT_KIND_PACK:
      return index == 0;
    default:
      return false;
  }
}

}  // namespace waystation::inventory
