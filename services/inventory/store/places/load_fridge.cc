#include "services/inventory/store/places/load_fridge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/places/every_item.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "waystation/facility/v1/installation.pb.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

constexpr facility::v1::Measure kFridge = facility::v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS;

// What came and went of a lot in a place.
using MomentChanges = std::vector<std::pair<Moment, int64_t>>;

absl::Time TimeOfMoment(const Moment& moment, absl::TimeZone zone) {
  if (moment.time_us == kBeginningOfDay) return StartOfDay(moment.day, zone);
  if (moment.time_us == kEndOfDay) return StartOfDay(moment.day + 1, zone);
  return absl::FromUnixMicros(moment.time_us);
}

// When some of it was there; without an end where some is there still.
TimeSpans StaysOf(MomentChanges changes, absl::TimeZone zone) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  TimeSpans stays;
  int64_t there = 0;
  for (const auto& [moment, change] : changes) {
    const bool was_there = there > 0;
    there += change;
    const absl::Time time = TimeOfMoment(moment, zone);
    if (!was_there && there > 0) stays.push_back({time, absl::InfiniteFuture()});
    if (was_there && there <= 0) stays.back().to = std::max(time, stays.back().from);
  }
  return stays;
}

// Reads the stays of one place, item after item.
class StayReader {
 public:
  StayReader(const RowReader& rows, FridgeHistory& history)
      : rows_(rows),
        history_(history),
        facility_(LastId(history.facility.name)),
        place_(LastId(history.place.name())) {}

  absl::Status Read() {
    return ForEachItemEver(rows_, facility_,
                           [this](const std::string& item) { return ReadItem(item); });
  }

 private:
  absl::Status ReadItem(const std::string& item) {
    const std::string prefix = DayPrefixOf(PositionPrefix(facility_, LastId(item), place_));
    auto cursor = rows_.Scan(prefix, storage::PrefixEnd(prefix));
    RETURN_IF_ERROR(cursor->status());
    if (!cursor->Valid()) return absl::OkStatus();
    FridgeLot lot;
    lot.item = item;
    ASSIGN_OR_RETURN(const bool described, ReadClass(lot));
    if (!described) return absl::OkStatus();
    MomentChanges changes;
    for (; cursor->Valid(); cursor->Next()) {
      storage::KeyReader key(cursor->key());
      key.String();
      const PositionKey position = ReadPosition(key);
      const int64_t day = key.Int64();
      const int64_t time_us = key.Int64();
      if (!key.AtEnd()) return DamagedRow();
      ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
      if (position.lot != lot.lot) Take(lot, changes);
      lot.lot = position.lot;
      changes.emplace_back(Moment(day, time_us), change);
    }
    RETURN_IF_ERROR(cursor->status());
    Take(lot, changes);
    return absl::OkStatus();
  }

  // False where nobody knows how the item is to be kept.
  absl::StatusOr<bool> ReadClass(FridgeLot& lot) {
    ASSIGN_OR_RETURN(const std::optional<v1::Item> item, LoadItemOrAlias(rows_, LastId(lot.item)));
    if (!item.has_value() || item->storage_class().empty()) return false;
    lot.storage_class = item->storage_class();
    const auto known = limits_.find(lot.storage_class);
    if (known == limits_.end()) {
      ASSIGN_OR_RETURN(const auto described, LoadStorageClass(rows_, lot.storage_class));
      limits_[lot.storage_class] =
          described.has_value() ? std::optional(LimitsOf(*described)) : std::nullopt;
    }
    const std::optional<FridgeLimits>& limits = limits_[lot.storage_class];
    if (limits.has_value()) lot.limits = *limits;
    return limits.has_value();
  }

  void Take(FridgeLot& lot, MomentChanges& changes) {
    if (changes.empty()) return;
    lot.stays = StaysOf(std::move(changes), history_.facility.zone);
    changes.clear();
    if (!lot.stays.empty()) history_.lots.push_back(lot);
  }

  const RowReader& rows_;
  FridgeHistory& history_;
  const std::string facility_;
  const std::string place_;
  std::map<std::string, std::optional<FridgeLimits>> limits_;
};

bool IsOutOfAny(const FridgeHistory& history, int64_t least, int64_t most) {
  if (IsOut(history.own, least, most)) return true;
  return std::any_of(history.lots.begin(), history.lots.end(),
                     [&](const FridgeLot& lot) { return IsOut(lot.limits, least, most); });
}

