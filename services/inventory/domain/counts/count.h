// Counts: what the rules make of what somebody counted.
#ifndef SERVICES_INVENTORY_DOMAIN_COUNTS_COUNT_H_
#define SERVICES_INVENTORY_DOMAIN_COUNTS_COUNT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/count.pb.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// "CNT-0001", requests/number.h.
inline constexpr absl::string_view kCountSeries = "CNT";

// For a new count.
struct CountState {
  // With every position that the lines name; of items whose line names no lot, and of what a
  // complete count is complete of, every position at the place that held anything at the time.
  // Days from the count's on.
  LedgerState ledger;
  std::set<std::string> known_items;  // Of those that the lines name.
  std::optional<absl::Time> latest_effective_time;
  int64_t last_number = 0;  // Of the facility's counts; 0: none yet.
  // Of positions of the book: what changed on the count's day after its time.
  std::map<PositionKey, int64_t> later_that_day;
  // Open shortfalls at the place, of all items that are counted.
  std::vector<v1::Exception> open_shortfalls;
  bool clock_exception_open = false;
  // The movement of another count that has its document number.
  std::optional<v1::Movement> first_with_document = {};
  // Of the items that it may count, at the time of recording.
  std::set<std::string> controlled_items = {};
};

// The place that was counted.
std::string PlaceOf(const v1::Count& count);

// The position of a line, its lot as it will be recorded.
PositionKey PositionOf(const v1::Count& count, const v1::CountLine& line);

// The date that a line states; not dated when it states none.
LotDate EnteredDate(const v1::CountLine& line);

// A line that says nothing about the lot, not even a date.
bool NamesNoLot(const v1::CountLine& line);

// Whether the count says of every position of the item at its place what there was.
bool IsWhole(const v1::Count& count, const std::string& item);

// The movement as which a count is posted, without legs: its times decide what has to be loaded.
v1::Movement MovementOf(const v1::Count& count);

// Decides a count: MovementPosted with its Count, a movement of kind COUNT whose legs are the
// differences to what the book had at the time. Ends the shortfalls of what it counted up to its
// time; opens a shortfall where more was taken afterwards than was counted. REQUIRES: the request
// is valid and `state` was loaded for it.
// Errors, in this order: NOT_KNOWN (facility, items); INVALID_FIELD of a line without a lot, where
// the book has lots that the count says nothing of; QUANTITY_OVERFLOW.
absl::StatusOr<v1::MovementPosted> DecideCreateCount(const v1::CreateCountRequest& request,
                                                     CountState state,
                                                     const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_COUNTS_COUNT_H_
