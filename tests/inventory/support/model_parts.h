#ifndef TESTS_INVENTORY_SUPPORT_MODEL_PARTS_H_
#define TESTS_INVENTORY_SUPPORT_MODEL_PARTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "tests/inventory/support/model_stock.h"
#include "waystation/inventory/v1/condition.pb.h"
#include "waystation/inventory/v1/exception.pb.h"

namespace waystation::inventory {

// An exception as the model has it.
struct ModelTrouble {
  std::string facility, movement, item, place, lot;
  v1::ExceptionKind kind = v1::EXCEPTION_KIND_UNSPECIFIED;
  v1::Condition condition = v1::CONDITION_UNSPECIFIED;  // Unless it is about stock.
  int64_t day = 0;
  ModelStock::When when;  // SHORTFALL: when within its day it counts.
  std::string count;      // SHORTFALL: the count that ended it.
  int64_t quantity = 0;
  int64_t outstanding = 0;
  int64_t days_left = 0;
  bool lot_named = false;
  bool of_time = false;  // About one time that was not believed, not about the clock.
  bool open = true;
  v1::ExceptionEnd end = v1::EXCEPTION_END_UNSPECIFIED;
  absl::Time open_time;
  // {movement, lot} -> quantity.
  std::map<std::pair<std::string, std::string>, int64_t> covers;
};

// The date of a lot.
struct ModelDate {
  int64_t day = 0;  // 0: none.
  bool use_by = false;
};

// What the model makes of the time at which something is said to have happened.
struct ModelTiming {
  absl::Time effective;
  bool future = false, too_old = false;
  bool suspect = false, disbelieved = false;
};

// When a command is decided: by the record time, under a clock that is believed or not, by which
// it is `latest` at the latest.
struct ModelMoment {
  ModelMoment(absl::Time time) : now(time), latest(time) {}  // NOLINT(google-explicit-constructor)
  absl::Time now;
  absl::Time latest;
  bool suspect = false;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_MODEL_PARTS_H_