// The days with a reading out of any limits, each with an interval around it.
absl::StatusOr<TimeSpans> DaysOut(const RowReader& rows, const FridgeHistory& history) {
  TimeSpans days;
  const std::string prefix =
      ReadingDayPrefix(LastId(history.facility.name), history.place.installation());
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    key.String();
    const int64_t day = key.Int64();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(const auto span, DecodeInt64Pair(cursor->value()));
    if (!IsOutOfAny(history, span.first, span.second)) continue;
    const absl::Duration around = history.facility.report_interval;
    days.push_back({StartOfDay(day, absl::UTCTimeZone()) - around,
                    StartOfDay(day + 1, absl::UTCTimeZone()) + around});
  }
  RETURN_IF_ERROR(cursor->status());
  return Union(days, {});
}

// The readings of the span, in order, behind those that are there.
absl::Status AddReadings(const RowReader& rows, const TimeSpan& span, FridgeHistory& history) {
  const absl::string_view facility = LastId(history.facility.name);
  const std::string& installation = history.place.installation();
  const std::string prefix = ReadingPrefix(facility, kFridge, installation);
  const std::string begin = span.to == absl::InfiniteFuture()
                                ? prefix
                                : ReadingKey(facility, kFridge, installation, span.to);
  const std::string end =
      span.from == absl::InfinitePast()
          ? storage::PrefixEnd(prefix)
          : storage::PrefixEnd(ReadingKey(facility, kFridge, installation, span.from));
  std::vector<FridgeReading> latest_first;
  auto cursor = rows.Scan(begin, end);
  for (; cursor->Valid(); cursor->Next()) {
    facility::v1::StatusRecord record;
    if (!record.ParseFromArray(cursor->value().data(), static_cast<int>(cursor->value().size()))) {
      return DamagedRow();
    }
    latest_first.push_back({TimeOf(record.effective_time()), record.value().amount()});
  }
  RETURN_IF_ERROR(cursor->status());
  for (auto reading = latest_first.rbegin(); reading != latest_first.rend(); ++reading) {
    const bool repeated =
        !history.readings.empty() && history.readings.back().time >= reading->time;
    if (!repeated) history.readings.push_back(*reading);
  }
  return absl::OkStatus();
}

absl::Status LoadOwnRange(const RowReader& rows, FridgeHistory& history) {
  ASSIGN_OR_RETURN(
      const std::optional<facility::v1::Installation> installation,
      GetMessage<facility::v1::Installation>(
          rows, InstallationKey(LastId(history.facility.name), history.place.installation())));
  if (!installation.has_value() || !installation->has_fridge()) return absl::OkStatus();
  history.own.min = installation->fridge().class_minimum_millicelsius();
  history.own.max = installation->fridge().class_maximum_millicelsius();
  return absl::OkStatus();
}

// Holds every lot against the curve.
void HoldAgainst(FridgeHistory& history, absl::Time now) {
  std::map<std::string, OutOfRange> of_class;
  const absl::Time end = history.curve.empty() ? now : history.curve.back().span.to;
  const bool held = !history.readings.empty() &&
                    history.readings.back().time + history.facility.report_interval > now;
  for (FridgeLot& lot : history.lots) {
    if (!of_class.contains(lot.storage_class)) {
      of_class[lot.storage_class] = OutOf(lot.limits, history.curve);
    }
    lot.out = Within(of_class[lot.storage_class], lot.stays);
    const TimeSpans any = AnyWay(lot.out);
    lot.goes_on = held && !any.empty() && any.back().to >= end;
  }
}

}  // namespace

absl::StatusOr<FridgeHistory> LoadFridgeHistory(const RowReader& rows,
                                                const v1::StoragePlace& place,
                                                const ReadingWindow& window, absl::Time now) {
  FridgeHistory history;
  const auto ids = StoragePlaceIds(place.name());
  if (!ids.has_value()) return DamagedRow();
  ASSIGN_OR_RETURN(history.facility, RequireFacility(rows, FacilityName(ids->first)));
  history.place = place;
  RETURN_IF_ERROR(LoadOwnRange(rows, history));
  RETURN_IF_ERROR(StayReader(rows, history).Read());
  TimeSpans spans = {{window.from, window.to}};
  if (!window.all) {
    ASSIGN_OR_RETURN(const TimeSpans days, DaysOut(rows, history));
    spans = Intersection(days, spans);
  }
  for (const TimeSpan& span : spans) RETURN_IF_ERROR(AddReadings(rows, span, history));
  history.curve = CurveOf(history.readings, history.facility.report_interval, now);
  HoldAgainst(history, now);
  return history;
}

}  // namespace waystation::inventory
