#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/domain/places/fit.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/load_fridge.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/places/place_keys.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

constexpr size_t kMaxUnknownTimes = 100;
// Where nothing is said of the time, how far back it is looked for times of which nothing is known.
constexpr absl::Duration kUnknownLookedFor = absl::Hours(24 * 30);

// Where a page goes on behind an excursion.
std::string ExcursionKey(const v1::Excursion& excursion) {
  const auto ids = StoragePlaceIds(excursion.storage_place());
  return storage::KeyBuilder(kStoragePlaceTable)
      .String(ids->first)
      .String(ids->second)
      .Int64(absl::ToUnixMicros(TimeOf(excursion.start_time())))
      .Take();
}

// Every time at which the fridge was out of its own range or of that of a lot there.
TimeSpans SpansOf(const FridgeHistory& history) {
  TimeSpans spans = AnyWay(OutOf(history.own, history.curve));
  for (const FridgeLot& lot : history.lots) spans = Union(spans, AnyWay(lot.out));
  return spans;
}

// The coldest and the warmest of the curve within the span.
void FillPeaks(const FridgeHistory& history, const TimeSpan& span, v1::Excursion& excursion) {
  std::optional<int64_t> least;
  std::optional<int64_t> most;
  for (const CurvePiece& piece : history.curve) {
    if (piece.span.to <= span.from || piece.span.from >= span.to) continue;
    // A piece's end within is a reading; one beyond is of what was in range again.
    for (const auto& [time, value] :
         {std::pair(piece.span.from, piece.first), {piece.span.to, piece.last}}) {
      if (time < span.from || time > span.to) continue;
      least = std::min(least.value_or(value), value);
      most = std::max(most.value_or(value), value);
    }
  }
  excursion.set_min_millicelsius(least.value_or(0));
  excursion.set_max_millicelsius(most.value_or(0));
}

v1::LotExposure StandingOf(const LotExposures& exposures, const FridgeLot& lot) {
  const auto found = exposures.find({lot.item, lot.lot});
  return found == exposures.end() ? v1::LotExposure() : found->second;
}

void AddTouchedLot(const FridgeHistory& history, const FridgeLot& lot, const TimeSpan& span,
                   const LotExposures& exposures, v1::Excursion& excursion) {
  const OutOfRange out = Within(lot.out, {span});
  if (AnyWay(out).empty()) return;
  const std::string place(LastId(history.place.name()));
  v1::LotExposure standing = StandingOf(exposures, lot);
  const v1::FridgeTime time = WeighLot(lot, standing, place);
  v1::ExcursionLot& touched = *excursion.add_lots();
  touched.set_item(lot.item);
  touched.set_lot(lot.lot);
  touched.set_storage_class(lot.storage_class);
  touched.set_warm_seconds(SecondsOf(out.warm));
  touched.set_hot_seconds(SecondsOf(out.hot));
  touched.set_cold_seconds(SecondsOf(out.cold));
  touched.set_frozen_seconds(SecondsOf(out.frozen));
  int64_t spent = standing.spent_seconds() + time.warm_seconds();
  for (const v1::FridgeTime& other : standing.fridge_times()) {
    if (other.place() != place) spent += other.warm_seconds();
  }
  touched.set_spent_seconds(spent);
  touched.set_allowed_minutes(lot.limits.allowed_minutes);
  touched.set_proposal(time.proposal());
  if (IsBeyondDecision(time)) return;
  touched.set_decided_by(time.decided_by());
  touched.set_decision_note(time.decision_note());
  *touched.mutable_decide_time() = time.decide_time();
}

v1::Excursion ExcursionOf(const FridgeHistory& history, const TimeSpan& span,
                          const LotExposures& exposures, absl::Time now) {
  v1::Excursion excursion;
  excursion.set_storage_place(history.place.name());
  excursion.set_installation(history.place.installation());
  *excursion.mutable_start_time() = TimestampOf(span.from);
  const bool held = history.readings.back().time + history.facility.report_interval > now;
  if (!held || span.to < history.curve.back().span.to) {
    *excursion.mutable_end_time() = TimestampOf(span.to);
  }
  excursion.set_seconds(SecondsOf({span}));
  FillPeaks(history, span, excursion);
  for (const FridgeLot& lot : history.lots) {
    AddTouchedLot(history, lot, span, exposures, excursion);
  }
  return excursion;
}

absl::StatusOr<LotExposures> LoadExposuresOfLots(const RowReader& rows,
                                                 const FridgeHistory& history) {
  LotExposures exposures;
  std::string last;
  for (const FridgeLot& lot : history.lots) {
    if (lot.item == last) continue;
    last = lot.item;
    RETURN_IF_ERROR(LoadExposuresOf(rows, LastId(history.facility.name), lot.item, exposures));
  }
  return exposures;
}

