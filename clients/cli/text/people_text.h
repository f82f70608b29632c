// Aliases of facilities, and the people they are for, between people and messages.
#ifndef CLIENTS_CLI_TEXT_PEOPLE_TEXT_H_
#define CLIENTS_CLI_TEXT_PEOPLE_TEXT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {

// "az=Xocalı", or "Ivanyan" of no language in particular. INVALID_ARGUMENT worded "got X, want Y";
// so below.
absl::StatusOr<facility::v1::FacilityAlias> ParseAlias(absl::string_view text);

// "displaced=1200".
absl::StatusOr<facility::v1::PeopleGroup> ParsePeopleGroup(absl::string_view text);

// What is known of aliases, groups, theatres and the daily load, for people: a name and a value
// each.
std::vector<std::pair<std::string, std::string>> DescribePeople(
    const facility::v1::Facility& facility);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_PEOPLE_TEXT_H_
