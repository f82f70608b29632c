#include "services/inventory/domain/catalogue/vital_class.h"

namespace waystation::inventory {

v1::VitalClass VitalClassAt(const v1::Item& item, facility::v1::FacilityKind kind) {
  for (const v1::VitalClassOfKind& of_kind : item.vital_classes_by_kind()) {
    if (of_kind.facility_kind() == kind) return of_kind.vital_class();
  }
  return item.vital_class();
}

}  // namespace waystation::inventory
