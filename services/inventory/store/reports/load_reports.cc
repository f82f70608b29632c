#include "services/inventory/store/reports/load_reports.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/catalogue/vital_class.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/expected_delivery.h"
#include "services/inventory/domain/requests/requisition.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/reports/flow_keys.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::KeyReader;
using storage::RowReader;

// The last of the days up to `day` on which a leg of the movement counts.
void NoteLegs(const v1::Movement& movement, int64_t day, std::optional<int64_t>& latest) {
  for (const v1::Leg& leg : movement.legs()) {
    const int64_t leg_day = DayNumber(leg.day());
    if (leg_day <= day && leg_day > latest.value_or(leg_day - 1)) latest = leg_day;
  }
}

// The latest day by `day` on which a leg counts. Legs beside their movement's own day stand where
// legs of another movement stand already, so the first movements by day tell.
absl::StatusOr<std::optional<int64_t>> LoadRecordDay(const RowReader& rows,
                                                     absl::string_view facility, int64_t day) {
  std::optional<int64_t> latest;
  auto cursor =
      rows.Scan(MovementDayPrefix(facility, day), storage::PrefixEnd(MovementDayPrefix(facility)));
  for (; cursor->Valid(); cursor->Next()) {
    KeyReader key(cursor->key());
    key.String();
    const IndexedMovement indexed = ReadIndexedMovement(key);
    if (!key.AtEnd()) return DamagedRow();
    if (latest.has_value() && indexed.at.day <= *latest) return latest;
    ASSIGN_OR_RETURN(const std::optional<v1::Movement> movement,
                     LoadMovement(rows, facility, indexed.movement));
    if (!movement.has_value()) return DamagedRow();
    NoteLegs(*movement, day, latest);
  }
  RETURN_IF_ERROR(cursor->status());
  return latest;
}

int64_t& StockOf(LotBook& lot, v1::Condition condition) {
  return condition == v1::CONDITION_QUARANTINED ? lot.quarantined
         : condition == v1::CONDITION_DAMAGED   ? lot.damaged
                                                : lot.usable;
}

absl::Status AddTotals(const RowReader& rows, absl::string_view facility, absl::string_view item,
                       ItemBook& book, int64_t& rows_read) {
  const std::string prefix = PositionPrefix(facility, item);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next(), ++rows_read) {
    KeyReader key(cursor->key());
    key.String();
    const PositionKey position = ReadPosition(key);
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(const int64_t total, DecodeInt64(cursor->value()));
    StockOf(book.lots[position.lot], position.condition) += total;
  }
  return cursor->status();
}

// What was asked for or expected under the name of an alias is of the kept item.
template <typename Message>
void NameKept(const KeptItems& kept, Message& message) {
  for (auto& line : *message.mutable_lines()) {
    const auto found = kept.find(line.item());
    if (found != kept.end()) line.set_item(found->second);
  }
}

bool IsOfMerge(const FlowKind& kind) {
  return kind.from == FlowEnd::kMerged || kind.to == FlowEnd::kMerged;
}

// Takes the flows after the as-of day off the stock, and keeps those from `from` on.
absl::Status AddFlows(const RowReader& rows, absl::string_view facility, absl::string_view item,
                      int64_t from, ItemBook& book, int64_t& rows_read) {
  const int64_t begin = std::min(from, book.days.as_of + 1);
  auto cursor =
      rows.Scan(FlowPrefix(facility, item, begin), storage::PrefixEnd(FlowPrefix(facility, item)));
  for (; cursor->Valid(); cursor->Next(), ++rows_read) {
    ASSIGN_OR_RETURN(FlowLine line, ReadFlow(cursor->key(), cursor->value()));
    // Of an item with its aliases what one gives the other has.
    if (IsOfMerge(line.kind)) continue;
    LotBook& lot = book.lots[line.lot];
    if (line.day <= book.days.as_of) {
      book.flows.push_back(std::move(line));
      continue;
    }
    lot.usable -= ChangeAt(FlowEnd::kUsable, line.kind, line.quantity);
    lot.quarantined -= ChangeAt(FlowEnd::kQuarantined, line.kind, line.quantity);
    lot.damaged -= ChangeAt(FlowEnd::kDamaged, line.kind, line.quantity);
  }
  return cursor->status();
}

