#ifndef CLIENTS_CLI_PAGING_H_
#define CLIENTS_CLI_PAGING_H_

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/context.h"

namespace waystation::cli {

// The most that servers give in one page.
inline constexpr int kLargestPage = 1000;

// Reads pages until `limit` things are there (0: all). The result is the last page with the things
// of all pages in it; its next_page_token tells whether there is more. `things` gives a response's
// mutable repeated field, such as [](auto& response) { return response.mutable_items(); }.
// `seen` hears of each page as it came, such as to add up what it holds beside the things.
template <typename Response, typename Request, typename Things, typename Seen>
absl::StatusOr<Response> ReadPages(Request request, int limit, Things things, Context* context,
                                   Seen seen) {
  Response all;
  while (true) {
    int wanted = limit == 0 ? kLargestPage : limit - things(all)->size();
    request.set_page_size(std::min(wanted, kLargestPage));
    absl::StatusOr<Response> page = context->client().Read<Response>(request);
    if (!page.ok()) return page.status();
    seen(*page);
    things(all)->MergeFrom(*things(*page));
    things(*page)->Swap(things(all));
    all = *std::move(page);
    request.set_page_token(all.next_page_token());
    bool full = limit != 0 && things(all)->size() >= limit;
    if (all.next_page_token().empty() || full) return all;
  }
}

template <typename Response, typename Request, typename Things>
absl::StatusOr<Response> ReadPages(Request request, int limit, Things things, Context* context) {
  return ReadPages<Response>(std::move(request), limit, things, context, [](const Response&) {});
}

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_PAGING_H_
