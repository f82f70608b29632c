#include "tests/inventory/support/ledger_audit.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/ledger/item_at_facility.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/reservations/reservation_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/key.h"
#include "tests/inventory/support/posted_movements.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {
namespace {

// Facility, item, place, lot, condition, joined.
using Totals = std::map<std::string, int64_t>;
using RowVisitor = std::function<std::string(absl::string_view key, absl::string_view value)>;

// Ends with the first visit that has something to say.
std::string VisitTable(const storage::RowReader& rows, uint8_t table, const RowVisitor& visit) {
  const std::string begin(1, static_cast<char>(table));
  auto cursor = rows.Scan(begin, storage::PrefixEnd(begin));
  for (; cursor->Valid(); cursor->Next()) {
    std::string wrong = visit(cursor->key(), cursor->value());
    if (!wrong.empty()) return absl::StrCat("table ", table, ": ", wrong);
  }
  return cursor->status().ok() ? "" : cursor->status().ToString();
}

std::string PositionOf(storage::KeyReader& key) {
  const std::string facility = key.String();
  const std::string item = key.String();
  const std::string place = key.String();
  const std::string lot = key.String();
  return absl::StrCat(facility, " ", item, " ", place, " ", lot, " ", key.Int64());
}

// Sums each position's days, earliest first as the keys are.
std::string SumDays(const storage::RowReader& rows, Totals* sums) {
  std::map<std::pair<std::string, int64_t>, int64_t> days;
  std::string wrong =
      VisitTable(rows, kPositionDayTable, [&](absl::string_view key, absl::string_view value) {
        storage::KeyReader reader(key);
        const std::string position = PositionOf(reader);
        const int64_t day = reader.Int64();
        reader.Int64();
        const absl::StatusOr<int64_t> change = DecodeInt64(value);
        if (!reader.AtEnd() || !change.ok()) return absl::StrCat("a damaged row of ", position);
        days[{position, day}] += *change;
        return std::string();
      });
  if (!wrong.empty()) return wrong;
  for (const auto& [key, change] : days) {
    int64_t& sum = (*sums)[key.first];
    sum += change;
    if (sum >= 0) continue;
    return absl::StrCat(key.first, " holds ", sum, " at the end of day ", key.second);
  }
  return "";
}

std::string AuditPositions(const storage::RowReader& rows) {
  Totals days;
  std::string wrong = SumDays(rows, &days);
  if (!wrong.empty()) return wrong;
  std::erase_if(days, [](const auto& sum) { return sum.second == 0; });
  Totals totals;
  wrong = VisitTable(rows, kPositionTable, [&](absl::string_view key, absl::string_view value) {
    storage::KeyReader reader(key);
    const std::string position = PositionOf(reader);
    const absl::StatusOr<int64_t> total = DecodeInt64(value);
    if (!reader.AtEnd() || !total.ok()) return absl::StrCat("a damaged row of ", position);
    totals[position] = *total;
    const auto sum = days.find(position);
    if (sum != days.end() && sum->second == *total) return std::string();
    return absl::StrCat(position, " has the total ", *total, ", its days come to ",
                        sum == days.end() ? 0 : sum->second);
  });
  if (!wrong.empty()) return wrong;
  for (const auto& [position, sum] : days) {
    if (!totals.contains(position)) return absl::StrCat(position, " has days but no total");
  }
  return "";
}

std::string CompareKeys(const storage::RowReader& rows, uint8_t table,
                        std::set<std::string> expected) {
  std::string wrong =
      VisitTable(rows, table, [&expected](absl::string_view key, absl::string_view) {
        if (expected.erase(std::string(key)) == 1) return std::string();
        return absl::StrCat("a stale row ", absl::CHexEscape(key));
      });
  if (!wrong.empty() || expected.empty()) return wrong;
  return absl::StrCat("table ", table, ": no row ", absl::CHexEscape(*expected.begin()));
}

std::string AuditExceptions(const storage::RowReader& rows) {
  std::set<std::string> states;
  std::set<std::string> open_shortfalls;
  std::string wrong =
      VisitTable(rows, kExceptionTable, [&](absl::string_view key, absl::string_view value) {
        storage::KeyReader reader(key);
        const std::string facility = reader.String();
        v1::Exception exception;
        if (!exception.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
          return std::string("a damaged exception");
        }
        states.insert(ExceptionStateKey(facility, exception));
        const bool open_shortfall = exception.kind() == v1::EXCEPTION_KIND_SHORTFALL &&
                                    exception.state() == v1::EXCEPTION_STATE_OPEN;
        if (!open_shortfall) return std::string();
        open_shortfalls.insert(OpenShortfallKey(facility, exception));
        if (exception.outstanding_quantity() > 0) return std::string();
        return absl::StrCat("an open shortfall of nothing: ", exception.ShortDebugString());
      });
  if (wrong.empty()) wrong = CompareKeys(rows, kExceptionStateTable, std::move(states));
  if (wrong.empty()) wrong = CompareKeys(rows, kOpenShortfallTable, std::move(open_shortfalls));
  return wrong;
}

// How many rows of the table begin with each facility and item.
std::string CountRows(const storage::RowReader& rows, uint8_t table, Totals* counts) {
  return VisitTable(rows, table, [&](absl::string_view key, absl::string_view) {
    storage::KeyReader reader(key);
    const std::string facility = reader.String();
    const std::string item = reader.String();
    ++(*counts)[ItemFacilityKey(item, facility)];
    return std::string();
  });
}

// Where a line does not look, there is nothing to find.
std::string AuditItems(const storage::RowReader& rows) {
  Totals shortfalls;
  Totals holdings;
  std::string wrong = CountRows(rows, kOpenShortfallTable, &shortfalls);
  if (wrong.empty()) wrong = CountRows(rows, kHoldingTable, &holdings);
  if (!wrong.empty()) return wrong;
  wrong = VisitTable(rows, kItemFacilityTable, [&](absl::string_view key, absl::string_view) {
    storage::KeyReader reader(key);
    const std::string item = reader.String();
    const std::string facility = reader.String();
    const absl::StatusOr<ItemAtFacility> kept = GetItemAtFacility(rows, item, facility);
    if (!reader.AtEnd() || !kept.ok()) return absl::StrCat("a damaged row of ", item);
    int64_t& shortfalls_there = shortfalls[std::string(key)];
    int64_t& holdings_there = holdings[std::string(key)];
    shortfalls_there -= kept->open_shortfalls;
    holdings_there -= kept->holdings;
    if (shortfalls_there == 0 && holdings_there == 0) return std::string();
    return absl::StrCat(item, " at ", facility, " counts ", shortfalls_there,
                        " open shortfalls and ", holdings_there, " holdings too few");
  });
  if (!wrong.empty()) return wrong;
  for (const Totals& counts : {shortfalls, holdings}) {
    for (const auto& [key, count] : counts) {
      if (count != 0) return absl::StrCat("not counted at all: ", absl::CHexEscape(key));
    }
  }
  return "";
}

std::string AuditLastNumbers(const storage::RowReader& rows) {
  std::set<std::string> expected;
  Totals last;
  std::string wrong = VisitTable(rows, kNumberTable, [&](absl::string_view key, absl::string_view) {
    storage::KeyReader reader(key);
    const std::string scope = reader.String();
    const std::string series = reader.String();
    int64_t& highest = last[LastNumberKey(scope, series)];
    highest = std::max(highest, reader.DescendingInt64());
    return reader.AtEnd() ? std::string() : std::string("a damaged number");
  });
  if (!wrong.empty()) return wrong;
  for (const auto& [key, highest] : last) expected.insert(key);
  wrong = VisitTable(rows, kLastNumberTable, [&](absl::string_view key, absl::string_view value) {
    if (value == EncodeInt64(last[std::string(key)])) return std::string();
    return absl::StrCat("not the last number: ", absl::CHexEscape(key));
  });
  return wrong.empty() ? CompareKeys(rows, kLastNumberTable, std::move(expected)) : wrong;
}

// "items/{item} in facilities/{facility}".
std::string InBook(const std::string& facility, const std::string& item) {
  return absl::StrCat("items/", item, " in facilities/", facility);
}

// What an account other than a position gained by all legs of the log, by item and book.
std::string SumOtherAccounts(const storage::Log& log, Totals* sums) {
  return VisitPosted(log, [sums](const v1::Movement& movement) {
    const std::string facility = MovementIds(movement.name())->first;
    for (const v1::Leg& leg : movement.legs()) {
      int64_t& sum = (*sums)[InBook(facility, std::string(LastId(leg.item())))];
      if (leg.to().kind() != v1::ACCOUNT_KIND_POSITION) sum += leg.quantity();
      if (leg.from().kind() != v1::ACCOUNT_KIND_POSITION) sum -= leg.quantity();
    }
    return "";
  });
}

}  // namespace

std::string AuditRows(const storage::RowReader& rows) {
  for (const auto audit : {AuditPositions, AuditExceptions, AuditItems, AuditLastNumbers}) {
    std::string wrong = audit(rows);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

std::string AuditZeroSum(const storage::RowReader& rows, const storage::Log& log) {
  Totals sums;
  std::string wrong = SumOtherAccounts(log, &sums);
  if (!wrong.empty()) return wrong;
  wrong = VisitTable(rows, kPositionTable, [&](absl::string_view key, absl::string_view value) {
    storage::KeyReader reader(key);
    const std::string facility = reader.String();
    const std::string item = reader.String();
    const absl::StatusOr<int64_t> total = DecodeInt64(value);
    if (!total.ok()) return std::string("a damaged row");
    sums[InBook(facility, item)] += *total;
    return std::string();
  });
  if (!wrong.empty()) return wrong;
  for (const auto& [item, sum] : sums) {
    if (sum != 0) return absl::StrCat(item, ": all accounts come to ", sum, ", not to nothing");
  }
  return "";
}

}  // namespace waystation::inventory
