#include <algorithm>
#include <utility>
#include <vector>

#include "services/inventory/domain/catalogue/text_search.h"
#include "services/inventory/domain/catalogue/vital_class.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

bool Matches(const v1::Item& item, const v1::ListItemsRequest& request) {
  if (!request.category().empty() && item.category() != request.category()) return false;
  return request.vital_class() == v1::VITAL_CLASS_UNSPECIFIED ||
         VitalClassAt(item, request.facility_kind()) == request.vital_class();
}

// Takes items one after another, in the list's order, until the page is full.
class ItemPage {
 public:
  ItemPage(const v1::ListItemsRequest& request, int size, v1::ListItemsResponse* response)
      : request_(request), size_(size), response_(response) {}

  // False: the item matches, but there is no room for it.
  absl::StatusOr<bool> Take(absl::string_view value) {
    v1::Item item;
    if (!item.ParseFromArray(value.data(), static_cast<int>(value.size()))) return DamagedRow();
    if (!Matches(item, request_)) return true;
    const bool full = response_->items_size() == size_ ||
                      (response_->items_size() > 0 && bytes_ + value.size() > kMaxItemPageBytes);
    if (full) return false;
    bytes_ += value.size();
    *response_->add_items() = std::move(item);
    return true;
  }

 private:
  const v1::ListItemsRequest& request_;
  const int size_;
  v1::ListItemsResponse* const response_;
  size_t bytes_ = 0;
};

absl::StatusOr<std::string> ListAll(const RowReader& rows, const v1::ListItemsRequest& request,
                                    const Page& page, v1::ListItemsResponse* response) {
  const std::string prefix(1, static_cast<char>(kItemTable));
  const std::string begin = std::max(prefix, page.after_key + '\0');
  ItemPage items(request, page.size, response);
  std::string last_key;
  auto cursor = rows.Scan(begin, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    const int before = response->items_size();
    ASSIGN_OR_RETURN(const bool taken, items.Take(cursor->value()));
    if (!taken) return last_key;
    if (response->items_size() > before) last_key = std::string(cursor->key());
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

// An item's place in the order of a search: its rank, then its id.
std::string SearchKey(SearchRank rank, absl::string_view id) {
  return static_cast<char>('0' + static_cast<int>(rank)) + std::string(id);
}

// Places after `after_key` of all items that match the text, in order.
absl::StatusOr<std::vector<std::string>> Search(const RowReader& rows, const SearchQuery& query,
                                                const std::string& after_key) {
  std::vector<std::string> found;
  const std::string prefix(1, static_cast<char>(kItemTextTable));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    const std::optional<SearchRank> rank = query.RankIn(cursor->value());
    if (!rank.has_value()) continue;
    std::string key = SearchKey(*rank, storage::KeyReader(cursor->key()).String());
    if (key > after_key) found.push_back(std::move(key));
  }
  RETURN_IF_ERROR(cursor->status());
  std::sort(found.begin(), found.end());
  return found;
}

// Of which alias the text is, when it is that of one rather than the item's own.
void TellAlias(const v1::Item& item, const SearchQuery& query, v1::ListItemsResponse& response) {
  if (item.aliases().empty()) return;
  std::optional<SearchRank> best = query.RankIn(OwnSearchTextOf(item));
  const v1::ItemAlias* match = nullptr;
  for (const v1::ItemAlias& alias : item.aliases()) {
    const std::optional<SearchRank> rank = query.RankIn(SearchTextOf(alias));
    if (!rank.has_value() || (best.has_value() && *best <= *rank)) continue;
    best = rank;
    match = &alias;
  }
  if (match == nullptr) return;
  v1::AliasMatch& told = *response.add_alias_matches();
  told.set_item(item.name());
  told.set_alias(match->item());
}

absl::StatusOr<std::string> ListFound(const RowReader& rows, const v1::ListItemsRequest& request,
                                      const Page& page, v1::ListItemsResponse* response) {
  const SearchQuery query(request.text());
  ASSIGN_OR_RETURN(const std::vector<std::string> found, Search(rows, query, page.after_key));
  ItemPage items(request, page.size, response);
  std::string last_key;
  for (const std::string& key : found) {
    ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(ItemKey(key.substr(1))));
    if (!value.has_value()) return DamagedRow();
    const int before = response->items_size();
    ASSIGN_OR_RETURN(const bool taken, items.Take(*value));
    if (!taken) return last_key;
    last_key = key;
    if (response->items_size() > before) TellAlias(*response->items().rbegin(), query, *response);
  }
  return std::string();
}

}  // namespace

absl::StatusOr<std::string> ListItems(const RowReader& rows, const v1::ListItemsRequest& request,
                                      const Page& page, v1::ListItemsResponse* response) {
  return request.text().empty() ? ListAll(rows, request, page, response)
                                : ListFound(rows, request, page, response);
}

absl::StatusOr<std::string> ListStorageClasses(const RowReader& rows, const Page& page,
                                               v1::ListStorageClassesResponse* response) {
  const std::string prefix(1, static_cast<char>(kStorageClassTable));
  std::string last_key;
  auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (response->storage_classes_size() == page.size) return last_key;
    last_key = std::string(cursor->key());
    v1::StorageClass& row = *response->add_storage_classes();
    if (!row.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory
