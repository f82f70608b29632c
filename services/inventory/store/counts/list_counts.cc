#include <algorithm>
#include <string>
#include <utility>

#include "services/inventory/limits.h"
#include "services/inventory/store/counts/count_keys.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::StatusOr<std::string> ListCounts(const storage::RowReader& rows,
                                       const v1::ListCountsRequest& request, const Page& page,
                                       v1::ListCountsResponse* response) {
  RETURN_IF_ERROR(RequireFacility(rows, request.parent()).status());
  const absl::string_view facility = LastId(request.parent());
  const std::string prefix = CountTimePrefix(facility);
  std::string last_key;
  size_t bytes = 0;
  auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (response->counts_size() == page.size || bytes > kMaxCountPageBytes) return last_key;
    last_key = std::string(cursor->key());
    storage::KeyReader key(last_key);
    key.String();
    key.DescendingInt64();
    key.DescendingInt64();
    const std::string id = key.String();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(auto count, GetMessage<v1::Count>(rows, CountKey(facility, id)));
    if (!count.has_value()) return DamagedRow();
    ASSIGN_OR_RETURN(*response->add_counts(), WithDifferences(rows, *std::move(count)));
    bytes += response->counts().rbegin()->ByteSizeLong();
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory
