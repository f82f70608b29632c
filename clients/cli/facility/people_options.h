#ifndef CLIENTS_CLI_FACILITY_PEOPLE_OPTIONS_H_
#define CLIENTS_CLI_FACILITY_PEOPLE_OPTIONS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "waystation/facility/v1/facility.pb.h"

namespace CLI {
class App;
}

namespace waystation::cli {

// What is typed of a facility's aliases and of the people it is for.
struct PeopleEntry {
  std::vector<std::string> aliases;
  std::vector<std::string> groups;
  int64_t theatres = 0;
  // By option.
  std::map<std::string, int64_t> load;
};

// REQUIRES: `entry` outlives the command.
void AddPeopleOptions(CLI::App* command, PeopleEntry* entry);

// Puts what was given into `facility` and its field names into `fields`.
absl::Status FillPeople(const PeopleEntry& entry, const CLI::App* command,
                        facility::v1::Facility* facility, std::vector<std::string>* fields);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_FACILITY_PEOPLE_OPTIONS_H_
