#include <optional>
#include <string>
#include <utility>

#include "services/inventory/store/requests/walk_page.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/transfers/transfer_commands.h"
#include "services/inventory/store/transfers/transfer_keys.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::StatusOr<std::string> ListTransfers(const storage::RowReader& rows,
                                          const v1::ListTransfersRequest& request, const Page& page,
                                          absl::Time now, v1::ListTransfersResponse* response) {
  ASSIGN_OR_RETURN(const std::string scope, ScopeOf(rows, request.parent()));
  const bool incoming = request.direction() == v1::TRANSFER_DIRECTION_INCOMING;
  return WalkPage(rows, incoming ? TransferInPrefix(scope) : TransferOutPrefix(scope),
                  request.states(), page, [&](storage::KeyReader key) -> absl::StatusOr<bool> {
                    key.String();
                    key.DescendingInt64();
                    const std::string facility = key.String();
                    key.DescendingInt64();
                    const std::string id = key.String();
                    if (!key.AtEnd()) return DamagedRow();
                    ASSIGN_OR_RETURN(std::optional<v1::Transfer> transfer,
                                     GetMessage<v1::Transfer>(rows, TransferKey(facility, id)));
                    if (!transfer.has_value()) return DamagedRow();
                    if (request.with_open_differences() && transfer->open_difference_count() == 0)
                      return false;
                    ASSIGN_OR_RETURN(*response->add_transfers(),
                                     TransferAt(rows, *std::move(transfer), now));
                    return true;
                  });
}

}  // namespace waystation::inventory
