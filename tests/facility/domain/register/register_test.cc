#include "services/facility/domain/register/register.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/facility/domain/register/instrument.h"
#include "services/facility/limits.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

constexpr char kPath[] = "facilities/a/installations/";

v1::Installation Named(const std::string& id) {
  v1::Installation installation;
  installation.set_name(kPath + id);
  return installation;
}

v1::Installation CircuitOf(const std::string& id, const std::string& parent) {
  v1::Installation installation = Named(id);
  installation.mutable_circuit()->set_parent(parent);
  return installation;
}

v1::Installation TankOf(const std::string& id) {
  v1::Installation installation = Named(id);
  installation.mutable_tank()->set_capacity_ml(1000);
  return installation;
}

v1::Installation FridgeOn(const std::string& id, const std::string& circuit) {
  v1::Installation installation = Named(id);
  installation.mutable_fridge()->set_circuit(circuit);
  installation.mutable_fridge()->set_instrument_minimum_millicelsius(-40'000);
  installation.mutable_fridge()->set_instrument_maximum_millicelsius(60'000);
  return installation;
}

class RegisterTest : public ::testing::Test {
 protected:
  absl::Status Set(const v1::Installation& installation) {
    v1::SetInstallationRequest request;
    *request.mutable_installation() = installation;
    const absl::StatusOr<Events> events = DecideSet(installed_, request, {At(8), "p-1"});
    if (!events.ok()) return events.status();
    EXPECT_EQ(events->size(), 1u);
    last_ = (*events)[0].installation_set().installation();
    std::erase_if(installed_,
                  [&](const v1::Installation& each) { return each.name() == last_.name(); });
    installed_.push_back(last_);
    return absl::OkStatus();
  }

  absl::Status Remove(const std::string& id, const std::string& etag = "") {
    v1::RemoveInstallationRequest request;
    request.set_name(kPath + id);
    request.set_etag(etag);
    return DecideRemove(installed_, request, {At(9), "p-2"}).status();
  }

  Register installed_;
  v1::Installation last_;
};

TEST_F(RegisterTest, WhatIsNamedMustBeThereAndOfTheKind) {
  EXPECT_EQ(ErrorVariable(Set(FridgeOn("fridge-1", "ward")), "resource"),
            absl::StrCat(kPath, "ward"));
  ASSERT_TRUE(Set(TankOf("ward")).ok());
  const absl::Status wrong = Set(FridgeOn("fridge-1", "ward"));
  ASSERT_EQ(ReasonOf(wrong), Reason::ERROR_REASON_INVALID_FIELD);
  EXPECT_EQ(FieldViolationsOf(wrong)[0].field, "installation.fridge.circuit");
  EXPECT_EQ(FieldViolationsOf(wrong)[0].description, "got ward, a tank, want a circuit");
  EXPECT_EQ(ReasonOf(Set(CircuitOf("ward", ""))), Reason::ERROR_REASON_INVALID_FIELD);
  ASSERT_TRUE(Set(CircuitOf("main", "")).ok());
  EXPECT_TRUE(Set(FridgeOn("fridge-1", "main")).ok());
  EXPECT_EQ(last_.changed_by(), "p-1");
  EXPECT_FALSE(last_.etag().empty());
}

TEST_F(RegisterTest, NoCircuitFeedsItself) {
  const absl::Status self = Set(CircuitOf("main", "main"));
  ASSERT_EQ(ReasonOf(self), Reason::ERROR_REASON_INVALID_FIELD);
  EXPECT_EQ(FieldViolationsOf(self)[0].field, "installation.circuit.parent");
  ASSERT_TRUE(Set(CircuitOf("main", "")).ok());
  ASSERT_TRUE(Set(CircuitOf("ward", "main")).ok());
  ASSERT_TRUE(Set(CircuitOf("cold", "ward")).ok());
  EXPECT_EQ(ReasonOf(Set(CircuitOf("main", "cold"))), Reason::ERROR_REASON_INVALID_FIELD);
  EXPECT_TRUE(Set(CircuitOf("cold", "main")).ok());
  EXPECT_TRUE(Set(CircuitOf("ward", "cold")).ok());
}

TEST_F(RegisterTest, WhatIsNoCircuitCantNameItselfAsOne) {
  EXPECT_EQ(ReasonOf(Set(FridgeOn("fridge-1", "fridge-1"))), Reason::ERROR_REASON_NOT_KNOWN);
  ASSERT_TRUE(Set(CircuitOf("main", "")).ok());
  ASSERT_TRUE(Set(FridgeOn("fridge-1", "main")).ok());
  EXPECT_EQ(ReasonOf(Set(FridgeOn("fridge-1", "fridge-1"))), Reason::ERROR_REASON_INVALID_FIELD);
}

TEST_F(RegisterTest, EverySourceNamesItsCircuitsAndTank) {
  v1::Installation generator = Named("generator-1");
  generator.mutable_generator()->set_tank("tank-1");
  generator.mutable_generator()->add_circuits("main");
  ASSERT_EQ(ReferencesOf(generator).size(), 2u);
  EXPECT_EQ(ReferencesOf(generator)[1].field, "generator.circuits[0]");
  v1::Installation feeder = Named("grid");
  feeder.mutable_grid_feeder()->add_circuits("main");
  v1::Installation solar = Named("solar");
  solar.mutable_solar_array()->add_circuits("main");
  v1::Installation pump = Named("borehole");
  pump.mutable_water_source()->set_circuit("main");
  for (const v1::Installation& one : {feeder, solar, pump}) {
    EXPECT_EQ(ReasonOf(Set(one)), Reason::ERROR_REASON_NOT_KNOWN);
    ASSERT_TRUE(Set(CircuitOf("main", "")).ok());
    ASSERT_TRUE(Set(one).ok());
    const std::optional<std::string> state = ErrorVariable(Remove("main"), "state");
    EXPECT_EQ(state, "named by " + one.name());
    installed_.clear();
  }
}

TEST_F(RegisterTest, EtagsGuardChangesAndRemovals) {
  v1::Installation tank = TankOf("tank-1");
  tank.set_etag("old");
  EXPECT_EQ(ReasonOf(Set(tank)), Reason::ERROR_REASON_NOT_KNOWN);
  ASSERT_TRUE(Set(TankOf("tank-1")).ok());
  EXPECT_EQ(ErrorVariable(Set(tank), "etag"), last_.etag());
  EXPECT_EQ(ReasonOf(Remove("tank-1", "old")), Reason::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(ReasonOf(Remove("tank-2")), Reason::ERROR_REASON_NOT_KNOWN);
  tank.set_etag(last_.etag());
  ASSERT_TRUE(Set(tank).ok());
  EXPECT_NE(last_.etag(), tank.etag());
  EXPECT_TRUE(Remove("tank-1", last_.etag()).ok());
}

TEST_F(RegisterTest, AFacilityHasAnEnd) {
  for (int i = 0; i < kMaxInstallations; ++i) {
    ASSERT_TRUE(Set(TankOf(absl::StrCat("tank-", i))).ok());
  }
  EXPECT_EQ(ReasonOf(Set(TankOf("one-more"))), Reason::ERROR_REASON_INVALID_FIELD);
  EXPECT_TRUE(Set(TankOf("tank-7")).ok());
}

TEST_F(RegisterTest, NoReportBeyondTheInstrument) {
  const Register installed = {TankOf("tank-1"), FridgeOn("fridge-1", "")};
  const auto check = [&](v1::Measure measure, int64_t amount, const std::string& subject) {
    v1::ReportStatusRequest request;
    *request.add_values() = Amount(measure, amount, At(7), subject);
    return CheckReadable(request, v1::Facility(), installed).ok();
  };
  const v1::Measure level = v1::MEASURE_TANK_LEVEL_ML;
  const v1::Measure temperature = v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS;
  EXPECT_TRUE(check(level, 1000, "tank-1"));
  EXPECT_FALSE(check(level, 1001, "tank-1"));
  EXPECT_TRUE(check(level, 1001, "tank-2"));
  EXPECT_TRUE(check(level, 1001, "fridge-1"));
  EXPECT_TRUE(check(temperature, -40'000, "fridge-1"));
  EXPECT_FALSE(check(temperature, -40'001, "fridge-1"));
  EXPECT_FALSE(check(temperature, 60'001, "fridge-1"));
}

}  // namespace
}  // namespace waystation::facility
