// A fridge of facility "f" with a thermometer, and what is kept in it, without a server.
#ifndef TESTS_INVENTORY_SUPPORT_FRIDGE_DESK_H_
#define TESTS_INVENTORY_SUPPORT_FRIDGE_DESK_H_

#include <string>

#include "gtest/gtest.h"
#include "services/inventory/store/places/reading_commands.h"
#include "tests/inventory/support/places_desk.h"
#include "tests/inventory/support/readings.h"

namespace waystation::inventory {

// Beside the places of PlacesTest the place "cold" is the fridge cold-1; the facility reports every
// hour. Vaccine may be out of 2 to 8 degrees for 8 hours, up to 25; cells of 2 to 6 not at all;
// frost spoils sera, which may be out for 8 hours too.
class FridgeTest : public PlacesTest {
 protected:
  FridgeTest() {
    desk_.AddClass("tender", -1, 8, 480, /*freeze_sensitive=*/true);
    desk_.AddItem("sera", false, "tender");
    v1::CreateStoragePlaceRequest request = Registering("cold", 3, 5);
    request.mutable_storage_place()->set_installation("cold-1");
    EXPECT_TRUE(desk_.Do(request).ok());
  }

  // Of lot L, in the fridge.
  void Put(double hours, const std::string& item, int64_t quantity = 10,
           const std::string& place = "cold") {
    Must(At(hours, Receipt(10, Line(item, quantity, "L", place))));
  }
  void Read(double hours, double celsius) {
    HearReading(desk_, facility::v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, "cold-1",
                static_cast<int64_t>(celsius * 1000), Hour(hours));
  }
  // What follows by itself; how many entries it took.
  int Weigh() {
    const auto entries = desk_.RunDue(
        [this](const auto& rows, absl::Time now, int max) { return watch_.Due(rows, now, max); });
    EXPECT_TRUE(entries.ok()) << entries.status();
    return entries.value_or(-1);
  }
  // As after a restart: nothing is remembered.
  void Restart() { watch_ = ReadingWatch(); }

  v1::FridgeTime TimeOfLot(const std::string& item) {
    const v1::LotExposure lot = LotOf(item);
    return lot.fridge_times().empty() ? v1::FridgeTime() : lot.fridge_times(0);
  }
  static int64_t MinutesWarm(const v1::FridgeTime& time) { return time.warm_seconds() / 60; }
  v1::ListExcursionsResponse Excursions(v1::ListExcursionsRequest request = {}) {
    request.set_parent("facilities/f");
    v1::ListExcursionsResponse response;
    const auto listed =
        ListExcursions(*desk_.rows().Snapshot(), request, {.size = 100}, desk_.now(), &response);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return response;
  }

  ReadingWatch watch_;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_FRIDGE_DESK_H_
