// From rows to what the rules and the answers need.
#ifndef SERVICES_INVENTORY_STORE_LOAD_H_
#define SERVICES_INVENTORY_STORE_LOAD_H_

#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/catalogue/catalogue.h"
#include "services/inventory/domain/catalogue/gtin.h"
#include "services/inventory/domain/ledger/context.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::inventory {

// By id; nullopt when not known, as an alias is not.
absl::StatusOr<std::optional<v1::Item>> LoadItem(const storage::RowReader& rows,
                                                 absl::string_view item);
absl::StatusOr<std::optional<v1::StorageClass>> LoadStorageClass(const storage::RowReader& rows,
                                                                 absl::string_view storage_class);
absl::StatusOr<std::optional<v1::Movement>> LoadMovement(const storage::RowReader& rows,
                                                         absl::string_view facility,
                                                         absl::string_view movement);
absl::StatusOr<std::optional<v1::Exception>> LoadException(const storage::RowReader& rows,
                                                           absl::string_view facility,
                                                           absl::string_view exception);
// INTERNAL when this machine lacks the facility's time zone: never another zone in its stead.
absl::StatusOr<std::optional<FacilityFacts>> LoadFacility(const storage::RowReader& rows,
                                                          absl::string_view facility);

// Which items have the GTINs of this one's packs. REQUIRES: padded.
absl::StatusOr<GtinHolders> LoadGtinHolders(const storage::RowReader& rows, const v1::Item& item);
// The item that has a pack with this GTIN of 14 digits; nullopt when none has.
absl::StatusOr<std::optional<v1::Item>> LoadItemOfGtin(const storage::RowReader& rows,
                                                       absl::string_view gtin);

// By name, NOT_KNOWN with the name when there is no such thing; an alias too.
// REQUIRES: a well-formed name.
absl::StatusOr<v1::Item> RequireItem(const storage::RowReader& rows, const std::string& name);
absl::StatusOr<v1::StorageClass> RequireStorageClass(const storage::RowReader& rows,
                                                     const std::string& name);
absl::StatusOr<FacilityFacts> RequireFacility(const storage::RowReader& rows,
                                              const std::string& name);
absl::StatusOr<v1::Movement> RequireMovement(const storage::RowReader& rows,
                                             const std::string& name);
absl::StatusOr<v1::Exception> RequireException(const storage::RowReader& rows,
                                               const std::string& name);

// What is kept of a lot at a facility; nullopt when the lot was never there.
absl::StatusOr<std::optional<LotFacts>> LoadLotFacts(const storage::RowReader& rows,
                                                     absl::string_view facility,
                                                     absl::string_view item, absl::string_view lot);

// All that recording `wanted`, an item with its name, in place of `existing` needs.
absl::StatusOr<ItemState> LoadItemState(const storage::RowReader& rows, const v1::Item& wanted,
                                        const std::optional<v1::Item>& existing);

// The days whose changes a command looks at.
struct DaySpan {
  int64_t from = 0;
  // The latest day of any leg at the facility. From `from` = `last` on there is nothing to load: a
  // balance is the total less the changes of later days.
  int64_t last = std::numeric_limits<int64_t>::max();
};

// Adds a position to `book`, with its changes of `days`.
absl::Status LoadPosition(const storage::RowReader& rows, absl::string_view facility,
                          const PositionKey& key, const DaySpan& days, Book& book);
// Adds every position of the item that holds something, in whatever condition, at `place` or, when
// that is empty, at any, and the dates of their lots.
absl::Status LoadHolding(const storage::RowReader& rows, absl::string_view facility,
                         const std::string& item, const std::string& place, const DaySpan& days,
                         LedgerState& ledger);

// The places at which the facility holds any of the item.
absl::StatusOr<std::set<std::string>> PlacesOf(const storage::RowReader& rows,
                                               absl::string_view facility, const std::string& item);

// All that posting `movement` at the facility needs. `context` as in the decision.
absl::StatusOr<MovementState> LoadMovementState(const storage::RowReader& rows,
                                                absl::string_view facility,
                                                const v1::Movement& movement,
                                                const DecideContext& context);
// NOT_KNOWN when there is no such movement.
absl::StatusOr<ReversalState> LoadReversalState(const storage::RowReader& rows,
                                                const std::string& movement_name,
                                                const DecideContext& context);
// NOT_KNOWN when there is no such exception.
absl::StatusOr<ResolveState> LoadResolveState(const storage::RowReader& rows,
                                              const std::string& exception_name,
                                              const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_LOAD_H_
