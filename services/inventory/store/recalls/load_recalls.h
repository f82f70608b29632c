// From rows to recalls, and to what each facility has to do with one.
#ifndef SERVICES_INVENTORY_STORE_RECALLS_LOAD_RECALLS_H_
#define SERVICES_INVENTORY_STORE_RECALLS_LOAD_RECALLS_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/ledger/lot.h"
#include "services/inventory/domain/recalls/lot_flow.h"
#include "services/inventory/domain/recalls/recall.h"
#include "services/inventory/store/list.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/recall.pb.h"

namespace waystation::inventory {

// Adds the item's recalled lots: one row, whatever is recalled.
absl::Status LoadRecalledLots(const storage::RowReader& rows, const std::string& item,
                              RecalledLots& recalled);

// By name, whose last part may be a number in small letters; NOT_KNOWN when there is none.
absl::StatusOr<v1::Recall> RequireRecall(const storage::RowReader& rows, const std::string& name);

absl::StatusOr<NewRecallState> LoadNewRecall(const storage::RowReader& rows,
                                             const v1::Recall& recall);

// By facility id: of every one that ever had the lot, of the item (a name) or of what is one thing
// with it.
absl::StatusOr<std::map<std::string, LotFlow>> LoadFlowsOfLot(const storage::RowReader& rows,
                                                              const std::string& item,
                                                              absl::string_view lot);

// How the recall stands at a facility (its id); nullopt when that never had any of the lots and
// has not acknowledged.
absl::StatusOr<std::optional<v1::RecallSite>> LoadRecallSite(const storage::RowReader& rows,
                                                             const v1::Recall& recall,
                                                             const std::string& facility);

// As in list.h.
absl::StatusOr<std::string> ListRecalls(const storage::RowReader& rows,
                                        const v1::ListRecallsRequest& request, const Page& page,
                                        v1::ListRecallsResponse* response);
absl::Status GetRecallProgress(const storage::RowReader& rows,
                               const v1::GetRecallProgressRequest& request,
                               v1::GetRecallProgressResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RECALLS_LOAD_RECALLS_H_
