#ifndef TESTS_INVENTORY_SUPPORT_RANDOM_REQUESTS_H_
#define TESTS_INVENTORY_SUPPORT_RANDOM_REQUESTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/inventory/support/model.h"
#include "tests/support/random.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// Valid requests of every kind, without request ids, of two items ("rice" and "salt"), few lots and
// small quantities, so that they get into each other's way.
class RandomRequests {
 public:
  // Of these facilities (names), each as likely as often as it is named. `random` must outlive it.
  RandomRequests(testing::Random* random, std::vector<std::string> facilities)
      : random_(*random), facilities_(std::move(facilities)) {}

  // Happened in the 25 days before `now`, at times a little after it.
  v1::CreateMovementRequest Movement(absl::Time now);
  // REQUIRES: the model has a movement.
  v1::ReverseMovementRequest Reversal(const Model& model);
  // REQUIRES: the model has a trouble.
  v1::ResolveExceptionRequest Resolution(const Model& model);

 private:
  void SetKindFields(v1::Movement& movement);
  v1::Condition Condition(const v1::Movement& movement);
  v1::MovementLine Line(const v1::Movement& movement, absl::Time now);

  testing::Random& random_;
  const std::vector<std::string> facilities_;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_RANDOM_REQUESTS_H_
