// Keeps the clocks of stock that is out of its range, as a posting moves it.
#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_TRACK_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_TRACK_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/inventory/domain/ledger/posting.h"

namespace waystation::inventory {

// By all legs of the posting: what came to lie out of its range begins its time, what left spends
// it, what came too late to a place that fits stays blocked there. Opens and ends exceptions.
// Returns the lots that stand otherwise than before. REQUIRES: all legs are posted.
std::vector<v1::LotExposure> TrackExposures(Posting& posting);

// By what the posting's book has in the place, whose temperatures have changed. Likewise.
std::vector<v1::LotExposure> ReviewPlace(Posting& posting, const std::string& place,
                                         absl::Time now);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_TRACK_H_
