// The join: what both sources tell, brought together for one read.
#ifndef SERVICES_HEADQUARTERS_STORE_FACTS_H_
#define SERVICES_HEADQUARTERS_STORE_FACTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/headquarters/domain/level.h"
#include "services/headquarters/domain/reading.h"
#include "services/headquarters/store/row_codec.h"
#include "storage/rows.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/headquarters/v1/supply.pb.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::headquarters {

// When and on what a read rests.
struct ReadMoment {
  absl::Time now;
  // The civil day of `now` in an IANA zone; for an empty or unknown one the day where it is
  // furthest ahead on Earth, so that days left are never told too long.
  std::function<int64_t(const std::string& time_zone)> today;
  // When a civil day begins in a zone; likewise, so that nothing is told to last too long.
  std::function<absl::Time(const std::string& time_zone, int64_t day)> day_start;
  // Of inventory's log; nullopt when it was not heard since the start.
  std::optional<absl::Duration> copy_age;
  // Read as at the end of this day, by happened time with all recorded so far; nullopt: now.
  std::optional<int64_t> as_of_day = {};
};

// One facility as both sources know it. Either may lack it: a copy may be behind.
struct FacilityFacts {
  std::optional<facility::v1::Facility> facility;
  Record record;
  // The day asked about.
  int64_t today = 0;
  // The last record day by then; kNoDay: none.
  int64_t record_day = kNoDay;

  // Unspecified while the facility service's log has not been followed that far.
  facility::v1::FacilityKind kind() const {
    return facility.has_value() ? facility->kind() : facility::v1::FACILITY_KIND_UNSPECIFIED;
  }
  std::string time_zone() const { return facility.has_value() ? facility->time_zone() : ""; }
};

// Loads each facility and item once. Not thread-safe; `rows` and `moment` must outlive it. What it
// hands out lives as long as it does.
class Facts {
 public:
  Facts(const storage::RowReader& rows, const ReadMoment& moment) : rows_(rows), moment_(moment) {}

  absl::StatusOr<const FacilityFacts*> Facility(const std::string& id);
  absl::StatusOr<const Contact*> ContactWith(const std::string& facility_id);
  // Empty when inventory's log has not been followed that far.
  absl::StatusOr<const inventory::v1::Item*> Item(const std::string& id);

  const storage::RowReader& rows() const { return rows_; }
  const ReadMoment& moment() const { return moment_; }

 private:
  const storage::RowReader& rows_;
  const ReadMoment& moment_;
  std::map<std::string, FacilityFacts> facilities_;
  std::map<std::string, Contact> contacts_;
  std::map<std::string, inventory::v1::Item> items_;
};

// The level at the moment of `facts`; nullopt when the item had never been in stock there by then.
// Adds to `rows_read` what a past moment costs.
absl::StatusOr<std::optional<Level>> LevelAt(Facts& facts, const std::string& facility_id,
                                             const std::string& item_id, int64_t& rows_read);

// The one path from rows to a level as it is told.
v1::SupplyLevel MakeSupplyLevel(const std::string& facility_id, const FacilityFacts& facility,
                                const std::string& item_id, const inventory::v1::Item& item,
                                const Level& level, const Reading& reading,
                                const ReadMoment& moment);

// What comes of an item, compared with its level as read at the moment of `facts`.
absl::StatusOr<v1::Resupply> ResupplyAt(Facts& facts, const std::string& facility_id,
                                        const std::string& item_id, const Reading& reading,
                                        int64_t run_out_day);

// The level of one item at one facility. NOT_KNOWN when the item never was in stock there.
absl::StatusOr<v1::SupplyLevel> LoadSupplyLevel(Facts& facts, const std::string& facility_id,
                                                const std::string& item_id);

// `us` microseconds since 1970.
google::protobuf::Timestamp TimestampOfMicros(int64_t us);
// Whole microseconds; zero for a negative one: a clock that went back makes nothing younger.
google::protobuf::Duration AgeOf(absl::Duration age);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_FACTS_H_
