#include "services/inventory/store/catalogue/merge_keys.h"

#include "services/inventory/store/tables.h"
#include "storage/key.h"

namespace waystation::inventory {

std::string AliasKey(absl::string_view item) {
  return storage::KeyBuilder(kAliasTable).String(item).Take();
}

std::string MergedBookKey(absl::string_view alias, absl::string_view facility) {
  return storage::KeyBuilder(kMergedBookTable).String(alias).String(facility).Take();
}

std::string LotPrefix(absl::string_view facility, absl::string_view item) {
  return storage::KeyBuilder(kLotTable).String(facility).String(item).Take();
}

std::string OpenShortfallPrefix(absl::string_view facility, absl::string_view item) {
  return storage::KeyBuilder(kOpenShortfallTable).String(facility).String(item).Take();
}

}  // namespace waystation::inventory
