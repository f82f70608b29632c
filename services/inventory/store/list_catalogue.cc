#include <algorithm>

#include "services/inventory/domain/text_search.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

bool Matches(const v1::Item& item, const v1::ListItemsRequest& request,
             const std::string& folded_text) {
  if (!request.category().empty() && item.category() != request.category()) return false;
  if (request.vital_class() != v1::VITAL_CLASS_UNSPECIFIED &&
      item.vital_class() != request.vital_class()) {
    return false;
  }
  return ItemHasText(item, folded_text);
}

}  // namespace

absl::StatusOr<std::string> ListItems(const storage::RowReader& rows,
                                      const v1::ListItemsRequest& request, const Page& page,
                                      v1::ListItemsResponse* response) {
  const std::string folded_text = FoldCase(request.text());
  const std::string prefix(1, static_cast<char>(kItemTable));
  const std::string begin = std::max(prefix, page.after_key + '\0');
  std::string last_key;
  auto cursor = rows.Scan(begin, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::Item item;
    if (!item.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    if (!Matches(item, request, folded_text)) continue;
    if (response->items_size() == page.size) return last_key;
    last_key = std::string(cursor->key());
    *response->add_items() = std::move(item);
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory
