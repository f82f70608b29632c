// What the service tells, held against what the model says.
#ifndef TESTS_INVENTORY_SUPPORT_MODEL_CHECK_H_
#define TESTS_INVENTORY_SUPPORT_MODEL_CHECK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/rows.h"
#include "tests/inventory/support/model.h"

namespace waystation::inventory {

// Each is empty when there is no difference, else says the first. `facilities` are names of such as
// the service has heard of; what the model has of others is passed over.

// All stock at the end of a day, or (nullopt) all that is recorded; no balance below nothing.
std::string CompareStock(const Model& model, const storage::RowReader& rows,
                         const std::vector<std::string>& facilities, std::optional<int64_t> day,
                         absl::Time now);
std::string CompareExceptions(const Model& model, const storage::RowReader& rows,
                              const std::vector<std::string>& facilities, absl::Time now);
// The differences of all counts that stand.
std::string CompareCounts(const Model& model, const storage::RowReader& rows,
                          const std::vector<std::string>& facilities);

// For every movement of the model whether a second person stands for it, and that none is posted
// and waits for one without an exception, open or closed by a person.
std::string CompareSignatures(const Model& model, const storage::RowReader& rows);
// The register of an item (and of a place, or of all): it chains, and at the end of each day it has
// what the model has.
std::string CompareRegister(const Model& model, const storage::RowReader& rows,
                            const std::string& facility, const std::string& item,
                            const std::string& place);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_MODEL_CHECK_H_
