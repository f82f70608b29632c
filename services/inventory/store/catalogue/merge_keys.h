// The tables of merged items; keys as in store/tables.h.
//
//    51 alias         item             v1.Item, which has no row in item (table 1)
//    53 merged_book   alias facility   int64 revision of the entry by which something of the alias
//                                      may be left in the facility's book
#ifndef SERVICES_INVENTORY_STORE_CATALOGUE_MERGE_KEYS_H_
#define SERVICES_INVENTORY_STORE_CATALOGUE_MERGE_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace waystation::inventory {

inline constexpr uint8_t kAliasTable = 51;
inline constexpr uint8_t kMergedBookTable = 53;

// Ids, not names.
std::string AliasKey(absl::string_view item);
std::string MergedBookKey(absl::string_view alias, absl::string_view facility);
// Prefixes of tables of store/tables.h: all lots, and all open shortfalls, of an item at a
// facility.
std::string LotPrefix(absl::string_view facility, absl::string_view item);
std::string OpenShortfallPrefix(absl::string_view facility, absl::string_view item);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CATALOGUE_MERGE_KEYS_H_
