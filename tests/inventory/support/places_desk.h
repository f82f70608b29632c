// Storage places of facility "f" and what is kept in them, without a server.
#ifndef TESTS_INVENTORY_SUPPORT_PLACES_DESK_H_
#define TESTS_INVENTORY_SUPPORT_PLACES_DESK_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/places/load_places.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/exposure_audit.h"
#include "tests/inventory/support/ledger_audit.h"

namespace waystation::inventory {

// Vaccine may be 8 hours in the room, red cells not at all; neither in the freezer. Of the corner
// nothing is known. Times are hours from noon of the tenth of March.
class PlacesTest : public ::testing::Test {
 protected:
  PlacesTest() {
    Clock(0);
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.SetFacility("g", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddClass("cold", 2, 8, 480);
    desk_.AddClass("strict", 2, 6);
    desk_.AddItem("vaccine", false, "cold");
    desk_.AddItem("cells", false, "strict");
    desk_.AddItem("rice");
    Register("fridge", 3, 5);
    Register("room", 15, 25);
    Register("freezer", -25, -15);
  }
  ~PlacesTest() override {
    EXPECT_EQ(AuditRows(*desk_.rows().Snapshot()), "");
    EXPECT_EQ(AuditExposures(*desk_.rows().Snapshot()), "");
  }

  static absl::Time Hour(double hours) { return Noon(10) + absl::Minutes(hours * 60); }
  void Clock(double hours) { desk_.SetNow(Hour(hours)); }

  static v1::CreateStoragePlaceRequest Registering(const std::string& id, int64_t min,
                                                   int64_t max) {
    v1::CreateStoragePlaceRequest request;
    request.set_parent("facilities/f");
    request.set_storage_place_id(id);
    v1::StoragePlace& place = *request.mutable_storage_place();
    place.set_kind(v1::STORAGE_PLACE_KIND_SHELF);
    common::v1::LocalizedText* name = place.add_display_names();
    name->set_language("en");
    name->set_text(id);
    place.set_min_temperature_millicelsius(min * 1000);
    place.set_max_temperature_millicelsius(max * 1000);
    return request;
  }
  v1::CreateStoragePlaceResponse Register(const std::string& id, int64_t min, int64_t max) {
    const auto response = desk_.Do(Registering(id, min, max));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateStoragePlaceResponse();
  }
  absl::StatusOr<v1::UpdateStoragePlaceResponse> Rerange(const std::string& id, int64_t min,
                                                         int64_t max) {
    v1::UpdateStoragePlaceRequest request;
    v1::StoragePlace& place = *request.mutable_storage_place();
    place.set_name(absl::StrCat("facilities/f/storagePlaces/", id));
    place.set_min_temperature_millicelsius(min * 1000);
    place.set_max_temperature_millicelsius(max * 1000);
    request.mutable_update_mask()->add_paths("min_temperature_millicelsius");
    request.mutable_update_mask()->add_paths("max_temperature_millicelsius");
    return desk_.Do(request);
  }
  absl::StatusOr<v1::UpdateStoragePlaceResponse> SetState(const std::string& id,
                                                          v1::StoragePlaceState state) {
    v1::UpdateStoragePlaceRequest request;
    request.mutable_storage_place()->set_name(absl::StrCat("facilities/f/storagePlaces/", id));
    request.mutable_storage_place()->set_state(state);
    request.mutable_update_mask()->add_paths("state");
    return desk_.Do(request);
  }

  static v1::CreateMovementRequest At(double hours, v1::CreateMovementRequest request) {
    *request.mutable_movement()->mutable_happened_time() = TimestampOf(Hour(hours));
    return request;
  }
  static v1::CreateMovementRequest Moving(const v1::MovementLine& line, const std::string& to,
                                          v1::Intent intent = kHappened) {
    auto request = MovementOf(v1::MOVEMENT_KIND_ISSUE, 10, line, intent);
    request.mutable_movement()->set_to_place(to);
    return request;
  }
  v1::CreateMovementResponse Must(const v1::CreateMovementRequest& request) {
    const auto response = desk_.Post(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CreateMovementResponse();
  }
  static std::vector<v1::ExceptionKind> KindsOf(const v1::CreateMovementResponse& response) {
    std::vector<v1::ExceptionKind> kinds;
    for (const v1::Exception& exception : response.exceptions()) kinds.push_back(exception.kind());
    return kinds;
  }
  v1::DecideExposureRequest Deciding(const std::string& item, const std::string& place) {
    v1::DecideExposureRequest request;
    request.set_parent("facilities/f");
    request.set_item(absl::StrCat("items/", item));
    request.set_place(place);
    request.set_lot("L");
    request.set_decided_by("pharmacist-1");
    request.set_note("the maker says 12 hours");
    return request;
  }

  // The line of lot L in usable condition; one without a quantity where there is none.
  v1::StockLine StockAt(const std::string& item, const std::string& place) {
    v1::ListStockRequest request;
    request.set_facility("facilities/f");
    request.set_item(absl::StrCat("items/", item));
    v1::ListStockResponse response;
    const auto snapshot = desk_.rows().Snapshot();
    const auto listed = ListStock(*snapshot, request, {.size = 100}, desk_.now(), &response);
    EXPECT_TRUE(listed.ok()) << listed.status();
    for (const v1::StockLine& line : response.lines()) {
      if (line.place() == place && line.lot() == "L" && line.condition() == v1::CONDITION_USABLE) {
        return line;
      }
    }
    return {};
  }
  v1::BlockedReason Blocked(const std::string& item, const std::string& place) {
    return StockAt(item, place).blocked_reason();
  }
  v1::LotExposure LotOf(const std::string& item) {
    const auto snapshot = desk_.rows().Snapshot();
    return LoadLotExposure(*snapshot, "f", item, "L")->value_or(v1::LotExposure());
  }
  int64_t ExposedIn(const std::string& place) {
    const auto snapshot = desk_.rows().Snapshot();
    return RequireStoragePlace(*snapshot, absl::StrCat("facilities/f/storagePlaces/", place))
        ->exposure_count();
  }

  Desk desk_;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_PLACES_DESK_H_
