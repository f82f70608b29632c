#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

// What the book has of an item at a place, and when that was counted last.
struct OnShelf {
  v1::VitalClass vital_class = v1::VITAL_CLASS_UNSPECIFIED;
  std::optional<int64_t> last_counted;
  std::vector<v1::CountSheetLine> lines;
};

using Shelves = std::map<std::string, OnShelf>;

absl::Status AddSheetLine(const RowReader& rows, absl::string_view facility,
                          const PositionKey& position, int64_t quantity, Shelves& shelves) {
  v1::CountSheetLine& line = shelves[position.item].lines.emplace_back();
  line.set_item(position.item);
  line.set_lot(position.lot);
  line.set_condition(position.condition);
  line.set_book_quantity(quantity);
  ASSIGN_OR_RETURN(const std::optional<LotFacts> lot,
                   LoadLotFacts(rows, facility, LastId(position.item), position.lot));
  const LotDate date = lot.value_or(LotFacts()).date;
  line.set_date_kind(date.kind);
  if (date.dated) *line.mutable_expiry_date() = DateOf(date.expiry_day);
  return absl::OkStatus();
}

absl::StatusOr<Shelves> LoadShelves(const RowReader& rows, absl::string_view facility,
                                    const std::string& place) {
  Shelves shelves;
  const std::string prefix = PositionPrefix(facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const PositionKey position = ReadPosition(key);
    if (!key.AtEnd()) return DamagedRow();
    if (position.place != place) continue;
    ASSIGN_OR_RETURN(const int64_t quantity, DecodeInt64(cursor->value()));
    RETURN_IF_ERROR(AddSheetLine(rows, facility, position, quantity, shelves));
  }
  RETURN_IF_ERROR(cursor->status());
  for (auto& [item, shelf] : shelves) {
    ASSIGN_OR_RETURN(const auto found, LoadItem(rows, LastId(item)));
    if (found.has_value()) shelf.vital_class = found->vital_class();
    ASSIGN_OR_RETURN(shelf.last_counted, LoadLastCounted(rows, facility, LastId(item), place));
  }
  return shelves;
}

// Vital before essential before normal; in each what was never counted, then the longest uncounted.
std::vector<std::string> InTurn(const Shelves& shelves, int item_count) {
  std::vector<std::tuple<int, int64_t, std::string>> turns;
  for (const auto& [item, shelf] : shelves) {
    const bool said = shelf.vital_class != v1::VITAL_CLASS_UNSPECIFIED;
    turns.emplace_back(said ? static_cast<int>(shelf.vital_class) : v1::VitalClass_MAX + 1,
                       shelf.last_counted.value_or(std::numeric_limits<int64_t>::min()), item);
  }
  std::sort(turns.begin(), turns.end());
  std::vector<std::string> items;
  for (const auto& [vital_class, last_counted, item] : turns) {
    if (static_cast<int>(items.size()) == item_count) break;
    items.push_back(item);
  }
  return items;
}

std::vector<std::string> ItemsOf(const Shelves& shelves) {
  std::vector<std::string> items;
  for (const auto& [item, shelf] : shelves) items.push_back(item);
  return items;
}

}  // namespace

absl::Status ProposeCount(const RowReader& rows, const v1::ProposeCountRequest& request,
                          absl::Time now, v1::ProposeCountResponse* response) {
  ASSIGN_OR_RETURN(const FacilityFacts facts, RequireFacility(rows, request.parent()));
  const std::string place = request.place().empty() ? std::string(kMainPlace) : request.place();
  ASSIGN_OR_RETURN(const Shelves shelves, LoadShelves(rows, LastId(request.parent()), place));
  response->set_kind(request.kind());
  response->set_place(place);
  response->set_blind(request.blind());
  *response->mutable_date() = DateOf(DayOf(now, facts.zone));
  const int item_count = request.item_count() == 0 ? kDefaultProposedItems : request.item_count();
  const bool cyclic = request.kind() == v1::COUNT_KIND_CYCLIC;
  for (const std::string& item : cyclic ? InTurn(shelves, item_count) : ItemsOf(shelves)) {
    const OnShelf& shelf = shelves.at(item);
    for (const v1::CountSheetLine& found : shelf.lines) {
      if (response->lines_size() == kMaxSheetLines) {
        response->set_left_off_lines(response->left_off_lines() + 1);
        continue;
      }
      v1::CountSheetLine& line = *response->add_lines();
      line = found;
      if (request.blind()) line.clear_book_quantity();
      line.set_vital_class(shelf.vital_class);
      if (shelf.last_counted.has_value()) {
        *line.mutable_last_counted_date() = DateOf(*shelf.last_counted);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
