#ifndef SERVICES_INVENTORY_DOMAIN_CATALOGUE_MEDICINE_H_
#define SERVICES_INVENTORY_DOMAIN_CATALOGUE_MEDICINE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// The same text for two identities of the same medicine: letter case, marks, blanks and punctuation
// make no difference, nor do the unit in which a strength is written and zeros at its end. Empty
// for no identity. For comparing; not for people.
std::string IdentityKey(const v1::MedicineIdentity& medicine);

// A strength with every number as digits and a power of ten of one unit of its kind: "0.5 g" and
// "500 mg" both as "5e5ug". What is no number with a unit stays, folded. A comma is a decimal one
// unless three digits follow it and another digit than a lone 0 goes before.
std::string NormalStrength(absl::string_view strength);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CATALOGUE_MEDICINE_H_
