#include "services/inventory/store/requests/request_keys.h"

#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/expected_delivery.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/store/tables.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string NumberPrefix(absl::string_view facility, absl::string_view series) {
  return KeyBuilder(kNumberTable).String(facility).String(series).Take();
}

std::string NumberKey(absl::string_view facility, absl::string_view series, int64_t number) {
  return KeyBuilder(kNumberTable).String(facility).String(series).DescendingInt64(number).Take();
}

std::string LastNumberKey(absl::string_view facility, absl::string_view series) {
  return KeyBuilder(kLastNumberTable).String(facility).String(series).Take();
}

std::string RequisitionKey(absl::string_view facility, absl::string_view requisition) {
  return KeyBuilder(kRequisitionTable).String(facility).String(requisition).Take();
}

std::string RequisitionTimePrefix(absl::string_view scope) {
  return KeyBuilder(kRequisitionTimeTable).String(scope).Take();
}

std::string RequisitionTimeKey(absl::string_view scope, const v1::Requisition& requisition) {
  const auto ids = RequisitionIds(requisition.name());
  return KeyBuilder(kRequisitionTimeTable)
      .String(scope)
      .DescendingInt64(absl::ToUnixMicros(TimeOf(requisition.record_time())))
      .String(ids->first)
      .DescendingInt64(NumberIn(kRequisitionSeries, requisition.number()).value_or(0))
      .String(ids->second)
      .Take();
}

std::string ExpectedDeliveryKey(absl::string_view facility, absl::string_view delivery) {
  return KeyBuilder(kExpectedDeliveryTable).String(facility).String(delivery).Take();
}

std::string DeliveryDayPrefix(absl::string_view scope) {
  return KeyBuilder(kDeliveryDayTable).String(scope).Take();
}

std::string DeliveryDayKey(absl::string_view scope, const v1::ExpectedDelivery& delivery) {
  const auto ids = ExpectedDeliveryIds(delivery.name());
  return KeyBuilder(kDeliveryDayTable)
      .String(scope)
      .Int64(IsExpected(delivery) ? 0 : 1)
      .Int64(DayNumber(delivery.latest_date()))
      .String(ids->first)
      .Int64(NumberIn(kExpectedDeliverySeries, delivery.number()).value_or(0))
      .String(ids->second)
      .Take();
}

}  // namespace waystation::inventory
