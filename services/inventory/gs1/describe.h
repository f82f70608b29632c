#ifndef SERVICES_INVENTORY_GS1_DESCRIBE_H_
#define SERVICES_INVENTORY_GS1_DESCRIBE_H_

#include "services/inventory/gs1/label.h"
#include "waystation/inventory/v1/scan.pb.h"

namespace waystation::inventory::gs1 {

// Sets what an answer repeats of the label: everything from `gtin` to `readable_text`, `lot` as on
// the label.
void Describe(const Label& label, v1::ResolveScanResponse* response);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_DESCRIBE_H_
