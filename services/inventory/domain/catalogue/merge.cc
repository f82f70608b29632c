#include "services/inventory/domain/catalogue/merge.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/catalogue/item.h"
#include "services/inventory/domain/catalogue/medicine.h"
#include "services/inventory/limits.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// A field by which two items are not one thing.
struct ItemDifference {
  std::string field;
  std::string got;
  std::string want;
};

std::string MedicineText(const v1::MedicineIdentity& medicine) {
  std::vector<std::string> parts = {medicine.inn(), medicine.strength(), medicine.form()};
  if (!medicine.route().empty()) parts.push_back(medicine.route());
  return absl::StrJoin(parts, ", ");
}

std::map<std::string, int64_t> KitQuantitiesOf(const v1::Item& item) {
  std::map<std::string, int64_t> contents;
  for (const v1::KitContent& content : item.kit_contents()) {
    contents[content.item()] = content.quantity();
  }
  return contents;
}

std::string KitText(const v1::Item& item) {
  return item.kit_contents().empty() ? "no kit"
                                     : absl::StrCat("a kit of ", item.kit_contents_size());
}

std::set<std::string> AllergensMissing(const v1::Item& item, const v1::Item& kept) {
  std::set<std::string> missing(item.allergens().begin(), item.allergens().end());
  for (const std::string& allergen : kept.allergens()) missing.erase(allergen);
  return missing;
}

// What is said of one alone proves nothing: a duplicate often says less.
bool BothSayOther(int64_t a, int64_t b) { return a != 0 && b != 0 && a != b; }

// What makes one thing of them impossible.
std::optional<ItemDifference> KindDifference(const v1::Item& item, const v1::Item& kept) {
  if (item.base_unit() != kept.base_unit()) {
    return ItemDifference{"base_unit", v1::BaseUnit_Name(item.base_unit()),
                          v1::BaseUnit_Name(kept.base_unit())};
  }
  const std::string medicine = IdentityKey(item.medicine());
  const std::string kept_medicine = IdentityKey(kept.medicine());
  if (!medicine.empty() && !kept_medicine.empty() && medicine != kept_medicine) {
    return ItemDifference{"medicine", MedicineText(item.medicine()), MedicineText(kept.medicine())};
  }
  if (BothSayOther(item.dietary_use(), kept.dietary_use())) {
    return ItemDifference{"dietary_use", v1::DietaryUse_Name(item.dietary_use()),
                          v1::DietaryUse_Name(kept.dietary_use())};
  }
  if (kept.menu_allowed() && item.has_medicine()) {
    return ItemDifference{"medicine", MedicineText(item.medicine()),
                          "none, as for what is in menus"};
  }
  if (BothSayOther(item.grams_per_unit(), kept.grams_per_unit())) {
    return ItemDifference{"grams_per_unit", absl::StrCat(item.grams_per_unit()),
                          absl::StrCat(kept.grams_per_unit())};
  }
  if (BothSayOther(item.density_mg_per_ml(), kept.density_mg_per_ml())) {
    return ItemDifference{"density_mg_per_ml", absl::StrCat(item.density_mg_per_ml()),
                          absl::StrCat(kept.density_mg_per_ml())};
  }
  if (KitQuantitiesOf(item) != KitQuantitiesOf(kept)) {
    return ItemDifference{"kit_contents", KitText(item), absl::StrCat(KitText(kept), ", the same")};
  }
  return std::nullopt;
}

// What the kept item must say because the duplicate did.
std::optional<ItemDifference> SafetyDifference(const v1::Item& item, const v1::Item& kept) {
  if (item.controlled() && !kept.controlled()) {
    return ItemDifference{"controlled", "true", "true of the kept item too"};
  }
  const std::set<std::string> missing = AllergensMissing(item, kept);
  if (!missing.empty()) {
    return ItemDifference{"allergens", absl::StrJoin(missing, " "), "them in the kept item too"};
  }
  return std::nullopt;
}

absl::Status CheckOneThing(const v1::Item& item, const v1::Item& kept) {
  std::optional<ItemDifference> difference = KindDifference(item, kept);
  if (!difference.has_value()) difference = SafetyDifference(item, kept);
  if (!difference.has_value()) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_ITEMS_DIFFER, "the two items are not one thing",
               {{"resource", item.name()},
                {"into", kept.name()},
                {"field", difference->field},
                {"got", difference->got},
                {"want", difference->want}});
}

absl::Status CheckInto(const v1::MergeItemRequest& request, const MergeState& state) {
  const int aliases = state.kept->aliases_size() + state.item->aliases_size() + 1;
  std::vector<FieldViolation> violations;
  if (state.kept->name() == request.name()) {
    const bool itself = request.into() == request.name();
    violations.push_back(
        {"into", absl::StrCat("got \"", request.into(), "\", ",
                              itself ? "the item itself" : "an alias of the item itself",
                              ", want another item")});
  } else if (aliases > kMaxAliases) {
    violations.push_back({"into", absl::StrCat("got an item that would have ", aliases,
                                               " aliases, want at most ", kMaxAliases)});
  }
  return violations.empty() ? absl::OkStatus() : InvalidFields(violations);
}

