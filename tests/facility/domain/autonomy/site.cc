#include "tests/facility/domain/autonomy/site.h"

#include <utility>

#include "services/facility/domain/names.h"

namespace waystation::facility {

Site::Site() {
  inputs_.facility = Hospital();
  inputs_.facility.set_name("facilities/a");
  inputs_.zone = absl::UTCTimeZone();
  inputs_.as_of = At(0);
  // In order of their ids.
  Add("cold-room").mutable_circuit()->set_parent("main");
  v1::GridFeeder& feeder = *Add("feeder").mutable_grid_feeder();
  feeder.add_circuits("main");
  v1::Fridge& fridge = *Add("fridge").mutable_fridge();
  fridge.set_circuit("cold-room");
  fridge.set_class_minimum_millicelsius(2'000);
  fridge.set_class_maximum_millicelsius(8'000);
  fridge.set_instrument_minimum_millicelsius(-40'000);
  fridge.set_instrument_maximum_millicelsius(60'000);
  fridge.set_holdover_minutes(600);
  fridge.set_content_move_minutes(90);
  Add("main").mutable_circuit();
  v1::Generator& generator = *Add("set").mutable_generator();
  generator.set_rated_power_w(20'000);
  for (const auto& [load, fuel] :
       {std::pair{25, 2'300}, std::pair{50, 3'400}, std::pair{75, 4'900}, std::pair{100, 6'100}}) {
    v1::FuelPoint& point = *generator.add_fuel_curve();
    point.set_load_percent(load);
    point.set_fuel_ml_per_hour(fuel);
  }
  generator.set_tank("tank");
  generator.add_circuits("main");
  v1::Tank& tank = *Add("tank").mutable_tank();
  tank.set_fluid(v1::FLUID_DIESEL);
  tank.set_capacity_ml(500'000);
  tank.set_unusable_heel_ml(20'000);
  v1::Tank& water = *Add("water").mutable_tank();
  water.set_fluid(v1::FLUID_DRINKING_WATER);
  water.set_capacity_ml(40'000'000);
  water.set_unusable_heel_ml(2'000'000);
}

const AutonomyInputs& Site::AsOf(absl::Time as_of) {
  inputs_.as_of = as_of;
  ApplyEvents({}, inputs_);
  return inputs_;
}

v1::Installation& Site::Installed(const std::string& id) {
  return *const_cast<v1::Installation*>(FindInstallation(inputs_.installed, id));
}

void Site::Report(v1::Measure measure, int64_t amount, absl::Time observed,
                  const std::string& subject) {
  Record(Amount(measure, amount, observed, subject), observed);
}

void Site::ReportState(const std::string& source, bool on, absl::Time observed,
                       std::optional<absl::Time> since) {
  v1::StatusValue value;
  value.set_measure(v1::MEASURE_SOURCE_STATE);
  value.set_subject(source);
  value.set_source_state(on ? v1::SOURCE_STATE_ON : v1::SOURCE_STATE_OFF);
  if (since.has_value()) *value.mutable_since_time() = ToTimestamp(*since);
  Record(std::move(value), observed);
}

void Site::ReportPowerSource(v1::PowerSource source, absl::Time observed) {
  v1::StatusValue value;
  value.set_measure(v1::MEASURE_POWER_SOURCE);
  value.set_power_source(source);
  Record(std::move(value), observed);
}

v1::Installation& Site::Add(const std::string& id) {
  v1::Installation& added = inputs_.installed.emplace_back();
  added.set_name(InstallationName("facilities/a", id));
  return added;
}

void Site::Record(v1::StatusValue value, absl::Time observed) {
  v1::StatusRecord& record = inputs_.records.emplace_back();
  *record.mutable_value() = std::move(value);
  *record.mutable_effective_time() = ToTimestamp(observed);
}

}  // namespace waystation::facility
