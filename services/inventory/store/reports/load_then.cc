#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/exception.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/reports/then.h"
#include "services/inventory/domain/requests/expected_delivery.h"
#include "services/inventory/domain/requests/reference.h"
#include "services/inventory/domain/requests/requisition.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/reports/load_reports.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::KeyReader;
using storage::RowReader;

// By the request's name.
using ReceivedForRequests = std::map<std::string, ReceivedSince>;

// What movements brought for requests on days after the report's. Of what they take back only that
// part which counts on such a day.
absl::StatusOr<ReceivedForRequests> LoadReceivedSince(const RowReader& rows,
                                                      const ReportScope& scope, bool& incomplete) {
  ReceivedForRequests received;
  int64_t rows_read = 0;
  auto cursor = rows.Scan(MovementDayPrefix(scope.facility),
                          MovementDayPrefix(scope.facility, scope.days.as_of));
  for (; cursor->Valid(); cursor->Next()) {
    if (++rows_read > kMorningRows) {
      incomplete = true;
      break;
    }
    KeyReader key(cursor->key());
    key.String();
    const IndexedMovement indexed = ReadIndexedMovement(key);
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(std::optional<v1::Movement> movement,
                     LoadMovement(rows, scope.facility, indexed.movement));
    if (!movement.has_value()) return DamagedRow();
    auto* legs = movement->mutable_legs();
    legs->erase(std::remove_if(
                    legs->begin(), legs->end(),
                    [&](const v1::Leg& leg) { return DayNumber(leg.day()) <= scope.days.as_of; }),
                legs->end());
    for (const std::string& name : {movement->requisition(), movement->expected_delivery()}) {
      if (name.empty()) continue;
      for (const auto& [item, quantity] : ReceivedByItem(*movement)) {
        received[name][item] += quantity;
      }
    }
  }
  RETURN_IF_ERROR(cursor->status());
  return received;
}

absl::StatusOr<std::vector<v1::ExpectedDelivery>> LoadExpectedThen(const RowReader& rows,
                                                                   const ReportScope& scope,
                                                                   const ReceivedForRequests& since,
                                                                   bool& incomplete) {
  std::vector<v1::ExpectedDelivery> expected;
  int scanned = 0;
  const std::string prefix = DeliveryDayPrefix(scope.facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (++scanned > kReportRequests) {
      incomplete = true;
      break;
    }
    KeyReader key(cursor->key());
    key.String();
    key.Int64();
    key.Int64();
    const std::string facility = key.String();
    key.Int64();
    const std::string id = key.String();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(auto delivery,
                     GetMessage<v1::ExpectedDelivery>(rows, ExpectedDeliveryKey(facility, id)));
    if (!delivery.has_value()) return DamagedRow();
    const auto received = since.find(delivery->name());
    std::optional<v1::ExpectedDelivery> then =
        DeliveryAt(*std::move(delivery), scope.as_of,
                   received == since.end() ? ReceivedSince() : received->second);
    if (then.has_value()) expected.push_back(WithStanding(*std::move(then), scope.days.as_of));
  }
  RETURN_IF_ERROR(cursor->status());
  return expected;
}

absl::StatusOr<std::vector<v1::Requisition>> LoadAskedThen(const RowReader& rows,
                                                           const ReportScope& scope,
                                                           const ReceivedForRequests& since,
                                                           bool& incomplete) {
  std::vector<v1::Requisition> asked;
  int scanned = 0;
  const std::string prefix = RequisitionTimePrefix(scope.facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (++scanned > kReportRequests) {
      incomplete = true;
      break;
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
    const auto received = since.find(requisition->name());
    std::optional<v1::Requisition> then =
        RequisitionAt(*std::move(requisition), scope.as_of,
                      received == since.end() ? ReceivedSince() : received->second);
    if (then.has_value()) asked.push_back(WithBalances(*std::move(then)));
  }
  RETURN_IF_ERROR(cursor->status());
  return asked;
}

}  // namespace

absl::StatusOr<Coming> LoadComingThen(const RowReader& rows, const ReportScope& scope) {
  Coming coming;
  ASSIGN_OR_RETURN(const ReceivedForRequests since,
                   LoadReceivedSince(rows, scope, coming.incomplete));
  ASSIGN_OR_RETURN(const std::vector<v1::ExpectedDelivery> expected,
                   LoadExpectedThen(rows, scope, since, coming.incomplete));
  ASSIGN_OR_RETURN(const std::vector<v1::Requisition> asked,
                   LoadAskedThen(rows, scope, since, coming.incomplete));
  AddDeliveries(expected, scope.days.as_of, coming);
  AddRequisitions(asked, expected, scope.days.as_of, coming);
  return coming;
}

absl::StatusOr<std::vector<v1::Exception>> LoadOpenThen(const RowReader& rows,
                                                        const ReportScope& scope,
                                                        bool& incomplete) {
  std::vector<v1::Exception> open;
  int64_t rows_read = 0;
  const std::string prefix = ExceptionStatePrefix(scope.facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (++rows_read > kMorningRows) {
      incomplete = true;
      break;
    }
    KeyReader key(cursor->key());
    key.String();
    key.Int64();
    key.Int64();
    const std::string id = key.String();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(std::optional<v1::Exception> exception,
                     LoadException(rows, scope.facility, id));
    if (!exception.has_value()) return DamagedRow();
    std::optional<v1::Exception> then = OpenAt(*std::move(exception), scope.as_of);
    if (!then.has_value()) continue;
    then->set_age_seconds(AgeSeconds(*then, scope.as_of));
    open.push_back(*std::move(then));
  }
  RETURN_IF_ERROR(cursor->status());
  std::sort(open.begin(), open.end(), [](const v1::Exception& a, const v1::Exception& b) {
    return std::pair(TimeOf(a.open_time()), a.name()) < std::pair(TimeOf(b.open_time()), b.name());
  });
  return open;
}

}  // namespace waystation::inventory
