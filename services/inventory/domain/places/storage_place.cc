#include "services/inventory/domain/places/storage_place.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/checker.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/track.h"
#include "services/inventory/domain/requests/verb.h"
#include "services/inventory/domain/resource.h"
#include "services/inventory/limits.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

void CheckRangeOfPlace(Checker& check, const v1::StoragePlace& place) {
  const int64_t min = place.min_temperature_millicelsius();
  const int64_t max = place.max_temperature_millicelsius();
  check.InRange("min_temperature_millicelsius", min, kMinMillicelsius, kMaxMillicelsius);
  check.InRange("max_temperature_millicelsius", max, kMinMillicelsius, kMaxMillicelsius);
  const bool has_min = place.has_min_temperature_millicelsius();
  const bool has_max = place.has_max_temperature_millicelsius();
  if (has_min && has_max && max < min) {
    check.Add("max_temperature_millicelsius", absl::StrCat(max),
              absl::StrCat("at least min_temperature_millicelsius, which is ", min));
  }
  if (place.storage_class().empty()) return;
  check.Id("storage_class", place.storage_class());
  if (has_min || has_max) {
    check.Add("storage_class", "a class beside temperatures of its own", "one of both, or neither");
  }
}

// What the change means for what lies there.
v1::Event Changed(v1::StoragePlace place, LedgerState ledger, const DecideContext& context) {
  const std::string id = StoragePlaceIds(place.name())->second;
  v1::Movement none;
  *none.mutable_effective_time() = TimestampOf(context.now);
  *none.mutable_day() = DateOf(DayOf(context.now, ledger.facility->zone));
  ledger.storage.places[id] = place;
  Posting posting(context, std::move(ledger), std::move(none), context.principal);
  v1::Event event;
  v1::StoragePlaceChanged& changed = *event.mutable_storage_place_changed();
  place.clear_exposure_count();
  *changed.mutable_storage_place() = std::move(place);
  for (v1::LotExposure& lot : ReviewPlace(posting, id, context.now)) {
    *changed.add_lot_exposures() = std::move(lot);
  }
  *changed.mutable_exceptions() = posting.Take().exceptions();
  return event;
}

absl::Status CheckEmpty(const v1::StoragePlace& place, const Book& book) {
  const std::string id = StoragePlaceIds(place.name())->second;
  for (const auto& [key, position] : book) {
    if (key.place != id || position.total() <= 0) continue;
    return Error(Reason::ERROR_REASON_PLACE_NOT_EMPTY, "the storage place has stock",
                 {{"resource", place.name()}, {"item", key.item}, {"lot", key.lot}});
  }
  return absl::OkStatus();
}

}  // namespace

std::string StoragePlaceEtag(const v1::StoragePlace& place) {
  v1::StoragePlace content = place;
  content.clear_etag();
  content.clear_exposure_count();
  return ContentEtag(content);
}

void CheckStoragePlace(std::vector<FieldViolation>& violations, absl::string_view prefix,
                       const v1::StoragePlace& place) {
  Checker check(violations, prefix);
  check.DisplayNames(place.display_names());
  if (place.kind() == v1::STORAGE_PLACE_KIND_UNSPECIFIED ||
      !v1::StoragePlaceKind_IsValid(place.kind())) {
    check.Add("kind", absl::StrCat(place.kind()), "a kind of place");
  }
  CheckRangeOfPlace(check, place);
  check.Text("note", place.note(), 0, kMaxRemarkCharacters);
  if (!place.installation().empty()) check.Id("installation", place.installation());
}

v1::StoragePlace StoragePlaceAfter(const v1::UpdateStoragePlaceRequest& request,
                                   const v1::StoragePlace& existing) {
  v1::StoragePlace after = existing;
  CopyFields(request.storage_place(), request.update_mask(), after);
  return after;
}

absl::StatusOr<v1::Event> DecideCreateStoragePlace(const v1::CreateStoragePlaceRequest& request,
                                                   StoragePlaceState state,
                                                   const DecideContext& context) {
  if (!state.ledger.facility.has_value()) return NotKnown(request.parent());
  if (state.existing.has_value()) {
    return Error(Reason::ERROR_REASON_ALREADY_EXISTS, "the id is taken",
                 {{"resource", state.existing->name()}});
  }
  v1::StoragePlace created = request.storage_place();
  created.clear_exposure_count();
  created.set_name(
      StoragePlaceName(*FacilityId(state.ledger.facility->name), request.storage_place_id()));
  created.set_state(v1::STORAGE_PLACE_STATE_OPEN);
  created.set_etag(StoragePlaceEtag(created));
  return Changed(std::move(created), std::move(state.ledger), context);
}

absl::StatusOr<v1::Event> DecideUpdateStoragePlace(const v1::UpdateStoragePlaceRequest& request,
                                                   StoragePlaceState state,
                                                   const DecideContext& context) {
  const v1::StoragePlace& wanted = request.storage_place();
  if (!state.existing.has_value() || !state.ledger.facility.has_value()) {
    return NotKnown(wanted.name());
  }
  RETURN_IF_ERROR(CheckEtag(wanted.etag(), state.existing->etag(), wanted.name()));
  std::vector<FieldViolation> violations;
  CheckUpdateMask(violations, request.update_mask(), *v1::StoragePlace::descriptor());
  v1::StoragePlace updated = StoragePlaceAfter(request, *state.existing);
  updated.set_exposure_count(state.existing->exposure_count());
  CheckStoragePlace(violations, "storage_place", updated);
  if (updated.state() != v1::STORAGE_PLACE_STATE_OPEN &&
      updated.state() != v1::STORAGE_PLACE_STATE_CLOSED) {
    Checker(violations, "storage_place")
        .Add("state", absl::StrCat(updated.state()), "OPEN or CLOSED");
  }
  if (!violations.empty()) return InvalidFields(violations);
  if (updated.state() == v1::STORAGE_PLACE_STATE_CLOSED) {
    RETURN_IF_ERROR(CheckEmpty(updated, state.ledger.book));
  }
  updated.set_etag(StoragePlaceEtag(updated));
  return Changed(std::move(updated), std::move(state.ledger), context);
}

}  // namespace waystation::inventory
