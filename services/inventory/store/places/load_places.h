// From rows of storage places and exposures to what the rules need.
#ifndef SERVICES_INVENTORY_STORE_PLACES_LOAD_PLACES_H_
#define SERVICES_INVENTORY_STORE_PLACES_LOAD_PLACES_H_

#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/places/storage_place.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::inventory {

// NOT_KNOWN with the name when nobody has registered it.
absl::StatusOr<v1::StoragePlace> RequireStoragePlace(const storage::RowReader& rows,
                                                     const std::string& name);

absl::StatusOr<std::optional<v1::LotExposure>> LoadLotExposure(const storage::RowReader& rows,
                                                               absl::string_view facility,
                                                               absl::string_view item,
                                                               absl::string_view lot);

// Adds every lot of the item that is or was out of its range at the facility.
absl::Status LoadExposuresOf(const storage::RowReader& rows, absl::string_view facility,
                             const std::string& item, LotExposures& exposures);

// The places that a command has looked at, and those of them that something comes into.
struct PlacesLooked {
  std::set<std::string> into = {};
  std::set<std::string> looked_up = {};
};

// Looks at each place that a new movement names, once.
absl::StatusOr<PlacesLooked> LoadPlacesOf(const storage::RowReader& rows,
                                          absl::string_view facility, const v1::Movement& movement,
                                          StorageState& storage);

// Notes the class of an item by its row's value, where a place was found.
absl::Status NoteClass(const std::string& item, const std::string& value, StorageState& storage);

// Adds what there is to know of the other places that the ledger's book names, and of these items
// in all of them: with the exposures of lots that lie there or would not fit, their exceptions, and
// their positions in all conditions. Where no place is registered and nothing is on the clock
// there, nothing else is looked at.
absl::Status LoadStorage(const storage::RowReader& rows, absl::string_view facility,
                         PlacesLooked places, const std::set<std::string>& items,
                         const DaySpan& days, LedgerState& ledger);

// Likewise of all that the book names: anything may come into any of its places.
absl::Status LoadStorageOfBook(const storage::RowReader& rows, absl::string_view facility,
                               const DaySpan& days, LedgerState& ledger);

// For the place as it is wanted: named, and with its class.
absl::StatusOr<StoragePlaceState> LoadStoragePlaceState(const storage::RowReader& rows,
                                                        const std::string& name,
                                                        const std::string& wanted_class);

// As of ListItems (store/list.h).
absl::StatusOr<std::string> ListStoragePlaces(const storage::RowReader& rows,
                                              const v1::ListStoragePlacesRequest& request,
                                              const Page& page,
                                              v1::ListStoragePlacesResponse* response);

absl::StatusOr<std::string> ListExcursions(const storage::RowReader& rows,
                                           const v1::ListExcursionsRequest& request,
                                           const Page& page, absl::Time now,
                                           v1::ListExcursionsResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_LOAD_PLACES_H_
