#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/reports/level.h"
#include "services/inventory/domain/reports/morning.h"
#include "services/inventory/domain/reports/stock_out.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/reports/list_reports.h"
#include "services/inventory/store/reports/load_reports.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// What is in a position, and the first day from which on it never was empty.
struct Waiting {
  int64_t quantity = 0;
  int64_t since = 0;
};

// The quarantined positions of the item as its days up to the as-of day leave them.
absl::StatusOr<std::map<PositionKey, Waiting>> LoadWaiting(const RowReader& rows,
                                                           const ReportScope& scope,
                                                           absl::string_view item,
                                                           int64_t& rows_read) {
  std::map<PositionKey, std::map<int64_t, int64_t>> days;
  const std::string prefix = DayPrefixOf(PositionPrefix(scope.facility, item));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next(), ++rows_read) {
    storage::KeyReader key(cursor->key());
    key.String();
    const PositionKey position = ReadPosition(key);
    const int64_t day = key.Int64();
    key.Int64();
    if (!key.AtEnd()) return DamagedRow();
    if (position.condition != v1::CONDITION_QUARANTINED || day > scope.days.as_of) continue;
    ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
    days[position][day] += change;
  }
  RETURN_IF_ERROR(cursor->status());
  std::map<PositionKey, Waiting> positions;
  for (const auto& [position, changes] : days) {
    Waiting& waiting = positions[position];
    for (const auto& [day, change] : changes) {
      if (waiting.quantity == 0) waiting.since = day;
      waiting.quantity += change;
    }
  }
  return positions;
}

absl::Status AddQuarantine(const RowReader& rows, const ReportScope& scope, const ItemBook& book,
                           int64_t& rows_read, v1::GetMorningSheetResponse& sheet) {
  ASSIGN_OR_RETURN(const auto positions, LoadWaiting(rows, scope, LastId(book.item), rows_read));
  for (const auto& [position, waiting] : positions) {
    if (waiting.quantity <= 0) continue;
    v1::QuarantineLine* line = sheet.add_quarantine();
    line->set_item(book.item);
    line->set_place(position.place);
    line->set_lot(position.lot);
    line->set_quantity(waiting.quantity);
    *line->mutable_since_date() = DateOf(waiting.since);
    line->set_waiting_days(scope.days.as_of - waiting.since);
    const auto lot = book.lots.find(position.lot);
    if (lot == book.lots.end()) continue;
    const LotFacts& facts = lot->second.facts;
    if (facts.date.dated) *line->mutable_expiry_date() = DateOf(facts.date.expiry_day);
    if (!facts.owners.empty()) line->set_owner(facts.owners[0]);
  }
  return absl::OkStatus();
}

absl::Status AddExceptions(const RowReader& rows, const ReportScope& scope, absl::Time now,
                           v1::GetMorningSheetResponse& sheet) {
  v1::ListExceptionsRequest request;
  request.set_parent(FacilityName(scope.facility));
  request.set_state(v1::EXCEPTION_STATE_OPEN);
  v1::ListExceptionsResponse open;
  RETURN_IF_ERROR(
      ListExceptions(rows, request, {.after_key = "", .size = kMaxMorningLines}, now, &open)
          .status());
  sheet.mutable_exceptions()->Swap(open.mutable_exceptions());
  int count = 0;
  const std::string prefix =
      ExceptionStatePrefix(scope.facility) +
      storage::KeyBuilder(kExceptionStateTable).Int64(v1::EXCEPTION_STATE_OPEN).Take().substr(1);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (count == kReportRequests) {
      sheet.set_incomplete(true);
      break;
    }
    ++count;
  }
  sheet.set_exception_count(count);
  return cursor->status();
}

absl::Status AddExceptionsThen(const RowReader& rows, const ReportScope& scope,
                               v1::GetMorningSheetResponse& sheet) {
  bool incomplete = sheet.incomplete();
  ASSIGN_OR_RETURN(std::vector<v1::Exception> open, LoadOpenThen(rows, scope, incomplete));
  sheet.set_incomplete(incomplete);
  sheet.set_exception_count(static_cast<int>(open.size()));
  for (v1::Exception& exception : open) {
    if (sheet.exceptions_size() == kMaxMorningLines) break;
    *sheet.add_exceptions() = std::move(exception);
  }
  return absl::OkStatus();
}

absl::Status AddItem(const RowReader& rows, const ReportScope& scope, const Coming& coming,
                     const v1::Item& item, int64_t& rows_read, v1::GetMorningSheetResponse& sheet) {
  const int64_t from = FirstDayOfUse(scope.days, kUseWindowDays);
  ASSIGN_OR_RETURN(const ItemBook book, LoadItemBook(rows, scope, item, from, rows_read));
  const Level level = ComputeLevel(book, kUseWindowDays);
  const auto next = coming.next_confirmed.find(item.name());
  std::optional<v1::RunOutLine> run_out = RunOutLineOf(
      book, level, next == coming.next_confirmed.end() ? std::nullopt : std::optional(next->second),
      sheet.within_days());
  if (run_out.has_value()) *sheet.add_run_outs() = *std::move(run_out);
  for (v1::ExpiringLot& lot : ExpiringLots(book, level, sheet.within_days())) {
    *sheet.add_expiring_lots() = std::move(lot);
  }
  if (level.quarantined == 0) return absl::OkStatus();
  return AddQuarantine(rows, scope, book, rows_read, sheet);
}

}  // namespace

absl::Status GetMorningSheet(const RowReader& rows, const v1::GetMorningSheetRequest& request,
                             absl::Time now, v1::GetMorningSheetResponse* response) {
  ASSIGN_OR_RETURN(const ReportScope scope,
                   LoadScope(rows, request.facility(), "", AsOfOf(request), now));
  SetScope(scope, *response->mutable_basis());
  response->set_within_days(request.within_days() == 0 ? kMorningDays : request.within_days());
  const bool past = scope.days.as_of < DayOf(now, scope.facts.zone);
  ASSIGN_OR_RETURN(Coming coming, past ? LoadComingThen(rows, scope) : LoadComing(rows, scope));
  for (v1::OverdueLine& line : coming.overdue_deliveries) {
    *response->add_overdue_deliveries() = std::move(line);
  }
  for (v1::OverdueLine& line : coming.overdue_requisitions) {
    *response->add_overdue_requisitions() = std::move(line);
  }
  ASSIGN_OR_RETURN(
      const std::string more,
      VisitItems(rows, scope, "", {.after_key = "", .size = std::numeric_limits<int>::max()},
                 kMorningRows,
                 [&](const v1::Item& item, int64_t& rows_read) -> absl::StatusOr<bool> {
                   RETURN_IF_ERROR(AddItem(rows, scope, coming, item, rows_read, *response));
                   return true;
                 }));
  response->set_incomplete(coming.incomplete || !more.empty());
  RETURN_IF_ERROR(past ? AddExceptionsThen(rows, scope, *response)
                       : AddExceptions(rows, scope, now, *response));
  FinishSheet(*response);
  return absl::OkStatus();
}

}  // namespace waystation::inventory
