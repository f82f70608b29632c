#include "services/inventory/domain/recalls/recall.h"

#include <algorithm>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/domain/requests/verb.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::StatusOr<v1::Event> DecideCreateRecall(const v1::CreateRecallRequest& request,
                                             const NewRecallState& state,
                                             const DecideContext& context) {
  const v1::Recall& given = request.recall();
  if (!state.item_known) return NotKnown(given.item());

  v1::Event event;
  v1::Recall& recall = *event.mutable_recall_created()->mutable_recall();
  recall.set_name(RecallName(DerivedId(context.request_id, "recall")));
  recall.set_number(NumberText(kRecallSeries, state.last_number + 1));
  recall.set_state(v1::RECALL_STATE_OPEN);
  recall.set_item(given.item());
  recall.set_entered_item(given.entered_item());
  *recall.mutable_lots() = given.lots();
  recall.set_recall_class(given.recall_class());
  recall.set_authority(given.authority());
  recall.set_reference(given.reference());
  recall.set_reason(given.reason());
  recall.set_instruction(given.instruction());
  recall.set_recorded_by(DoneBy(given.recorded_by(), context));
  recall.set_note(given.note());
  *recall.mutable_record_time() = TimestampOf(context.now);
  recall.set_etag(NewEtag(context));
  return event;
}

absl::StatusOr<v1::Event> DecideWithdrawRecall(const v1::WithdrawRecallRequest& request,
                                               v1::Recall recall, const DecideContext& context) {
  RETURN_IF_ERROR(CheckEtag(request.etag(), recall.etag(), recall.name()));
  if (recall.state() != v1::RECALL_STATE_OPEN) {
    return WrongState(recall.name(), "WITHDRAWN", "the recall is withdrawn already");
  }
  recall.set_state(v1::RECALL_STATE_WITHDRAWN);
  recall.set_withdrawn_by(request.decided_by());
  *recall.mutable_withdraw_time() = TimestampOf(context.now);
  recall.set_withdraw_note(request.note());
  recall.set_etag(NewEtag(context));
  v1::Event event;
  *event.mutable_recall_withdrawn()->mutable_recall() = std::move(recall);
  return event;
}

v1::Event DecideAcknowledgeRecall(const v1::AcknowledgeRecallRequest& request,
                                  const v1::Recall& recall, int64_t expected_quantity,
                                  const DecideContext& context) {
  const v1::RecallAcknowledgement& given = request.acknowledgement();
  const int64_t found = given.found_quantity();
  v1::Event event;
  event.mutable_recall_acknowledged()->set_recall(recall.name());
  v1::RecallAcknowledgement& kept = *event.mutable_recall_acknowledged()->mutable_acknowledgement();
  kept.set_facility(request.facility());
  kept.set_found_quantity(found);
  kept.set_returned_quantity(given.returned_quantity());
  kept.set_destroyed_quantity(given.destroyed_quantity());
  kept.set_recorded_by(DoneBy(given.recorded_by(), context));
  kept.set_note(given.note());
  *kept.mutable_record_time() = TimestampOf(context.now);
  kept.set_expected_quantity(expected_quantity);
  kept.set_missing_quantity(std::max<int64_t>(0, expected_quantity - found));
  kept.set_unexpected_quantity(std::max<int64_t>(0, found - expected_quantity));
  return event;
}

}  // namespace waystation::inventory
