// What follows from the readings of fridges by itself: their weighing against the lots.
#ifndef SERVICES_INVENTORY_STORE_PLACES_READING_COMMANDS_H_
#define SERVICES_INVENTORY_STORE_PLACES_READING_COMMANDS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/store/places/reading_keys.h"
#include "storage/committer.h"
#include "storage/rows.h"

namespace waystation::inventory {

// ReadingsWeighed of the place, by name.
absl::StatusOr<storage::Decision> WeighReadingsOf(const storage::RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const std::string& place);

// Says which fridges are to be weighed: those whose readings, or what lies there, have changed
// since it last looked, where that changes how a lot stands. What it remembers only spares looks:
// one that has just begun looks at every fridge.
class ReadingWatch {
 public:
  ReadingWatch() = default;

  // At most `max`; a runtime::DueSource.
  std::vector<storage::Command> Due(const storage::RowReader& rows, absl::Time now, int max);

 private:
  struct Looked {
    int64_t heard = 0;
    int64_t changes = 0;
    // Something goes on: to be looked at again then, whatever is heard.
    absl::Time again = absl::InfiniteFuture();
  };

  absl::StatusOr<bool> IsDue(const storage::RowReader& rows, absl::Time now,
                             const std::string& place, const MeasuredPlace& measured);

  std::map<std::string, Looked> looked_;
  int looks_ = 0;  // At this poll.
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_READING_COMMANDS_H_
