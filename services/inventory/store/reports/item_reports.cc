#include <algorithm>
#include <limits>
#include <utility>

#include "services/inventory/domain/catalogue/vital_class.h"
#include "services/inventory/domain/reports/consumption.h"
#include "services/inventory/domain/reports/donor.h"
#include "services/inventory/domain/reports/level.h"
#include "services/inventory/domain/reports/minimum_maximum.h"
#include "services/inventory/domain/reports/stock_out.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/reports/list_reports.h"
#include "services/inventory/store/reports/load_reports.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

int64_t OrDefault(int32_t days, int32_t otherwise) { return days == 0 ? otherwise : days; }

}  // namespace

absl::StatusOr<std::string> ListExpiringLots(const RowReader& rows,
                                             const v1::ListExpiringLotsRequest& request,
                                             const Page& page, absl::Time now,
                                             v1::ListExpiringLotsResponse* response) {
  ASSIGN_OR_RETURN(const ReportScope scope,
                   LoadScope(rows, request.facility(), request.item(), AsOfOf(request), now));
  SetScope(scope, *response->mutable_basis());
  const int64_t window = OrDefault(request.look_back_days(), kUseWindowDays);
  const int64_t within = OrDefault(request.within_days(), kExpiringWithinDays);
  const int64_t from = FirstDayOfUse(scope.days, window);
  return VisitItems(rows, scope, request.item(), page, kReportRowsPerPage,
                    [&](const v1::Item& item, int64_t& rows_read) -> absl::StatusOr<bool> {
                      ASSIGN_OR_RETURN(const ItemBook book,
                                       LoadItemBook(rows, scope, item, from, rows_read));
                      const Level level = ComputeLevel(book, window);
                      for (v1::ExpiringLot& lot : ExpiringLots(book, level, within)) {
                        *response->add_lots() = std::move(lot);
                        rows_read += kRowsOfReportLine;
                      }
                      return true;
                    });
}

absl::StatusOr<std::string> ListStockOuts(const RowReader& rows,
                                          const v1::ListStockOutsRequest& request, const Page& page,
                                          absl::Time now, v1::ListStockOutsResponse* response) {
  ASSIGN_OR_RETURN(const ReportScope scope,
                   LoadScope(rows, request.facility(), request.item(), AsOfOf(request), now));
  SetScope(scope, *response->mutable_basis());
  const int64_t window = OrDefault(request.look_back_days(), kUseWindowDays);
  const int64_t from = scope.days.as_of - window + 1;
  *response->mutable_from_date() = DateOf(from);
  v1::StockOutTotals& totals = *response->mutable_totals();
  return VisitItems(rows, scope, request.item(), page, kReportRowsPerPage,
                    [&](const v1::Item& item, int64_t& rows_read) -> absl::StatusOr<bool> {
                      const v1::VitalClass vital_class = VitalClassAt(item, scope.facts.kind);
                      if (request.vital_class() != v1::VITAL_CLASS_UNSPECIFIED &&
                          request.vital_class() != vital_class) {
                        return false;
                      }
                      ASSIGN_OR_RETURN(const ItemBook book,
                                       LoadItemBook(rows, scope, item, from, rows_read));
                      if (!book.first_usable_day.has_value()) return false;
                      v1::StockOutLine line = StockOutLineOf(book, window);
                      AddTo(line, totals);
                      *response->add_lines() = std::move(line);
                      return true;
                    });
}

absl::StatusOr<std::string> ListConsumption(const RowReader& rows,
                                            const v1::ListConsumptionRequest& request,
                                            const Page& page, absl::Time now,
                                            v1::ListConsumptionResponse* response) {
  ASSIGN_OR_RETURN(const ReportScope scope,
                   LoadScope(rows, request.facility(), request.item(), AsOfOf(request), now));
  common::v1::CivilDate month = DateOf(scope.days.as_of);
  month.set_day(1);
  ASSIGN_OR_RETURN(const int64_t from,
                   FromDay(scope, request.has_from_date() ? &request.from_date() : nullptr,
                           DayNumber(month), kMaxReportDays));
  SetScope(scope, *response->mutable_basis());
  *response->mutable_from_date() = DateOf(from);
  return VisitItems(
      rows, scope, request.item(), page, kReportRowsPerPage,
      [&](const v1::Item& item, int64_t& rows_read) -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(const ItemBook book, LoadItemBook(rows, scope, item, from, rows_read));
        for (v1::ConsumptionLine& line : ConsumptionLines(book, from, request.period())) {
          *response->add_lines() = std::move(line);
          rows_read += kRowsOfReportLine;
        }
        return !book.flows.empty();
      });
}

absl::StatusOr<std::string> ListMinimumMaximum(const RowReader& rows,
                                               const v1::ListMinimumMaximumRequest& request,
                                               const Page& page, absl::Time now,
                                               v1::ListMinimumMaximumResponse* response) {
  ASSIGN_OR_RETURN(const ReportScope scope,
                   LoadScope(rows, request.facility(), request.item(), AsOfOf(request), now));
  SetScope(scope, *response->mutable_basis());
  const OrderRules rules = RulesOf(request);
  response->set_look_back_days(static_cast<int32_t>(rules.look_back_days));
  response->set_lead_time_days(static_cast<int32_t>(rules.lead_time_days));
  response->set_safety_days(static_cast<int32_t>(rules.safety_days));
  response->set_review_days(static_cast<int32_t>(rules.review_days));
  const int64_t from = FirstDayOfUse(scope.days, rules.look_back_days);
  ASSIGN_OR_RETURN(const Coming coming, LoadComing(rows, scope));
  return VisitItems(rows, scope, request.item(), page, kReportRowsPerPage,
                    [&](const v1::Item& item, int64_t& rows_read) -> absl::StatusOr<bool> {
                      ASSIGN_OR_RETURN(const ItemBook book,
                                       LoadItemBook(rows, scope, item, from, rows_read));
                      if (!book.first_usable_day.has_value()) return false;
                      const auto on_order = coming.on_order.find(item.name());
                      *response->add_lines() = MinimumMaximumLineOf(
                          book, rules, on_order == coming.on_order.end() ? 0 : on_order->second);
                      return true;
                    });
}

absl::StatusOr<std::string> ListDonorStock(const RowReader& rows,
                                           const v1::ListDonorStockRequest& request,
                                           const Page& page, absl::Time now,
                                           v1::ListDonorStockResponse* response) {
  ASSIGN_OR_RETURN(const ReportScope scope,
                   LoadScope(rows, request.facility(), request.item(), AsOfOf(request), now));
  // From the beginning unless a day is given.
  constexpr int64_t kBeginning = std::numeric_limits<int64_t>::min();
  ASSIGN_OR_RETURN(const int64_t from,
                   FromDay(scope, request.has_from_date() ? &request.from_date() : nullptr,
                           kBeginning, kLastReportDay));
  SetScope(scope, *response->mutable_basis());
  const OwnerFilter filter = {.owner = request.owner(), .with_unowned = request.with_unowned()};
  return VisitItems(rows, scope, request.item(), page, kReportRowsPerPage,
                    [&](const v1::Item& item, int64_t& rows_read) -> absl::StatusOr<bool> {
                      ASSIGN_OR_RETURN(const ItemBook book,
                                       LoadItemBook(rows, scope, item, from, rows_read));
                      const int before = response->lines_size();
                      for (v1::DonorLine& line : DonorLines(book, filter)) {
                        *response->add_lines() = std::move(line);
                        rows_read += kRowsOfReportLine;
                      }
                      return response->lines_size() > before;
                    });
}

}  // namespace waystation::inventory
