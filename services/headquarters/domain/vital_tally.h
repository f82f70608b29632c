#ifndef SERVICES_HEADQUARTERS_DOMAIN_VITAL_TALLY_H_
#define SERVICES_HEADQUARTERS_DOMAIN_VITAL_TALLY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "services/headquarters/domain/level.h"
#include "services/headquarters/domain/reading.h"
#include "waystation/headquarters/v1/overview.pb.h"

namespace waystation::headquarters {

// The vital items of one facility, told one by one.
class VitalTally {
 public:
  struct Binding {
    std::string item;  // Id.
    Reading reading;
    int64_t run_out_day = kNoDay;
  };

  // REQUIRES: the item is vital, and told once.
  void Add(const std::string& item, const Level& level, const Reading& reading);

  const v1::VitalCounts& counts() const { return counts_; }

  // The one that is out (out longest, if several are), else the one with the earliest run-out;
  // the first told of equals. An item whose run-out has passed unrecorded binds like any other: it
  // may well be gone. nullopt when none has a run-out.
  const std::optional<Binding>& binding() const { return binding_; }

 private:
  v1::VitalCounts counts_;
  std::optional<Binding> binding_;
};

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_VITAL_TALLY_H_
