#include "services/inventory/store/counts/load_counts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/counts/count_keys.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/requests/load_requests.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// Adds what a count says of positions, below a prefix of counted.
absl::Status LoadCounted(const RowReader& rows, const std::string& prefix,
                         std::map<PositionKey, Counted>& positions) {
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    key.String();
    PositionKey position = ReadPosition(key);
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(const auto counted, DecodeInt64Pair(cursor->value()));
    positions[std::move(position)] = {.quantity = counted.first, .difference = counted.second};
  }
  return cursor->status();
}

absl::StatusOr<Moment> MomentInKey(absl::string_view row_key) {
  storage::KeyReader key(row_key);
  key.String();
  key.String();
  Moment moment;
  moment.day = key.DescendingInt64();
  moment.time_us = key.DescendingInt64();
  moment.count_number = key.DescendingInt64();
  if (!key.AtEnd()) return DamagedRow();
  return moment;
}

using Ahead = std::map<Moment, CountAhead>;

// From the latest back to `from`.
absl::Status AddAhead(const RowReader& rows, absl::string_view facility, const std::string& item,
                      const Moment& from, Ahead& ahead) {
  const bool every = item.empty();
  const std::string prefix = CountedItemPrefix(facility, every ? kEveryItem : LastId(item));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(const Moment moment, MomentInKey(cursor->key()));
    if (moment < from) break;
    ASSIGN_OR_RETURN(CountedItem counted, DecodeCountedItem(cursor->value()));
    CountAhead& count = ahead[moment];
    count.moment = moment;
    count.name = CountName(facility, counted.count);
    count.place = std::move(counted.place);
    if (every) {
      count.every_item = true;
    } else if (counted.whole) {
      count.whole_items.insert(item);
    }
  }
  return cursor->status();
}

absl::StatusOr<bool> IsBehindAllCounts(const RowReader& rows, absl::string_view facility,
                                       const Moment& moment) {
  ASSIGN_OR_RETURN(const std::optional<std::string> last, rows.Get(LastCountKey(facility)));
  if (!last.has_value()) return true;
  ASSIGN_OR_RETURN(const auto latest, DecodeInt64Pair(*last));
  return latest < std::pair(moment.day, moment.time_us);
}

void SetDifference(const Counted& counted, v1::CountLine& line) {
  line.set_difference_quantity(counted.difference);
  line.set_book_quantity(counted.quantity - counted.difference);
}

}  // namespace

absl::StatusOr<v1::Count> WithDifferences(const RowReader& rows, v1::Count count) {
  if (count.state() != v1::COUNT_STATE_POSTED) return count;
  const auto ids = CountIds(count.name());
  if (!ids.has_value()) return DamagedRow();
  std::map<PositionKey, Counted> positions;
  RETURN_IF_ERROR(LoadCounted(rows, CountedPrefix(ids->first, ids->second), positions));
  for (v1::CountLine& line : *count.mutable_lines()) {
    const auto found = positions.extract(PositionOf(count, line));
    if (!found.empty()) SetDifference(found.mapped(), line);
  }
  // What nobody named, the positions that turned up since among it.
  count.clear_not_named();
  for (const auto& [key, counted] : positions) {
    v1::CountLine& line = *count.add_not_named();
    line.set_item(key.item);
    line.set_lot(key.lot);
    line.set_condition(key.condition);
    SetDifference(counted, line);
  }
  return count;
}

absl::StatusOr<v1::Count> RequireCount(const RowReader& rows, const std::string& name) {
  const auto ids = CountIds(name);
  if (!ids.has_value()) return NotKnown(name);
  ASSIGN_OR_RETURN(const std::string id, IdOf(rows, ids->first, kCountSeries, ids->second));
  ASSIGN_OR_RETURN(auto count, GetMessage<v1::Count>(rows, CountKey(ids->first, id)));
  if (!count.has_value()) return NotKnown(name);
  return WithDifferences(rows, *std::move(count));
}

absl::StatusOr<std::vector<CountAhead>> LoadCountsAhead(const RowReader& rows,
                                                        absl::string_view facility,
                                                        const std::set<std::string>& items,
                                                        const Moment& from) {
  std::vector<CountAhead> counts;
  ASSIGN_OR_RETURN(const bool behind_all, IsBehindAllCounts(rows, facility, from));
  if (behind_all) return counts;
  Ahead ahead;
  RETURN_IF_ERROR(AddAhead(rows, facility, std::string(kEveryItem), from, ahead));
  for (const std::string& item : items) {
    RETURN_IF_ERROR(AddAhead(rows, facility, item, from, ahead));
  }
  for (auto& [moment, count] : ahead) {
    for (const std::string& item : items) {
      RETURN_IF_ERROR(LoadCounted(rows, CountedPrefix(facility, LastId(count.name), LastId(item)),
                                  count.positions));
    }
    counts.push_back(std::move(count));
  }
  return counts;
}

absl::Status LoadReversedCount(const RowReader& rows, ReversalState& state) {
  if (state.original.kind() != v1::MOVEMENT_KIND_COUNT) return absl::OkStatus();
  const auto ids = CountIds(state.original.count());
  if (!ids.has_value()) return DamagedRow();
  ASSIGN_OR_RETURN(const auto count,
                   GetMessage<v1::Count>(rows, CountKey(ids->first, ids->second)));
  if (!count.has_value()) return DamagedRow();
  state.count =
      CountAhead{.moment = MomentOf(*count), .name = count->name(), .place = count->place()};
  RETURN_IF_ERROR(
      LoadCounted(rows, CountedPrefix(ids->first, ids->second), state.count->positions));
  for (const std::string& name : count->ended_shortfalls()) {
    ASSIGN_OR_RETURN(v1::Exception shortfall, RequireException(rows, name));
    if (shortfall.end() != v1::EXCEPTION_END_COUNTED || shortfall.count() != count->name()) {
      continue;
    }
    state.counted_shortfalls.push_back(std::move(shortfall));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<int64_t>> LoadLastCounted(const RowReader& rows,
                                                       absl::string_view facility,
                                                       absl::string_view item,
                                                       const std::string& place) {
  std::optional<int64_t> last;
  for (const absl::string_view series : {item, kEveryItem}) {
    const std::string prefix = CountedItemPrefix(facility, series);
    auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
    for (; cursor->Valid(); cursor->Next()) {
      ASSIGN_OR_RETURN(const CountedItem counted, DecodeCountedItem(cursor->value()));
      if (counted.place != place) continue;
      ASSIGN_OR_RETURN(const Moment moment, MomentInKey(cursor->key()));
      last = std::max(last.value_or(moment.day), moment.day);
      break;
    }
    RETURN_IF_ERROR(cursor->status());
  }
  return last;
}

}  // namespace waystation::inventory
