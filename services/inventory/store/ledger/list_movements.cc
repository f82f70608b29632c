#include <algorithm>
#include <limits>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// As the contract says; of a page that is filtered.
constexpr int kMaxMovementsLookedAt = 5000;

constexpr int64_t kFirstDay = std::numeric_limits<int64_t>::min();
constexpr int64_t kLastDay = std::numeric_limits<int64_t>::max();

// Days run backwards in the index, so the range begins with the last day.
struct IndexRange {
  std::string begin;
  std::string end;
  int parts_before_day = 0;
};

IndexRange RangeFor(const v1::ListMovementsRequest& request, absl::string_view facility) {
  const int64_t from = request.has_from_date() ? DayNumber(request.from_date()) : kFirstDay;
  const int64_t to = request.has_to_date() ? DayNumber(request.to_date()) : kLastDay;
  IndexRange range;
  if (request.item().empty()) {
    const std::string prefix = MovementDayPrefix(facility);
    range.begin = MovementDayPrefix(facility, to);
    range.end =
        from == kFirstDay ? storage::PrefixEnd(prefix) : MovementDayPrefix(facility, from - 1);
    range.parts_before_day = 1;
    return range;
  }
  const absl::string_view item = LastId(request.item());
  const std::string prefix = MovementItemPrefix(facility, item);
  range.begin = MovementItemPrefix(facility, item, to);
  range.end =
      from == kFirstDay ? storage::PrefixEnd(prefix) : MovementItemPrefix(facility, item, from - 1);
  range.parts_before_day = 2;
  return range;
}

}  // namespace

absl::StatusOr<std::string> ListMovements(const storage::RowReader& rows,
                                          const v1::ListMovementsRequest& request, const Page& page,
                                          v1::ListMovementsResponse* response) {
  RETURN_IF_ERROR(RequireFacility(rows, request.parent()).status());
  if (!request.item().empty()) RETURN_IF_ERROR(RequireItem(rows, request.item()).status());
  const absl::string_view facility = LastId(request.parent());
  const IndexRange range = RangeFor(request, facility);
  const std::string begin = std::max(range.begin, page.after_key + '\0');
  std::string last_key;
  if (begin >= range.end) return std::string();
  auto cursor = rows.Scan(begin, range.end);
  for (int looked_at = 0; cursor->Valid(); cursor->Next(), ++looked_at) {
    if (response->movements_size() == page.size || looked_at == kMaxMovementsLookedAt) {
      return last_key;
    }
    last_key = std::string(cursor->key());
    storage::KeyReader key(cursor->key());
    for (int i = 0; i < range.parts_before_day; ++i) key.String();
    const IndexedMovement indexed = ReadIndexedMovement(key);
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(std::optional<v1::Movement> movement,
                     LoadMovement(rows, facility, indexed.movement));
    if (!movement.has_value()) return DamagedRow();
    if (request.passed_over_only() && movement->passed_over_lots().empty()) continue;
    *response->add_movements() = *std::move(movement);
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory
