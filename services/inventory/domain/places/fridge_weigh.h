// What the readings of a fridge mean for the lots that lay there.
#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_FRIDGE_WEIGH_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_FRIDGE_WEIGH_H_

#include <set>
#include <string>
#include <vector>

#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/places/fridge_curve.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::inventory {

// A lot in a fridge.
struct FridgeLot {
  std::string item;  // "items/{item}"
  std::string lot;
  std::string storage_class;
  FridgeLimits limits;
  TimeSpans stays;
  // Of its stays.
  OutOfRange out;
  // Out of its range, and there, by the end of what is known.
  bool goes_on = false;
  // Where some of what was there then may lie now; the fridge itself too.
  std::set<std::string> reached;
};

// A fridge and the lots that lay there. `ledger`: the facility; the positions of these lots where
// they are reached; of its storage how they stand, and the exceptions of that.
struct FridgeState {
  LedgerState ledger = {};
  v1::StoragePlace place;
  std::vector<FridgeLot> lots;
};

// What the readings say of the lot in the fridge, beside how it stood. What was decided stays.
v1::FridgeTime WeighLot(const FridgeLot& lot, const v1::LotExposure& before,
                        const std::string& place);

// More than a person knew who decided, or nobody has decided.
bool IsBeyondDecision(const v1::FridgeTime& time);

// Notes that a person has decided with all this known.
void NoteDecision(const v1::Exposure& decided, v1::FridgeTime& time);

// ReadingsWeighed: the lots that stand otherwise than before. While an excursion goes on within
// the allowance, what it adds is noted once it is an hour.
v1::ReadingsWeighed WeighReadings(FridgeState state, const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_FRIDGE_WEIGH_H_
