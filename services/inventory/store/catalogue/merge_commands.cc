#include "services/inventory/store/catalogue/merge_commands.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/catalogue/merge.h"
#include "services/inventory/domain/ledger/merged_stock.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/catalogue/merge_keys.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/ledger/load_parts.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/reservations/load_reservations.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/digest.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

constexpr char kMoveMethod[] = "tick/merged-stock";
constexpr char kTickPrincipal[] = "inventory";
constexpr size_t kRequestIdBytes = 16;

bool NamesItem(const v1::Item& item, const std::string& other) {
  const auto names = [&](const auto& line) { return line.item() == other; };
  return std::any_of(item.substitutes().begin(), item.substitutes().end(), names) ||
         std::any_of(item.kit_contents().begin(), item.kit_contents().end(), names);
}

// A look at the whole catalogue: merges are rare, and substitutes have no index.
absl::Status LoadNaming(const RowReader& rows, MergeState& state) {
  const std::string prefix(1, static_cast<char>(kItemTable));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::Item item;
    if (!item.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    if (item.name() == state.item->name() || item.name() == state.kept->name()) continue;
    if (NamesItem(item, state.item->name())) state.naming.push_back(std::move(item));
  }
  return cursor->status();
}

absl::Status AddBooks(const RowReader& rows, absl::string_view item,
                      std::set<std::string>& facilities) {
  const std::string prefix = ItemFacilityPrefix(item);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    facilities.insert(FacilityName(key.String()));
    if (!key.AtEnd()) return DamagedRow();
  }
  return cursor->status();
}

absl::StatusOr<MergeState> LoadMergeState(const RowReader& rows,
                                          const v1::MergeItemRequest& request) {
  MergeState state;
  ASSIGN_OR_RETURN(state.item, LoadItemOrAlias(rows, LastId(request.name())));
  ASSIGN_OR_RETURN(state.into, LoadItemOrAlias(rows, LastId(request.into())));
  state.kept = state.into;
  if (state.into.has_value() && state.into->has_merge()) {
    ASSIGN_OR_RETURN(state.kept, LoadItem(rows, LastId(state.into->merge().into())));
  }
  if (!state.item.has_value() || !state.kept.has_value()) return state;
  std::set<std::string> facilities;
  RETURN_IF_ERROR(AddBooks(rows, LastId(state.item->name()), facilities));
  for (const v1::ItemAlias& named : state.item->aliases()) {
    ASSIGN_OR_RETURN(std::optional<v1::Item> alias, LoadAlias(rows, LastId(named.item())));
    if (!alias.has_value()) return DamagedRow();
    RETURN_IF_ERROR(AddBooks(rows, LastId(named.item()), facilities));
    state.aliases.push_back(*std::move(alias));
  }
  state.facilities.assign(facilities.begin(), facilities.end());
  RETURN_IF_ERROR(LoadNaming(rows, state));
  return state;
}

absl::Status LoadShortfallsOf(const RowReader& rows, const std::string& facility,
                              MergedStockState& state) {
  for (const std::string& item : {state.kept, state.alias}) {
    RETURN_IF_ERROR(LoadOpenShortfalls(rows, facility, OpenShortfallPrefix(facility, LastId(item)),
                                       state.open_shortfalls));
  }
  std::stable_sort(state.open_shortfalls.begin(), state.open_shortfalls.end(),
                   [](const auto& a, const auto& b) { return MomentOf(a) < MomentOf(b); });
  return absl::OkStatus();
}

