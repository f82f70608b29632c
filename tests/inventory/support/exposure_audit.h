#ifndef TESTS_INVENTORY_SUPPORT_EXPOSURE_AUDIT_H_
#define TESTS_INVENTORY_SUPPORT_EXPOSURE_AUDIT_H_

#include <string>

#include "storage/rows.h"

namespace waystation::inventory {

// Every exposure is of stock that is there and has its exception, which is of that lot; each place
// counts its own. Empty when all is well.
std::string AuditExposures(const storage::RowReader& rows);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_EXPOSURE_AUDIT_H_
