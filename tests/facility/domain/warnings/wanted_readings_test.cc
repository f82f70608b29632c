#include "services/facility/domain/warnings/wanted_readings.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace waystation::facility {
namespace {

v1::Installation& AddPart(Register& installed, const std::string& id) {
  v1::Installation& added = installed.emplace_back();
  added.set_name("facilities/a/installations/" + id);
  return added;
}

// A feeder and a set on "main", a circuit below it, a fridge on that, tanks.
Register SiteRegister() {
  Register installed;
  AddPart(installed, "cold").mutable_circuit()->set_parent("main");
  AddPart(installed, "feeder").mutable_grid_feeder()->add_circuits("main");
  AddPart(installed, "fridge").mutable_fridge()->set_circuit("cold");
  AddPart(installed, "main").mutable_circuit();
  AddPart(installed, "lonely").mutable_circuit();
  v1::Generator& set = *AddPart(installed, "set").mutable_generator();
  set.set_tank("diesel-1");
  set.add_circuits("main");
  AddPart(installed, "diesel-1").mutable_tank()->set_fluid(v1::FLUID_DIESEL);
  AddPart(installed, "diesel-2").mutable_tank()->set_fluid(v1::FLUID_DIESEL);
  AddPart(installed, "petrol").mutable_tank()->set_fluid(v1::FLUID_PETROL);
  return installed;
}

std::string Wanted(v1::LimitKind kind, const std::string& subject, v1::UnknownReason unknown,
                   const Register& installed) {
  v1::AutonomyLimit limit;
  limit.set_kind(kind);
  limit.set_subject(subject);
  v1::WarningCause cause;
  AddWanted(limit, unknown, installed, cause);
  std::string text;
  for (const v1::WantedReading& wanted : cause.wanted()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", v1::Measure_Name(wanted.measure()).substr(8),
                    " ", wanted.subject());
  }
  return text;
}

TEST(WantedReadings, AreThoseThatWouldTell) {
  constexpr auto kOld = v1::UNKNOWN_REASON_READING_TOO_OLD;
  struct Case {
    v1::LimitKind kind;
    const char* subject;
    v1::UnknownReason unknown;
    const char* want;
  };
  const Case cases[] = {
      {v1::LIMIT_KIND_COLD_CHAIN, "fridge", kOld, "FRIDGE_TEMPERATURE_MILLICELSIUS fridge"},
      {v1::LIMIT_KIND_COLD_CHAIN, "fridge", v1::UNKNOWN_REASON_CUT_TIME_NOT_KNOWN,
       "SOURCE_STATE feeder, SOURCE_STATE set"},
      {v1::LIMIT_KIND_POWER, "cold", kOld, "SOURCE_STATE feeder, SOURCE_STATE set"},
      {v1::LIMIT_KIND_POWER, "lonely", kOld, "POWER_SOURCE "},
      {v1::LIMIT_KIND_GENERATOR_FUEL, "set", kOld, "TANK_LEVEL_ML diesel-1"},
      {v1::LIMIT_KIND_GENERATOR_FUEL, "set", v1::UNKNOWN_REASON_OVERLOADED, "LOAD_W set"},
      {v1::LIMIT_KIND_FUEL, "diesel", kOld, "TANK_LEVEL_ML diesel-1, TANK_LEVEL_ML diesel-2"},
      {v1::LIMIT_KIND_WATER, "", kOld, "WATER_LEVEL_ML "},
  };
  Register installed = SiteRegister();
  for (const Case& c : cases) {
    EXPECT_EQ(Wanted(c.kind, c.subject, c.unknown, installed), c.want) << c.kind;
  }
  AddPart(installed, "water").mutable_tank()->set_fluid(v1::FLUID_DRINKING_WATER);
  EXPECT_EQ(Wanted(v1::LIMIT_KIND_WATER, "", kOld, installed), "TANK_LEVEL_ML water");
}

}  // namespace
}  // namespace waystation::facility
