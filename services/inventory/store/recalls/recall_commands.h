// The commands of recalls; as in store/commands.h.
#ifndef SERVICES_INVENTORY_STORE_RECALLS_RECALL_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_RECALLS_RECALL_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/recall.pb.h"

namespace waystation::inventory {

absl::StatusOr<storage::Decision> CreateRecall(const storage::RowReader& rows,
                                               const storage::DecideContext& context,
                                               const v1::CreateRecallRequest& request);
absl::StatusOr<storage::Decision> WithdrawRecall(const storage::RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::WithdrawRecallRequest& request);
absl::StatusOr<storage::Decision> AcknowledgeRecall(const storage::RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::AcknowledgeRecallRequest& request);

absl::Status Answer(const storage::Outcome& outcome, v1::CreateRecallResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::WithdrawRecallResponse* response);
absl::Status Answer(const storage::Outcome& outcome, v1::AcknowledgeRecallResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RECALLS_RECALL_COMMANDS_H_
