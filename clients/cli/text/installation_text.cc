#include "clients/cli/text/installation_text.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using facility::v1::Installation;

constexpr int kMinutesADay = 24 * 60;

absl::StatusOr<int64_t> InstallationNumber(absl::string_view text) {
  int64_t number = 0;
  const bool digits =
      !text.empty() && text.find_first_not_of("0123456789") == absl::string_view::npos;
  if (!digits || !absl::SimpleAtoi(text, &number)) return WrongValue(text, "a whole number");
  return number;
}

// "24:00" ends a day.
absl::StatusOr<int> ParseDayMinutes(absl::string_view text) {
  return text == "24:00" ? absl::StatusOr<int>(kMinutesADay) : ParseMinutes(text);
}

absl::Status TakeFuel(absl::string_view value, const TimeReading&, Installation* installation) {
  const std::vector<std::string> parts = absl::StrSplit(value, '=');
  if (parts.size() != 2) return WrongValue(value, "PERCENT=ML-AN-HOUR such as 50=4000");
  const absl::StatusOr<int64_t> percent = InstallationNumber(parts[0]);
  if (!percent.ok() || *percent > 1000) return WrongValue(parts[0], "a load in percent");
  const absl::StatusOr<int64_t> fuel = InstallationNumber(parts[1]);
  if (!fuel.ok()) return fuel.status();
  facility::v1::FuelPoint* point = installation->mutable_generator()->add_fuel_curve();
  point->set_load_percent(static_cast<int32_t>(*percent));
  point->set_fuel_ml_per_hour(*fuel);
  return absl::OkStatus();
}

absl::Status TakeHours(absl::string_view value, const TimeReading&, Installation* installation) {
  const std::vector<std::string> parts = absl::StrSplit(value, '-');
  if (parts.size() != 2) return WrongValue(value, "HH:MM-HH:MM");
  const absl::StatusOr<int> start = ParseMinutes(parts[0]);
  if (!start.ok()) return start.status();
  const absl::StatusOr<int> end = ParseDayMinutes(parts[1]);
  if (!end.ok()) return end.status();
  facility::v1::DailyWindow* window = installation->mutable_grid_feeder()->add_expected_supply();
  window->set_start_minutes(*start);
  window->set_end_minutes(*end);
  return absl::OkStatus();
}

absl::Status TakeCut(absl::string_view value, const TimeReading& reading,
                     Installation* installation) {
  const std::vector<std::string> parts = absl::StrSplit(value, absl::MaxSplits(',', 2));
  if (parts.size() != 3) return WrongValue(value, "FROM,TO,WHO-SAID-SO");
  const absl::StatusOr<absl::Time> start = ParseTime(parts[0], reading.now, reading.zone);
  if (!start.ok()) return start.status();
  const absl::StatusOr<absl::Time> end = ParseTime(parts[1], reading.now, reading.zone);
  if (!end.ok()) return end.status();
  facility::v1::AnnouncedCut* cut = installation->mutable_grid_feeder()->add_announced_cuts();
  *cut->mutable_start_time() = ToProto(*start);
  *cut->mutable_end_time() = ToProto(*end);
  cut->set_announced_by(parts[2]);
  return absl::OkStatus();
}

struct TemperatureRange {
  int64_t minimum = 0;
  int64_t maximum = 0;
};

absl::StatusOr<TemperatureRange> ParseTemperatureRange(absl::string_view value) {
  const std::vector<std::string> parts = absl::StrSplit(value, "..");
  if (parts.size() != 2) return WrongValue(value, "degrees Celsius, LEAST..MOST such as 2..8");
  const absl::StatusOr<int64_t> minimum = ParseCelsius(parts[0]);
  if (!minimum.ok()) return minimum.status();
  const absl::StatusOr<int64_t> maximum = ParseCelsius(parts[1]);
  if (!maximum.ok()) return maximum.status();
  return TemperatureRange{*minimum, *maximum};
}

absl::Status TakeClass(absl::string_view value, const TimeReading&, Installation* installation) {
  const absl::StatusOr<TemperatureRange> range = ParseTemperatureRange(value);
  if (!range.ok()) return range.status();
  installation->mutable_fridge()->set_class_minimum_millicelsius(range->minimum);
  installation->mutable_fridge()->set_class_maximum_millicelsius(range->maximum);
  return absl::OkStatus();
}

absl::Status TakeInstrument(absl::string_view value, const TimeReading&,
                            Installation* installation) {
  const absl::StatusOr<TemperatureRange> range = ParseTemperatureRange(value);
  if (!range.ok()) return range.status();
  installation->mutable_fridge()->set_instrument_minimum_millicelsius(range->minimum);
  installation->mutable_fridge()->set_instrument_maximum_millicelsius(range->maximum);
  return absl::OkStatus();
}

