#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/facility/handler/hospital_fixture.h"
#include "waystation/facility/v1/installation.grpc.pb.h"

namespace waystation::facility {
namespace {

using InstallationStub = v1::InstallationService::Stub;
using ::testing::ElementsAre;

class InstallationHandlerTest : public HospitalTest {
 protected:
  static v1::Installation At(const std::string& id) {
    v1::Installation installation;
    installation.set_name("facilities/a/installations/" + id);
    return installation;
  }

  absl::Status Set(const v1::Installation& installation) {
    v1::SetInstallationRequest request;
    request.set_request_id(NextId());
    *request.mutable_installation() = installation;
    set_.Clear();
    return server_.Call(&InstallationStub::SetInstallation, request, &set_);
  }

  absl::Status Remove(const std::string& id) {
    v1::RemoveInstallationRequest request;
    request.set_request_id(NextId());
    request.set_name(At(id).name());
    v1::RemoveInstallationResponse response;
    return server_.Call(&InstallationStub::RemoveInstallation, request, &response);
  }

  // A circuit, a tank and a generator between them.
  void SetPower() {
    v1::Installation circuit = At("main");
    circuit.mutable_circuit();
    ASSERT_TRUE(Set(circuit).ok());
    v1::Installation tank = At("tank-1");
    tank.mutable_tank()->set_fluid(v1::FLUID_DIESEL);
    tank.mutable_tank()->set_capacity_ml(500'000);
    ASSERT_TRUE(Set(tank).ok());
    ASSERT_TRUE(Set(GeneratorOf(7000)).ok());
  }

  static v1::Installation GeneratorOf(int64_t full_load_ml_per_hour) {
    v1::Installation installation = At("generator-1");
    v1::Generator& generator = *installation.mutable_generator();
    generator.set_rated_power_w(20'000);
    generator.add_fuel_curve()->set_load_percent(100);
    generator.mutable_fuel_curve(0)->set_fuel_ml_per_hour(full_load_ml_per_hour);
    generator.set_tank("tank-1");
    generator.add_circuits("main");
    return installation;
  }

  v1::SetInstallationResponse set_;
};

TEST_F(InstallationHandlerTest, SetsGetsListsAndRemoves) {
  SetPower();
  EXPECT_EQ(set_.installation().changed_by(), "p-1");
  EXPECT_GT(set_.receipt().revision(), 0);
  v1::GetInstallationRequest get;
  get.set_name(At("generator-1").name());
  v1::GetInstallationResponse got;
  ASSERT_TRUE(server_.Call(&InstallationStub::GetInstallation, get, &got).ok());
  EXPECT_EQ(got.installation().SerializeAsString(), set_.installation().SerializeAsString());

  v1::ListInstallationsRequest list;
  list.set_parent("facilities/a");
  list.set_page_size(2);
  v1::ListInstallationsResponse listed;
  ASSERT_TRUE(server_.Call(&InstallationStub::ListInstallations, list, &listed).ok());
  ASSERT_EQ(listed.installations_size(), 2);
  list.set_page_token(listed.next_page_token());
  ASSERT_TRUE(server_.Call(&InstallationStub::ListInstallations, list, &listed).ok());
  ASSERT_EQ(listed.installations_size(), 1);
  EXPECT_EQ(listed.installations(0).name(), At("tank-1").name());
  list.set_parent("facilities/b");
  EXPECT_EQ(ReasonOf(server_.Call(&InstallationStub::ListInstallations, list, &listed)),
            Reason::ERROR_REASON_PAGE_TOKEN_MISMATCH);
  list.clear_page_token();
  EXPECT_EQ(ReasonOf(server_.Call(&InstallationStub::ListInstallations, list, &listed)),
            Reason::ERROR_REASON_NOT_KNOWN);

  EXPECT_EQ(ReasonOf(Remove("tank-1")), Reason::ERROR_REASON_WRONG_STATE);
  ASSERT_TRUE(Remove("generator-1").ok());
  EXPECT_TRUE(Remove("tank-1").ok());
  EXPECT_EQ(ReasonOf(Remove("tank-1")), Reason::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(server_.Call(&InstallationStub::GetInstallation, get, &got)),
            Reason::ERROR_REASON_NOT_KNOWN);

  v1::ListInstallationChangesRequest changes;
  changes.set_parent(At("generator-1").name());
  v1::ListInstallationChangesResponse changed;
  ASSERT_TRUE(server_.Call(&InstallationStub::ListInstallationChanges, changes, &changed).ok());
  ASSERT_EQ(changed.changes_size(), 2);
  EXPECT_TRUE(changed.changes(0).removed());
}

TEST_F(InstallationHandlerTest, RefusesWhatCannotBe) {
  SetPower();
  const size_t before = server_.Events().size();
  EXPECT_THAT(Fields(Set(GeneratorOf(20'000))),
              ElementsAre("installation.generator.outside_usual_range_confirmed"));
  v1::Installation falling = GeneratorOf(7000);
  falling.mutable_generator()->add_fuel_curve()->set_load_percent(110);
  falling.mutable_generator()->mutable_fuel_curve(1)->set_fuel_ml_per_hour(6999);
  EXPECT_THAT(Fields(Set(falling)),
              ElementsAre("installation.generator.fuel_curve[1].fuel_ml_per_hour"));
  EXPECT_THAT(Fields(Set(At("x"))), ElementsAre("installation"));
  v1::Installation heel = At("tank-2");
  heel.mutable_tank()->set_capacity_ml(10);
  heel.mutable_tank()->set_unusable_heel_ml(10);
  EXPECT_THAT(Fields(Set(heel)),
              ElementsAre("installation.tank.fluid", "installation.tank.unusable_heel_ml"));
  v1::Installation fridge = At("fridge-1");
  fridge.mutable_fridge()->set_class_minimum_millicelsius(8000);
  fridge.mutable_fridge()->set_class_maximum_millicelsius(2000);
  fridge.mutable_fridge()->set_holdover_minutes(-1);
  EXPECT_THAT(Fields(Set(fridge)),
              ElementsAre("installation.fridge.class_maximum_millicelsius",
                          "installation.fridge.instrument_maximum_millicelsius",
                          "installation.fridge.holdover_minutes"));
  v1::Installation grid = At("grid");
  grid.mutable_grid_feeder()->add_expected_supply()->set_end_minutes(600);
  grid.mutable_grid_feeder()->add_expected_supply()->set_start_minutes(600);
  grid.mutable_grid_feeder()->mutable_expected_supply(1)->set_end_minutes(1441);
  grid.mutable_grid_feeder()->add_announced_cuts();
  EXPECT_THAT(Fields(Set(grid)),
              ElementsAre("installation.grid_feeder.expected_supply[1].start_minutes",
                          "installation.grid_feeder.expected_supply[1].end_minutes",
                          "installation.grid_feeder.announced_cuts[0].start_time",
                          "installation.grid_feeder.announced_cuts[0].end_time",
                          "installation.grid_feeder.announced_cuts[0].announced_by"));
  v1::Installation contact = At("health");
  contact.mutable_contact()->add_telephones("call me");
  EXPECT_THAT(Fields(Set(contact)),
              ElementsAre("installation.display_names", "installation.contact.role",
                          "installation.contact.telephones[0]"));
  v1::Installation solar = At("solar");
  solar.mutable_solar_array()->add_circuits("main");
  solar.mutable_solar_array()->add_circuits("main");
  EXPECT_THAT(Fields(Set(solar)), ElementsAre("installation.solar_array.peak_power_w",
                                              "installation.solar_array.circuits[1]"));
  v1::Installation water = At("well");
  water.mutable_water_source()->set_daily_yield_ml(-1);
  EXPECT_THAT(Fields(Set(water)), ElementsAre("installation.water_source.kind",
                                              "installation.water_source.daily_yield_ml"));
  v1::Installation loop = At("main");
  loop.mutable_circuit()->set_parent("main");
  EXPECT_THAT(Fields(Set(loop)), ElementsAre("installation.circuit.parent"));
  v1::Installation changed = GeneratorOf(7000);
  changed.set_etag("old");
  EXPECT_EQ(ReasonOf(Set(changed)), Reason::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(server_.Events().size(), before);
  v1::Installation petrol = GeneratorOf(20'000);
  petrol.mutable_generator()->set_outside_usual_range_confirmed(true);
  EXPECT_TRUE(Set(petrol).ok());
}

TEST_F(InstallationHandlerTest, RefusesWhatIsNotOfTheFormOrOldOrNotKnown) {
  using common::v1::ERROR_REASON_ETAG_MISMATCH;
  using common::v1::ERROR_REASON_INVALID_FIELD;
  using common::v1::ERROR_REASON_NOT_KNOWN;
  using common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH;
  SetPower();
  v1::Installation elsewhere = GeneratorOf(7000);
  elsewhere.set_name("facilities/nowhere/installations/generator-1");
  EXPECT_EQ(ReasonOf(Set(elsewhere)), ERROR_REASON_NOT_KNOWN);

  v1::GetInstallationRequest get;
  get.set_name("generator-1");
  v1::GetInstallationResponse got;
  EXPECT_EQ(ReasonOf(server_.Call(&InstallationStub::GetInstallation, get, &got)),
            ERROR_REASON_INVALID_FIELD);

  v1::RemoveInstallationRequest remove;
  remove.set_request_id(NextId());
  remove.set_name("generator-1");
  v1::RemoveInstallationResponse removed;
  EXPECT_EQ(ReasonOf(server_.Call(&InstallationStub::RemoveInstallation, remove, &removed)),
            ERROR_REASON_INVALID_FIELD);
  remove.set_name(At("generator-1").name());
  remove.set_etag("old");
  EXPECT_EQ(ReasonOf(server_.Call(&InstallationStub::RemoveInstallation, remove, &removed)),
            ERROR_REASON_ETAG_MISMATCH);

  v1::ListInstallationsRequest list;
  v1::ListInstallationsResponse listed;
  EXPECT_EQ(ReasonOf(server_.Call(&InstallationStub::ListInstallations, list, &listed)),
            ERROR_REASON_INVALID_FIELD);

  v1::ListInstallationChangesRequest changes;
  v1::ListInstallationChangesResponse changed;
  const auto ask = [&] {
    return ReasonOf(server_.Call(&InstallationStub::ListInstallationChanges, changes, &changed));
  };
  EXPECT_EQ(ask(), ERROR_REASON_INVALID_FIELD);
  changes.set_parent("facilities/nowhere/installations/generator-1");
  EXPECT_EQ(ask(), ERROR_REASON_NOT_KNOWN);
  changes.set_parent(At("generator-1").name());
  changes.set_page_token("garbage");
  EXPECT_EQ(ask(), ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

}  // namespace
}  // namespace waystation::facility