// The first day on which a lot's legs came to anything of usable stock or use.
absl::StatusOr<std::optional<int64_t>> LoadFirstUsableDay(const RowReader& rows,
                                                          absl::string_view facility,
                                                          absl::string_view item, int64_t as_of,
                                                          int64_t& rows_read) {
  int64_t day = 0;
  std::string lot;
  int64_t inflow = 0;
  int64_t consumed = 0;
  int64_t other_out = 0;
  const std::string prefix = FlowPrefix(facility, item);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next(), ++rows_read) {
    ASSIGN_OR_RETURN(const FlowLine line, ReadFlow(cursor->key(), cursor->value()));
    if (IsOfMerge(line.kind)) continue;
    if (line.day != day || line.lot != lot) {
      if (inflow != 0 || consumed != 0 || other_out != 0) break;
      inflow = consumed = other_out = 0;
      day = line.day;
      lot = line.lot;
    }
    const int64_t used = ChangeAt(FlowEnd::kConsumed, line.kind, line.quantity);
    consumed += used;
    if (line.kind.to == FlowEnd::kUsable && used == 0) inflow += line.quantity;
    if (line.kind.from == FlowEnd::kUsable && used == 0) other_out += line.quantity;
  }
  RETURN_IF_ERROR(cursor->status());
  const bool found = inflow != 0 || consumed != 0 || other_out != 0;
  return found && day <= as_of ? std::optional<int64_t>(day) : std::nullopt;
}

absl::StatusOr<std::vector<v1::ExpectedDelivery>> LoadExpected(const RowReader& rows,
                                                               const ReportScope& scope,
                                                               bool& incomplete) {
  std::vector<v1::ExpectedDelivery> expected;
  const std::string prefix = DeliveryDayPrefix(scope.facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    KeyReader key(cursor->key());
    key.String();
    const bool ended = key.Int64() != 0;
    key.Int64();
    const std::string facility = key.String();
    key.Int64();
    const std::string id = key.String();
    if (!key.AtEnd()) return DamagedRow();
    if (ended) break;
    if (expected.size() == kReportRequests) {
      incomplete = true;
      break;
    }
    ASSIGN_OR_RETURN(auto delivery,
                     GetMessage<v1::ExpectedDelivery>(rows, ExpectedDeliveryKey(facility, id)));
    if (!delivery.has_value()) return DamagedRow();
    expected.push_back(WithStanding(*std::move(delivery), scope.days.as_of));
  }
  RETURN_IF_ERROR(cursor->status());
  return expected;
}

absl::StatusOr<std::vector<v1::Requisition>> LoadAsked(const RowReader& rows,
                                                       const ReportScope& scope, bool& incomplete) {
  std::vector<v1::Requisition> asked;
  int scanned = 0;
  const std::string prefix = RequisitionTimePrefix(scope.facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (++scanned > kReportRequests) {
      incomplete = true;
      break;
    }
    ASSIGN_OR_RETURN(const int64_t state, DecodeInt64(cursor->value()));
    if (state != v1::REQUISITION_STATE_REQUESTED && state != v1::REQUISITION_STATE_APPROVED) {
      continue;
    }
    KeyReader key(cursor->key());
    key.String();
    key.DescendingInt64();
    const std::string facility = key.String();
    key.Int64();
    const std::string id = key.String();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(auto requisition,
                     GetMessage<v1::Requisition>(rows, RequisitionKey(facility, id)));
    if (!requisition.has_value()) return DamagedRow();
    asked.push_back(WithBalances(*std::move(requisition)));
  }
  RETURN_IF_ERROR(cursor->status());
  return asked;
}

