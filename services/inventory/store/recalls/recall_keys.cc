#include "services/inventory/store/recalls/recall_keys.h"

#include "storage/key.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string RecallKey(absl::string_view recall) {
  return KeyBuilder(kRecallTable).String(recall).Take();
}

std::string RecalledLotsKey(absl::string_view item) {
  return KeyBuilder(kRecalledLotsTable).String(item).Take();
}

std::string LotFlowPrefix(absl::string_view item, absl::string_view lot) {
  return KeyBuilder(kLotFlowTable).String(item).String(lot).Take();
}

std::string LotFlowKey(absl::string_view item, absl::string_view lot, absl::string_view facility) {
  return KeyBuilder(kLotFlowTable).String(item).String(lot).String(facility).Take();
}

std::string RecallSiteKey(absl::string_view recall, absl::string_view facility) {
  return KeyBuilder(kRecallSiteTable).String(recall).String(facility).Take();
}

std::string AcknowledgementPrefix(absl::string_view recall) {
  return KeyBuilder(kAcknowledgementTable).String(recall).Take();
}

std::string AcknowledgementKey(absl::string_view recall, absl::string_view facility) {
  return KeyBuilder(kAcknowledgementTable).String(recall).String(facility).Take();
}

}  // namespace waystation::inventory
