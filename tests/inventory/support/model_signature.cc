// The part of the model that knows of second signatures.
#include <string>

#include "tests/inventory/support/model.h"
#include "tests/inventory/support/model_draft.h"

namespace waystation::inventory {
namespace {

// Who sends every command of the random tests that model controlled items.
constexpr char kSender[] = "principal-1";

std::string FirstOf(const v1::Movement& movement) {
  return movement.recorded_by().empty() ? kSender : movement.recorded_by();
}

}  // namespace

std::string Model::NeedsTwo(const v1::Movement& movement) const {
  if (movement.opening_history() || movement.kind() == v1::MOVEMENT_KIND_QUARANTINE ||
      movement.kind() == v1::MOVEMENT_KIND_RELEASE || movement.kind() == v1::MOVEMENT_KIND_DAMAGE) {
    return "";
  }
  for (const v1::MovementLine& line : movement.lines()) {
    if (controlled_.contains(line.item())) return line.item();
  }
  return "";
}

bool Model::HasTwo(const v1::Movement& movement) const {
  return !movement.witnessed_by().empty() && movement.witnessed_by() != FirstOf(movement);
}

Model::Reason Model::CheckTwo(const v1::Movement& movement) const {
  if (NeedsTwo(movement).empty() || HasTwo(movement)) return kFine;
  // What goes to a patient is never refused; "ward" is the only patient area of the random tests.
  if (movement.kind() == v1::MOVEMENT_KIND_ISSUE &&
      (movement.to_place().empty() || movement.to_place() == "ward")) {
    return kFine;
  }
  return movement.witnessed_by().empty() ? common::v1::ERROR_REASON_SECOND_SIGNATURE_MISSING
                                         : common::v1::ERROR_REASON_SIGNER_NOT_DIFFERENT;
}

void Model::AskForSecond(const v1::Movement& movement, Draft& draft) const {
  const std::string item = NeedsTwo(movement);
  if (item.empty()) return;
  draft.second = HasTwo(movement) ? v1::SECOND_SIGNATURE_GIVEN : v1::SECOND_SIGNATURE_OUTSTANDING;
  if (HasTwo(movement)) return;
  draft.Open(v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING, draft.day).item = item;
}

void Model::AskNoMore(const Record& reversed, Draft& draft) const {
  const std::string& name = reversed.unsigned_trouble;
  if (name.empty() || !troubles_.at(name).open) return;
  Trouble& trouble = draft.old[name] = troubles_.at(name);
  trouble.open = false;
  trouble.end = v1::EXCEPTION_END_REVERSED;
}

Model::Reason Model::Sign(const v1::SignMovementRequest& request, bool succeeded) {
  const auto found = records_.find(request.name());
  if (found == records_.end()) return common::v1::ERROR_REASON_NOT_KNOWN;
  Record& record = found->second;
  if (record.held || record.reversed || record.second != v1::SECOND_SIGNATURE_OUTSTANDING) {
    return common::v1::ERROR_REASON_WRONG_STATE;
  }
  if (request.signed_by() == FirstOf(record.request.movement())) {
    return common::v1::ERROR_REASON_SIGNER_NOT_DIFFERENT;
  }
  if (!succeeded) return kFine;
  record.second = v1::SECOND_SIGNATURE_SIGNED;
  Trouble& trouble = troubles_.at(record.unsigned_trouble);
  if (trouble.open) {
    trouble.open = false;
    trouble.end = v1::EXCEPTION_END_SIGNED;
  }
  return kFine;
}

}  // namespace waystation::inventory