// By lot, the day of UTC of the first recall of it recorded up to `day` that still stands.
absl::StatusOr<std::map<std::string, int64_t>> LoadRecallDays(const RowReader& rows,
                                                              const std::string& item, int64_t day,
                                                              int64_t& rows_read) {
  RecalledLots recalled;
  RETURN_IF_ERROR(LoadRecalledLots(rows, item, recalled));
  std::map<std::string, int64_t> days;
  for (const auto& [lot, recalls] : recalled) {
    for (const std::string& name : recalls) {
      ASSIGN_OR_RETURN(const v1::Recall recall, RequireRecall(rows, name));
      ++rows_read;
      const int64_t recorded = DayOf(TimeOf(recall.record_time()), absl::UTCTimeZone());
      if (recorded > day) continue;
      const auto [first, is_new] = days.emplace(lot.second, recorded);
      if (!is_new) first->second = std::min(first->second, recorded);
    }
  }
  return days;
}

}  // namespace

absl::StatusOr<ReportScope> LoadScope(const RowReader& rows, const std::string& facility,
                                      const std::string& item, const AsOf& as_of, absl::Time now) {
  ReportScope scope;
  scope.facility = std::string(LastId(facility));
  ASSIGN_OR_RETURN(scope.facts, RequireFacility(rows, facility));
  if (!item.empty()) RETURN_IF_ERROR(RequireItem(rows, item).status());
  if (as_of.day.has_value()) {
    scope.days.as_of = *as_of.day;
    const absl::CivilDay next = absl::CivilDay(1970, 1, 1) + *as_of.day + 1;
    scope.as_of = absl::FromCivil(next, scope.facts.zone) - absl::Microseconds(1);
  } else {
    scope.as_of = as_of.time.value_or(now);
    scope.days.as_of = DayOf(scope.as_of, scope.facts.zone);
  }
  ASSIGN_OR_RETURN(scope.days.record, LoadRecordDay(rows, scope.facility, scope.days.as_of));
  return scope;
}

void SetScope(const ReportScope& scope, v1::ReportBasis& basis) {
  *basis.mutable_as_of_time() = TimestampOf(scope.as_of);
  *basis.mutable_as_of_date() = DateOf(scope.days.as_of);
  if (!scope.days.record.has_value()) return;
  *basis.mutable_record_date() = DateOf(*scope.days.record);
  basis.set_record_age_days(scope.days.as_of - *scope.days.record);
}

absl::StatusOr<int64_t> FromDay(const ReportScope& scope, const common::v1::CivilDate* given,
                                int64_t otherwise, int64_t limit) {
  if (given == nullptr) return otherwise;
  const int64_t from = DayNumber(*given);
  const int64_t first = scope.days.as_of - limit;
  if (from <= scope.days.as_of && from >= first) return from;
  return InvalidFields(
      {{"from_date", absl::StrCat("got ", DateText(from), ", want ", DateText(first), " to ",
                                  DateText(scope.days.as_of))}});
}

absl::StatusOr<ItemBook> LoadItemBook(const RowReader& rows, const ReportScope& scope,
                                      const v1::Item& item, int64_t from, int64_t& rows_read) {
  ItemBook book;
  book.item = item.name();
  book.vital_class = VitalClassAt(item, scope.facts.kind);
  book.days = scope.days;
  std::vector<std::string> ids = {std::string(LastId(item.name()))};
  for (const v1::ItemAlias& alias : item.aliases()) ids.emplace_back(LastId(alias.item()));
  for (const std::string& id : ids) {
    RETURN_IF_ERROR(AddTotals(rows, scope.facility, id, book, rows_read));
    RETURN_IF_ERROR(AddFlows(rows, scope.facility, id, from, book, rows_read));
    ASSIGN_OR_RETURN(const std::optional<int64_t> first,
                     LoadFirstUsableDay(rows, scope.facility, id, scope.days.as_of, rows_read));
    if (first.has_value()) {
      book.first_usable_day = std::min(book.first_usable_day.value_or(*first), *first);
    }
  }
  if (ids.size() > 1) {
    std::stable_sort(book.flows.begin(), book.flows.end(),
                     [](const FlowLine& a, const FlowLine& b) { return a.day < b.day; });
  }
  for (auto& [lot, stock] : book.lots) {
    for (const std::string& id : ids) {
      ASSIGN_OR_RETURN(const std::optional<LotFacts> facts,
                       LoadLotFacts(rows, scope.facility, id, lot));
      ++rows_read;
      if (!facts.has_value()) continue;
      stock.facts = *facts;
      break;
    }
  }
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(const auto recalled,
                     LoadRecallDays(rows, ItemName(id), scope.days.as_of, rows_read));
    book.recalled.insert(recalled.begin(), recalled.end());
  }
  return book;
}