v1::Item WithItemEtag(v1::Item item) {
  item.set_etag(ItemEtag(item));
  return item;
}

v1::Item MergedInto(v1::Item item, const v1::ItemMerge& merge) {
  item.clear_aliases();
  *item.mutable_merge() = merge;
  return WithItemEtag(std::move(item));
}

v1::Item WithAliases(v1::Item kept, const v1::Item& item) {
  std::map<std::string, v1::ItemAlias> aliases;
  aliases[item.name()] = AliasOf(item);
  for (const v1::Item* of : {&std::as_const(kept), &item}) {
    for (const v1::ItemAlias& alias : of->aliases()) aliases[alias.item()] = alias;
  }
  kept.clear_aliases();
  for (auto& [name, alias] : aliases) *kept.add_aliases() = std::move(alias);
  return WithItemEtag(std::move(kept));
}

}  // namespace

absl::Status CheckIsNoAlias(const v1::Item& item) {
  if (!item.has_merge()) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_ITEM_IS_ALIAS, "the item was merged into another",
               {{"resource", item.name()}, {"into", item.merge().into()}});
}

v1::ItemAlias AliasOf(const v1::Item& item) {
  v1::ItemAlias alias;
  alias.set_item(item.name());
  *alias.mutable_display_names() = item.display_names();
  alias.set_inn(item.medicine().inn());
  *alias.mutable_codes() = item.codes();
  *alias.mutable_packs() = item.packs();
  return alias;
}

absl::StatusOr<v1::Item> NamingKept(v1::Item item, const std::string& duplicate,
                                    const std::string& kept) {
  google::protobuf::RepeatedPtrField<v1::Substitute> substitutes;
  std::set<std::string> named = {item.name()};
  for (v1::Substitute& substitute : *item.mutable_substitutes()) {
    if (substitute.item() == duplicate) substitute.set_item(kept);
    if (named.insert(substitute.item()).second) *substitutes.Add() = std::move(substitute);
  }
  *item.mutable_substitutes() = std::move(substitutes);

  google::protobuf::RepeatedPtrField<v1::KitContent> contents;
  std::map<std::string, int> places;
  for (v1::KitContent& content : *item.mutable_kit_contents()) {
    if (content.item() == duplicate) content.set_item(kept);
    const auto [place, is_new] = places.emplace(content.item(), contents.size());
    if (is_new) {
      *contents.Add() = std::move(content);
      continue;
    }
    v1::KitContent& first = contents[place->second];
    if (content.quantity() > std::numeric_limits<int64_t>::max() - first.quantity()) {
      return Error(Reason::ERROR_REASON_QUANTITY_OVERFLOW,
                   "the sum would leave the range of 64-bit integers",
                   {{"quantity", absl::StrCat(content.quantity())}, {"item", item.name()}});
    }
    first.set_quantity(first.quantity() + content.quantity());
  }
  *item.mutable_kit_contents() = std::move(contents);
  return WithItemEtag(std::move(item));
}

absl::StatusOr<v1::Event> DecideMergeItem(const v1::MergeItemRequest& request,
                                          const MergeState& state, const DecideContext& context) {
  if (!state.item.has_value()) return NotKnown(request.name());
  RETURN_IF_ERROR(CheckIsNoAlias(*state.item));
  if (!state.into.has_value() || !state.kept.has_value()) return NotKnown(request.into());
  RETURN_IF_ERROR(CheckInto(request, state));
  RETURN_IF_ERROR(CheckOneThing(*state.item, *state.kept));

  v1::ItemMerge merge;
  merge.set_into(state.kept->name());
  merge.set_reason(request.reason());
  merge.set_merged_by(request.merged_by());
  *merge.mutable_merge_time() = TimestampOf(context.now);
  v1::Event event;
  v1::ItemMerged& merged = *event.mutable_item_merged();
  *merged.mutable_item() = MergedInto(*state.item, merge);
  ASSIGN_OR_RETURN(v1::Item kept, NamingKept(*state.kept, request.name(), merge.into()));
  *merged.mutable_kept_item() = WithAliases(std::move(kept), *state.item);
  for (const v1::Item& alias : state.aliases) {
    v1::ItemMerge again = alias.merge();
    again.set_into(merge.into());
    *merged.add_aliases() = MergedInto(alias, again);
  }
  for (const v1::Item& naming : state.naming) {
    ASSIGN_OR_RETURN(*merged.add_changed_items(), NamingKept(naming, request.name(), merge.into()));
  }
  merged.mutable_facilities()->Assign(state.facilities.begin(), state.facilities.end());
  return event;
}

}  // namespace waystation::inventory
