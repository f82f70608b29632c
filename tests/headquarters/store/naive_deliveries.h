// Expected deliveries by plain bookkeeping, and the events that inventory writes of them. Shares
// nothing with the product but the meaning.
#ifndef TESTS_HEADQUARTERS_STORE_NAIVE_DELIVERIES_H_
#define TESTS_HEADQUARTERS_STORE_NAIVE_DELIVERIES_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/headquarters/domain/day.h"
#include "waystation/headquarters/v1/resupply.pb.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::headquarters::testing {

struct NaiveDelivery {
  std::string facility;
  std::string name;
  int64_t latest_day = 0;
  bool confirmed = false;
  bool ended = false;
  std::map<std::string, int64_t> expected;  // By item id.
  std::map<std::string, int64_t> came;
};

inline inventory::v1::ExpectedDelivery MessageOf(const NaiveDelivery& delivery) {
  inventory::v1::ExpectedDelivery message;
  message.set_name(delivery.name);
  message.set_source("convoy");
  message.set_state(delivery.ended       ? inventory::v1::EXPECTED_DELIVERY_STATE_CLOSED
                    : delivery.confirmed ? inventory::v1::EXPECTED_DELIVERY_STATE_CONFIRMED
                                         : inventory::v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
  *message.mutable_earliest_date() = DateOfDay(delivery.latest_day);
  *message.mutable_latest_date() = DateOfDay(delivery.latest_day);
  for (const auto& [item, quantity] : delivery.expected) {
    inventory::v1::ExpectedDeliveryLine& line = *message.add_lines();
    line.set_item("items/" + item);
    line.set_quantity(quantity);
    const auto came = delivery.came.find(item);
    if (came != delivery.came.end()) line.set_received_quantity(came->second);
  }
  return message;
}

inline inventory::v1::Event Expected(const NaiveDelivery& delivery) {
  inventory::v1::Event event;
  *event.mutable_expected_delivery_created()->mutable_expected_delivery() = MessageOf(delivery);
  return event;
}

// A later event about it, as the delivery stands by then; which verb it was changes nothing.
inline inventory::v1::Event Changed(const NaiveDelivery& delivery) {
  inventory::v1::Event event;
  if (delivery.ended) {
    *event.mutable_expected_delivery_closed()->mutable_expected_delivery() = MessageOf(delivery);
  } else if (delivery.confirmed) {
    *event.mutable_expected_delivery_confirmed()->mutable_expected_delivery() = MessageOf(delivery);
  } else {
    *event.mutable_expected_delivery_rescheduled()->mutable_expected_delivery() =
        MessageOf(delivery);
  }
  return event;
}

// What is said of the item on `day`: the last day and the missing quantity of the next confirmed,
// the next unconfirmed and the longest overdue delivery.
struct NaiveResupply {
  using Next = std::optional<std::pair<int64_t, int64_t>>;
  Next confirmed, unconfirmed, overdue;
};

inline NaiveResupply NaiveResupplyOf(const std::vector<NaiveDelivery>& deliveries,
                                     const std::string& facility, const std::string& item,
                                     int64_t day) {
  NaiveResupply naive;
  // In order of names, as equals are told.
  std::vector<const NaiveDelivery*> in_order;
  for (const NaiveDelivery& delivery : deliveries) in_order.push_back(&delivery);
  std::sort(in_order.begin(), in_order.end(),
            [](const auto* a, const auto* b) { return a->name < b->name; });
  for (const NaiveDelivery* delivery : in_order) {
    if (delivery->facility != facility || delivery->ended) continue;
    const auto expected = delivery->expected.find(item);
    if (expected == delivery->expected.end()) continue;
    const auto came = delivery->came.find(item);
    const int64_t missing = expected->second - (came == delivery->came.end() ? 0 : came->second);
    if (missing <= 0) continue;
    NaiveResupply::Next& next = delivery->latest_day < day ? naive.overdue
                                : delivery->confirmed      ? naive.confirmed
                                                           : naive.unconfirmed;
    if (!next.has_value() || delivery->latest_day < next->first) {
      next = {delivery->latest_day, missing};
    }
  }
  return naive;
}

}  // namespace waystation::headquarters::testing

#endif  // TESTS_HEADQUARTERS_STORE_NAIVE_DELIVERIES_H_
