// What legs do to the stock of one item at one facility, so that every report adds up the same
// numbers. A leg counts between two ends; kinds of movements do not matter, so new ones fall into
// place by their accounts.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_FLOW_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_FLOW_H_

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// The numbers are in rows and never change.
enum class FlowEnd : int64_t {
  kSource = 1,
  kUsable = 2,
  kQuarantined = 3,
  kDamaged = 4,
  kConsumed = 5,
  kWasted = 6,
  kDifference = 7,
  kTransit = 8,
  kKit = 9,
  kMerged = 10,
  kOther = 15,  // An account or condition that this program does not know.
};

// Between which ends, and the detail that the end outside of stock has: the Purpose of kConsumed,
// the WasteReason of kWasted, kOfShortfall or kCounted of kDifference; else 0.
struct FlowKind {
  FlowEnd from = FlowEnd::kOther;
  FlowEnd to = FlowEnd::kOther;
  int64_t detail = 0;

  friend bool operator==(const FlowKind&, const FlowKind&) = default;
  friend bool operator<(const FlowKind& a, const FlowKind& b) {
    return std::tie(a.from, a.to, a.detail) < std::tie(b.from, b.to, b.detail);
  }
};

inline constexpr int64_t kCounted = 0;
inline constexpr int64_t kOfShortfall = 1;

// The sum of a lot's legs of one kind on one day. Negative when more was taken back than done.
struct FlowLine {
  int64_t day = 0;
  std::string lot;
  FlowKind kind;
  int64_t quantity = 0;
};

struct LegFlow {
  FlowKind kind;
  int64_t quantity = 0;
};

// A leg that takes back an earlier one counts against the kind that the earlier one counted for: a
// leg of a reversal is the inverse of its original's, and one to COUNT_DIFFERENCE that covers a
// shortfall takes back part of it. `about` is the movement that says purpose and reason: the one
// that the leg is of, or of a reversal the movement that it takes back.
LegFlow FlowOfLeg(const v1::Movement& movement, const v1::Movement& about, const v1::Leg& leg);

// In stock, in whatever condition.
bool IsStock(FlowEnd end);

// What the flow adds to the stock at `end`.
int64_t ChangeAt(FlowEnd end, const FlowKind& kind, int64_t quantity);

// What the flow adds to the stock in all conditions.
int64_t ChangeOfStock(const FlowKind& kind, int64_t quantity);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_FLOW_H_
