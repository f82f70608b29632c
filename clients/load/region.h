// The region that load is made for: facilities and items by number, and what is recorded of them.
// Everything follows from the options, so that any later run finds what an earlier one built.
#ifndef CLIENTS_LOAD_REGION_H_
#define CLIENTS_LOAD_REGION_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::load {

// One item in so many is vital, as in a hospital's catalogue.
inline constexpr int64_t kItemsPerVital = 8;

std::string FacilityId(int64_t number);
std::string ItemId(int64_t number);

inventory::v1::CreateItemRequest CreateItem(uint64_t seed, int64_t number);

// Open from the start. One in four is a field hospital.
facility::v1::CreateFacilityRequest CreateFacility(uint64_t seed, int64_t number);

// A movement's request without lines: `what` and `index` tell it from all others of the seed.
inventory::v1::CreateMovementRequest CreateMovement(uint64_t seed, absl::string_view what,
                                                    int64_t index, int64_t facility,
                                                    inventory::v1::MovementKind kind,
                                                    absl::Time happened);

// A request id of 16 bytes that follows from the others.
std::string RequestId(uint64_t seed, absl::string_view what, int64_t index);

// Adds a line of `quantity` base units of the item; a receipt's line gets an expiry date two years
// after `happened`.
void AddLine(int64_t item, int64_t quantity, absl::Time happened,
             inventory::v1::CreateMovementRequest& request);

// A number below `bound` that looks random and follows from the others.
int64_t Scattered(uint64_t seed, int64_t index, int64_t bound);

}  // namespace waystation::load

#endif  // CLIENTS_LOAD_REGION_H_
