// Dips of tanks beside the book, through the committer.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/places/load_tanks.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"
#include "tests/inventory/support/readings.h"

namespace waystation::inventory {
namespace {

class TanksTest : public ::testing::Test {
 protected:
  TanksTest() {
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    AddLiquid("diesel");
    AddLiquid("petrol");
    desk_.AddItem("grease");
    Register("tank-a", "tank-1");
  }
  ~TanksTest() override { EXPECT_EQ(AuditRows(*desk_.rows().Snapshot()), ""); }

  void AddLiquid(const std::string& id) {
    v1::CreateItemRequest request;
    request.set_item_id(id);
    v1::Item& item = *request.mutable_item();
    common::v1::LocalizedText* name = item.add_display_names();
    name->set_language("en");
    name->set_text(id);
    item.set_category("fuel");
    item.set_base_unit(v1::BASE_UNIT_MILLILITRE);
    item.set_vital_class(v1::VITAL_CLASS_VITAL);
    ASSERT_TRUE(desk_.Create(request).ok());
  }
  void Register(const std::string& place, const std::string& installation,
                v1::StoragePlaceKind kind = v1::STORAGE_PLACE_KIND_TANK) {
    v1::CreateStoragePlaceRequest request;
    request.set_parent("facilities/f");
    request.set_storage_place_id(place);
    request.mutable_storage_place()->set_kind(kind);
    common::v1::LocalizedText* name = request.mutable_storage_place()->add_display_names();
    name->set_language("en");
    name->set_text(place);
    request.mutable_storage_place()->set_installation(installation);
    ASSERT_TRUE(desk_.Do(request).ok());
  }
  void Dip(int64_t litres, absl::Time time, const std::string& tank = "tank-1") {
    HearReading(desk_, facility::v1::MEASURE_TANK_LEVEL_ML, tank, litres * 1000, time);
  }
  void Receive(int day, int64_t litres, const std::string& lot, const std::string& item = "diesel",
               const std::string& place = "tank-a") {
    ASSERT_TRUE(desk_.Post(Receipt(day, Line(item, litres * 1000, lot, place))).ok());
  }
  void Burn(int day, int64_t litres) {
    auto request = Use(day, Line("diesel", litres * 1000, "", "tank-a"), kHappened);
    ASSERT_TRUE(desk_.Post(request).ok());
  }
  v1::ListTanksResponse Tanks(int64_t above = 0, int page_size = 50,
                              const std::string& after = "") {
    v1::ListTanksRequest request;
    request.set_parent("facilities/f");
    request.set_variance_above_ml(above);
    v1::ListTanksResponse response;
    const auto listed = ListTanks(*desk_.rows().Snapshot(), request,
                                  {.after_key = after, .size = page_size}, desk_.now(), &response);
    EXPECT_TRUE(listed.ok()) << listed.status();
    next_ = *listed;
    return response;
  }
  v1::ListTankDipsResponse Dips(v1::ListTankDipsRequest request, int page_size = 50,
                                const std::string& after = "") {
    request.set_parent("facilities/f");
    v1::ListTankDipsResponse response;
    const auto listed = ListTankDips(*desk_.rows().Snapshot(), request,
                                     {.after_key = after, .size = page_size}, &response);
    EXPECT_TRUE(listed.ok()) << listed.status();
    next_ = *listed;
    return response;
  }
  v1::PostTankDipRequest Posting(absl::Time time) {
    v1::PostTankDipRequest request;
    request.set_name("facilities/f/storagePlaces/tank-a");
    *request.mutable_dip_time() = TimestampOf(time);
    return request;
  }

