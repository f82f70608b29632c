// Tables of transfers and their keys; the grammar is that of store/tables.h.
//
//   table              key                                          value
//   60 transfer        facility transfer                            v1.Transfer; of the sender
//   61 transfer_out    scope time(desc) facility number(desc)       int64 state
//                      transfer
//   62 transfer_in     receiver time(desc) facility number(desc)    int64 state
//                      transfer
//
//   facility is the sender; time is that of recording it first.
#ifndef SERVICES_INVENTORY_STORE_TRANSFERS_TRANSFER_KEYS_H_
#define SERVICES_INVENTORY_STORE_TRANSFERS_TRANSFER_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

inline constexpr uint8_t kTransferTable = 60;
inline constexpr uint8_t kTransferOutTable = 61;
inline constexpr uint8_t kTransferInTable = 62;

// Ids, not names. A prefix is a key with its last parts left off.
std::string TransferKey(absl::string_view facility, absl::string_view transfer);
std::string TransferOutPrefix(absl::string_view scope);
std::string TransferOutKey(absl::string_view scope, const v1::Transfer& transfer);
std::string TransferInPrefix(absl::string_view facility);
std::string TransferInKey(const v1::Transfer& transfer);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_TRANSFERS_TRANSFER_KEYS_H_
