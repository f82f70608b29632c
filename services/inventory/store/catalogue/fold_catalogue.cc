#include "services/inventory/store/catalogue/fold_catalogue.h"

#include <map>
#include <optional>
#include <string>

#include "services/inventory/domain/catalogue/medicine.h"
#include "services/inventory/domain/catalogue/text_search.h"
#include "services/inventory/store/controlled/controlled_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// The index rows that an item has, by key.
std::map<std::string, std::string> IndexRows(const v1::Item& item) {
  const absl::string_view id = LastId(item.name());
  std::map<std::string, std::string> rows;
  const std::string identity = IdentityKey(item.medicine());
  if (!identity.empty()) rows[ItemIdentityKey(identity, id)] = "";
  for (const v1::KitContent& content : item.kit_contents()) {
    rows[KitContentKey(LastId(content.item()), id)] = "";
  }
  if (item.controlled()) rows[ControlledItemKey(id)] = "";
  for (const v1::Pack& pack : item.packs()) {
    if (!pack.gtin().empty()) rows[GtinKey(pack.gtin())] = std::string(id);
  }
  for (const v1::ItemAlias& alias : item.aliases()) {
    for (const v1::Pack& pack : alias.packs()) {
      if (!pack.gtin().empty()) rows[GtinKey(pack.gtin())] = std::string(id);
    }
  }
  return rows;
}

}  // namespace

absl::Status FoldItem(storage::RowWriter& rows, const v1::Item& item) {
  const absl::string_view id = LastId(item.name());
  ASSIGN_OR_RETURN(const std::optional<v1::Item> before, GetMessage<v1::Item>(rows, ItemKey(id)));
  const std::map<std::string, std::string> now = IndexRows(item);
  if (before.has_value()) {
    for (const auto& [key, value] : IndexRows(*before)) {
      if (!now.contains(key)) rows.Delete(key);
    }
  }
  for (const auto& [key, value] : now) rows.Put(key, value);
  rows.Put(ItemKey(id), item.SerializeAsString());
  rows.Put(ItemTextKey(id), SearchTextOf(item));
  return absl::OkStatus();
}

absl::Status DropItem(storage::RowWriter& rows, absl::string_view id) {
  ASSIGN_OR_RETURN(const std::optional<v1::Item> item, GetMessage<v1::Item>(rows, ItemKey(id)));
  if (!item.has_value()) return DamagedRow();
  for (const auto& [key, value] : IndexRows(*item)) rows.Delete(key);
  rows.Delete(ItemKey(id));
  rows.Delete(ItemTextKey(id));
  return absl::OkStatus();
}

void FoldStorageClass(storage::RowWriter& rows, const v1::StorageClass& storage_class) {
  rows.Put(StorageClassKey(LastId(storage_class.name())), storage_class.SerializeAsString());
}

}  // namespace waystation::inventory
