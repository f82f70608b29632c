#ifndef SERVICES_FACILITY_HANDLER_PAGING_H_
#define SERVICES_FACILITY_HANDLER_PAGING_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/facility/store/list.h"
#include "services/facility/store/tables.h"
#include "services/runtime/page.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {

// Tokens name the query by its other fields, the log, and the last key looked at: rows that come
// and go between pages neither repeat nor hide others.

// The page that a list request asks for. PAGE_TOKEN_MISMATCH when its token is of another query.
template <typename Request>
absl::StatusOr<PageRequest> PageOf(const Request& request) {
  PageRequest page;
  page.size = runtime::PageSize(request.page_size());
  ASSIGN_OR_RETURN(page.after, runtime::DecodePageToken(request.page_token(),
                                                        runtime::FilterHash(request), kLogName));
  return page;
}

// The token for what comes after `next_key`; empty when nothing does.
template <typename Request>
std::string TokenFor(const Request& request, const std::string& next_key) {
  if (next_key.empty()) return "";
  return runtime::EncodePageToken({runtime::FilterHash(request), kLogName, next_key});
}

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_HANDLER_PAGING_H_
