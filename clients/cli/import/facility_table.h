// Facilities as a table that an import of facilities takes back unchanged.
#ifndef CLIENTS_CLI_IMPORT_FACILITY_TABLE_H_
#define CLIENTS_CLI_IMPORT_FACILITY_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {

struct FacilityTable {
  // With a byte order mark, for spreadsheets.
  std::string csv;
  // Names in languages for which the table has no column; they are not in it.
  int64_t names_left_out = 0;
};

FacilityTable TableOf(const std::vector<facility::v1::Facility>& facilities);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_FACILITY_TABLE_H_
