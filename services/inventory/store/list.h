// Lists and derived reads, page by page.
#ifndef SERVICES_INVENTORY_STORE_LIST_H_
#define SERVICES_INVENTORY_STORE_LIST_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/count.pb.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"
#include "waystation/inventory/v1/scan.pb.h"
#include "waystation/inventory/v1/stock.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::inventory {

// Where a page begins and how long it is.
struct Page {
  std::string after_key = {};  // The last row key of the page before; empty for the first page.
  int size = 0;                // At least 1.
};

// Each fills the response's list and returns the row key of its last element if there is more (of
// items looked for by a text, what stands for one in their order), else the empty string. REQUIRES:
// the request is valid. Errors: those of the RPC.
absl::StatusOr<std::string> ListItems(const storage::RowReader& rows,
                                      const v1::ListItemsRequest& request, const Page& page,
                                      v1::ListItemsResponse* response);
absl::StatusOr<std::string> ListStorageClasses(const storage::RowReader& rows, const Page& page,
                                               v1::ListStorageClassesResponse* response);
absl::StatusOr<std::string> ListMovements(const storage::RowReader& rows,
                                          const v1::ListMovementsRequest& request, const Page& page,
                                          v1::ListMovementsResponse* response);
absl::StatusOr<std::string> ListExceptions(const storage::RowReader& rows,
                                           const v1::ListExceptionsRequest& request,
                                           const Page& page, absl::Time now,
                                           v1::ListExceptionsResponse* response);
absl::StatusOr<std::string> ListStock(const storage::RowReader& rows,
                                      const v1::ListStockRequest& request, const Page& page,
                                      absl::Time now, v1::ListStockResponse* response);
absl::StatusOr<std::string> ListRequisitions(const storage::RowReader& rows,
                                             const v1::ListRequisitionsRequest& request,
                                             const Page& page,
                                             v1::ListRequisitionsResponse* response);
absl::StatusOr<std::string> ListExpectedDeliveries(const storage::RowReader& rows,
                                                   const v1::ListExpectedDeliveriesRequest& request,
                                                   const Page& page, absl::Time now,
                                                   v1::ListExpectedDeliveriesResponse* response);
absl::StatusOr<std::string> ListCounts(const storage::RowReader& rows,
                                       const v1::ListCountsRequest& request, const Page& page,
                                       v1::ListCountsResponse* response);

absl::Status GetStockBalance(const storage::RowReader& rows,
                             const v1::GetStockBalanceRequest& request, absl::Time now,
                             v1::GetStockBalanceResponse* response);
absl::Status ProposeIssue(const storage::RowReader& rows, const v1::ProposeIssueRequest& request,
                          absl::Time now, v1::ProposeIssueResponse* response);
absl::Status ProposeCount(const storage::RowReader& rows, const v1::ProposeCountRequest& request,
                          absl::Time now, v1::ProposeCountResponse* response);
absl::Status ResolveScan(const storage::RowReader& rows, const v1::ResolveScanRequest& request,
                         absl::Time now, v1::ResolveScanResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_LIST_H_
