// What autonomy is derived from: what is registered, and what was reported.
#ifndef SERVICES_FACILITY_DOMAIN_AUTONOMY_INPUTS_H_
#define SERVICES_FACILITY_DOMAIN_AUTONOMY_INPUTS_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/facility.h"
#include "services/facility/domain/register/register.h"
#include "services/facility/domain/working.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

struct AutonomyInputs {
  v1::Facility facility;
  Register installed;
  // Earlier ones first, of equal times in the order of recording. At least all from
  // ReachOf(facility) before `as_of` on; of each measure and subject moreover the last one before;
  // and what was said of sources of power before (see `sources_from`).
  std::vector<v1::StatusRecord> records;
  // All that was ever said of sources of power since then is in `records`.
  absl::Time sources_from = absl::InfinitePast();
  // The facility's.
  absl::TimeZone zone;
  absl::Time as_of;
};

// How far back readings are looked at: the report interval, and from its beginning as far as a rise
// of a fridge.
absl::Duration ReachOf(const v1::Facility& facility);

// Until when a reading stands for the present.
Moment MomentOf(const AutonomyInputs& inputs);

// What `events` change of it, as they will be recorded after what it holds.
void ApplyEvents(const Events& events, AutonomyInputs& inputs);

// The same by measure and subject, for many questions. Points into `inputs`, which must outlive it.
class RecordIndex {
 public:
  explicit RecordIndex(const AutonomyInputs& inputs);

  // Up to as_of, earlier ones first.
  const std::vector<const v1::StatusRecord*>& Of(v1::Measure measure,
                                                 const std::string& subject) const;
  // Their amounts.
  std::vector<Reading> Readings(v1::Measure measure, const std::string& subject) const;
  // The last of them.
  std::optional<Reading> Last(v1::Measure measure, const std::string& subject) const;
  // The subjects that the measure has.
  std::vector<std::string> SubjectsOf(v1::Measure measure) const;

 private:
  std::map<std::pair<int, std::string>, std::vector<const v1::StatusRecord*>> by_subject_;
};

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_AUTONOMY_INPUTS_H_
