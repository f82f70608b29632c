// What inventory's log says was posted.
#ifndef TESTS_INVENTORY_SUPPORT_POSTED_MOVEMENTS_H_
#define TESTS_INVENTORY_SUPPORT_POSTED_MOVEMENTS_H_

#include <functional>
#include <string>

#include "storage/log.h"
#include "waystation/common/v1/log.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// Each visitor says what is wrong, which ends the visit and is returned; empty: nothing.

using VisitEntry = std::function<std::string(const common::v1::LogEntry&)>;
using VisitMovement = std::function<std::string(const v1::Movement&)>;

// Every entry of the log, in its order.
std::string VisitEntries(const storage::Log& log, const VisitEntry& visit);

// Every movement that the entry, or the whole log, posted, in its order.
std::string VisitPosted(const common::v1::LogEntry& entry, const VisitMovement& visit);
std::string VisitPosted(const storage::Log& log, const VisitMovement& visit);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_POSTED_MOVEMENTS_H_
