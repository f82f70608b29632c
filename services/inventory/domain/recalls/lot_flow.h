// What went between a lot's stock at a facility and the world around it, added up as it happens, so
// that a recall need not look at the movements.
#ifndef SERVICES_INVENTORY_DOMAIN_RECALLS_LOT_FLOW_H_
#define SERVICES_INVENTORY_DOMAIN_RECALLS_LOT_FLOW_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/recall.pb.h"

namespace waystation::inventory {

// {account that is no position, purpose of what was consumed} -> base units that came from it into
// the facility's positions, less those that went to it; never 0. All together they come to what the
// positions hold.
using LotFlow = std::map<std::pair<v1::AccountKind, v1::Purpose>, int64_t>;

// By {item name, lot}: what the movement adds, also where that comes to nothing; not of a lot that
// it only moves. `purpose`: what the movement consumes for; of a reversal that of what it takes
// back.
std::map<std::pair<std::string, std::string>, LotFlow> FlowsOf(const v1::Movement& movement,
                                                               v1::Purpose purpose);

// Adds `more`; entries that come to 0 go.
void AddFlow(const LotFlow& more, LotFlow& flow);

// Base units from an account, whatever the purpose; below 0: to it.
int64_t FromAccount(const LotFlow& flow, v1::AccountKind account);

// What left the books without being used or sent on: wasted, or counted away. Below 0 where counts
// and shortfalls added more.
int64_t WrittenOff(const LotFlow& flow);

// Sets the site's received, used, wasted, difference, packed and sent on quantities.
void SetFlow(const LotFlow& flow, v1::RecallSite& site);

// a + b, at most the largest 64-bit integer. REQUIRES: neither is negative.
int64_t SumAtMost(int64_t a, int64_t b);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_RECALLS_LOT_FLOW_H_