  Desk desk_;
  std::string next_;
};

// By hand: 5,000 L on the tenth, 700 L burnt on the twelfth, dipped 4,214 L at noon of the
// fourteenth: the book has 4,300 L, so 86 L are missing, 2 %.
TEST_F(TanksTest, WhatWasDippedBesideTheBook) {
  EXPECT_FALSE(Tanks().tanks(0).has_latest_dip());
  Receive(10, 5'000, "D1");
  Burn(12, 700);
  Dip(4'214, Noon(14));
  Burn(15, 100);
  const v1::TankPlace tank = Tanks().tanks(0);
  EXPECT_EQ(tank.storage_place(), "facilities/f/storagePlaces/tank-a");
  EXPECT_EQ(tank.latest_dip().book_ml(), 4'300'000);
  EXPECT_EQ(tank.latest_dip().variance_ml(), -86'000);
  EXPECT_EQ(tank.latest_dip().variance_hundredths_percent(), -200);
  EXPECT_EQ(tank.latest_dip().booked_out_since_ml(), 100'000);
  EXPECT_EQ(tank.latest_dip().reported_by(), "p-reader");
  EXPECT_EQ(tank.dip_age_seconds(), absl::ToInt64Seconds(desk_.now() - Noon(14)));
  EXPECT_EQ(tank.book_now_ml(), 4'200'000);
  EXPECT_EQ(Tanks(86'000).tanks_size(), 0);
  EXPECT_EQ(Tanks(85'999).tanks_size(), 1);
  EXPECT_EQ(desk_.Total("f", "diesel", "tank-a", "D1"), 4'200'000) << "a dip moves nothing";
}

// A delivery of 90 L before the dip that was written down late explains more than all of it.
TEST_F(TanksTest, WhatIsRecordedLateChangesTheVariance) {
  Receive(10, 1'000, "D1");
  Dip(1'080, Noon(14));
  EXPECT_EQ(Tanks().tanks(0).latest_dip().variance_ml(), 80'000);
  Receive(13, 90, "D2");
  EXPECT_EQ(Tanks().tanks(0).latest_dip().variance_ml(), -10'000);
  Receive(15, 500, "D3");
  EXPECT_EQ(Tanks().tanks(0).latest_dip().variance_ml(), -10'000) << "behind the dip";
}

TEST_F(TanksTest, AnyOrderOfDipsAndTheLastOfOneTime) {
  Receive(10, 1'000, "D1");
  Dip(990, Noon(14));
  Dip(700, Noon(12));
  EXPECT_EQ(Tanks().tanks(0).latest_dip().level_ml(), 990'000);
  Dip(995, Noon(14));
  EXPECT_EQ(Tanks().tanks(0).latest_dip().level_ml(), 995'000) << "corrected";
  v1::ListTankDipsRequest request;
  EXPECT_EQ(Dips(request).dips_size(), 2);
  const v1::ListTankDipsResponse first = Dips(request, 1);
  EXPECT_EQ(first.dips(0).level_ml(), 995'000);
  EXPECT_EQ(Dips(request, 1, next_).dips(0).level_ml(), 700'000);
  EXPECT_EQ(next_, "");
  *request.mutable_start_time() = TimestampOf(Noon(12));
  *request.mutable_end_time() = TimestampOf(Noon(14));
  EXPECT_EQ(Dips(request).dips_size(), 1);
  request.set_variance_above_ml(300'000);
  EXPECT_EQ(Dips(request).dips_size(), 0);
}

TEST_F(TanksTest, TwoPlacesInOneTankAreOneBook) {
  Register("hose", "tank-1");
  Register("tank-b", "tank-2");
  Receive(10, 600, "D1");
  Receive(10, 400, "D2", "diesel", "hose");
  ASSERT_TRUE(desk_.Post(Receipt(10, Line("grease", 5, "G", "hose"))).ok());
  Dip(1'000, Noon(12));
  Dip(7, Noon(12), "tank-2");
  const v1::ListTanksResponse tanks = Tanks();
  ASSERT_EQ(tanks.tanks_size(), 3);
  EXPECT_EQ(tanks.tanks(0).latest_dip().variance_ml(), 0);
  ASSERT_EQ(tanks.tanks(0).other_items_size(), 1);
  EXPECT_EQ(tanks.tanks(0).other_items(0), "items/grease");
  EXPECT_EQ(tanks.tanks(1).latest_dip().places_size(), 2);
  EXPECT_EQ(tanks.tanks(2).latest_dip().level_ml(), 7'000);
  EXPECT_EQ(Tanks(0, 2).tanks_size(), 2);
  EXPECT_EQ(Tanks(0, 2, next_).tanks(0).installation(), "tank-2");
  EXPECT_EQ(FieldViolationsOf(desk_.Do(Posting(Noon(12))).status()).size(), 1);
  v1::ListTankDipsRequest request;
  EXPECT_EQ(Dips(request).dips_size(), 2);
  const v1::ListTankDipsResponse first = Dips(request, 1);
  EXPECT_EQ(Dips(request, 1, next_).dips(0).installation(), "tank-2");
  request.set_place("tank-b");
  EXPECT_EQ(Dips(request).dips(0).installation(), "tank-2");
}

// What the facility registered says what it is: a fridge is no tank, by whatever kind of place.
TEST_F(TanksTest, OnlyWhatIsATank) {
  Register("shelf", "fridge-1", v1::STORAGE_PLACE_KIND_TANK);
  facility::v1::Event event;
  facility::v1::Installation& fridge = *event.mutable_installation_set()->mutable_installation();
  fridge.set_name("facilities/f/installations/fridge-1");
  fridge.mutable_fridge()->set_class_maximum_millicelsius(8'000);
  Hear(desk_, event);
  EXPECT_EQ(Tanks().tanks_size(), 1);
  fridge.set_name("facilities/f/installations/tank-1");
  fridge.mutable_tank()->set_capacity_ml(5'000'000);
  Hear(desk_, event);
  EXPECT_EQ(Tanks().tanks(0).capacity_ml(), 5'000'000);
  facility::v1::Event removed;
  *removed.mutable_installation_removed()->mutable_installation() = fridge;
  Hear(desk_, removed);
  EXPECT_EQ(Tanks().tanks(0).capacity_ml(), 0) << "its dips and the place stay";
}

TEST_F(TanksTest, ADipBecomesACount) {
  Receive(10, 600, "D1");
  Receive(10, 400, "D2");
  Dip(950, Noon(12));
  Burn(15, 50);
  const auto posted = desk_.Do(Posting(Noon(12)));
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_EQ(posted->count().counted_by(), "p-reader");
  ASSERT_EQ(posted->count().lines_size(), 2);
  EXPECT_EQ(posted->count().lines(0).difference_quantity(), -50'000);
  EXPECT_EQ(Tanks().tanks(0).latest_dip().variance_ml(), 0);
  EXPECT_EQ(Tanks().tanks(0).book_now_ml(), 900'000);
  // What comes late and was before it goes into the difference: the dip still stands.
  Receive(11, 30, "D0");
  EXPECT_EQ(Tanks().tanks(0).latest_dip().variance_ml(), 0);
  EXPECT_EQ(Tanks().tanks(0).book_now_ml(), 900'000);
  v1::ReverseMovementRequest taking_back;
  taking_back.set_name(posted->count().movement());
  taking_back.set_note("another tank was dipped");
  taking_back.set_intent(kHappened);
  ASSERT_TRUE(desk_.Reverse(taking_back).ok());
  EXPECT_EQ(Tanks().tanks(0).latest_dip().variance_ml(), -80'000);
}

TEST_F(TanksTest, AnInstallationIsKeptWithThePlaceAndTakenAway) {
  const std::string name = "facilities/f/storagePlaces/tank-a";
  v1::UpdateStoragePlaceRequest request;
  request.mutable_storage_place()->set_name(name);
  request.mutable_update_mask()->add_paths("installation");
  ASSERT_TRUE(desk_.Do(request).ok());
  EXPECT_EQ(RequireStoragePlace(*desk_.rows().Snapshot(), name)->installation(), "");
  EXPECT_EQ(Tanks().tanks_size(), 0);
  request.mutable_storage_place()->set_installation("Tank 1");
  EXPECT_EQ(FieldViolationsOf(desk_.Do(request).status())[0].field, "storage_place.installation");
}

}  // namespace
}  // namespace waystation::inventory