// Tells what nothing is left of.
absl::Status MarkGone(const RowReader& rows, v1::Excursion& excursion) {
  const std::string facility = StoragePlaceIds(excursion.storage_place())->first;
  for (v1::ExcursionLot& touched : *excursion.mutable_lots()) {
    FridgeLot lot;
    lot.item = touched.item();
    lot.lot = touched.lot();
    ASSIGN_OR_RETURN(const std::set<std::string> holding, PlacesHolding(rows, facility, lot));
    touched.set_gone(holding.empty());
  }
  return absl::OkStatus();
}

// The fridges to list, in order.
absl::StatusOr<std::vector<v1::StoragePlace>> FridgesAsked(
    const RowReader& rows, const v1::ListExcursionsRequest& request) {
  std::vector<v1::StoragePlace> fridges;
  const absl::string_view facility = LastId(request.parent());
  if (!request.place().empty()) {
    RETURN_IF_ERROR(
        RequireStoragePlace(rows, StoragePlaceName(facility, request.place())).status());
  }
  const std::string prefix = StoragePlacePrefix(facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::StoragePlace place;
    if (!place.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    const bool asked = request.place().empty() || LastId(place.name()) == request.place();
    if (!asked || !IsRegistered(place) || place.installation().empty()) continue;
    ASSIGN_OR_RETURN(const int64_t heard,
                     GetInt64(rows, FridgeHeardKey(facility, place.installation())));
    if (heard > 0) fridges.push_back(std::move(place));
  }
  RETURN_IF_ERROR(cursor->status());
  return fridges;
}

absl::Status AddUnknownTimes(const RowReader& rows, const v1::StoragePlace& place,
                             const v1::ListExcursionsRequest& request, absl::Time now,
                             v1::ListExcursionsResponse* response) {
  const absl::Time to = request.has_end_time() ? std::min(TimeOf(request.end_time()), now) : now;
  const absl::Time from =
      request.has_start_time() ? TimeOf(request.start_time()) : to - kUnknownLookedFor;
  ASSIGN_OR_RETURN(const FridgeHistory history,
                   LoadFridgeHistory(rows, place, {.all = true, .from = from, .to = to}, now));
  std::vector<FridgeLimits> limits = {history.own};
  for (const FridgeLot& lot : history.lots) limits.push_back(lot.limits);
  const TimeSpans unknown =
      UnknownSpans(history.readings, history.facility.report_interval, to, limits);
  const size_t first = unknown.size() - std::min(unknown.size(), kMaxUnknownTimes);
  for (size_t i = first; i < unknown.size(); ++i) {
    v1::UnknownTime& time = *response->add_unknown_times();
    time.set_storage_place(place.name());
    *time.mutable_start_time() = TimestampOf(unknown[i].from);
    if (unknown[i].to < now) *time.mutable_end_time() = TimestampOf(unknown[i].to);
  }
  return absl::OkStatus();
}

bool IsAsked(const v1::ListExcursionsRequest& request, const TimeSpan& span) {
  return (!request.has_start_time() || span.to > TimeOf(request.start_time())) &&
         (!request.has_end_time() || span.from < TimeOf(request.end_time()));
}

}  // namespace

absl::StatusOr<std::string> ListExcursions(const RowReader& rows,
                                           const v1::ListExcursionsRequest& request,
                                           const Page& page, absl::Time now,
                                           v1::ListExcursionsResponse* response) {
  RETURN_IF_ERROR(RequireFacility(rows, request.parent()).status());
  ASSIGN_OR_RETURN(const std::vector<v1::StoragePlace> fridges, FridgesAsked(rows, request));
  std::string last_key;
  for (const v1::StoragePlace& place : fridges) {
    if (page.after_key.empty()) {
      RETURN_IF_ERROR(AddUnknownTimes(rows, place, request, now, response));
    }
  }
  for (const v1::StoragePlace& place : fridges) {
    ASSIGN_OR_RETURN(const FridgeHistory history, LoadFridgeHistory(rows, place, {}, now));
    ASSIGN_OR_RETURN(const LotExposures exposures, LoadExposuresOfLots(rows, history));
    for (const TimeSpan& span : SpansOf(history)) {
      if (!IsAsked(request, span)) continue;
      v1::Excursion excursion = ExcursionOf(history, span, exposures, now);
      RETURN_IF_ERROR(MarkGone(rows, excursion));
      const std::string key = ExcursionKey(excursion);
      if (key <= page.after_key) continue;
      if (response->excursions_size() == page.size) return last_key;
      last_key = key;
      *response->add_excursions() = std::move(excursion);
    }
  }
  return std::string();
}

}  // namespace waystation::inventory
