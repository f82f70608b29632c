// How bad it is to be without an item, at one kind of facility.
#ifndef SERVICES_HEADQUARTERS_DOMAIN_VITAL_CLASS_H_
#define SERVICES_HEADQUARTERS_DOMAIN_VITAL_CLASS_H_

#include "waystation/facility/v1/facility.pb.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::headquarters {

// The item's class at facilities of the kind. While the kind is not known (unspecified) the
// strictest that it has at any: what may be vital there is not to be overlooked.
inventory::v1::VitalClass VitalClassAt(const inventory::v1::Item& item,
                                       facility::v1::FacilityKind kind);

// Whether the item is vital at some kind of facility.
bool IsVitalSomewhere(const inventory::v1::Item& item);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_VITAL_CLASS_H_
