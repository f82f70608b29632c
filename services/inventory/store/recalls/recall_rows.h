// Values of the rows of recalls and lot flows.
#ifndef SERVICES_INVENTORY_STORE_RECALLS_RECALL_ROWS_H_
#define SERVICES_INVENTORY_STORE_RECALLS_RECALL_ROWS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/recalls/lot_flow.h"

namespace waystation::inventory {

// {lot, recall id}, the first recorded first.
using RecalledLotEntries = std::vector<std::pair<std::string, std::string>>;

std::string EncodeRecalledLots(const RecalledLotEntries& entries);
// INTERNAL for other bytes than the encoding makes; so below.
absl::StatusOr<RecalledLotEntries> DecodeRecalledLots(absl::string_view bytes);

std::string EncodeLotFlow(const LotFlow& flow);
absl::StatusOr<LotFlow> DecodeLotFlow(absl::string_view bytes);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RECALLS_RECALL_ROWS_H_
