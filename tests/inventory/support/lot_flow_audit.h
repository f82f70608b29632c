#ifndef TESTS_INVENTORY_SUPPORT_LOT_FLOW_AUDIT_H_
#define TESTS_INVENTORY_SUPPORT_LOT_FLOW_AUDIT_H_

#include <string>

#include "storage/log.h"
#include "storage/rows.h"

namespace waystation::inventory {

// Every lot flow is what the legs of the log come to, by account and purpose, and all flows of a
// lot at a facility together are what its positions there hold. Empty when it is so.
std::string AuditLotFlows(const storage::RowReader& rows, const storage::Log& log);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_LOT_FLOW_AUDIT_H_
