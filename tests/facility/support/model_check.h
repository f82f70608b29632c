#ifndef TESTS_FACILITY_SUPPORT_MODEL_CHECK_H_
#define TESTS_FACILITY_SUPPORT_MODEL_CHECK_H_

#include <string>

#include "absl/time/time.h"
#include "storage/rows.h"
#include "tests/facility/support/facility_model.h"

namespace waystation::facility {

// Empty when everything that the service tells at `now`, of every facility, is what the model
// tells; else the first difference.
std::string CompareFacilities(const FacilityModel& model, const storage::RowReader& rows,
                              absl::Time now);

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_SUPPORT_MODEL_CHECK_H_
