#include "services/inventory/domain/catalogue/catalogue.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/catalogue/gtin.h"
#include "services/inventory/domain/catalogue/item.h"
#include "services/inventory/domain/catalogue/merge.h"
#include "services/inventory/domain/checker.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/resource.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// What the item's fields say of other items; names of another form are CheckItem's to tell.
void CheckReferences(std::vector<FieldViolation>& violations, const v1::Item& item,
                     const ItemState& state) {
  Checker check(violations, "item");
  for (int i = 0; i < item.substitutes_size(); ++i) {
    const std::string& substitute = item.substitutes(i).item();
    const std::string field = absl::StrCat("substitutes[", i, "].item");
    if (substitute == item.name()) {
      check.AddQuoted(field, substitute, "another item than the one that it stands in for");
    } else if (ItemId(substitute).has_value() && !state.known_substitutes.contains(substitute)) {
      check.AddQuoted(field, substitute, "an item that exists");
    }
  }
  if (state.kit.has_value()) CheckKit(check, item, *state.kit);
}

template <typename ItemEvent>
void Fill(ItemEvent& event, v1::Item item, const ItemState& state) {
  item.set_etag(ItemEtag(item));
  *event.mutable_item() = std::move(item);
  event.mutable_same_identity_items()->Assign(state.same_identity.begin(),
                                              state.same_identity.end());
}

}  // namespace

v1::Item ItemAfter(const v1::CreateItemRequest& request) {
  v1::Item item = request.item();
  item.clear_merge();
  item.clear_aliases();
  item.set_name(ItemName(request.item_id()));
  PadGtins(item);
  return item;
}

v1::Item ItemAfter(const v1::UpdateItemRequest& request, const v1::Item& existing) {
  v1::Item item = existing;
  CopyFields(request.item(), request.update_mask(), item);
  item.set_name(existing.name());
  PadGtins(item);
  return item;
}

absl::StatusOr<v1::Event> DecideCreateItem(const v1::CreateItemRequest& request,
                                           const ItemState& state) {
  if (state.existing.has_value()) {
    return Error(Reason::ERROR_REASON_ALREADY_EXISTS, "the id is taken",
                 {{"resource", state.existing->name()}});
  }
  const v1::Item item = ItemAfter(request);
  std::vector<FieldViolation> violations;
  CheckReferences(violations, item, state);
  if (!violations.empty()) return InvalidFields(violations);

  v1::Event event;
  Fill(*event.mutable_item_created(), item, state);
  return event;
}

absl::StatusOr<v1::Event> DecideUpdateItem(const v1::UpdateItemRequest& request,
                                           const ItemState& state) {
  if (!state.existing.has_value()) return NotKnown(request.item().name());
  const v1::Item& existing = *state.existing;
  RETURN_IF_ERROR(CheckIsNoAlias(existing));
  if (!request.item().etag().empty() && request.item().etag() != existing.etag()) {
    return Error(Reason::ERROR_REASON_ETAG_MISMATCH, "the item changed since it was read",
                 {{"resource", existing.name()}, {"etag", existing.etag()}});
  }
  std::vector<FieldViolation> violations;
  CheckUpdateMask(violations, request.update_mask(), *v1::Item::descriptor());
  const v1::Item item = ItemAfter(request, existing);
  if (item.base_unit() != existing.base_unit()) {
    violations.push_back(
        {"item.base_unit",
         absl::StrCat("got ", v1::BaseUnit_Name(item.base_unit()), ", want ",
                      v1::BaseUnit_Name(existing.base_unit()), ", which never changes")});
  }
  if (!violations.empty()) return InvalidFields(violations);
  CheckItem(violations, "item", item, &existing);
  CheckReferences(violations, item, state);
  if (!violations.empty()) return InvalidFields(violations);

  v1::Event event;
  Fill(*event.mutable_item_updated(), item, state);
  return event;
}

}  // namespace waystation::inventory
