#include <set>
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

constexpr char kRequisitionPattern[] = "facilities/*/requisitions/*";
constexpr char kExpectedDeliveryPattern[] = "facilities/*/expectedDeliveries/*";
constexpr char kHeadquarters[] = "headquarters";
// An etag is ours; a longer one was never given out.
constexpr int kMaxEtagCharacters = 64;

// Lines of a requisition or an expected delivery: each item once.
template <typename Lines>
void CheckLines(Violations& violations, const std::string& field, const Lines& lines) {
  if (lines.empty() || lines.size() > kMaxRequestLines) {
    AddViolation(violations, field, absl::StrCat(lines.size(), " lines"),
                 absl::StrCat("1 to ", kMaxRequestLines, " lines"));
    return;
  }
  std::set<std::string> items;
  for (int i = 0; i < lines.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    const size_t before = violations.size();
    runtime::CheckName(violations, absl::StrCat(path, ".item"), lines[i].item(), "items/*");
    if (violations.size() == before && !items.insert(lines[i].item()).second) {
      AddViolation(violations, absl::StrCat(path, ".item"), lines[i].item(),
                   "each item in one line");
    }
    CheckQuantity(violations, path, lines[i]);
    CheckPacks(violations, path, lines[i]);
    runtime::CheckText(violations, absl::StrCat(path, ".note"), lines[i].note(), 0,
                       kMaxLineNoteCharacters);
  }
}

void CheckBy(Violations& violations, const std::string& field, const std::string& id, int min) {
  runtime::CheckText(violations, field, id, min, kMaxRecordedByCharacters);
}

// What every verb has.
template <typename Request>
Violations CheckVerb(const Request& request, absl::string_view pattern) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), pattern);
  runtime::CheckText(violations, "etag", request.etag(), 0, kMaxEtagCharacters);
  return violations;
}

void CheckNote(Violations& violations, const std::string& field, const std::string& note,
               bool must_be_given) {
  runtime::CheckText(violations, field, note, must_be_given ? 1 : 0, kMaxNoteCharacters);
}

// The first and last day of `given` below `prefix`.
template <typename Dates>
void CheckDates(Violations& violations, const std::string& prefix, const Dates& given) {
  const size_t before = violations.size();
  runtime::CheckDate(violations, prefix + "earliest_date", given.has_earliest_date(),
                     given.earliest_date(), Presence::kOptional);
  runtime::CheckDate(violations, prefix + "latest_date", given.has_latest_date(),
                     given.latest_date(), Presence::kRequired);
  if (violations.size() == before && given.has_earliest_date() &&
      DayNumber(given.earliest_date()) > DayNumber(given.latest_date())) {
    AddViolation(violations, prefix + "earliest_date", DateText(DayNumber(given.earliest_date())),
                 "a day not after latest_date");
  }
}

template <typename Request>
void CheckList(Violations& violations, const Request& request, bool (*is_valid)(int)) {
  if (request.parent() != absl::StrCat("facilities/", kAllFacilities)) {
    runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  }
  if (request.states_size() > kMaxStates) {
    AddViolation(violations, "states", absl::StrCat(request.states_size(), " states"),
                 absl::StrCat("at most ", kMaxStates));
  }
  for (int i = 0; i < request.states_size() && i < kMaxStates; ++i) {
    runtime::CheckEnum(violations, absl::StrCat("states[", i, "]"), request.states(i), is_valid);
  }
  runtime::CheckPageSize(violations, "page_size", request.page_size());
}

void CheckAskedOf(Violations& violations, const v1::CreateRequisitionRequest& request) {
  const std::string& asked = request.requisition().asked_of();
  if (asked.empty() || asked == kHeadquarters) return;
  if (asked == request.parent()) {
    AddViolation(violations, "requisition.asked_of", asked, "another facility, or headquarters");
    return;
  }
  runtime::CheckName(violations, "requisition.asked_of", asked, kFacilityPattern);
}

// Of the facility that it comes to.
void CheckRequisitionOf(Violations& violations, const v1::CreateExpectedDeliveryRequest& request) {
  const std::string& name = request.expected_delivery().requisition();
  if (name.empty()) return;
  const std::string field = "expected_delivery.requisition";
  const size_t before = violations.size();
  runtime::CheckName(violations, field, name, kRequisitionPattern);
  if (violations.size() == before && name.rfind(request.parent() + "/", 0) != 0) {
    AddViolation(violations, field, name, absl::StrCat("one of ", request.parent()));
  }
}

}  // namespace

Violations Validate(const v1::CreateRequisitionRequest& request) {
  Violations violations;
  const v1::Requisition& requisition = request.requisition();
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckEnum(violations, "requisition.priority", requisition.priority(),
                     v1::RequisitionPriority_IsValid);
  runtime::CheckDate(violations, "requisition.needed_by_date", requisition.has_needed_by_date(),
                     requisition.needed_by_date(), Presence::kOptional);
  CheckAskedOf(violations, request);
  CheckLines(violations, "requisition.lines", requisition.lines());
  CheckBy(violations, "requisition.recorded_by", requisition.recorded_by(), 0);
  CheckNote(violations, "requisition.note", requisition.note(), false);
  runtime::CheckTimestamp(violations, "requisition.asked_time", requisition.has_asked_time(),
                          requisition.asked_time(), Presence::kOptional);
  return violations;
}

Violations Validate(const v1::GetRequisitionRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kRequisitionPattern);
  return violations;
}

