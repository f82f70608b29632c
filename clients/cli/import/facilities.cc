#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {
namespace {

using facility::v1::CloseFacilityRequest;
using facility::v1::CloseFacilityResponse;
using facility::v1::CreateFacilityRequest;
using facility::v1::CreateFacilityResponse;
using facility::v1::Facility;
using facility::v1::FacilityState;

constexpr int64_t kLongestInterval = 43200;
constexpr int64_t kMostOfADay = 1'000'000;

void SetPlace(const Cells& cells, Facility* facility) {
  facility->set_latitude_microdegrees(
      cells.Need("latitude", ParseDegrees(cells.Text("latitude"), 90), int64_t{0}));
  facility->set_longitude_microdegrees(
      cells.Need("longitude", ParseDegrees(cells.Text("longitude"), 180), int64_t{0}));
  facility->set_time_zone(cells.Text("time_zone"));
  absl::StatusOr<absl::TimeZone> zone = ZoneNamed(facility->time_zone());
  if (!zone.ok()) cells.Problem("time_zone", std::string(zone.status().message()));
}

void SetBeds(const Cells& cells, Facility* facility) {
  for (absl::string_view part : absl::StrSplit(cells.Text("beds"), ';', absl::SkipWhitespace())) {
    *facility->add_beds() = cells.Need("beds", ParseBeds(part), facility::v1::BedCapacity());
  }
}

// An empty cell is what nobody has said.
void SetDailyLoad(const Cells& cells, Facility* facility) {
  const auto set = [&](const char* column, void (facility::v1::DailyLoad::*setter)(int64_t)) {
    if (cells.Text(column).empty()) return;
    (facility->mutable_daily_load()->*setter)(cells.Number(column, 0, kMostOfADay, std::nullopt));
  };
  set("outpatients_per_day", &facility::v1::DailyLoad::set_outpatients_per_day);
  set("operations_per_day", &facility::v1::DailyLoad::set_operations_per_day);
  set("staff", &facility::v1::DailyLoad::set_staff);
  set("residents", &facility::v1::DailyLoad::set_residents);
}

class FacilityImport : public GroupedKind {
 public:
  std::string name() const override { return "facilities"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns =
        new std::vector<std::string>{"facility",      "kind",
                                     "name_az",       "name_hy",
                                     "name_ru",       "name_en",
                                     "latitude",      "longitude",
                                     "time_zone",     "service_day_start",
                                     "people_served", "report_interval_minutes",
                                     "beds",          "state"};
    return *kColumns;
  }

  const std::vector<std::string>& optional_columns() const override {
    static const auto* const kOptional = new std::vector<std::string>{
        "outpatients_per_day", "operations_per_day", "staff", "residents"};
    return *kOptional;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow&) const override { return std::nullopt; }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    size_t before = problems->size();
    Cells cells(&group[0], problems);
    auto request = std::make_unique<CreateFacilityRequest>();
    request->set_facility_id(cells.Id("facility"));
    Facility* facility = request->mutable_facility();
    facility->set_kind(cells.WordIn<facility::v1::FacilityKind>("kind"));
    AddNames(cells, facility->mutable_display_names());
    SetPlace(cells, facility);
    facility->set_service_day_start_minutes(
        cells.Need("service_day_start", ParseMinutes(cells.Text("service_day_start")), 0));
    facility->set_people_served(
        cells.Number("people_served", 0, std::numeric_limits<int64_t>::max(), 0));
    facility->set_report_interval_minutes(static_cast<int32_t>(
        cells.Number("report_interval_minutes", 1, kLongestInterval, std::nullopt)));
    SetBeds(cells, facility);
    SetDailyLoad(cells, facility);
    auto state = cells.WordIn<FacilityState>("state");
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    std::string id = request->facility_id();
    request->set_initial_state(state == facility::v1::FACILITY_STATE_PLANNED
                                   ? facility::v1::FACILITY_STATE_PLANNED
                                   : facility::v1::FACILITY_STATE_OPEN);
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<CreateFacilityResponse>(),
                                     .id_kind = name(),
                                     .natural_key = {id},
                                     .lane = id,
                                     .chain = id,
                                     .rows = group});
    // Closed is a verb, not a state to be born in.
    if (state == facility::v1::FACILITY_STATE_CLOSED) {
      auto close = std::make_unique<CloseFacilityRequest>();
      close->set_name(absl::StrCat("facilities/", id));
      commands.push_back(ImportCommand{.request = std::move(close),
                                       .response = std::make_unique<CloseFacilityResponse>(),
                                       .id_kind = "facilities-close",
                                       .natural_key = {id},
                                       .lane = id,
                                       .chain = id,
                                       .rows = group});
    }
    return commands;
  }
};

}  // namespace

std::unique_ptr<ImportKind> MakeFacilityImport(const ImportFacts*) {
  return std::make_unique<FacilityImport>();
}

}  // namespace waystation::cli
