// A fridge that is a storage place: what was read in it, and which lots lay there when.
#ifndef SERVICES_INVENTORY_STORE_PLACES_LOAD_FRIDGE_H_
#define SERVICES_INVENTORY_STORE_PLACES_LOAD_FRIDGE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/places/fridge_curve.h"
#include "services/inventory/domain/places/fridge_weigh.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::inventory {

// By all that is recorded.
struct FridgeHistory {
  FacilityFacts facility;
  v1::StoragePlace place;
  // Of all days on which any was out of the limits of a lot or of the fridge itself, and one report
  // interval around them; or all of a time, where that was asked for.
  std::vector<FridgeReading> readings;
  std::vector<CurvePiece> curve;
  // Every lot of a described class that ever lay there, as it is held against the readings.
  std::vector<FridgeLot> lots;
  // The fridge's own range, where it is registered.
  FridgeLimits own;
};

// What is looked at of the readings.
struct ReadingWindow {
  // Only where something is out of its limits.
  bool all = false;
  absl::Time from = absl::InfinitePast();
  absl::Time to = absl::InfiniteFuture();
};

// NOT_KNOWN of the facility. REQUIRES: the place names an installation.
absl::StatusOr<FridgeHistory> LoadFridgeHistory(const storage::RowReader& rows,
                                                const v1::StoragePlace& place,
                                                const ReadingWindow& window, absl::Time now);

// The places that hold some of the lot, in whatever condition.
absl::StatusOr<std::set<std::string>> PlacesHolding(const storage::RowReader& rows,
                                                    absl::string_view facility,
                                                    const FridgeLot& lot);

// What weighing needs of the lots of which the facility still holds some.
absl::StatusOr<FridgeState> LoadFridgeState(const storage::RowReader& rows,
                                            const v1::StoragePlace& place, absl::Time now);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_LOAD_FRIDGE_H_
