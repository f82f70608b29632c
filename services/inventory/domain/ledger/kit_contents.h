#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_KIT_CONTENTS_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_KIT_CONTENTS_H_

#include "absl/status/status.h"
#include "services/inventory/domain/ledger/posting.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::inventory {

// Compares the lines after the first with the packing list of `kit`, the first line's item, for as
// many kits as that line says. An ORDER that differs is refused (KIT_CONTENT_DIFFERS, the first
// item by name); of a fact every item that differs opens an exception. REQUIRES: ChangesKits.
absl::Status CheckKitContents(Posting& posting, const v1::Item& kit);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_KIT_CONTENTS_H_
