#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cli/text/installation_text.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using facility::v1::Installation;

using Parts = std::vector<std::string>;

std::string Volume(int64_t millilitres) {
  return FormatQuantity(millilitres, inventory::v1::BASE_UNIT_MILLILITRE);
}

std::string ClockTime(int32_t minutes) {
  return absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
}

template <typename Source>
void AddFed(const Source& source, Parts* parts) {
  if (source.circuits().empty()) return;
  parts->push_back(absl::StrCat("feeds ", absl::StrJoin(source.circuits(), ", ")));
}

void AddOn(const std::string& circuit, Parts* parts) {
  if (!circuit.empty()) parts->push_back(absl::StrCat("on ", circuit));
}

void AddParts(const facility::v1::Generator& generator, Parts* parts) {
  parts->push_back(WithThousands(generator.rated_power_w()) + " W");
  for (const facility::v1::FuelPoint& point : generator.fuel_curve()) {
    parts->push_back(
        absl::StrCat(Volume(point.fuel_ml_per_hour()), "/h at ", point.load_percent(), " %"));
  }
  if (!generator.tank().empty()) parts->push_back("burns from " + generator.tank());
  if (generator.starts_by_itself()) parts->push_back("starts by itself");
  if (generator.has_run_minutes_per_day()) {
    parts->push_back(
        absl::StrCat("runs ", FormatAge(absl::Minutes(generator.run_minutes_per_day())), " a day"));
  }
  AddFed(generator, parts);
}

void AddParts(const facility::v1::GridFeeder& feeder, absl::TimeZone zone, Parts* parts) {
  for (const facility::v1::DailyWindow& window : feeder.expected_supply()) {
    parts->push_back(
        absl::StrCat(ClockTime(window.start_minutes()), "-", ClockTime(window.end_minutes())));
  }
  for (const facility::v1::AnnouncedCut& cut : feeder.announced_cuts()) {
    parts->push_back(absl::StrCat("cut ", FormatTime(cut.start_time(), zone), " to ",
                                  FormatTime(cut.end_time(), zone), " says ", cut.announced_by()));
  }
  AddFed(feeder, parts);
}

void AddParts(const facility::v1::SolarArray& solar, Parts* parts) {
  parts->push_back(WithThousands(solar.peak_power_w()) + " W");
  if (solar.usable_battery_wh() > 0) {
    parts->push_back("battery " + WithThousands(solar.usable_battery_wh()) + " Wh");
  }
  AddFed(solar, parts);
}

void AddParts(const facility::v1::Tank& tank, Parts* parts) {
  parts->push_back(PlainWord(tank.fluid()));
  parts->push_back(Volume(tank.capacity_ml()));
  if (tank.unusable_heel_ml() > 0) {
    parts->push_back("of which unusable " + Volume(tank.unusable_heel_ml()));
  }
}

void AddParts(const facility::v1::Fridge& fridge, Parts* parts) {
  parts->push_back(absl::StrCat(FormatCelsius(fridge.class_minimum_millicelsius()), " to ",
                                FormatCelsius(fridge.class_maximum_millicelsius())));
  if (fridge.holdover_minutes() > 0) {
    parts->push_back(absl::StrCat("holds ", FormatAge(absl::Minutes(fridge.holdover_minutes()))));
  }
  if (fridge.content_move_minutes() > 0) {
    parts->push_back(
        absl::StrCat("moved in ", FormatAge(absl::Minutes(fridge.content_move_minutes()))));
  }
  if (fridge.has_holdover_from_millicelsius()) {
    parts->push_back("holds so from " + FormatCelsius(fridge.holdover_from_millicelsius()));
  }
  if (fridge.has_freezes_at_millicelsius()) {
    parts->push_back("freezes at " + FormatCelsius(fridge.freezes_at_millicelsius()));
  }
  AddOn(fridge.circuit(), parts);
}

void AddParts(const facility::v1::FuelUse& use, Parts* parts) {
  parts->push_back(PlainWord(use.purpose()));
  parts->push_back("from " + use.tank());
  parts->push_back(use.has_fuel_ml_per_day() ? Volume(use.fuel_ml_per_day()) + " a day"
                                             : "nobody knows how much");
}

void AddParts(const facility::v1::WaterSource& source, Parts* parts) {
  parts->push_back(PlainWord(source.kind()));
  if (source.daily_yield_ml() > 0) parts->push_back(Volume(source.daily_yield_ml()) + " a day");
  parts->push_back(source.drinkable() ? "drinkable" : "not drinkable as it comes");
  AddOn(source.circuit(), parts);
}

void AddParts(const facility::v1::Contact& contact, Parts* parts) {
  parts->push_back(PlainWord(contact.role()));
  parts->push_back(absl::StrJoin(contact.telephones(), ", "));
  if (!contact.languages().empty()) {
    parts->push_back("speaks " + absl::StrJoin(contact.languages(), ", "));
  }
  if (!contact.hours().empty()) parts->push_back(contact.hours());
}

}  // namespace

std::string DescribeInstallation(const Installation& installation, absl::TimeZone zone) {
  Parts parts;
  switch (installation.kind_case()) {
    case Installation::kGenerator:
      AddParts(installation.generator(), &parts);
      break;
    case Installation::kGridFeeder:
      AddParts(installation.grid_feeder(), zone, &parts);
      break;
    case Installation::kSolarArray:
      AddParts(installation.solar_array(), &parts);
      break;
    case Installation::kCircuit:
      if (!installation.circuit().parent().empty()) {
        parts.push_back("fed by " + installation.circuit().parent());
      }
      break;
    case Installation::kTank:
      AddParts(installation.tank(), &parts);
      break;
    case Installation::kFridge:
      AddParts(installation.fridge(), &parts);
      break;
    case Installation::kWaterSource:
      AddParts(installation.water_source(), &parts);
      break;
    case Installation::kContact:
      AddParts(installation.contact(), &parts);
      break;
    case Installation::kFuelUse:
      AddParts(installation.fuel_use(), &parts);
      break;
    case Installation::KIND_NOT_SET:
      break;
  }
  return absl::StrJoin(parts, "; ");
}

}  // namespace waystation::cli
