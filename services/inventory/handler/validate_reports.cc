#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::Presence;
using runtime::Violations;

// What all reports ask: which facility, and of which day.
template <typename Request>
Violations CheckReport(const Request& request) {
  Violations violations;
  runtime::CheckName(violations, "facility", request.facility(), kFacilityPattern);
  runtime::CheckTimestamp(violations, "as_of_time", request.has_as_of_time(), request.as_of_time(),
                          Presence::kOptional);
  runtime::CheckDate(violations, "as_of_date", request.has_as_of_date(), request.as_of_date(),
                     Presence::kOptional);
  if (request.has_as_of_time() && request.has_as_of_date()) {
    runtime::AddViolation(violations, "as_of_date", "a date beside as_of_time", "one of them");
  }
  return violations;
}

// Of reports that have pages of items, or of one.
template <typename Request>
Violations CheckItemReport(const Request& request) {
  Violations violations = CheckReport(request);
  if (!request.item().empty()) {
    runtime::CheckName(violations, "item", request.item(), "items/*");
  }
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

template <typename Request>
void CheckLookBack(Violations& violations, const Request& request) {
  runtime::CheckRange(violations, "look_back_days", request.look_back_days(), 0, kMaxReportDays);
}

template <typename Request>
void CheckFromDate(Violations& violations, const Request& request) {
  runtime::CheckDate(violations, "from_date", request.has_from_date(), request.from_date(),
                     Presence::kOptional);
}

}  // namespace

Violations Validate(const v1::GetStockCardRequest& request) {
  Violations violations = CheckReport(request);
  runtime::CheckName(violations, "item", request.item(), "items/*");
  if (!request.place().empty()) runtime::CheckId(violations, "place", request.place());
  runtime::CheckText(violations, "lot", request.lot(), 0, kMaxLotCharacters);
  if (request.condition() != v1::CONDITION_UNSPECIFIED) {
    runtime::CheckEnum(violations, "condition", request.condition(), v1::Condition_IsValid);
  }
  CheckFromDate(violations, request);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::ListExpiringLotsRequest& request) {
  Violations violations = CheckItemReport(request);
  runtime::CheckRange(violations, "within_days", request.within_days(), 0, kMaxExpiringWithinDays);
  CheckLookBack(violations, request);
  return violations;
}

Violations Validate(const v1::ListStockOutsRequest& request) {
  Violations violations = CheckItemReport(request);
  if (request.vital_class() != v1::VITAL_CLASS_UNSPECIFIED) {
    runtime::CheckEnum(violations, "vital_class", request.vital_class(), v1::VitalClass_IsValid);
  }
  CheckLookBack(violations, request);
  return violations;
}

Violations Validate(const v1::ListConsumptionRequest& request) {
  Violations violations = CheckItemReport(request);
  CheckFromDate(violations, request);
  if (request.period() != v1::REPORT_PERIOD_UNSPECIFIED) {
    runtime::CheckEnum(violations, "period", request.period(), v1::ReportPeriod_IsValid);
  }
  return violations;
}

Violations Validate(const v1::ListMinimumMaximumRequest& request) {
  Violations violations = CheckItemReport(request);
  CheckLookBack(violations, request);
  runtime::CheckRange(violations, "lead_time_days", request.lead_time_days(), 0, kMaxReportDays);
  runtime::CheckRange(violations, "safety_days", request.safety_days(), 0, kMaxReportDays);
  if (request.has_review_days()) {
    runtime::CheckRange(violations, "review_days", request.review_days(), 1, kMaxReportDays);
  }
  return violations;
}

Violations Validate(const v1::GetMorningSheetRequest& request) {
  Violations violations = CheckReport(request);
  runtime::CheckRange(violations, "within_days", request.within_days(), 0, kMaxReportDays);
  return violations;
}

Violations Validate(const v1::ListDonorStockRequest& request) {
  Violations violations = CheckItemReport(request);
  runtime::CheckText(violations, "owner", request.owner(), 0, kMaxOwnerCharacters);
  CheckFromDate(violations, request);
  return violations;
}

}  // namespace waystation::inventory
