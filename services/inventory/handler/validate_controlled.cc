#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/handler/validate_packs.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::AddViolation;
using runtime::Presence;
using runtime::Violations;

// What was counted: each item once.
void CheckCounts(Violations& violations, const v1::Handover& handover) {
  if (handover.counts_size() > kMaxHandoverCounts) {
    AddViolation(violations, "handover.counts", absl::StrCat(handover.counts_size(), " items"),
                 absl::StrCat("at most ", kMaxHandoverCounts));
    return;
  }
  std::set<std::string> items;
  for (int i = 0; i < handover.counts_size(); ++i) {
    const v1::HandoverCount& count = handover.counts(i);
    const std::string path = absl::StrCat("handover.counts[", i, "]");
    const size_t before = violations.size();
    runtime::CheckName(violations, path + ".item", count.item(), "items/*");
    CheckNotEntered(violations, path, count.entered_item());
    if (violations.size() == before && !items.insert(count.item()).second) {
      AddViolation(violations, path + ".item", count.item(), "each item once");
    }
    if (count.counted_quantity() < 0) {
      AddViolation(violations, path + ".counted_quantity", absl::StrCat(count.counted_quantity()),
                   "0 or more");
    }
  }
}

}  // namespace

Violations Validate(const v1::SignMovementRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), "facilities/*/movements/*");
  runtime::CheckText(violations, "signed_by", request.signed_by(), 1, kMaxRecordedByCharacters);
  runtime::CheckText(violations, "note", request.note(), 0, kMaxNoteCharacters);
  return violations;
}

Violations Validate(const v1::GetControlledRegisterRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "facility", request.facility(), kFacilityPattern);
  runtime::CheckName(violations, "item", request.item(), "items/*");
  CheckPlace(violations, "place", request.place());
  runtime::CheckDate(violations, "from_date", request.has_from_date(), request.from_date(),
                     Presence::kOptional);
  runtime::CheckDate(violations, "to_date", request.has_to_date(), request.to_date(),
                     Presence::kOptional);
  if (violations.empty() && request.has_from_date() && request.has_to_date() &&
      DayNumber(request.from_date()) > DayNumber(request.to_date())) {
    AddViolation(violations, "from_date", DateText(DayNumber(request.from_date())),
                 "a day not after to_date");
  }
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::RecordHandoverRequest& request) {
  Violations violations;
  const v1::Handover& handover = request.handover();
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  CheckPlace(violations, "handover.place", handover.place());
  runtime::CheckText(violations, "handover.outgoing", handover.outgoing(), 1,
                     kMaxRecordedByCharacters);
  runtime::CheckText(violations, "handover.incoming", handover.incoming(), 0,
                     kMaxRecordedByCharacters);
  runtime::CheckTimestamp(violations, "handover.counted_time", handover.has_counted_time(),
                          handover.counted_time(), Presence::kRequired);
  runtime::CheckText(violations, "handover.note", handover.note(), 0, kMaxNoteCharacters);
  CheckCounts(violations, handover);
  return violations;
}

Violations Validate(const v1::ListHandoversRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityPattern);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

}  // namespace waystation::inventory
