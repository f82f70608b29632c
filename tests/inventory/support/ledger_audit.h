// What holds of inventory's rows whatever was recorded, with nothing of a model.
#ifndef TESTS_INVENTORY_SUPPORT_LEDGER_AUDIT_H_
#define TESTS_INVENTORY_SUPPORT_LEDGER_AUDIT_H_

#include <string>

#include "storage/log.h"
#include "storage/rows.h"

namespace waystation::inventory {

// Each is empty when all is well, else says the first thing that is wrong.

// No position below nothing at the end of any day; a position's total is the sum of its days; the
// indexes of exceptions by state and of open shortfalls name exactly those that they should; an
// item's row counts its open shortfalls and the reservations that hold it; the last number of each
// series is its highest.
std::string AuditRows(const storage::RowReader& rows);

// Of each item in each facility's book: what the rows say is in positions, and what the log's
// events say went to and came from all other accounts, come to nothing. REQUIRES: the rows hold all
// of the log.
std::string AuditZeroSum(const storage::RowReader& rows, const storage::Log& log);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_LEDGER_AUDIT_H_
