#include "clients/cli/import/facility_row.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using facility::v1::CloseFacilityRequest;
using facility::v1::CloseFacilityResponse;
using facility::v1::CreateFacilityRequest;
using facility::v1::CreateFacilityResponse;
using facility::v1::FacilityState;

constexpr size_t kDegreeDigits = 6;

}  // namespace

int64_t RoundedDegrees(const Cells& cells, const std::string& column, int most, int64_t line,
                       std::vector<RowRemark>* remarks) {
  std::string text = cells.Text(column);
  size_t point = text.find('.');
  bool fine = point != std::string::npos && text.size() - point - 1 > kDegreeDigits &&
              text.find_first_not_of("0123456789", point + 1) == std::string::npos;
  int64_t next = 0;
  if (fine) {
    next = text[point + 1 + kDegreeDigits] >= '5' ? 1 : 0;
    text.resize(point + 1 + kDegreeDigits);
  }
  int64_t degrees = cells.Need(column, ParseDegrees(text, most), int64_t{0});
  if (!fine) return degrees;
  degrees += text[0] == '-' ? -next : next;
  remarks->push_back({line, column, Quotable(cells.Text(column)), "finer-than-microdegree",
                      absl::StrCat("rounded to ", FormatDegrees(degrees))});
  return degrees;
}

void SetZone(const Cells& cells, const std::string& column, const std::string& zone,
             facility::v1::Facility* facility) {
  facility->set_time_zone(zone);
  absl::StatusOr<absl::TimeZone> known = ZoneNamed(zone);
  if (!known.ok()) cells.Problem(column, std::string(known.status().message()));
}

void AddName(const std::string& language, const std::string& text,
             facility::v1::Facility* facility) {
  common::v1::LocalizedText* name = facility->add_display_names();
  name->set_language(language);
  name->set_text(text);
}

std::vector<ImportCommand> FacilityCommands(std::unique_ptr<CreateFacilityRequest> request,
                                            FacilityState state, const std::string& id_kind,
                                            const std::vector<std::string>& natural_key,
                                            const std::vector<CsvRow>& rows) {
  const std::string id = request->facility_id();
  request->set_initial_state(state == facility::v1::FACILITY_STATE_OPEN
                                 ? facility::v1::FACILITY_STATE_OPEN
                                 : facility::v1::FACILITY_STATE_PLANNED);
  std::vector<ImportCommand> commands;
  commands.push_back(ImportCommand{.request = std::move(request),
                                   .response = std::make_unique<CreateFacilityResponse>(),
                                   .id_kind = id_kind,
                                   .natural_key = natural_key,
                                   .lane = id,
                                   .chain = id,
                                   .rows = rows});
  if (state != facility::v1::FACILITY_STATE_CLOSED) return commands;
  auto close = std::make_unique<CloseFacilityRequest>();
  close->set_name(absl::StrCat("facilities/", id));
  commands.push_back(ImportCommand{.request = std::move(close),
                                   .response = std::make_unique<CloseFacilityResponse>(),
                                   .id_kind = absl::StrCat(id_kind, "-close"),
                                   .natural_key = natural_key,
                                   .lane = id,
                                   .chain = id,
                                   .rows = rows});
  return commands;
}

}  // namespace waystation::cli
