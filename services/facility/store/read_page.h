// How every list reads a page of rows.
#ifndef SERVICES_FACILITY_STORE_READ_PAGE_H_
#define SERVICES_FACILITY_STORE_READ_PAGE_H_

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/limits.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/list.h"
#include "storage/base/status_macros.h"
#include "storage/rows.h"

namespace waystation::facility {

struct KeyRange {
  std::string begin;
  std::string end;
};

// Fills a page from the rows of `range`. `take` gives the item that a row stands for, or nullopt
// when the filter leaves it out.
template <typename Item>
absl::StatusOr<Page<Item>> ReadPage(const storage::RowReader& rows, const KeyRange& range,
                                    const PageRequest& request,
                                    const std::function<absl::StatusOr<std::optional<Item>>(
                                        absl::string_view key, absl::string_view value)>& take) {
  Page<Item> page;
  std::string begin = range.begin;
  // The least key after it; a token never leads out of the range.
  if (!request.after.empty()) begin = std::max(begin, request.after + '\0');
  int seen = 0;
  const std::unique_ptr<storage::RowCursor> cursor = rows.Scan(begin, range.end);
  std::string last;
  while (cursor->Valid()) {
    if (static_cast<int>(page.items.size()) == request.size || seen == kMaxRowsPerPage) {
      page.next_key = last;
      return page;
    }
    last = std::string(cursor->key());
    ASSIGN_OR_RETURN(std::optional<Item> item, take(cursor->key(), cursor->value()));
    if (item.has_value()) page.items.push_back(*std::move(item));
    ++seen;
    cursor->Next();
  }
  RETURN_IF_ERROR(cursor->status());
  return page;
}

// LOG_DAMAGED for a row that is not one.
template <typename Message>
absl::StatusOr<Message> ParseRow(absl::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return DamagedRow(Message::descriptor()->name());
  }
  return message;
}

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_READ_PAGE_H_
