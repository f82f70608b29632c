// What a desk hears of log facility/main about tanks and fridges.
#ifndef TESTS_INVENTORY_SUPPORT_READINGS_H_
#define TESTS_INVENTORY_SUPPORT_READINGS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "tests/inventory/support/desk.h"
#include "waystation/facility/v1/events.pb.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::inventory {

// Folds an event of the followed log.
void Hear(Desk& desk, const facility::v1::Event& event);

// A tank or fridge of facility "f" was read at that time; heard now, by the desk's clock.
void HearReading(Desk& desk, facility::v1::Measure measure, const std::string& installation,
                 int64_t amount, absl::Time time);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_READINGS_H_
