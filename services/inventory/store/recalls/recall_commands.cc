#include "services/inventory/store/recalls/recall_commands.h"

#include <optional>
#include <string>
#include <utility>

#include "services/inventory/domain/names.h"
#include "services/inventory/domain/recalls/recall.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/recalls/load_recalls.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

storage::Decision DecidedOfRecall(absl::string_view scope, const v1::Event& event) {
  return {.scope = std::string(scope), .events = {event.SerializeAsString()}};
}

}  // namespace

absl::StatusOr<storage::Decision> CreateRecall(const RowReader& rows,
                                               const storage::DecideContext& context,
                                               const v1::CreateRecallRequest& request) {
  return WithKeptItems(
      rows, request, [&](const v1::CreateRecallRequest& kept) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(const NewRecallState state, LoadNewRecall(rows, kept.recall()));
        ASSIGN_OR_RETURN(const v1::Event event,
                         DecideCreateRecall(kept, state, ContextOf(context)));
        return DecidedOfRecall(kCatalogueScope, event);
      });
}

absl::StatusOr<storage::Decision> WithdrawRecall(const RowReader& rows,
                                                 const storage::DecideContext& context,
                                                 const v1::WithdrawRecallRequest& request) {
  ASSIGN_OR_RETURN(v1::Recall recall, RequireRecall(rows, request.name()));
  ASSIGN_OR_RETURN(const v1::Event event,
                   DecideWithdrawRecall(request, std::move(recall), ContextOf(context)));
  return DecidedOfRecall(kCatalogueScope, event);
}

absl::StatusOr<storage::Decision> AcknowledgeRecall(const RowReader& rows,
                                                    const storage::DecideContext& context,
                                                    const v1::AcknowledgeRecallRequest& request) {
  ASSIGN_OR_RETURN(const v1::Recall recall, RequireRecall(rows, request.name()));
  RETURN_IF_ERROR(RequireFacility(rows, request.facility()).status());
  ASSIGN_OR_RETURN(const std::optional<v1::RecallSite> site,
                   LoadRecallSite(rows, recall, std::string(LastId(request.facility()))));
  const int64_t expected = site.has_value() ? site->expected_quantity() : 0;
  return DecidedOfRecall(request.facility(),
                         DecideAcknowledgeRecall(request, recall, expected, ContextOf(context)));
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateRecallResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  *response->mutable_recall() = event.recall_created().recall();
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::WithdrawRecallResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  *response->mutable_recall() = event.recall_withdrawn().recall();
  return absl::OkStatus();
}

absl::Status Answer(const storage::Outcome& outcome, v1::AcknowledgeRecallResponse* response) {
  ASSIGN_OR_RETURN(const v1::Event event, EventOf(outcome));
  *response->mutable_acknowledgement() = event.recall_acknowledged().acknowledgement();
  return absl::OkStatus();
}

}  // namespace waystation::inventory
