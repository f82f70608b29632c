#include "services/inventory/store/catalogue/fold_merges.h"

#include <set>
#include <string>
#include <vector>

#include "services/inventory/store/catalogue/fold_catalogue.h"
#include "services/inventory/store/catalogue/merge_keys.h"
#include "services/inventory/store/recalls/fold_recalls.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

// What is left of the alias in these books is to be moved.
void NoteBooks(RowWriter& rows, absl::string_view alias, const std::set<std::string>& facilities,
               int64_t revision) {
  for (const std::string& facility : facilities) {
    rows.Put(MergedBookKey(alias, facility), EncodeInt64(revision));
  }
}

// The facilities with a book of the item.
absl::StatusOr<std::set<std::string>> BooksOf(const RowWriter& rows, absl::string_view item) {
  std::set<std::string> facilities;
  const std::string prefix = ItemFacilityPrefix(item);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    facilities.insert(key.String());
    if (!key.AtEnd()) return DamagedRow();
  }
  RETURN_IF_ERROR(cursor->status());
  return facilities;
}

absl::Status PutAlias(RowWriter& rows, const v1::Item& alias, int64_t revision) {
  const absl::string_view id = LastId(alias.name());
  rows.Put(AliasKey(id), alias.SerializeAsString());
  ASSIGN_OR_RETURN(const std::set<std::string> facilities, BooksOf(rows, id));
  NoteBooks(rows, id, facilities, revision);
  return absl::OkStatus();
}

bool MayBringAliases(v1::MovementKind kind) {
  return kind == v1::MOVEMENT_KIND_REVERSAL || kind == v1::MOVEMENT_KIND_TRANSFER_IN ||
         kind == v1::MOVEMENT_KIND_TRANSFER_LOSS;
}

}  // namespace

absl::Status FoldItemMerged(RowWriter& rows, const v1::ItemMerged& merged, int64_t revision) {
  const v1::Item& item = merged.item();
  RETURN_IF_ERROR(DropItem(rows, LastId(item.name())));
  RETURN_IF_ERROR(PutAlias(rows, item, revision));
  for (const v1::Item& alias : merged.aliases()) RETURN_IF_ERROR(PutAlias(rows, alias, revision));
  RETURN_IF_ERROR(FoldItem(rows, merged.kept_item()));
  for (const v1::Item& changed : merged.changed_items()) RETURN_IF_ERROR(FoldItem(rows, changed));
  return FoldRecallsMerged(rows, LastId(item.name()), LastId(merged.kept_item().name()));
}

absl::Status FoldMergedStockMoved(RowWriter& rows, const v1::MergedStockMoved& moved) {
  const absl::string_view facility = LastId(moved.facility());
  const absl::string_view alias = LastId(moved.item());
  rows.Delete(MergedBookKey(alias, facility));
  // Whose the lots are.
  std::vector<std::pair<std::string, LotFacts>> lots;
  const std::string prefix = LotPrefix(facility, alias);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    key.String();
    const std::string lot = key.String();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(LotFacts facts, DecodeLot(cursor->value()));
    lots.emplace_back(lot, std::move(facts));
  }
  RETURN_IF_ERROR(cursor->status());
  for (const auto& [lot, facts] : lots) {
    const std::string key = LotKey(facility, LastId(moved.kept_item()), lot);
    ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(key));
    if (!value.has_value()) continue;
    ASSIGN_OR_RETURN(LotFacts kept, DecodeLot(*value));
    for (const std::string& owner : facts.owners) AddOwner(owner, kept);
    rows.Put(key, EncodeLot(kept));
  }
  return absl::OkStatus();
}

absl::Status NoteMergedBooks(RowWriter& rows, absl::string_view facility,
                             const v1::MovementPosted& posted, int64_t revision) {
  const v1::Movement& movement = posted.movement();
  if (!MayBringAliases(movement.kind())) return absl::OkStatus();
  std::set<std::string> items;
  for (const v1::Leg& leg : movement.legs()) items.insert(std::string(LastId(leg.item())));
  // A shortfall that is open again has the name that it was covered under.
  for (const v1::Exception& exception : posted.exceptions()) {
    items.insert(std::string(LastId(exception.item())));
  }
  for (const std::string& item : items) {
    ASSIGN_OR_RETURN(const std::optional<std::string> alias, rows.Get(AliasKey(item)));
    if (alias.has_value()) NoteBooks(rows, item, {std::string(facility)}, revision);
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
