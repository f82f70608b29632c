#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/load/region.h"
#include "clients/load/workload.h"
#include "waystation/facility/v1/installation.pb.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::load {
namespace {

constexpr int kInstallationsPerFacility = 5;
constexpr int64_t kTankMillilitres = 500'000;
constexpr int64_t kRatedWatts = 20'000;
constexpr int64_t kWarmestMillicelsius = 8'000;

std::string FacilityNamed(int64_t number) {
  return absl::StrCat("facilities/", FacilityId(number));
}

// What a small hospital has: a circuit, a tank, a generator and two fridges. All circuits first,
// then all tanks and so on, so that what an installation names is there before it.
class Plants : public Workload {
 public:
  explicit Plants(const Options& options) : options_(options) {}

  absl::StatusOr<Call> Next(int64_t index) const override {
    const int64_t which = index / options_.facilities % kInstallationsPerFacility;
    const std::string place = FacilityNamed(index % options_.facilities);
    facility::v1::SetInstallationRequest request;
    request.set_request_id(RequestId(options_.seed, "plant", index));
    const char* id = Fill(which, *request.mutable_installation());
    request.mutable_installation()->set_name(absl::StrCat(place, "/installations/", id));
    return MakeCall<facility::v1::SetInstallationResponse>(request);
  }
  std::string unit() const override { return "installations"; }
  bool writes() const override { return true; }

 private:
  // Returns its id.
  static const char* Fill(int64_t which, facility::v1::Installation& installation) {
    switch (which) {
      case 0:
        installation.mutable_circuit();
        return "main";
      case 1:
        installation.mutable_tank()->set_fluid(facility::v1::FLUID_DIESEL);
        installation.mutable_tank()->set_capacity_ml(kTankMillilitres);
        return "tank-1";
      case 2:
        FillGenerator(*installation.mutable_generator());
        return "generator-1";
      default:
        FillFridge(*installation.mutable_fridge());
        return which == 3 ? "fridge-1" : "fridge-2";
    }
  }

  static void FillGenerator(facility::v1::Generator& generator) {
    generator.set_rated_power_w(kRatedWatts);
    generator.set_tank("tank-1");
    generator.add_circuits("main");
    for (const auto& [percent, millilitres] : {std::pair(50, 3'500), std::pair(100, 6'000)}) {
      facility::v1::FuelPoint& point = *generator.add_fuel_curve();
      point.set_load_percent(percent);
      point.set_fuel_ml_per_hour(millilitres);
    }
  }

  static void FillFridge(facility::v1::Fridge& fridge) {
    fridge.set_circuit("main");
    fridge.set_class_minimum_millicelsius(2'000);
    fridge.set_class_maximum_millicelsius(kWarmestMillicelsius);
    fridge.set_instrument_minimum_millicelsius(-40'000);
    fridge.set_instrument_maximum_millicelsius(60'000);
    fridge.set_holdover_minutes(1'200);
    fridge.set_content_move_minutes(60);
  }

  const Options& options_;
};

// What such a hospital tells every ten minutes, facility by facility: both fridges, the tank, the
// generator and its load.
class Reports : public Workload {
 public:
  explicit Reports(const Options& options) : options_(options) {}

  absl::StatusOr<Call> Next(int64_t index) const override {
    facility::v1::ReportStatusRequest request;
    request.set_request_id(RequestId(options_.seed, "report", index));
    request.set_parent(FacilityNamed(index % options_.facilities));
    for (const char* fridge : {"fridge-1", "fridge-2"}) {
      Add(facility::v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, fridge,
          3'000 + Below(index, 4'000), request);
    }
    Add(facility::v1::MEASURE_TANK_LEVEL_ML, "tank-1", 1 + Below(index, kTankMillilitres), request);
    Add(facility::v1::MEASURE_LOAD_W, "generator-1", 1 + Below(index, kRatedWatts), request);
    facility::v1::StatusValue& state = *request.add_values();
    state.set_measure(facility::v1::MEASURE_SOURCE_STATE);
    state.set_subject("generator-1");
    state.set_source_state(facility::v1::SOURCE_STATE_ON);
    return MakeCall<facility::v1::ReportStatusResponse>(request);
  }
  std::string unit() const override { return "reports"; }
  bool writes() const override { return true; }

 private:
  int64_t Below(int64_t index, int64_t bound) const {
    return Scattered(options_.seed, index, bound);
  }

  static void Add(facility::v1::Measure measure, const char* subject, int64_t amount,
                  facility::v1::ReportStatusRequest& request) {
    facility::v1::StatusValue& value = *request.add_values();
    value.set_measure(measure);
    value.set_subject(subject);
    value.set_amount(amount);
  }

  const Options& options_;
};

}  // namespace

std::unique_ptr<Workload> MakeFacilityWorkload(const Options& options) {
  if (options.workload == "plants") return std::make_unique<Plants>(options);
  if (options.workload == "reports") return std::make_unique<Reports>(options);
  return nullptr;
}

}  // namespace waystation::load
