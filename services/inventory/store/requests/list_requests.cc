#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/requests/expected_delivery.h"
#include "services/inventory/domain/requests/requisition.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/requests/walk_page.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::KeyReader;
using storage::RowReader;

struct Ids {
  std::string facility;
  std::string own;
};

enum class NumberOrder { kUp, kDown };

// The ids at the end of a row's key, and the number between them.
absl::StatusOr<Ids> TakeIds(KeyReader key, NumberOrder order) {
  Ids ids;
  ids.facility = key.String();
  if (order == NumberOrder::kUp) {
    key.Int64();
  } else {
    key.DescendingInt64();
  }
  ids.own = key.String();
  if (!key.AtEnd()) return DamagedRow();
  return ids;
}

}  // namespace

absl::StatusOr<std::string> ListRequisitions(const RowReader& rows,
                                             const v1::ListRequisitionsRequest& request,
                                             const Page& page,
                                             v1::ListRequisitionsResponse* response) {
  ASSIGN_OR_RETURN(const std::string scope, ScopeOf(rows, request.parent()));
  return WalkPage(rows, RequisitionTimePrefix(scope), request.states(), page,
                  [&](KeyReader key) -> absl::StatusOr<bool> {
                    key.String();
                    key.DescendingInt64();
                    ASSIGN_OR_RETURN(const Ids ids, TakeIds(key, NumberOrder::kUp));
                    ASSIGN_OR_RETURN(
                        auto requisition,
                        GetMessage<v1::Requisition>(rows, RequisitionKey(ids.facility, ids.own)));
                    if (!requisition.has_value()) return DamagedRow();
                    *response->add_requisitions() = WithBalances(*std::move(requisition));
                    return true;
                  });
}

absl::StatusOr<std::string> ListExpectedDeliveries(const RowReader& rows,
                                                   const v1::ListExpectedDeliveriesRequest& request,
                                                   const Page& page, absl::Time now,
                                                   v1::ListExpectedDeliveriesResponse* response) {
  ASSIGN_OR_RETURN(const std::string scope, ScopeOf(rows, request.parent()));
  FacilityDays days(rows);
  return WalkPage(rows, DeliveryDayPrefix(scope), request.states(), page,
                  [&](KeyReader key) -> absl::StatusOr<bool> {
                    key.String();
                    key.Int64();
                    key.Int64();
                    ASSIGN_OR_RETURN(const Ids ids, TakeIds(key, NumberOrder::kUp));
                    ASSIGN_OR_RETURN(auto delivery,
                                     GetMessage<v1::ExpectedDelivery>(
                                         rows, ExpectedDeliveryKey(ids.facility, ids.own)));
                    if (!delivery.has_value()) return DamagedRow();
                    ASSIGN_OR_RETURN(int64_t day, days.DayAt(ids.facility, now));
                    if (request.has_as_of_date()) day = DayNumber(request.as_of_date());
                    *response->add_expected_deliveries() = WithStanding(*std::move(delivery), day);
                    return true;
                  });
}

}  // namespace waystation::inventory
