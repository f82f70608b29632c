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

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_MODEL_CHECK_H_
