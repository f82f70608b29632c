#include "services/inventory/store/catalogue/aliases.h"

#include <limits>
#include <set>
#include <tuple>

#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/catalogue/merge_keys.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// The name of the item that `name` is an alias of; nullopt when it is none.
absl::StatusOr<std::optional<std::string>> KeptNameOf(const RowReader& rows,
                                                      const std::string& name) {
  if (!ItemId(name).has_value()) return std::optional<std::string>();
  ASSIGN_OR_RETURN(const std::optional<v1::Item> alias, LoadAlias(rows, LastId(name)));
  if (!alias.has_value()) return std::optional<std::string>();
  return std::optional<std::string>(alias->merge().into());
}

template <typename Lines>
absl::StatusOr<bool> TakeKeptLines(const RowReader& rows, Lines& lines) {
  bool taken = false;
  for (auto& line : lines) {
    ASSIGN_OR_RETURN(const std::optional<std::string> kept, KeptNameOf(rows, line.item()));
    if (!kept.has_value()) continue;
    if constexpr (requires { line.set_entered_item(line.item()); }) {
      line.set_entered_item(line.item());
    }
    line.set_item(*kept);
    taken = true;
  }
  return taken;
}

int64_t SumWithin64Bits(int64_t a, int64_t b) {
  const int64_t most = std::numeric_limits<int64_t>::max();
  return a > most - b ? most : a + b;
}

// A line that has others' quantities in it is no longer as entered in packs.
template <typename Line>
void AddLine(const Line& more, Line& line) {
  line.set_quantity(SumWithin64Bits(line.quantity(), more.quantity()));
  line.clear_pack_name();
  line.clear_pack_count();
  line.clear_pack_factor();
  if (line.entered_item().empty()) line.set_entered_item(more.entered_item());
}

void AddLine(const v1::HandoverCount& more, v1::HandoverCount& line) {
  line.set_counted_quantity(SumWithin64Bits(line.counted_quantity(), more.counted_quantity()));
  if (line.entered_item().empty()) line.set_entered_item(more.entered_item());
}

template <typename Lines, typename KeyOf>
void JoinLines(Lines& lines, KeyOf key_of) {
  Lines joined;
  for (auto& line : lines) {
    bool found = false;
    for (auto& before : joined) {
      if (key_of(before) != key_of(line)) continue;
      AddLine(line, before);
      found = true;
      break;
    }
    if (!found) *joined.Add() = std::move(line);
  }
  lines = std::move(joined);
}

// What an item says of others, unless it says it of the kept one too: then it is told as it is.
template <typename Lines>
absl::StatusOr<bool> TakeKeptOnce(const RowReader& rows, Lines& lines) {
  Lines kept = lines;
  ASSIGN_OR_RETURN(const bool taken, TakeKeptLines(rows, kept));
  std::set<std::string> items;
  for (const auto& line : kept) items.insert(line.item());
  if (!taken || static_cast<int>(items.size()) < kept.size()) return false;
  lines = std::move(kept);
  return true;
}

absl::StatusOr<bool> TakeKeptOfItem(const RowReader& rows, v1::Item& item) {
  ASSIGN_OR_RETURN(const bool substitutes, TakeKeptOnce(rows, *item.mutable_substitutes()));
  ASSIGN_OR_RETURN(const bool contents, TakeKeptOnce(rows, *item.mutable_kit_contents()));
  return substitutes || contents;
}

template <typename Lines>
absl::StatusOr<bool> TakeKeptByItem(const RowReader& rows, Lines& lines) {
  ASSIGN_OR_RETURN(const bool taken, TakeKeptLines(rows, lines));
  if (taken) JoinLines(lines, [](const auto& line) { return line.item(); });
  return taken;
}

}  // namespace

absl::StatusOr<std::optional<v1::Item>> LoadAlias(const RowReader& rows, absl::string_view item) {
  return GetMessage<v1::Item>(rows, AliasKey(item));
}

absl::StatusOr<std::optional<v1::Item>> LoadItemOrAlias(const RowReader& rows,
                                                        absl::string_view item) {
  ASSIGN_OR_RETURN(std::optional<v1::Item> found, LoadItem(rows, item));
  if (found.has_value()) return found;
  return LoadAlias(rows, item);
}

absl::StatusOr<v1::Item> RequireKept(const RowReader& rows, const std::string& name) {
  ASSIGN_OR_RETURN(const v1::Item item, RequireItem(rows, name));
  if (!item.has_merge()) return item;
  return RequireItem(rows, item.merge().into());
}

absl::StatusOr<KeptItems> LoadKeptItems(const RowReader& rows) {
  KeptItems kept;
  const std::string prefix(1, static_cast<char>(kAliasTable));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::Item alias;
    if (!alias.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    kept[alias.name()] = alias.merge().into();
  }
  RETURN_IF_ERROR(cursor->status());
  return kept;
}

absl::StatusOr<std::vector<std::string>> SameThing(const RowReader& rows, const std::string& item) {
  std::vector<std::string> ids;
  const absl::StatusOr<v1::Item> kept = RequireKept(rows, item);
  if (ReasonOf(kept.status()) == Reason::ERROR_REASON_NOT_KNOWN) return ids;
  RETURN_IF_ERROR(kept.status());
  ids.emplace_back(LastId(kept->name()));
  for (const v1::ItemAlias& alias : kept->aliases()) ids.emplace_back(LastId(alias.item()));
  return ids;
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::CreateItemRequest& request) {
  return TakeKeptOfItem(rows, *request.mutable_item());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::UpdateItemRequest& request) {
  return TakeKeptOfItem(rows, *request.mutable_item());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::CreateMovementRequest& request) {
  return TakeKept(rows, *request.mutable_movement());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::CreateCountRequest& request) {
  auto& lines = *request.mutable_count()->mutable_lines();
  ASSIGN_OR_RETURN(const bool taken, TakeKeptLines(rows, lines));
  if (taken) {
    JoinLines(lines, [](const v1::CountLine& line) {
      return std::tuple(line.item(), line.lot(), KnownCondition(line.condition()),
                        line.expiry_date().SerializeAsString());
    });
  }
  return taken;
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::CreateRequisitionRequest& request) {
  return TakeKeptByItem(rows, *request.mutable_requisition()->mutable_lines());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::CreateExpectedDeliveryRequest& request) {
  return TakeKeptByItem(rows, *request.mutable_expected_delivery()->mutable_lines());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::CreateReservationRequest& request) {
  return TakeKeptLines(rows, *request.mutable_reservation()->mutable_lines());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::CreateTransferRequest& request) {
  return TakeKept(rows, *request.mutable_transfer());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::ReceiveTransferRequest& request) {
  return TakeKeptLines(rows, *request.mutable_lines());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::ReturnTransferRequest& request) {
  return TakeKeptLines(rows, *request.mutable_lines());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::RecordHandoverRequest& request) {
  return TakeKeptByItem(rows, *request.mutable_handover()->mutable_counts());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::CreateRecallRequest& request) {
  v1::Recall& recall = *request.mutable_recall();
  ASSIGN_OR_RETURN(const std::optional<std::string> kept, KeptNameOf(rows, recall.item()));
  if (!kept.has_value()) return false;
  recall.set_entered_item(recall.item());
  recall.set_item(*kept);
  return true;
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::Movement& held) {
  return TakeKeptLines(rows, *held.mutable_lines());
}

absl::StatusOr<bool> TakeKept(const RowReader& rows, v1::Transfer& waiting) {
  return TakeKeptLines(rows, *waiting.mutable_lines());
}

}  // namespace waystation::inventory
