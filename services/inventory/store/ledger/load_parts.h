// Parts of what commands load of the ledger.
#ifndef SERVICES_INVENTORY_STORE_LEDGER_LOAD_PARTS_H_
#define SERVICES_INVENTORY_STORE_LEDGER_LOAD_PARTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/store/load.h"
#include "storage/rows.h"

namespace waystation::inventory {

// Adds the date of a lot, where it is known at the facility.
absl::Status LoadLot(const storage::RowReader& rows, absl::string_view facility,
                     const std::string& item, const std::string& lot, LotDates& dates);

// Adds what ever came of the item; returns how many shortfalls of it are open at the facility.
absl::StatusOr<int64_t> LoadItemAtFacility(const storage::RowReader& rows,
                                           absl::string_view facility, const std::string& item,
                                           LedgerState& ledger);

// The posted movement that has the document number of this one; nullopt: none has, or it has none.
absl::StatusOr<std::optional<v1::Movement>> LoadFirstWithDocument(const storage::RowReader& rows,
                                                                  absl::string_view facility,
                                                                  const v1::Movement& movement);

// Adds the open shortfalls below `prefix` of open_shortfall, by day, then as opened.
absl::Status LoadOpenShortfalls(const storage::RowReader& rows, absl::string_view facility,
                                const std::string& prefix, std::vector<v1::Exception>& open);

// The position of a row of position_day.
absl::StatusOr<PositionKey> PositionInDayKey(absl::string_view row_key);

// Adds every position that the item ever had at `place` or, when that is empty, at any, and the
// dates of their lots: what is gone now may have been there before somebody counted. From one
// position to the next without a look at the days between.
absl::Status LoadEver(const storage::RowReader& rows, absl::string_view facility,
                      const std::string& item, const std::string& place, const DaySpan& days,
                      LedgerState& ledger);

// The times that the ledger of a facility has seen.
struct BookTimes {
  std::optional<absl::Time> latest_effective;
  DaySpan days;  // From the beginning to the latest day of any leg.
};
absl::StatusOr<BookTimes> LoadBookTimes(const storage::RowReader& rows, absl::string_view facility);

// Whether it has an open CLOCK_SUSPECT of a time in question; looked for only while the clock is
// suspect.
absl::StatusOr<bool> LoadClockException(const storage::RowReader& rows, absl::string_view facility,
                                        const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_LEDGER_LOAD_PARTS_H_
