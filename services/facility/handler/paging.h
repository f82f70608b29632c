#ifndef SERVICES_FACILITY_HANDLER_PAGING_H_
#define SERVICES_FACILITY_HANDLER_PAGING_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/facility/store/list.h"
#include "services/facility/store/tables.h"
#include "services/runtime/page.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {

// Tokens name the query by its other fields, the log, and the last key looked at: rows that come
// and go between pages neither repeat nor hide others.

// Moves the page that the request asks for into `items` of its answer, and sets the token of the
// next. `list` reads a page. PAGE_TOKEN_MISMATCH when the request's token is of another query, or
// what `list` said.
template <typename Request, typename Response, typename Item, typename List>
absl::Status FillPage(const Request& request, Response* answer,
                      google::protobuf::RepeatedPtrField<Item>* items, List list) {
  const std::string filter_hash = runtime::FilterHash(request);
  PageRequest wanted;
  wanted.size = runtime::PageSize(request.page_size());
  ASSIGN_OR_RETURN(wanted.after,
                   runtime::DecodePageToken(request.page_token(), filter_hash, kLogName));
  ASSIGN_OR_RETURN(Page<Item> page, list(wanted));
  for (Item& item : page.items) *items->Add() = std::move(item);
  if (page.next_key.empty()) return absl::OkStatus();
  answer->set_next_page_token(runtime::EncodePageToken({filter_hash, kLogName, page.next_key}));
  return absl::OkStatus();
}

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_HANDLER_PAGING_H_
