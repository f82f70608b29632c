#include "clients/cli/catalogue/pack_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/context.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "services/inventory/gs1/check_digit.h"

namespace waystation::cli {

using inventory::v1::Pack;

absl::Status SetGtins(const std::vector<std::string>& texts, Packs* packs) {
  for (const std::string& text : texts) {
    const size_t equals = text.rfind('=');
    const std::string name = text.substr(0, equals);
    auto pack = std::find_if(packs->begin(), packs->end(),
                             [&name](const Pack& known) { return known.name() == name; });
    if (equals == std::string::npos || pack == packs->end()) {
      const std::string names =
          absl::StrJoin(*packs, ", ", [](std::string* out, const Pack& known) {
            absl::StrAppend(out, "\"", known.name(), "\"");
          });
      return WrongOption("--gtin",
                         absl::StrCat("got \"", Quotable(text),
                                      "\", want PACK=GTIN, PACK being one of the item's: ",
                                      names.empty() ? "it has none" : names));
    }
    const std::string digits = text.substr(equals + 1);
    if (digits.empty()) {
      pack->clear_gtin();
      continue;
    }
    absl::StatusOr<std::string> gtin = inventory::gs1::Gtin14(digits);
    if (!gtin.ok()) return WrongOption("--gtin", gtin.status());
    pack->set_gtin(*gtin);
  }
  return absl::OkStatus();
}

void KeepPackFacts(const Packs& before, Packs* packs) {
  for (Pack& pack : *packs) {
    for (const Pack& known : before) {
      if (known.name() == pack.name() && known.quantity() == pack.quantity()) pack = known;
    }
  }
}

std::string ShowPack(const Pack& pack, inventory::v1::BaseUnit unit) {
  return absl::StrCat(pack.name(), " = ", FormatQuantity(pack.quantity(), unit),
                      pack.gtin().empty() ? "" : ", GTIN ", pack.gtin());
}

}  // namespace waystation::cli
