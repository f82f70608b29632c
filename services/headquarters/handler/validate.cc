#include "services/headquarters/handler/validate.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/headquarters/limits.h"

namespace waystation::headquarters {
namespace {

using runtime::AddViolation;
using runtime::Violations;

// A name, or nothing, or "facilities/-": all.
void CheckFacilityOrAll(Violations& violations, absl::string_view field, absl::string_view name) {
  if (name.empty() || name == "facilities/-") return;
  runtime::CheckName(violations, field, name, "facilities/*");
}

template <typename Enum, typename Values>
void CheckEnums(Violations& violations, absl::string_view field, const Values& values,
                bool (*is_valid)(int value)) {
  if (values.size() > kFilterValuesMax) {
    AddViolation(violations, field, absl::StrCat(values.size(), " values"),
                 absl::StrCat("at most ", kFilterValuesMax));
  }
  for (int i = 0; i < values.size() && i < kFilterValuesMax; ++i) {
    runtime::CheckEnum(violations, absl::StrCat(field, "[", i, "]"),
                       static_cast<Enum>(values.Get(i)), is_valid);
  }
}

void CheckCategories(Violations& violations, const v1::SupplyFilter& filter) {
  if (filter.categories_size() > kFilterValuesMax) {
    AddViolation(violations, "filter.categories", absl::StrCat(filter.categories_size(), " values"),
                 absl::StrCat("at most ", kFilterValuesMax));
  }
  for (int i = 0; i < filter.categories_size() && i < kFilterValuesMax; ++i) {
    runtime::CheckId(violations, absl::StrCat("filter.categories[", i, "]"), filter.categories(i));
  }
}

void CheckFilter(Violations& violations, const v1::SupplyFilter& filter) {
  CheckFacilityOrAll(violations, "filter.facility", filter.facility());
  if (!filter.item().empty()) {
    runtime::CheckName(violations, "filter.item", filter.item(), "items/*");
  }
  CheckEnums<facility::v1::FacilityKind>(violations, "filter.facility_kinds",
                                         filter.facility_kinds(),
                                         &facility::v1::FacilityKind_IsValid);
  CheckCategories(violations, filter);
  CheckEnums<inventory::v1::VitalClass>(violations, "filter.vital_classes", filter.vital_classes(),
                                        &inventory::v1::VitalClass_IsValid);
  CheckEnums<v1::SupplyState>(violations, "filter.states", filter.states(),
                              &v1::SupplyState_IsValid);
}

void CheckOrder(Violations& violations, v1::SupplyOrder order) {
  if (!v1::SupplyOrder_IsValid(order)) {
    AddViolation(violations, "order", absl::StrCat(static_cast<int>(order)), "a value of the enum");
  }
}

}  // namespace

Violations ValidateListSupplyLevels(const v1::ListSupplyLevelsRequest& request) {
  Violations violations;
  CheckFilter(violations, request.filter());
  CheckOrder(violations, request.order());
  runtime::CheckDate(violations, "as_of_date", request.has_as_of_date(), request.as_of_date(),
                     runtime::Presence::kOptional);
  if (request.has_as_of_date() && request.order() == v1::SUPPLY_ORDER_RUN_OUT) {
    AddViolation(violations, "order", "RUN_OUT", "FACILITY or ITEM with as_of_date");
  }
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations ValidateGetSupplyLevel(const v1::GetSupplyLevelRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), "facilities/*/supplyLevels/*");
  runtime::CheckDate(violations, "as_of_date", request.has_as_of_date(), request.as_of_date(),
                     runtime::Presence::kOptional);
  return violations;
}

Violations ValidateWatchSupplyLevels(const v1::WatchSupplyLevelsRequest& request) {
  Violations violations;
  CheckFilter(violations, request.filter());
  CheckOrder(violations, request.order());
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations ValidateListFacilityOverviews(const v1::ListFacilityOverviewsRequest& request) {
  Violations violations;
  CheckFacilityOrAll(violations, "facility", request.facility());
  CheckEnums<facility::v1::FacilityKind>(violations, "facility_kinds", request.facility_kinds(),
                                         &facility::v1::FacilityKind_IsValid);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations ValidateListEndings(const v1::ListEndingsRequest& request) {
  Violations violations;
  CheckFacilityOrAll(violations, "facility", request.facility());
  CheckEnums<facility::v1::FacilityKind>(violations, "facility_kinds", request.facility_kinds(),
                                         &facility::v1::FacilityKind_IsValid);
  CheckEnums<v1::EndingKind>(violations, "kinds", request.kinds(), &v1::EndingKind_IsValid);
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

}  // namespace waystation::headquarters
