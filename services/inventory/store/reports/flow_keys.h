// The tables that reports read beside the ledger's own.
//
//    67 flow        facility item day lot from to detail          int64 base units, never zero
//    68 other_day   facility item day(desc) time(desc)            -
//                   revision(desc) movement
//
// A flow is the sum of an item's legs on a day, of one lot, between two ends (from, to and detail
// as in domain/reports/flow.h); legs that leave stock in its condition have none. An other_day is a
// day beside the movement's own on which legs of it count: a cover's or a reversal's. Its key
// differs from one of movement_item in the first byte alone.
#ifndef SERVICES_INVENTORY_STORE_REPORTS_FLOW_KEYS_H_
#define SERVICES_INVENTORY_STORE_REPORTS_FLOW_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/reports/flow.h"

namespace waystation::inventory {

inline constexpr uint8_t kFlowTable = 67;
inline constexpr uint8_t kOtherDayTable = 68;

// Ids, not names. A prefix is a key with its last parts left off.
std::string FlowPrefix(absl::string_view facility);
std::string FlowPrefix(absl::string_view facility, absl::string_view item);
// Where the flows of the day begin.
std::string FlowPrefix(absl::string_view facility, absl::string_view item, int64_t day);
std::string FlowKey(absl::string_view facility, absl::string_view item, int64_t day,
                    absl::string_view lot, const FlowKind& kind);

// What a row of flow says; INTERNAL when it is damaged.
absl::StatusOr<FlowLine> ReadFlow(absl::string_view key, absl::string_view value);

// REQUIRES: a key of movement_item, or a prefix of one.
std::string OtherDayKey(absl::string_view movement_item_key);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REPORTS_FLOW_KEYS_H_
