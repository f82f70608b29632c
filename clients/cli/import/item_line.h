// The columns item, quantity and packs, which lines of several kinds have.
#ifndef CLIENTS_CLI_IMPORT_ITEM_LINE_H_
#define CLIENTS_CLI_IMPORT_ITEM_LINE_H_

#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {

// An item that exists.
template <typename Line>
void SetItem(const Cells& cells, const ImportFacts& facts, Line* line) {
  line->set_item(absl::StrCat("items/", cells.Id("item")));
  if (facts.items.find(line->item()) == facts.items.end()) {
    cells.Problem("item", absl::StrCat("got \"", Quotable(cells.Text("item")),
                                       "\", want an item that exists"));
  }
}

// `packs` counts packs of the item of which `quantity` is an exact multiple.
template <typename Line>
void SetPacks(const Cells& cells, const ImportFacts& facts, Line* line) {
  int64_t count = cells.Number("packs", 1, std::numeric_limits<int64_t>::max(), 0);
  if (count == 0) return;
  auto item = facts.items.find(line->item());
  if (item != facts.items.end() && line->quantity() % count == 0) {
    for (const auto& pack : item->second.packs()) {
      if (pack.quantity() != line->quantity() / count) continue;
      line->set_pack_name(pack.name());
      line->set_pack_count(count);
      line->set_pack_factor(pack.quantity());
      return;
    }
  }
  cells.Problem("packs", absl::StrCat("got \"", count,
                                      "\", want a number of packs of this item "
                                      "that makes the quantity ",
                                      line->quantity()));
}

// Base units, and the packs they came in. REQUIRES: the item is set.
template <typename Line>
void SetQuantity(const Cells& cells, const ImportFacts& facts, Line* line) {
  line->set_quantity(
      cells.Number("quantity", 1, std::numeric_limits<int64_t>::max(), std::nullopt));
  SetPacks(cells, facts, line);
}

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_ITEM_LINE_H_
