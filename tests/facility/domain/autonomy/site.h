// A field hospital with a grid feeder, a generator that a person starts, a diesel tank, two
// circuits, a fridge and a tank of drinking water; and what is reported of it.
#ifndef TESTS_FACILITY_DOMAIN_AUTONOMY_SITE_H_
#define TESTS_FACILITY_DOMAIN_AUTONOMY_SITE_H_

#include <optional>
#include <string>

#include "services/facility/domain/autonomy/inputs.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {

class Site {
 public:
  Site();

  AutonomyInputs& inputs() { return inputs_; }
  // As of then, the records in the order of their times.
  const AutonomyInputs& AsOf(absl::Time as_of);
  v1::Installation& Installed(const std::string& id);

  void Report(v1::Measure measure, int64_t amount, absl::Time observed,
              const std::string& subject = "");
  void ReportState(const std::string& source, bool on, absl::Time observed,
                   std::optional<absl::Time> since = std::nullopt);
  void ReportPowerSource(v1::PowerSource source, absl::Time observed);

 private:
  v1::Installation& Add(const std::string& id);
  void Record(v1::StatusValue value, absl::Time observed);

  AutonomyInputs inputs_;
};

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_DOMAIN_AUTONOMY_SITE_H_