Violations Validate(const v1::ListRequisitionsRequest& request) {
  Violations violations;
  CheckList(violations, request, v1::RequisitionState_IsValid);
  return violations;
}

Violations Validate(const v1::ApproveRequisitionRequest& request) {
  Violations violations = CheckVerb(request, kRequisitionPattern);
  if (request.approved_size() > kMaxRequestLines) {
    AddViolation(violations, "approved", absl::StrCat(request.approved_size(), " items"),
                 absl::StrCat("at most ", kMaxRequestLines));
  }
  std::set<std::string> items;
  for (int i = 0; i < request.approved_size() && i < kMaxRequestLines; ++i) {
    const v1::ItemQuantity& entry = request.approved(i);
    const std::string path = absl::StrCat("approved[", i, "]");
    const size_t before = violations.size();
    runtime::CheckName(violations, path + ".item", entry.item(), "items/*");
    if (violations.size() == before && !items.insert(entry.item()).second) {
      AddViolation(violations, path + ".item", entry.item(), "each item once");
    }
    if (entry.quantity() < 0) {
      AddViolation(violations, path + ".quantity", absl::StrCat(entry.quantity()),
                   "0 to what was asked");
    }
  }
  CheckBy(violations, "decided_by", request.decided_by(), 1);
  CheckNote(violations, "note", request.note(), false);
  return violations;
}

Violations Validate(const v1::RejectRequisitionRequest& request) {
  Violations violations = CheckVerb(request, kRequisitionPattern);
  runtime::CheckEnum(violations, "reason", request.reason(), v1::RejectReason_IsValid);
  CheckBy(violations, "decided_by", request.decided_by(), 1);
  CheckNote(violations, "note", request.note(), request.reason() == v1::REJECT_REASON_OTHER);
  return violations;
}

Violations Validate(const v1::CancelRequisitionRequest& request) {
  Violations violations = CheckVerb(request, kRequisitionPattern);
  CheckBy(violations, "recorded_by", request.recorded_by(), 0);
  CheckNote(violations, "note", request.note(), false);
  return violations;
}

Violations Validate(const v1::CloseRequisitionRequest& request) {
  Violations violations = CheckVerb(request, kRequisitionPattern);
  CheckBy(violations, "recorded_by", request.recorded_by(), 0);
  CheckNote(violations, "note", request.note(), false);
  return violations;
}

Violations Validate(const v1::CreateExpectedDeliveryRequest& request) {
  Violations violations;
  const v1::ExpectedDelivery& delivery = request.expected_delivery();
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckText(violations, "expected_delivery.source", delivery.source(), 1,
                     kMaxSourceCharacters);
  CheckDates(violations, "expected_delivery.", delivery);
  CheckLines(violations, "expected_delivery.lines", delivery.lines());
  CheckNote(violations, "expected_delivery.transport_note", delivery.transport_note(), false);
  CheckRequisitionOf(violations, request);
  CheckBy(violations, "expected_delivery.recorded_by", delivery.recorded_by(), 0);
  CheckNote(violations, "expected_delivery.note", delivery.note(), false);
  CheckBy(violations, "expected_delivery.confirmed_by", delivery.confirmed_by(), 0);
  return violations;
}

Violations Validate(const v1::GetExpectedDeliveryRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), kExpectedDeliveryPattern);
  runtime::CheckDate(violations, "as_of_date", request.has_as_of_date(), request.as_of_date(),
                     Presence::kOptional);
  return violations;
}

Violations Validate(const v1::ListExpectedDeliveriesRequest& request) {
  Violations violations;
  CheckList(violations, request, v1::ExpectedDeliveryState_IsValid);
  runtime::CheckDate(violations, "as_of_date", request.has_as_of_date(), request.as_of_date(),
                     Presence::kOptional);
  return violations;
}

Violations Validate(const v1::ConfirmExpectedDeliveryRequest& request) {
  Violations violations = CheckVerb(request, kExpectedDeliveryPattern);
  CheckBy(violations, "confirmed_by", request.confirmed_by(), 1);
  return violations;
}

Violations Validate(const v1::RescheduleExpectedDeliveryRequest& request) {
  Violations violations = CheckVerb(request, kExpectedDeliveryPattern);
  CheckDates(violations, "", request);
  runtime::CheckEnum(violations, "reason", request.reason(), v1::DeliveryReason_IsValid);
  CheckBy(violations, "recorded_by", request.recorded_by(), 0);
  CheckNote(violations, "note", request.note(), request.reason() == v1::DELIVERY_REASON_OTHER);
  return violations;
}

Violations Validate(const v1::CancelExpectedDeliveryRequest& request) {
  Violations violations = CheckVerb(request, kExpectedDeliveryPattern);
  runtime::CheckEnum(violations, "reason", request.reason(), v1::DeliveryReason_IsValid);
  CheckBy(violations, "recorded_by", request.recorded_by(), 0);
  CheckNote(violations, "note", request.note(), request.reason() == v1::DELIVERY_REASON_OTHER);
  return violations;
}

Violations Validate(const v1::CloseExpectedDeliveryRequest& request) {
  Violations violations = CheckVerb(request, kExpectedDeliveryPattern);
  CheckBy(violations, "recorded_by", request.recorded_by(), 0);
  CheckNote(violations, "note", request.note(), false);
  return violations;
}

}  // namespace waystation::inventory