absl::StatusOr<bool> YesOrNo(absl::string_view text) {
  if (text == "yes") return true;
  if (text == "no") return false;
  return WrongValue(text, "yes or no");
}

absl::StatusOr<std::string> AsText(absl::string_view text) { return std::string(text); }

absl::StatusOr<int32_t> WholeMinutes(absl::string_view text) {
  const absl::StatusOr<int64_t> number = InstallationNumber(text);
  if (!number.ok()) return number.status();
  if (*number > INT32_MAX) return WrongValue(text, "a number of minutes");
  return static_cast<int32_t>(*number);
}

// A field that holds what `parse` makes of the value.
#define WAYSTATION_FIELD(message, setter, parse)                                \
  [](absl::string_view value, const TimeReading&, Installation* installation) { \
    auto parsed = parse(value);                                                 \
    if (!parsed.ok()) return parsed.status();                                   \
    installation->mutable_##message()->setter(*std::move(parsed));              \
    return absl::OkStatus();                                                    \
  }

InstallationField CircuitsOf(decltype(InstallationField::take) take) {
  return {"circuit", "A circuit that it feeds; repeat it", true, take};
}

InstallationKind CircuitKind() {
  return {"circuit",
          "What is fed together and fails together",
          "main-board",
          Installation::kCircuit,
          {{"parent", "The circuit that feeds it", false,
            WAYSTATION_FIELD(circuit, set_parent, AsText)}},
          [](Installation* installation) { installation->mutable_circuit(); }};
}

InstallationKind TankKind() {
  return {"tank",
          "What fuel or water is kept in",
          "tank-1 --fluid diesel --capacity-ml 500000 --heel-ml 15000",
          Installation::kTank,
          {{"fluid", WordsOf<facility::v1::Fluid>(), false,
            WAYSTATION_FIELD(tank, set_fluid, ParseWord<facility::v1::Fluid>)},
           {"capacity-ml", "Millilitres when full", false,
            WAYSTATION_FIELD(tank, set_capacity_ml, InstallationNumber)},
           {"heel-ml", "Millilitres under the outlet, which nobody can use", false,
            WAYSTATION_FIELD(tank, set_unusable_heel_ml, InstallationNumber)}},
          [](Installation* installation) { installation->mutable_tank(); }};
}

InstallationKind GeneratorKind() {
  return {"generator",
          "An engine that makes power",
          "generator-1 --power-w 20000 --fuel 50=3500 --fuel 100=6000",
          Installation::kGenerator,
          {{"power-w", "Watts at full load", false,
            WAYSTATION_FIELD(generator, set_rated_power_w, InstallationNumber)},
           {"fuel", "PERCENT=ML: what it burns in an hour at that load; repeat it, loads rising",
            true, TakeFuel},
           {"unusual-fuel-use", "yes: it does burn more or less than 0.2 to 0.7 L/kWh", false,
            WAYSTATION_FIELD(generator, set_outside_usual_range_confirmed, YesOrNo)},
           {"tank", "The tank it burns from", false, WAYSTATION_FIELD(generator, set_tank, AsText)},
           CircuitsOf(WAYSTATION_FIELD(generator, add_circuits, AsText)),
           {"starts-by-itself", "yes: it starts without a person when power fails", false,
            WAYSTATION_FIELD(generator, set_starts_by_itself, YesOrNo)},
           {"run-minutes", "Minutes that it is expected to run each day [all day]", false,
            WAYSTATION_FIELD(generator, set_run_minutes_per_day, WholeMinutes)}},
          [](Installation* installation) { installation->mutable_generator(); }};
}

InstallationKind GridKind() {
  return {"grid",
          "Power from the public grid",
          "feeder-1 --hours 06:00-11:00 --hours 17:00-24:00",
          Installation::kGridFeeder,
          {{"hours", "HH:MM-HH:MM: when power is expected every day; repeat it", true, TakeHours},
           {"cut", "FROM,TO,WHO-SAID-SO: an announced cut; repeat it", true, TakeCut},
           CircuitsOf(WAYSTATION_FIELD(grid_feeder, add_circuits, AsText))},
          [](Installation* installation) { installation->mutable_grid_feeder(); }};
}

InstallationKind SolarKind() {
  return {"solar",
          "Power from the sun",
          "roof-1 --power-w 3000 --battery-wh 9600",
          Installation::kSolarArray,
          {{"power-w", "Watts in full sun", false,
            WAYSTATION_FIELD(solar_array, set_peak_power_w, InstallationNumber)},
           {"battery-wh", "Watt-hours that may be drawn from full batteries", false,
            WAYSTATION_FIELD(solar_array, set_usable_battery_wh, InstallationNumber)},
           CircuitsOf(WAYSTATION_FIELD(solar_array, add_circuits, AsText))},
          [](Installation* installation) { installation->mutable_solar_array(); }};
}

