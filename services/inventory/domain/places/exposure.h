// Stock out of its range: how long it has been, until when it may be used, and who decided about
// it.
#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_EXPOSURE_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_EXPOSURE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/places/fit.h"
#include "services/inventory/domain/places/storage_state.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// Of the lot in the place; nullptr when it is within its range there.
const v1::Exposure* ExposureIn(const v1::LotExposure& lot, const std::string& place);
const v1::Exposure* ExposureIn(const LotExposures& lots, const std::string& item,
                               const std::string& lot, const std::string& place);

// Why it is blocked at that time; unspecified: it is not, or a person has decided.
v1::BlockedReason BlockedAt(const v1::Exposure& exposure, absl::Time time);
v1::BlockedReason BlockedAt(const LotExposures& lots, const std::string& item,
                            const std::string& lot, const std::string& place, absl::Time time);
inline bool IsBlocked(v1::BlockedReason reason) { return reason != v1::BLOCKED_REASON_UNSPECIFIED; }

// Seconds that a lot has spent above its range at the facility over all stays that have ended:
// where the place did not fit, and in fridges by their readings.
int64_t SpentSeconds(const v1::LotExposure& lot);

// Seconds that the lot has spent in places that did not fit by then, by this stay and those before.
int64_t SpentAt(const v1::LotExposure& lot, const v1::Exposure& exposure, absl::Time time);

// What begins when stock of the lot comes to lie so, with the exception's name left empty.
v1::Exposure NewExposure(const v1::LotExposure& lot, const std::string& place, const PlaceFit& fit,
                         absl::Time start);

// Whether `a` leaves less time than `b`. What nobody has decided about leaves less than what
// somebody has.
bool IsStricter(const v1::Exposure& a, const v1::Exposure& b);

// "2026-03-01T10:00:00Z", or "none", for error variables.
std::string UntilText(const v1::Exposure& exposure);

// ExceptionClosed with the lot as it then stands. `lot` and `exception` as stored; nullopt: there
// is none. Errors: NOT_KNOWN of the stock, WRONG_STATE when it is decided. REQUIRES: the request is
// valid and its facility known.
absl::StatusOr<v1::Event> DecideAboutExposure(const v1::DecideExposureRequest& request,
                                              const std::optional<v1::LotExposure>& lot,
                                              const std::optional<v1::Exception>& exception,
                                              const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_EXPOSURE_H_
