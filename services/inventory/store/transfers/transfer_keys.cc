#include "services/inventory/store/transfers/transfer_keys.h"

#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/tables.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

std::string TransferTimeKey(storage::KeyBuilder key, const v1::Transfer& transfer) {
  const auto ids = TransferIds(transfer.name());
  return key.DescendingInt64(absl::ToUnixMicros(TimeOf(transfer.record_time())))
      .String(ids->first)
      .DescendingInt64(NumberIn(kTransferSeries, transfer.number()).value_or(0))
      .String(ids->second)
      .Take();
}

}  // namespace

std::string TransferKey(absl::string_view facility, absl::string_view transfer) {
  return storage::KeyBuilder(kTransferTable).String(facility).String(transfer).Take();
}

std::string TransferOutPrefix(absl::string_view scope) {
  return storage::KeyBuilder(kTransferOutTable).String(scope).Take();
}

std::string TransferOutKey(absl::string_view scope, const v1::Transfer& transfer) {
  storage::KeyBuilder key(kTransferOutTable);
  key.String(scope);
  return TransferTimeKey(std::move(key), transfer);
}

std::string TransferInPrefix(absl::string_view facility) {
  return storage::KeyBuilder(kTransferInTable).String(facility).Take();
}

std::string TransferInKey(const v1::Transfer& transfer) {
  storage::KeyBuilder key(kTransferInTable);
  key.String(LastId(transfer.to_facility()));
  return TransferTimeKey(std::move(key), transfer);
}

}  // namespace waystation::inventory
