// Tables of recalls and lot flows, in the words of tables.h; `recall` is the id of one.
//
//   table              key                 value
//   55 recall          recall              v1.Recall
//   56 recalled_lots   item                (lot recall)*: of open recalls, the first recorded first
//   57 lot_flow        item lot facility   (int64 account kind, int64 purpose, int64 net)*: a
//                                          LotFlow, also an empty one, once the lot was there
//   58 recall_site     recall facility     int64 WrittenOff of its lots when the recall was
//                                          recorded, not 0
//   59 acknowledgement recall facility     v1.RecallAcknowledgement, the latest
#ifndef SERVICES_INVENTORY_STORE_RECALLS_RECALL_KEYS_H_
#define SERVICES_INVENTORY_STORE_RECALLS_RECALL_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace waystation::inventory {

inline constexpr uint8_t kRecallTable = 55;
inline constexpr uint8_t kRecalledLotsTable = 56;
inline constexpr uint8_t kLotFlowTable = 57;
inline constexpr uint8_t kRecallSiteTable = 58;
inline constexpr uint8_t kAcknowledgementTable = 59;

// Ids, not names, throughout.
std::string RecallKey(absl::string_view recall);
std::string RecalledLotsKey(absl::string_view item);
std::string LotFlowPrefix(absl::string_view item, absl::string_view lot);
std::string LotFlowKey(absl::string_view item, absl::string_view lot, absl::string_view facility);
std::string RecallSiteKey(absl::string_view recall, absl::string_view facility);
std::string AcknowledgementPrefix(absl::string_view recall);
std::string AcknowledgementKey(absl::string_view recall, absl::string_view facility);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_RECALLS_RECALL_KEYS_H_
