// An item as typed on the command line, for create and update.
#ifndef CLIENTS_CLI_CATALOGUE_ITEM_ENTRY_H_
#define CLIENTS_CLI_CATALOGUE_ITEM_ENTRY_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace CLI {
class App;
}

namespace waystation::cli {

struct ItemEntry {
  std::string id;
  std::map<std::string, std::string> names;
  std::string category;
  std::string unit;
  std::string vital_class;
  std::string storage_class = "ambient";
  std::string hazard_class;
  std::string dietary_use;
  std::string inn;
  std::string strength;
  std::string form;
  std::string route;
  std::vector<std::string> classes_by_kind;
  std::vector<std::string> packs;
  std::vector<std::string> gtins;
  std::vector<std::string> codes;
  std::vector<std::string> allergens;
  std::vector<std::string> nutrients;
  std::vector<std::string> substitutes;
  std::vector<std::string> contents;
  int64_t grams_per_unit = 0;
  int64_t density = 0;
  std::string controlled;
  std::string menu_allowed;
};

// The options that both commands share; `entry` outlives the parsed command.
void AddItemFields(CLI::App* command, ItemEntry* entry);

// Changes `item` to what was given on the line of `command`, and adds the names of the fields that
// it changed to `fields`. A list that is given stands in place of the one before ("none" alone: an
// empty one); of names, nutrients and the medicine's identity only the parts that are given change.
absl::Status FillItem(const ItemEntry& entry, const CLI::App* command, inventory::v1::Item* item,
                      std::vector<std::string>* fields);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_CATALOGUE_ITEM_ENTRY_H_
