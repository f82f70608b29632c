// The times of what is posted, and what a person has to see to because of them.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_TIMING_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_TIMING_H_

#include <optional>

#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/ledger/posting.h"

namespace waystation::inventory {

// How the time at which something is said to have happened stands to the time of recording.
struct Timing {
  // The ledger's time of it: as told, or `now` where that can't be.
  absl::Time effective;
  bool future = false;
  bool too_old = false;
  // Under a suspect clock, in place of both: as told it could not be believed.
  bool disbelieved = false;
};

// `latest`: of all movements at the facility. Times told up to kFutureTolerance ahead of `now` are
// taken as they are; later ones are future, and those kBackdatingWindow before `latest` too old.
// Under a suspect clock up to kSuspectTolerance ahead: the node may have been off so long, and the
// devices around it know better. Opening history is never too old.
Timing TimingOf(const v1::Movement& movement, std::optional<absl::Time> latest,
                const DecideContext& context);

// Sets what is derived of happened_time.
void SetTimes(v1::Movement& movement, const FacilityFacts& facility, const Timing& timing,
              const DecideContext& context);

// Of a movement recorded under a suspect clock: one for each time that was not believed, else one
// for the facility (`clock_exception_open`), until a person has ended it.
void OpenClockException(Posting& posting, bool clock_exception_open, const Timing& timing);

// Of a fact: whatever is odd about its time, or that the facility is not open.
void OpenTimingExceptions(Posting& posting, bool clock_exception_open, const Timing& timing);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_TIMING_H_