absl::StatusOr<MergedStockState> LoadMergedStock(const RowReader& rows, const v1::Item& alias,
                                                 const std::string& facility,
                                                 const storage::DecideContext& context) {
  MergedStockState state = {.alias = alias.name(), .kept = alias.merge().into(), .ledger = {}};
  ASSIGN_OR_RETURN(state.ledger.facility, RequireFacility(rows, FacilityName(facility)));
  ASSIGN_OR_RETURN(const BookTimes times, LoadBookTimes(rows, facility));
  state.latest_effective_time = times.latest_effective;
  RETURN_IF_ERROR(LoadShortfallsOf(rows, facility, state));
  const absl::Time now = context.now;
  Moment first(DayOf(now, state.ledger.facility->zone), absl::ToUnixMicros(now));
  for (const v1::Exception& shortfall : state.open_shortfalls) {
    first = std::min(first, MomentOf(shortfall));
  }
  DaySpan days = times.days;
  days.from = first.day;
  const std::set<std::string> items = {state.alias, state.kept};
  ASSIGN_OR_RETURN(state.ledger.counts, LoadCountsAhead(rows, facility, items, first));
  for (const std::string& item : items) {
    RETURN_IF_ERROR(LoadItemAtFacility(rows, facility, item, state.ledger).status());
    RETURN_IF_ERROR(LoadHolding(rows, facility, item, "", days, state.ledger));
    if (!state.ledger.counts.empty()) {
      RETURN_IF_ERROR(LoadEver(rows, facility, item, "", days, state.ledger));
    }
    RETURN_IF_ERROR(LoadRecalledLots(rows, item, state.ledger.recalled));
  }
  // What the kept item has of the alias' lots by name, though none is left of it.
  const LotDates loaded = state.ledger.lot_dates;
  for (const auto& [item_lot, date] : loaded) {
    RETURN_IF_ERROR(LoadLot(rows, facility, state.kept, item_lot.second, state.ledger.lot_dates));
  }
  RETURN_IF_ERROR(LoadPromises(rows, facility, items, "", now, days, state.ledger));
  // What the alias has spent out of its range counts also where none of it is out of it now.
  for (const std::string& item : items) {
    RETURN_IF_ERROR(LoadExposuresOf(rows, facility, item, state.ledger.storage.exposures));
  }
  RETURN_IF_ERROR(LoadStorageOfBook(rows, facility, days, state.ledger));
  return state;
}

storage::Command MoveCommand(const std::string& alias, const std::string& facility,
                             int64_t revision) {
  storage::Command command;
  command.fingerprint =
      storage::Sha256({kMoveMethod, " ", alias, " ", facility, " ", absl::StrCat(revision)});
  command.request_id = storage::DigestBytes(command.fingerprint).substr(0, kRequestIdBytes);
  command.principal = kTickPrincipal;
  command.method = kMoveMethod;
  command.decide = [alias, facility](const RowReader& rows, const storage::DecideContext& context) {
    return MoveMergedStock(rows, context, alias, facility);
  };
  return command;
}

}  // namespace

absl::StatusOr<storage::Decision> MergeItem(const RowReader& rows,
                                            const storage::DecideContext& context,
                                            const v1::MergeItemRequest& request) {
  ASSIGN_OR_RETURN(const MergeState state, LoadMergeState(rows, request));
  ASSIGN_OR_RETURN(const v1::Event event, DecideMergeItem(request, state, ContextOf(context)));
  return storage::Decision{.scope = std::string(kCatalogueScope),
                           .events = {event.SerializeAsString()}};
}

absl::Status Answer(const storage::Outcome& outcome, v1::MergeItemResponse* response) {
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  v1::ItemMerged& merged = *event.mutable_item_merged();
  *response->mutable_item() = std::move(*merged.mutable_item());
  *response->mutable_kept_item() = std::move(*merged.mutable_kept_item());
  *response->mutable_facilities() = merged.facilities();
  for (const v1::Item& changed : merged.changed_items()) {
    response->add_changed_items(changed.name());
  }
  return absl::OkStatus();
}

absl::StatusOr<storage::Decision> MoveMergedStock(const RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const std::string& alias,
                                                  const std::string& facility) {
  ASSIGN_OR_RETURN(const std::optional<v1::Item> item, LoadAlias(rows, alias));
  if (!item.has_value()) return NotKnown(ItemName(alias));
  ASSIGN_OR_RETURN(MergedStockState state, LoadMergedStock(rows, *item, facility, context));
  ASSIGN_OR_RETURN(const std::vector<v1::Event> events,
                   DecideMoveMergedStock(std::move(state), ContextOf(context)));
  storage::Decision decision = {.scope = FacilityName(facility), .events = {}};
  for (const v1::Event& event : events) decision.events.push_back(event.SerializeAsString());
  return decision;
}

std::vector<storage::Command> MergedStockCommands(const RowReader& rows, absl::Time now, int max) {
  (void)now;
  std::vector<storage::Command> commands;
  const std::string prefix(1, static_cast<char>(kMergedBookTable));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid() && static_cast<int>(commands.size()) < max; cursor->Next()) {
    storage::KeyReader key(cursor->key());
    const std::string alias = key.String();
    const std::string facility = key.String();
    const absl::StatusOr<int64_t> revision = DecodeInt64(cursor->value());
    // Rows that can't be read are found and told of by the commands and reads that need them.
    if (!key.AtEnd() || !revision.ok()) continue;
    commands.push_back(MoveCommand(alias, facility, *revision));
  }
  return commands;
}

}  // namespace waystation::inventory