InstallationKind FridgeKind() {
  return {"fridge",
          "What keeps things cold",
          "fridge-1 --range 2..8 --instrument -40..60 --holdover-minutes 1200",
          Installation::kFridge,
          {{"range", "What its content must stay within, degrees Celsius, such as 2..8", false,
            TakeClass},
           {"instrument", "What its thermometer can show, such as -40..60", false, TakeInstrument},
           {"holdover-minutes", "How long it stays in range without power", false,
            WAYSTATION_FIELD(fridge, set_holdover_minutes, WholeMinutes)},
           {"move-minutes", "What people need to bring its content elsewhere", false,
            WAYSTATION_FIELD(fridge, set_content_move_minutes, WholeMinutes)},
           {"holdover-from", "The warmest it may be as power ends for that, degrees Celsius", false,
            WAYSTATION_FIELD(fridge, set_holdover_from_millicelsius, ParseCelsius)},
           {"freezes-at", "Its content is spoilt at this and below, degrees Celsius", false,
            WAYSTATION_FIELD(fridge, set_freezes_at_millicelsius, ParseCelsius)},
           {"circuit", "The circuit it hangs on", false,
            WAYSTATION_FIELD(fridge, set_circuit, AsText)}},
          [](Installation* installation) { installation->mutable_fridge(); }};
}

InstallationKind WaterKind() {
  return {"water",
          "Where water comes from",
          "borehole-1 --source borehole --daily-ml 8000000 --drinkable no",
          Installation::kWaterSource,
          {{"source", WordsOf<facility::v1::WaterSourceKind>(), false,
            WAYSTATION_FIELD(water_source, set_kind, ParseWord<facility::v1::WaterSourceKind>)},
           {"daily-ml", "Millilitres on an ordinary day", false,
            WAYSTATION_FIELD(water_source, set_daily_yield_ml, InstallationNumber)},
           {"drinkable", "yes: fit to drink as it comes", false,
            WAYSTATION_FIELD(water_source, set_drinkable, YesOrNo)},
           {"circuit", "The circuit its pump hangs on", false,
            WAYSTATION_FIELD(water_source, set_circuit, AsText)}},
          [](Installation* installation) { installation->mutable_water_source(); }};
}

InstallationKind FuelUseKind() {
  return {"fuel-use",
          "What takes fuel from a tank beside generators",
          "vehicles --purpose vehicles --tank tank-1 --daily-ml 48000",
          Installation::kFuelUse,
          {{"purpose", WordsOf<facility::v1::FuelPurpose>(), false,
            WAYSTATION_FIELD(fuel_use, set_purpose, ParseWord<facility::v1::FuelPurpose>)},
           {"tank", "The tank it takes from", false, WAYSTATION_FIELD(fuel_use, set_tank, AsText)},
           {"daily-ml", "Millilitres on an ordinary day [nobody knows]", false,
            WAYSTATION_FIELD(fuel_use, set_fuel_ml_per_day, InstallationNumber)}},
          [](Installation* installation) { installation->mutable_fuel_use(); }};
}

InstallationKind ContactKind() {
  return {
      "contact",
      "An office to call",
      "mine-action --role mine-action --telephone '+994 12 000 00 00' --name-en 'Mine action'",
      Installation::kContact,
      {{"role", WordsOf<facility::v1::ContactRole>(), false,
        WAYSTATION_FIELD(contact, set_role, ParseWord<facility::v1::ContactRole>)},
       {"telephone", "As dialled; repeat it", true,
        WAYSTATION_FIELD(contact, add_telephones, AsText)},
       {"speaks", "A language spoken there, such as az; repeat it", true,
        WAYSTATION_FIELD(contact, add_languages, AsText)},
       {"answers", "When someone answers", false, WAYSTATION_FIELD(contact, set_hours, AsText)}},
      [](Installation* installation) { installation->mutable_contact(); }};
}

#undef WAYSTATION_FIELD

}  // namespace

const std::vector<InstallationKind>& InstallationKinds() {
  static const auto* const kKinds = new std::vector<InstallationKind>{
      CircuitKind(), TankKind(),  GeneratorKind(), GridKind(),   SolarKind(),
      FridgeKind(),  WaterKind(), FuelUseKind(),   ContactKind()};
  return *kKinds;
}

const InstallationKind* FindInstallationKind(absl::string_view word) {
  for (const InstallationKind& kind : InstallationKinds()) {
    if (kind.word == word) return &kind;
  }
  return nullptr;
}

const InstallationKind* FindInstallationKind(Installation::KindCase kind_case) {
  for (const InstallationKind& kind : InstallationKinds()) {
    if (kind.kind_case == kind_case) return &kind;
  }
  return nullptr;
}

}  // namespace waystation::cli
