#ifndef TESTS_INVENTORY_SUPPORT_RANDOM_REQUESTS_H_
#define TESTS_INVENTORY_SUPPORT_RANDOM_REQUESTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "tests/inventory/support/model.h"
#include "tests/support/random.h"
#include "waystation/inventory/v1/count.pb.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/recall.pb.h"

namespace waystation::inventory {

// Valid requests of every kind, without request ids, of two items ("rice" and "salt"), few lots and
// small quantities, so that they get into each other's way.
class RandomRequests {
 public:
  // Of these facilities (names), each as likely as often as it is named. `random` must outlive it.
  RandomRequests(testing::Random* random, std::vector<std::string> facilities)
      : random_(*random), facilities_(std::move(facilities)) {}

  // From now on also of this kit, by itself and changed into what is in it.
  void AddKit(const std::string& item, std::map<std::string, int64_t> contents) {
    kit_ = item;
    kit_contents_ = std::move(contents);
  }

  // Happened in the 25 days before `now`, at times a little after it.
  v1::CreateMovementRequest Movement(absl::Time now);
  // Of one lot of one of the items.
  v1::CreateRecallRequest Recall();
  // Counted in the same days; whole or in part.
  v1::CreateCountRequest Count(absl::Time now);
  // REQUIRES: the model has a movement.
  v1::ReverseMovementRequest Reversal(const Model& model);
  // REQUIRES: the model has a movement.
  v1::SignMovementRequest Signature(const Model& model);
  // REQUIRES: the model has a trouble.
  v1::ResolveExceptionRequest Resolution(const Model& model);

 private:
  void SetKindFields(v1::Movement& movement);
  void AddKitLines(v1::Movement& movement, absl::Time now);
  v1::Condition Condition(const v1::Movement& movement);
  v1::MovementLine Line(const v1::Movement& movement, absl::Time now);
  v1::CountLine CountLine(absl::Time now);
  common::v1::CivilDate ExpiryDate(const std::string& lot, absl::Time now);

  testing::Random& random_;
  const std::vector<std::string> facilities_;
  std::string kit_;  // Empty: none.
  std::map<std::string, int64_t> kit_contents_;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_RANDOM_REQUESTS_H_