namespace {

// The item whose turn it is at the place of `id`: its own, or of an alias the kept item's when it
// and the aliases before this one have no place of their own.
absl::StatusOr<std::optional<v1::Item>> LoadItemAt(const RowReader& rows, const ReportScope& scope,
                                                   const std::string& id) {
  ASSIGN_OR_RETURN(std::optional<v1::Item> item, LoadItemOrAlias(rows, id));
  if (!item.has_value()) return DamagedRow();
  if (!item->has_merge()) return item;
  ASSIGN_OR_RETURN(const v1::Item kept, RequireItem(rows, item->merge().into()));
  std::vector<std::string> before = {std::string(LastId(kept.name()))};
  for (const v1::ItemAlias& alias : kept.aliases()) {
    if (LastId(alias.item()) == id) break;
    before.emplace_back(LastId(alias.item()));
  }
  for (const std::string& other : before) {
    const std::string prefix = FlowPrefix(scope.facility, other);
    const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
    RETURN_IF_ERROR(cursor->status());
    if (cursor->Valid()) return std::optional<v1::Item>();
  }
  return std::optional<v1::Item>(kept);
}

}  // namespace

absl::StatusOr<std::string> VisitItems(const RowReader& rows, const ReportScope& scope,
                                       const std::string& item, const Page& page,
                                       int64_t rows_limit, const VisitItem& visit) {
  int64_t rows_read = 0;
  if (!item.empty()) {
    ASSIGN_OR_RETURN(const v1::Item known, RequireKept(rows, item));
    RETURN_IF_ERROR(visit(known, rows_read).status());
    return std::string();
  }
  const std::string end = storage::PrefixEnd(FlowPrefix(scope.facility));
  std::string last;
  std::string begin = FlowPrefix(scope.facility);
  if (!page.after_key.empty()) begin = std::max(begin, storage::PrefixEnd(page.after_key));
  int counted = 0;
  while (begin < end) {
    auto cursor = rows.Scan(begin, end);
    RETURN_IF_ERROR(cursor->status());
    if (!cursor->Valid()) break;
    if (counted == page.size || rows_read >= rows_limit) return last;
    KeyReader key(cursor->key());
    key.String();
    const std::string id = key.String();
    if (!key.ok()) return DamagedRow();
    last = FlowPrefix(scope.facility, id);
    begin = storage::PrefixEnd(last);
    ++rows_read;
    ASSIGN_OR_RETURN(const std::optional<v1::Item> known, LoadItemAt(rows, scope, id));
    if (!known.has_value()) continue;
    ASSIGN_OR_RETURN(const bool counts, visit(*known, rows_read));
    if (counts) ++counted;
  }
  return std::string();
}

absl::StatusOr<Coming> LoadComing(const RowReader& rows, const ReportScope& scope) {
  Coming coming;
  ASSIGN_OR_RETURN(std::vector<v1::ExpectedDelivery> expected,
                   LoadExpected(rows, scope, coming.incomplete));
  ASSIGN_OR_RETURN(std::vector<v1::Requisition> asked, LoadAsked(rows, scope, coming.incomplete));
  ASSIGN_OR_RETURN(const KeptItems kept, LoadKeptItems(rows));
  for (v1::ExpectedDelivery& delivery : expected) NameKept(kept, delivery);
  for (v1::Requisition& requisition : asked) NameKept(kept, requisition);
  AddDeliveries(expected, scope.days.as_of, coming);
  AddRequisitions(asked, expected, scope.days.as_of, coming);
  return coming;
}

}  // namespace waystation::inventory
