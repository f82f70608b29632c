#include "services/inventory/store/counts/count_commands.h"

#include <utility>

#include "services/inventory/domain/counts/count.h"
#include "services/inventory/domain/ledger/exception.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::StatusOr<storage::Decision> CreateCount(const storage::RowReader& rows,
                                              const storage::DecideContext& context,
                                              const v1::CreateCountRequest& request) {
  return WithKeptItems(
      rows, request, [&](const v1::CreateCountRequest& kept) -> absl::StatusOr<storage::Decision> {
        ASSIGN_OR_RETURN(CountState state, LoadCountState(rows, LastId(kept.parent()), kept.count(),
                                                          ContextOf(context)));
        v1::Event event;
        ASSIGN_OR_RETURN(*event.mutable_movement_posted(),
                         DecideCreateCount(kept, std::move(state), ContextOf(context)));
        return storage::Decision{.scope = kept.parent(), .events = {event.SerializeAsString()}};
      });
}

absl::Status Answer(const storage::Outcome& outcome, v1::CreateCountResponse* response) {
  ASSIGN_OR_RETURN(v1::Event event, EventOf(outcome));
  v1::MovementPosted& posted = *event.mutable_movement_posted();
  *response->mutable_count() = std::move(*posted.mutable_count());
  for (v1::Exception& exception : *posted.mutable_exceptions()) {
    exception.set_age_seconds(AgeSeconds(exception, outcome.record_time));
    *response->add_exceptions() = std::move(exception);
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
