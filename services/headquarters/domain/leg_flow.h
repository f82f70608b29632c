#ifndef SERVICES_HEADQUARTERS_DOMAIN_LEG_FLOW_H_
#define SERVICES_HEADQUARTERS_DOMAIN_LEG_FLOW_H_

#include "absl/status/statusor.h"
#include "services/headquarters/domain/level.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::headquarters {

// What a leg of a movement does to its lot's stock at the facility, on the leg's day. U: a position
// in usable condition, N: in another one.
//
//   from                to                inflow  consumed  other_out
//   SOURCE              U                 +
//   COUNT_DIFFERENCE    U                 +
//   KIT                 U                 +                            came out of a kit, or is one
//   CONSUMED            U                         -                  came back unused
//   CONSUMED            N                         -         +        so did this, but not usable
//   U                   CONSUMED                  +
//   N                   CONSUMED                  +         -        use that took nothing usable
//   U                   WASTED                              +
//   U                   COUNT_DIFFERENCE                    +        (- inflow: see below)
//   U                   KIT                                 +        opened, or went into a kit
//   U                   N                                   +        set apart, damaged
//   N                   U                 +                          released
//   U                   IN_TRANSIT                          +        sent to another facility
//   IN_TRANSIT          U                 +                          came from one
//   where sending is use:
//   U                   IN_TRANSIT                +                  sent, and counted as
//   dispatched IN_TRANSIT          U                         -                  came back U U a
//   move within: nothing
//
// All others between N and elsewhere do nothing usable, nor do those from IN_TRANSIT to WASTED and
// COUNT_DIFFERENCE. Whatever goes into and out of quarantine
// counts there.
//
// A leg that takes back an earlier one counts against the part that the earlier one counted for, so
// that a use reversed is no use and no receipt: a leg of a REVERSAL is the inverse of its original,
// and a leg to COUNT_DIFFERENCE that covers a shortfall takes back the inflow that posted it.
// A count's difference, and what re-derives it or takes it back, is inflow more or less, in a
// REVERSAL as told: whatever it comes to in the end counts once, and never as use. FOLDER_NEWER for
// accounts and conditions this program does not know.
enum class Sending { kNoUse, kUse };
absl::StatusOr<Flow> FlowOf(inventory::v1::MovementKind kind, const inventory::v1::Leg& leg,
                            Sending sending = Sending::kNoUse);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_LEG_FLOW_H_
