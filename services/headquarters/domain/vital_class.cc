#include "services/headquarters/domain/vital_class.h"

namespace waystation::headquarters {
namespace {

using inventory::v1::VitalClass;
using inventory::v1::VitalClassOfKind;

// The enum's numbers go from the strictest on; 0 says nothing.
VitalClass Stricter(VitalClass a, VitalClass b) {
  if (a == inventory::v1::VITAL_CLASS_UNSPECIFIED) return b;
  return b == inventory::v1::VITAL_CLASS_UNSPECIFIED || a < b ? a : b;
}

}  // namespace

VitalClass VitalClassAt(const inventory::v1::Item& item, facility::v1::FacilityKind kind) {
  VitalClass strictest = item.vital_class();
  for (const VitalClassOfKind& of_kind : item.vital_classes_by_kind()) {
    if (of_kind.facility_kind() == kind) return of_kind.vital_class();
    strictest = Stricter(strictest, of_kind.vital_class());
  }
  return kind == facility::v1::FACILITY_KIND_UNSPECIFIED ? strictest : item.vital_class();
}

bool IsVitalSomewhere(const inventory::v1::Item& item) {
  return VitalClassAt(item, facility::v1::FACILITY_KIND_UNSPECIFIED) ==
         inventory::v1::VITAL_CLASS_VITAL;
}

}  // namespace waystation::headquarters
