#include "absl/strings/str_cat.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::Presence;
using runtime::Violations;

constexpr char kFacilityOfTanks[] = "facilities/*";

void CheckVarianceAbove(Violations& violations, int64_t variance_above_ml) {
  if (variance_above_ml >= 0) return;
  runtime::AddViolation(violations, "variance_above_ml", absl::StrCat(variance_above_ml),
                        "millilitres, 0 or more");
}

}  // namespace

Violations Validate(const v1::ListTanksRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityOfTanks);
  CheckVarianceAbove(violations, request.variance_above_ml());
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::ListTankDipsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), kFacilityOfTanks);
  if (!request.place().empty()) runtime::CheckId(violations, "place", request.place());
  runtime::CheckTimestamp(violations, "start_time", request.has_start_time(), request.start_time(),
                          Presence::kOptional);
  runtime::CheckTimestamp(violations, "end_time", request.has_end_time(), request.end_time(),
                          Presence::kOptional);
  CheckVarianceAbove(violations, request.variance_above_ml());
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::PostTankDipRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), "facilities/*/storagePlaces/*");
  runtime::CheckTimestamp(violations, "dip_time", request.has_dip_time(), request.dip_time(),
                          Presence::kRequired);
  if (!request.item().empty()) runtime::CheckName(violations, "item", request.item(), "items/*");
  runtime::CheckText(violations, "counted_by", request.counted_by(), 0, kMaxRecordedByCharacters);
  runtime::CheckText(violations, "second_counted_by", request.second_counted_by(), 0,
                     kMaxRecordedByCharacters);
  if (!request.second_counted_by().empty() && request.second_counted_by() == request.counted_by()) {
    runtime::AddViolation(violations, "second_counted_by", request.second_counted_by(),
                          "another person than counted_by, or nothing");
  }
  runtime::CheckText(violations, "note", request.note(), 0, kMaxNoteCharacters);
  return violations;
}

}  // namespace waystation::inventory
