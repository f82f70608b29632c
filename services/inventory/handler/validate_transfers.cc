#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/handler/validate_packs.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/requests/request_keys.h"

namespace waystation::inventory {
namespace {

using runtime::AddViolation;
using runtime::Presence;
using runtime::Violations;

constexpr char kTransferPattern[] = "facilities/*/transfers/*";
// An etag is ours; a longer one was never given out.
constexpr int kMaxTransferEtagCharacters = 64;
constexpr int kMaxVehicleCharacters = 100;

template <typename Request>
Violations CheckTransferVerb(const Request& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kTransferPattern);
  runtime::CheckText(violations, "etag", request.etag(), 0, kMaxTransferEtagCharacters);
  return violations;
}

void CheckPerson(Violations& violations, const std::string& field, const std::string& id, int min) {
  runtime::CheckText(violations, field, id, min, kMaxRecordedByCharacters);
}

void CheckConditionValue(Violations& violations, const std::string& field, v1::Condition value) {
  if (v1::Condition_IsValid(value)) return;
  AddViolation(violations, field, absl::StrCat(value), "USABLE, QUARANTINED, DAMAGED or nothing");
}

void CheckTransferLines(Violations& violations, const v1::Transfer& transfer) {
  if (transfer.lines().empty() || transfer.lines_size() > kMaxRequestLines) {
    AddViolation(violations, "transfer.lines", absl::StrCat(transfer.lines_size(), " lines"),
                 absl::StrCat("1 to ", kMaxRequestLines, " lines"));
    return;
  }
  for (int i = 0; i < transfer.lines_size(); ++i) {
    const v1::TransferLine& line = transfer.lines(i);
    const std::string path = absl::StrCat("transfer.lines[", i, "]");
    runtime::CheckName(violations, path + ".item", line.item(), "items/*");
    runtime::CheckText(violations, path + ".lot", line.lot(), 0, kMaxLotCharacters);
    CheckQuantity(violations, path, line);
    CheckPacks(violations, path, line);
    CheckPlace(violations, path + ".place", line.place());
    CheckConditionValue(violations, path + ".condition", line.condition());
    runtime::CheckText(violations, path + ".note", line.note(), 0, kMaxLineNoteCharacters);
  }
}

// What it names of the receiver.
void CheckReceivers(Violations& violations, const std::string& field, const std::string& name,
                    absl::string_view collection, const std::string& receiver) {
  if (name.empty()) return;
  const size_t before = violations.size();
  runtime::CheckName(violations, field, name, absl::StrCat("facilities/*/", collection, "/*"));
  if (violations.size() == before && name.rfind(receiver + "/", 0) != 0) {
    AddViolation(violations, field, name, absl::StrCat("one of ", receiver));
  }
}

void CheckPickedLots(Violations& violations,
                     const google::protobuf::RepeatedPtrField<v1::PickedLot>& lots) {
  if (lots.size() > kMaxLines) {
    AddViolation(violations, "lots", absl::StrCat(lots.size(), " lots"),
                 absl::StrCat("at most ", kMaxLines));
    return;
  }
  for (int i = 0; i < lots.size(); ++i) {
    const std::string path = absl::StrCat("lots[", i, "]");
    runtime::CheckRange(violations, path + ".line", lots[i].line(), 1, kMaxRequestLines);
    runtime::CheckText(violations, path + ".lot", lots[i].lot(), 0, kMaxLotCharacters);
    CheckPlace(violations, path + ".place", lots[i].place());
    CheckConditionValue(violations, path + ".condition", lots[i].condition());
    CheckQuantity(violations, path, lots[i]);
  }
}

// Item and lot, which only some differences say and some must.
void CheckWhatCame(Violations& violations, const std::string& path, const v1::ReceivedLine& line) {
  const v1::DifferenceKind kind = line.difference();
  const bool beside = line.waybill_line() == 0;
  const bool may_say_item = beside || kind == v1::DIFFERENCE_KIND_WRONG_ITEM;
  const bool may_say_lot = may_say_item || kind == v1::DIFFERENCE_KIND_WRONG_LOT;
  if (may_say_item) {
    runtime::CheckName(violations, path + ".item", line.item(), "items/*");
  } else if (!line.item().empty()) {
    AddViolation(violations, path + ".item", line.item(),
                 "nothing but in NOT_ON_WAYBILL and WRONG_ITEM: the waybill's line has it");
  }
  if (may_say_lot) {
    const int least = kind == v1::DIFFERENCE_KIND_WRONG_LOT ? 1 : 0;
    runtime::CheckText(violations, path + ".lot", line.lot(), least, kMaxLotCharacters);
  } else if (!line.lot().empty()) {
    AddViolation(violations, path + ".lot", line.lot(),
                 "nothing but in NOT_ON_WAYBILL, WRONG_ITEM and WRONG_LOT: the line has it");
  }
  if (beside && kind != v1::DIFFERENCE_KIND_UNSPECIFIED &&
      kind != v1::DIFFERENCE_KIND_NOT_ON_WAYBILL) {
    AddViolation(violations, path + ".waybill_line", "0",
                 "the line that the difference is about; of no line is NOT_ON_WAYBILL only");
  }
  if (!beside && kind == v1::DIFFERENCE_KIND_NOT_ON_WAYBILL) {
    AddViolation(violations, path + ".waybill_line", absl::StrCat(line.waybill_line()),
                 "0 for what is not on the waybill");
  }
}

void CheckReceivedDate(Violations& violations, const std::string& path,
                       const v1::ReceivedLine& line) {
  runtime::CheckDate(violations, path + ".expiry_date", line.has_expiry_date(), line.expiry_date(),
                     Presence::kOptional);
  const bool known = v1::DateKind_IsValid(line.date_kind());
  const bool dated =
      line.date_kind() == v1::DATE_KIND_USE_BY || line.date_kind() == v1::DATE_KIND_BEST_BEFORE;
  const bool unsaid = line.date_kind() == v1::DATE_KIND_UNSPECIFIED;
  if (!known || (dated && !line.has_expiry_date()) ||
      (!dated && !unsaid && line.has_expiry_date())) {
    AddViolation(violations, path + ".date_kind", absl::StrCat(line.date_kind()),
                 "USE_BY or BEST_BEFORE with an expiry date, nothing or NONE without");
  }
}

template <typename Request>
Violations CheckArriving(const Request& request) {
  Violations violations = CheckTransferVerb(request);
  CheckPerson(violations, "recorded_by", request.recorded_by(), 0);
  CheckPerson(violations, "witnessed_by", request.witnessed_by(), 0);
  runtime::CheckText(violations, "note", request.note(), 0, kMaxNoteCharacters);
  runtime::CheckTimestamp(violations, "happened_time", request.has_happened_time(),
                          request.happened_time(), Presence::kOptional);
  if (request.lines_size() > kMaxLines) {
    AddViolation(violations, "lines", absl::StrCat(request.lines_size(), " lines"),
                 absl::StrCat("at most ", kMaxLines));
    return violations;
  }
  for (int i = 0; i < request.lines_size(); ++i) {
    const v1::ReceivedLine& line = request.lines(i);
    const std::string path = absl::StrCat("lines[", i, "]");
    runtime::CheckRange(violations, path + ".waybill_line", line.waybill_line(), 0, kMaxLines);
    if (!v1::DifferenceKind_IsValid(line.difference())) {
      AddViolation(violations, path + ".difference", absl::StrCat(line.difference()),
                   "a kind of difference, or nothing");
    }
    CheckWhatCame(violations, path, line);
    CheckQuantity(violations, path, line);
    CheckPacks(violations, path, line);
    CheckPlace(violations, path + ".place", line.place());
    CheckReceivedDate(violations, path, line);
    runtime::CheckText(violations, path + ".note", line.note(), 0, kMaxLineNoteCharacters);
  }
  return violations;
}

template <typename Request>
Violations CheckEnding(const Request& request) {
  Violations violations = CheckTransferVerb(request);
  CheckPerson(violations, "recorded_by", request.recorded_by(), 0);
  runtime::CheckText(violations, "note", request.note(), 0, kMaxNoteCharacters);
  return violations;
}

}  // namespace

