#include "services/inventory/domain/places/blocked.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/domain/requests/verb.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// What only moves stock within the facility, writes it off or changes its condition is no use.
bool UsesStock(const v1::Movement& movement) {
  return IsUse(movement) || movement.kind() == v1::MOVEMENT_KIND_TRANSFER_OUT ||
         ChangesKits(movement.kind());
}

absl::Status CheckPlaceOpen(const StorageState& storage, const std::string& place) {
  const auto found = storage.places.find(place);
  if (found == storage.places.end() || found->second.state() != v1::STORAGE_PLACE_STATE_CLOSED) {
    return absl::OkStatus();
  }
  return WrongState(found->second.name(), "CLOSED", "the storage place is closed");
}

struct BlockedLot {
  std::string place;
  std::string lot;
  std::string until;
};

// The first blocked lot of an item, in the place and of the lot that are named.
BlockedLot FirstBlocked(const LotExposures& lots, const std::string& item, const std::string& place,
                        const std::string& lot, absl::Time time) {
  for (const auto& [key, exposed] : lots) {
    if (key.first != item || (!lot.empty() && key.second != lot)) continue;
    for (const v1::Exposure& exposure : exposed.exposures()) {
      if (!place.empty() && exposure.place() != place) continue;
      if (!IsBlocked(BlockedAt(exposure, time))) continue;
      return {exposure.place(), key.second, UntilText(exposure)};
    }
  }
  return {place, lot, "none"};
}

absl::Status BlockedError(const std::string& item, const BlockedLot& first, int64_t wanted,
                          int64_t available, int64_t blocked) {
  return Error(Reason::ERROR_REASON_STOCK_BLOCKED,
               "it was out of its temperature range for too long, and nobody has decided about it",
               {{"item", item},
                {"place", first.place},
                {"lot", first.lot},
                {"wanted", absl::StrCat(wanted)},
                {"available", absl::StrCat(available)},
                {"blocked", absl::StrCat(blocked)},
                {"usable_until", first.until}});
}

}  // namespace

absl::Status CheckPlacesOpen(const Posting& posting) {
  const v1::Movement& movement = posting.movement();
  const StorageState& storage = posting.storage();
  if (storage.places.empty()) return absl::OkStatus();
  if (!movement.to_place().empty()) {
    RETURN_IF_ERROR(CheckPlaceOpen(storage, movement.to_place()));
  }
  for (int i = 0; i < movement.lines_size(); ++i) {
    if (!BringsIn(movement, i)) continue;
    RETURN_IF_ERROR(CheckPlaceOpen(storage, PlaceOf(movement.lines(i))));
  }
  return absl::OkStatus();
}

SpareOfLot UnblockedOnly(const Posting& posting, const v1::MovementLine& line,
                         const std::string& place, SpareOfLot spare) {
  const v1::Movement& movement = posting.movement();
  if (posting.storage().exposures.empty() || !IsOrder(movement) || !UsesStock(movement) ||
      ConditionsTaken(movement, line).front() != v1::CONDITION_USABLE) {
    return spare;
  }
  return [&posting, item = line.item(), place, spare = std::move(spare)](const std::string& lot,
                                                                         int64_t up_to) {
    const v1::BlockedReason blocked =
        BlockedAt(posting.storage().exposures, item, lot, place, posting.PromiseTime());
    if (IsBlocked(blocked)) return int64_t{0};
    return spare ? spare(lot, up_to) : up_to;
  };
}

RecalledLots TakenLast(const Posting& posting, const v1::MovementLine& line,
                       const std::string& place) {
  RecalledLots last = posting.recalled();
  const v1::Movement& movement = posting.movement();
  if (IsOrder(movement) || !UsesStock(movement)) return last;
  const absl::Time happened = TimeOf(movement.effective_time());
  for (const auto& [key, lot] : posting.storage().exposures) {
    const v1::Exposure* there = ExposureIn(lot, place);
    if (key.first != line.item() || there == nullptr) continue;
    if (IsBlocked(BlockedAt(*there, happened))) last.try_emplace(key);
  }
  return last;
}

absl::Status StockBlocked(const Posting& posting, const v1::MovementLine& line,
                          const std::string& place, int64_t available, int64_t blocked) {
  const BlockedLot first = FirstBlocked(posting.storage().exposures, line.item(), place, line.lot(),
                                        posting.PromiseTime());
  return BlockedError(line.item(), first, line.quantity(), available, blocked);
}

void FlagBlockedUse(Posting& posting, const Subject& subject, int64_t quantity) {
  const v1::Movement& movement = posting.movement();
  if (!UsesStock(movement) || subject.condition != v1::CONDITION_USABLE) return;
  const v1::Exposure* there =
      ExposureIn(posting.storage().exposures, subject.item, subject.lot, subject.place);
  if (there == nullptr) return;
  if (!IsBlocked(BlockedAt(*there, TimeOf(movement.effective_time())))) return;
  v1::Exception& told = *posting.Open(v1::EXCEPTION_KIND_BLOCKED_STOCK_USED, subject, quantity);
  if (there->has_usable_until()) *told.mutable_usable_until() = there->usable_until();
}

void DropBlocked(const LotExposures& lots, const std::string& item, absl::Time time,
                 std::vector<Supply>& supplies) {
  if (lots.empty()) return;
  std::erase_if(supplies, [&](const Supply& supply) {
    return IsBlocked(BlockedAt(lots, item, supply.lot, supply.place, time));
  });
}

absl::Status PromiseBlocked(const LotExposures& lots, const std::string& item, const Claim& claim,
                            int64_t available, int64_t blocked, absl::Time time) {
  return BlockedError(item, FirstBlocked(lots, item, claim.place, claim.lot, time), claim.quantity,
                      available, blocked);
}

}  // namespace waystation::inventory
