#ifndef SERVICES_INVENTORY_GS1_VALUE_H_
#define SERVICES_INVENTORY_GS1_VALUE_H_

#include "absl/status/status.h"
#include "services/inventory/gs1/label.h"

namespace waystation::inventory::gs1 {

// INVALID_ARGUMENT "(AI TITLE): got X, want Y" when the element's identifier is not known, or its
// value too short or long, of other characters, without its check digit, or no date where it has to
// be one.
absl::Status CheckValue(const Element& element, int current_year);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_VALUE_H_
