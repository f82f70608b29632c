// Reports, page by page. As store/list.h: each fills the answer and, where it has pages, returns
// where the next one goes on. Of the basis only what the rows say is filled.
#ifndef SERVICES_INVENTORY_STORE_REPORTS_LIST_REPORTS_H_
#define SERVICES_INVENTORY_STORE_REPORTS_LIST_REPORTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/store/list.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/report.pb.h"

namespace waystation::inventory {

// REQUIRES: the request is valid. Errors: those of the RPC.
absl::StatusOr<std::string> GetStockCard(const storage::RowReader& rows,
                                         const v1::GetStockCardRequest& request, const Page& page,
                                         absl::Time now, v1::GetStockCardResponse* response);
absl::StatusOr<std::string> ListExpiringLots(const storage::RowReader& rows,
                                             const v1::ListExpiringLotsRequest& request,
                                             const Page& page, absl::Time now,
                                             v1::ListExpiringLotsResponse* response);
absl::StatusOr<std::string> ListStockOuts(const storage::RowReader& rows,
                                          const v1::ListStockOutsRequest& request, const Page& page,
                                          absl::Time now, v1::ListStockOutsResponse* response);
absl::StatusOr<std::string> ListConsumption(const storage::RowReader& rows,
                                            const v1::ListConsumptionRequest& request,
                                            const Page& page, absl::Time now,
                                            v1::ListConsumptionResponse* response);
absl::StatusOr<std::string> ListMinimumMaximum(const storage::RowReader& rows,
                                               const v1::ListMinimumMaximumRequest& request,
                                               const Page& page, absl::Time now,
                                               v1::ListMinimumMaximumResponse* response);
absl::StatusOr<std::string> ListDonorStock(const storage::RowReader& rows,
                                           const v1::ListDonorStockRequest& request,
                                           const Page& page, absl::Time now,
                                           v1::ListDonorStockResponse* response);
absl::Status GetMorningSheet(const storage::RowReader& rows,
                             const v1::GetMorningSheetRequest& request, absl::Time now,
                             v1::GetMorningSheetResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REPORTS_LIST_REPORTS_H_