Violations Validate(const v1::CreateTransferRequest& request) {
  Violations violations;
  const v1::Transfer& transfer = request.transfer();
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckName(violations, "transfer.to_facility", transfer.to_facility(), kFacilityPattern);
  if (!request.parent().empty() && transfer.to_facility() == request.parent()) {
    AddViolation(violations, "transfer.to_facility", transfer.to_facility(),
                 "another facility than the sender");
  }
  CheckTransferLines(violations, transfer);
  CheckReceivers(violations, "transfer.requisition", transfer.requisition(), "requisitions",
                 transfer.to_facility());
  CheckReceivers(violations, "transfer.expected_delivery", transfer.expected_delivery(),
                 "expectedDeliveries", transfer.to_facility());
  const size_t before = violations.size();
  runtime::CheckDate(violations, "transfer.planned_dispatch_date",
                     transfer.has_planned_dispatch_date(), transfer.planned_dispatch_date(),
                     Presence::kOptional);
  runtime::CheckDate(violations, "transfer.planned_arrival_date",
                     transfer.has_planned_arrival_date(), transfer.planned_arrival_date(),
                     Presence::kOptional);
  if (violations.size() == before && transfer.has_planned_dispatch_date() &&
      transfer.has_planned_arrival_date() &&
      DayNumber(transfer.planned_arrival_date()) < DayNumber(transfer.planned_dispatch_date())) {
    AddViolation(violations, "transfer.planned_arrival_date",
                 DateText(DayNumber(transfer.planned_arrival_date())),
                 "a day not before planned_dispatch_date");
  }
  CheckPerson(violations, "transfer.recorded_by", transfer.recorded_by(), 0);
  runtime::CheckText(violations, "transfer.note", transfer.note(), 0, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::GetTransferRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kTransferPattern);
  return violations;
}

