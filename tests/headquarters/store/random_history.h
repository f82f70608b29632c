// A region's history by chance, as inventory and facility write it, with what a naive reader notes.
#ifndef TESTS_HEADQUARTERS_STORE_RANDOM_HISTORY_H_
#define TESTS_HEADQUARTERS_STORE_RANDOM_HISTORY_H_

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/headquarters/store/books.h"
#include "tests/headquarters/store/naive_deliveries.h"
#include "tests/headquarters/store/naive_level.h"

namespace waystation::headquarters::testing {

inline const std::vector<std::string> kFacilities = {"hospital", "kitchen", kDepot};
inline const std::vector<std::string> kItems = {"diesel", "insulin", "milk", "rice"};

using Place = std::pair<std::string, std::string>;  // Facility, item.

class RandomHistory {
 public:
  explicit RandomHistory(uint32_t seed) : random_(seed) {}

  inventory::v1::Event NextMovement();

  facility::v1::Event NextFacilityEvent();

  int64_t Below(size_t end);

  const std::map<Place, std::vector<NaiveLeg>>& legs() const { return legs_; }
  const std::vector<NaiveDelivery>& deliveries() const { return deliveries_; }
  // Lots of the item that are recalled now, by recalls of days up to `day`.
  std::map<std::string, int64_t> Recalled(const std::string& item, int64_t day) const;
  int64_t now() const { return now_; }
  int64_t record_day(const std::string& facility) const { return record_days_.at(facility); }

 private:
  LegSpec NextLeg();

  // A new one, or the end of one: of each lot sometimes none, sometimes several.
  inventory::v1::Event Recall();

  inventory::v1::Event Reverse();

  inventory::v1::Event Expect(const std::string& facility);

  inventory::v1::Event ChangeDelivery();

  // The movement, said to be of the delivery; an index past the last says nothing.
  inventory::v1::Event Named(inventory::v1::Event event, size_t delivery);

  void Note(const std::string& facility, const std::vector<LegSpec>& legs, bool reversal,
            size_t delivery);

  struct OpenRecall {
    std::string name;
    std::string item;
    std::string lot;
    int64_t day = 0;
  };

  struct PostedBefore {
    std::string facility;
    std::vector<LegSpec> legs;
    size_t delivery;
  };

  std::mt19937 random_;
  int64_t now_ = kToday;
  std::vector<PostedBefore> posted_;
  std::vector<OpenRecall> recalls_;
  int recall_count_ = 0;
  std::vector<NaiveDelivery> deliveries_;
  std::map<Place, std::vector<NaiveLeg>> legs_;
  std::map<std::string, int64_t> record_days_;
};

}  // namespace waystation::headquarters::testing

#endif  // TESTS_HEADQUARTERS_STORE_RANDOM_HISTORY_H_
