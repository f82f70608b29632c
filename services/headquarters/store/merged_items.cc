#include "services/headquarters/store/merged_items.h"

#include <optional>
#include <utility>
#include <vector>

#include "services/headquarters/store/delivery_rows.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/recall_rows.h"
#include "services/headquarters/store/row_codec.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

using storage::KeyBuilder;
using storage::RowWriter;

struct BookRow {
  std::string key;
  std::string lot;
  int64_t day = 0;
  LotDayRow row;
};

absl::StatusOr<std::vector<BookRow>> LoadBook(const RowWriter& rows, absl::string_view facility,
                                              absl::string_view item) {
  std::vector<BookRow> book;
  const std::string prefix = KeyBuilder(kLotDayTable).String(facility).String(item).Take();
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    key.String();
    BookRow row;
    row.key = std::string(cursor->key());
    row.day = key.Int64();
    row.lot = key.String();
    ASSIGN_OR_RETURN(row.row, DecodeLotDayRow(cursor->value()));
    book.push_back(std::move(row));
  }
  RETURN_IF_ERROR(cursor->status());
  return book;
}

// The lots' totals follow from their days.
absl::Status MoveBook(RowWriter& rows, const std::string& facility, const std::string& alias,
                      const std::string& kept) {
  ASSIGN_OR_RETURN(const std::optional<Record> record, LoadRecord(rows, facility));
  ASSIGN_OR_RETURN(const std::vector<BookRow> book, LoadBook(rows, facility, alias));
  if (!record.has_value() || book.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(Lots lots, LoadLots(rows, facility, kept));
  for (const BookRow& row : book) {
    rows.Delete(row.key);
    RETURN_IF_ERROR(
        AddFlow(rows, facility, kept, row.lot, row.row.expiry_day, row.day, row.row.flow, lots)
            .status());
  }
  PutLots(rows, facility, alias, {});
  PutLots(rows, facility, kept, lots);
  RETURN_IF_ERROR(RefreshLevel(rows, facility, alias, record->record_day, Refresh::kTakenBack));
  return RefreshLevel(rows, facility, kept, record->record_day, Refresh::kTakenBack);
}

absl::Status PutItem(RowWriter& rows, const inventory::v1::Item& item) {
  rows.Put(ItemKey(IdOf(item.name())), item.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> KeptId(const storage::RowReader& rows, std::string item) {
  ASSIGN_OR_RETURN(std::optional<std::string> kept, rows.Get(AliasKey(item)));
  return kept.has_value() ? *std::move(kept) : std::move(item);
}

absl::Status FoldItemMerged(RowWriter& rows, const inventory::v1::ItemMerged& merged) {
  const std::string alias = IdOf(merged.item().name());
  const std::string kept = IdOf(merged.kept_item().name());
  for (const inventory::v1::Item& other : merged.aliases()) {
    rows.Put(AliasKey(IdOf(other.name())), kept);
    RETURN_IF_ERROR(PutItem(rows, other));
  }
  rows.Put(AliasKey(alias), kept);
  RETURN_IF_ERROR(PutItem(rows, merged.item()));
  RETURN_IF_ERROR(PutItem(rows, merged.kept_item()));
  for (const inventory::v1::Item& changed : merged.changed_items()) {
    RETURN_IF_ERROR(PutItem(rows, changed));
  }
  RETURN_IF_ERROR(RenameRecalled(rows, alias, kept));
  for (const std::string& facility : merged.facilities()) {
    RETURN_IF_ERROR(MoveBook(rows, IdOf(facility), alias, kept));
  }
  RETURN_IF_ERROR(NoteVital(rows, alias, Vital::kNo));
  return RenameComing(rows, alias);
}

}  // namespace waystation::headquarters