Violations Validate(const v1::ListTransfersRequest& request) {
  Violations violations;
  const bool all = request.parent() == absl::StrCat("facilities/", kAllFacilities);
  if (!all) runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  if (!v1::TransferDirection_IsValid(request.direction())) {
    AddViolation(violations, "direction", absl::StrCat(request.direction()),
                 "OUTGOING, INCOMING or nothing");
  } else if (all && request.direction() == v1::TRANSFER_DIRECTION_INCOMING) {
    AddViolation(violations, "direction", "INCOMING of all facilities",
                 "a facility in `parent`, or no direction");
  }
  if (request.states_size() > kMaxStates) {
    AddViolation(violations, "states", absl::StrCat(request.states_size(), " states"),
                 absl::StrCat("at most ", kMaxStates));
  }
  for (int i = 0; i < request.states_size() && i < kMaxStates; ++i) {
    runtime::CheckEnum(violations, absl::StrCat("states[", i, "]"), request.states(i),
                       v1::TransferState_IsValid);
  }
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::PickTransferRequest& request) {
  Violations violations = CheckTransferVerb(request);
  CheckPickedLots(violations, request.lots());
  CheckPerson(violations, "recorded_by", request.recorded_by(), 0);
  return violations;
}

Violations Validate(const v1::DispatchTransferRequest& request) {
  Violations violations = CheckTransferVerb(request);
  runtime::CheckEnum(violations, "intent", request.intent(), v1::Intent_IsValid);
  runtime::CheckText(violations, "vehicle", request.vehicle(), 0, kMaxVehicleCharacters);
  CheckPerson(violations, "carrier", request.carrier(), 0);
  runtime::CheckTimestamp(violations, "dispatched_time", request.has_dispatched_time(),
                          request.dispatched_time(), Presence::kOptional);
  CheckPickedLots(violations, request.lots());
  CheckPerson(violations, "recorded_by", request.recorded_by(), 0);
  CheckPerson(violations, "witnessed_by", request.witnessed_by(), 0);
  runtime::CheckText(violations, "note", request.note(), 0, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::ReceiveTransferRequest& request) { return CheckArriving(request); }

Violations Validate(const v1::ReturnTransferRequest& request) { return CheckArriving(request); }

Violations Validate(const v1::CancelTransferRequest& request) { return CheckEnding(request); }

Violations Validate(const v1::CloseTransferRequest& request) { return CheckEnding(request); }

Violations Validate(const v1::AnswerDifferenceRequest& request) {
  Violations violations = CheckTransferVerb(request);
  if (request.difference() < 1) {
    AddViolation(violations, "difference", absl::StrCat(request.difference()),
                 "the number of a difference, from 1");
  }
  runtime::CheckEnum(violations, "answer", request.answer(), v1::DifferenceAnswer_IsValid);
  CheckPerson(violations, "answered_by", request.answered_by(), 1);
  CheckPerson(violations, "witnessed_by", request.witnessed_by(), 0);
  const bool needs_note = request.answer() == v1::DIFFERENCE_ANSWER_LOST ||
                          request.answer() == v1::DIFFERENCE_ANSWER_MISCOUNTED ||
                          request.answer() == v1::DIFFERENCE_ANSWER_DISPUTED;
  runtime::CheckText(violations, "note", request.note(), needs_note ? 1 : 0, kMaxNoteCharacters);
  return violations;
}

}  // namespace waystation::inventory
