// Pages of an index whose rows hold the state of what they name.
#ifndef SERVICES_INVENTORY_STORE_REQUESTS_WALK_PAGE_H_
#define SERVICES_INVENTORY_STORE_REQUESTS_WALK_PAGE_H_

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "storage/rows.h"

namespace waystation::inventory {

// The scope to walk: a facility that is known, or all.
inline absl::StatusOr<std::string> ScopeOf(const storage::RowReader& rows,
                                           const std::string& parent) {
  const std::string scope(LastId(parent));
  if (scope != kAllFacilities) RETURN_IF_ERROR(RequireFacility(rows, parent).status());
  return scope;
}

// Walks the rows below `prefix` whose state `states` allows, all where it is empty, and adds each
// by `add(row's key)`, which tells whether it did. Returns where the next page goes on; empty:
// nowhere.
template <typename States, typename Add>
absl::StatusOr<std::string> WalkPage(const storage::RowReader& rows, const std::string& prefix,
                                     const States& states, const Page& page, Add add) {
  std::string last_key;
  int added = 0;
  int scanned = 0;
  auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (added == page.size || scanned == kRowsScannedPerPage) return last_key;
    ++scanned;
    last_key = std::string(cursor->key());
    ASSIGN_OR_RETURN(const int64_t state, DecodeInt64(cursor->value()));
    if (!states.empty() && std::find(states.begin(), states.end(), state) == states.end()) continue;
    const absl::StatusOr<bool> is_added = add(storage::KeyReader(last_key));
    RETURN_IF_ERROR(is_added.status());
    if (*is_added) ++added;
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REQUESTS_WALK_PAGE_H_
