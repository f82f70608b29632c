#ifndef SERVICES_INVENTORY_HANDLER_PAGING_H_
#define SERVICES_INVENTORY_HANDLER_PAGING_H_

#include <string>

#include "absl/status/status.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/tables.h"
#include "services/runtime/page.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

// Reads the request's page token, calls `list` with the page, which returns where the next one
// goes on (or nothing), and sets the answer's token. PAGE_TOKEN_MISMATCH, or what `list` said.
template <typename Request, typename Response, typename List>
absl::Status FillPage(const Request& request, Response* response, List list) {
  const std::string filter_hash = runtime::FilterHash(request);
  Page page = {.size = runtime::PageSize(request.page_size())};
  ASSIGN_OR_RETURN(page.after_key,
                   runtime::DecodePageToken(request.page_token(), filter_hash, kOwnLog));
  ASSIGN_OR_RETURN(const std::string last_key, list(page));
  if (!last_key.empty()) {
    response->set_next_page_token(runtime::EncodePageToken(
        {.filter_hash = filter_hash, .log = kOwnLog, .last_key = last_key}));
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_HANDLER_PAGING_H_
