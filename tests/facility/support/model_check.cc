#include "tests/facility/support/model_check.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "services/facility/store/stops.h"
#include "storage/base/status_macros.h"
#include "tests/facility/support/random_requests.h"

namespace waystation::facility {
namespace {

constexpr int kAll = 1'000'000;

// Of every installation that random histories may register.
absl::StatusOr<std::string> DescribeStoredRegister(const storage::RowReader& rows,
                                                   const std::string& name) {
  ASSIGN_OR_RETURN(const auto installed, ListInstallations(rows, name, {kAll, ""}));
  std::vector<v1::InstallationChange> changes;
  for (const std::string& id : RandomRequests::InstallationIds()) {
    ASSIGN_OR_RETURN(const auto of_one,
                     ListInstallationChanges(rows, InstallationName(name, id), {kAll, ""}));
    changes.insert(changes.end(), of_one.items.begin(), of_one.items.end());
  }
  v1::ListStopsRequest stops;
  stops.set_parent(name);
  ASSIGN_OR_RETURN(const auto days, ListStopDays(rows, stops, {kAll, ""}));
  return DescribeRegister(installed.items, changes) + DescribeStops(days.items);
}

// Everything that the service tells of one facility, in the model's words.
absl::StatusOr<std::string> DescribeStored(const storage::RowReader& rows, const std::string& name,
                                           absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, name));
  ASSIGN_OR_RETURN(const v1::FacilityStatus status, LoadStatus(rows, facility, now));
  v1::ListStatusReportsRequest request;
  request.set_parent(name);
  ASSIGN_OR_RETURN(const auto history, ListReports(rows, request, {kAll, ""}));
  ASSIGN_OR_RETURN(const auto places, ListLocations(rows, name, {kAll, ""}));
  ASSIGN_OR_RETURN(const ContactRow contact, LoadContactRow(rows, FacilityIdOf(name)));
  ASSIGN_OR_RETURN(const std::string of_register, DescribeStoredRegister(rows, name));
  return DescribeAnswers(status, history.items, places.items, contact.contact.said_silent,
                         contact.due_us) +
         of_register;
}

}  // namespace

std::string CompareFacilities(const FacilityModel& model, const storage::RowReader& rows,
                              absl::Time now) {
  const auto want = model.Describe(ToMicros(now));
  const auto listed = ListFacilities(rows, {}, {kAll, ""});
  if (!listed.ok()) return listed.status().ToString();
  if (listed->items.size() != want.size()) {
    return absl::StrCat("the model has ", want.size(), " facilities, the service ",
                        listed->items.size());
  }
  for (const auto& [name, text] : want) {
    const absl::StatusOr<std::string> got = DescribeStored(rows, name, now);
    if (!got.ok()) return absl::StrCat(name, ": ", got.status().ToString());
    if (*got == text) continue;
    return absl::StrCat(name, ": the model says\n", text, "\nthe service\n", *got);
  }
  return "";
}

}  // namespace waystation::facility
