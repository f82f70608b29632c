// What facilities tell of their autonomy, by chance, with what a naive reader notes.
#ifndef TESTS_HEADQUARTERS_STORE_RANDOM_LIMITS_H_
#define TESTS_HEADQUARTERS_STORE_RANDOM_LIMITS_H_

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "tests/headquarters/store/books.h"
#include "waystation/headquarters/v1/ending.pb.h"

namespace waystation::headquarters::testing {

class RandomLimits {
 public:
  RandomLimits(uint32_t seed, const std::vector<std::string>& facilities);

  // The events of one command. The clock moves on by a while.
  std::vector<facility::v1::Event> Next();

  using Id = std::pair<int, std::string>;  // Kind, subject.
  struct NaiveFacility {
    std::string zone;
    bool closed = false;
    bool silent = false;
    std::map<Id, facility::v1::AutonomyLimit> limits;
  };
  const std::map<std::string, NaiveFacility>& facilities() const { return facilities_; }

  // What the state of a limit is at `now`.
  static v1::EndingState StateOf(const NaiveFacility& facility,
                                 const facility::v1::AutonomyLimit& limit, absl::Time now);

  absl::Time now() const { return now_; }
  int64_t Below(int64_t end) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(end));
  }

 private:
  facility::v1::Event Derive(const std::string& id, NaiveFacility& facility);
  facility::v1::Event Change(const std::string& id, NaiveFacility& facility);

  std::mt19937 random_;
  absl::Time now_;
  std::vector<std::string> ids_;
  std::map<std::string, NaiveFacility> facilities_;
};

}  // namespace waystation::headquarters::testing

#endif  // TESTS_HEADQUARTERS_STORE_RANDOM_LIMITS_H_
