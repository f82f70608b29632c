#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_VITAL_CLASS_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_VITAL_CLASS_H_

#include "waystation/facility/v1/facility.pb.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// The item's class at facilities of the kind; of an unspecified kind its class by default.
v1::VitalClass VitalClassAt(const v1::Item& item, facility::v1::FacilityKind kind);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_VITAL_CLASS_H_
