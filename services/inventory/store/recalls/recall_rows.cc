#include "services/inventory/store/recalls/recall_rows.h"

#include "services/inventory/store/recalls/recall_keys.h"
#include "services/inventory/store/row_value.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

constexpr size_t kFlowEntryBytes = 24;

}  // namespace

std::string EncodeRecalledLots(const RecalledLotEntries& entries) {
  storage::KeyBuilder value(kRecalledLotsTable);
  for (const auto& [lot, recall] : entries) value.String(lot).String(recall);
  return value.Take();
}

absl::StatusOr<RecalledLotEntries> DecodeRecalledLots(absl::string_view bytes) {
  storage::KeyReader value(bytes);
  RecalledLotEntries entries;
  while (value.ok() && !value.AtEnd()) {
    std::string lot = value.String();
    entries.emplace_back(std::move(lot), value.String());
  }
  if (!value.ok()) return DamagedRow();
  return entries;
}

std::string EncodeLotFlow(const LotFlow& flow) {
  std::string bytes;
  bytes.reserve(flow.size() * kFlowEntryBytes);
  for (const auto& [key, quantity] : flow) {
    for (const int64_t number : {int64_t{key.first}, int64_t{key.second}, quantity}) {
      bytes += EncodeInt64(number);
    }
  }
  return bytes;
}

absl::StatusOr<LotFlow> DecodeLotFlow(absl::string_view bytes) {
  if (bytes.size() % kFlowEntryBytes != 0) return DamagedRow();
  LotFlow flow;
  for (; !bytes.empty(); bytes.remove_prefix(kFlowEntryBytes)) {
    ASSIGN_OR_RETURN(const int64_t account, DecodeInt64(bytes.substr(0, 8)));
    ASSIGN_OR_RETURN(const int64_t purpose, DecodeInt64(bytes.substr(8, 8)));
    ASSIGN_OR_RETURN(const int64_t quantity, DecodeInt64(bytes.substr(16, 8)));
    flow[{static_cast<v1::AccountKind>(account), static_cast<v1::Purpose>(purpose)}] = quantity;
  }
  return flow;
}

}  // namespace waystation::inventory
