#include "services/inventory/domain/catalogue/gtin.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "services/inventory/gs1/check_digit.h"

namespace waystation::inventory {
namespace {

// The first of 14 digits of items that differ in weight from piece to piece.
constexpr char kVariableMeasure = '9';

}  // namespace

void CheckGtins(std::vector<FieldViolation>& violations, absl::string_view prefix,
                const v1::Item& item) {
  std::set<std::string> seen;
  for (int i = 0; i < item.packs_size(); ++i) {
    if (item.packs(i).gtin().empty()) continue;
    const std::string field = absl::StrCat(prefix, ".packs[", i, "].gtin");
    const absl::StatusOr<std::string> gtin = gs1::Gtin14(item.packs(i).gtin());
    if (!gtin.ok()) {
      violations.push_back({field, std::string(gtin.status().message())});
    } else if (gtin->front() == kVariableMeasure) {
      violations.push_back({field, absl::StrCat("got \"", *gtin,
                                                "\", want none that begins with 9: such an item "
                                                "differs in weight from piece to piece")});
    } else if (!seen.insert(*gtin).second) {
      violations.push_back({field, absl::StrCat("got \"", *gtin, "\" again, want each GTIN once")});
    }
  }
}

void PadGtins(v1::Item& item) {
  for (v1::Pack& pack : *item.mutable_packs()) {
    const absl::StatusOr<std::string> gtin = gs1::Gtin14(pack.gtin());
    if (gtin.ok()) pack.set_gtin(*gtin);
  }
}

absl::Status CheckGtinsAreFree(const v1::Item& item, const GtinHolders& holders) {
  for (const v1::Pack& pack : item.packs()) {
    const auto holder = holders.find(pack.gtin());
    if (holder == holders.end() || holder->second == item.name()) continue;
    return Error(Reason::ERROR_REASON_ALREADY_EXISTS, "a pack of another item has this GTIN",
                 {{"resource", holder->second}, {"gtin", pack.gtin()}});
  }
  return absl::OkStatus();
}

const v1::Pack* FindPack(const v1::Item& item, absl::string_view gtin) {
  for (const v1::Pack& pack : item.packs()) {
    if (!gtin.empty() && pack.gtin() == gtin) return &pack;
  }
  return nullptr;
}

AliasPack FindPackOfAlias(const v1::Item& item, absl::string_view gtin) {
  for (const v1::ItemAlias& alias : item.aliases()) {
    for (const v1::Pack& pack : alias.packs()) {
      if (!gtin.empty() && pack.gtin() == gtin) return {&alias, &pack};
    }
  }
  return {};
}

}  // namespace waystation::inventory
