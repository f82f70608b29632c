// Counts: from rows to what the rules and the answers need.
#ifndef SERVICES_INVENTORY_STORE_COUNTS_LOAD_COUNTS_H_
#define SERVICES_INVENTORY_STORE_COUNTS_LOAD_COUNTS_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/counts/count.h"
#include "services/inventory/domain/ledger/context.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/count.pb.h"

namespace waystation::inventory {

// By name, whose last part may be a number in small letters ("cnt-0001"), with its differences as
// they are now; NOT_KNOWN with the name when there is none. REQUIRES: a well-formed name.
absl::StatusOr<v1::Count> RequireCount(const storage::RowReader& rows, const std::string& name);

// `count`, as recorded, with its differences as they are now.
absl::StatusOr<v1::Count> WithDifferences(const storage::RowReader& rows, v1::Count count);

// The counts that say something of the items (names) at or after `from`, the earliest first.
absl::StatusOr<std::vector<CountAhead>> LoadCountsAhead(const storage::RowReader& rows,
                                                        absl::string_view facility,
                                                        const std::set<std::string>& items,
                                                        const Moment& from);

// Where the movement to take back is a count: what it says, and what it ended.
absl::Status LoadReversedCount(const storage::RowReader& rows, ReversalState& state);

// All that recording `count` at the facility needs. `context` as in the decision.
absl::StatusOr<CountState> LoadCountState(const storage::RowReader& rows,
                                          absl::string_view facility, const v1::Count& count,
                                          const DecideContext& context);

// The day of the latest count that says something of the item (its id) at the place.
absl::StatusOr<std::optional<int64_t>> LoadLastCounted(const storage::RowReader& rows,
                                                       absl::string_view facility,
                                                       absl::string_view item,
                                                       const std::string& place);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_COUNTS_LOAD_COUNTS_H_
