// What rows of all tables of facilities have in common, whosever table it is.
#ifndef CLIENTS_CLI_IMPORT_FACILITY_ROW_H_
#define CLIENTS_CLI_IMPORT_FACILITY_ROW_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/import_kind.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {

// The most letters an id may have.
inline constexpr size_t kMostIdLetters = 63;

// Decimal degrees in millionths. Finer ones (a millionth is 11 cm) are rounded, with a remark.
int64_t RoundedDegrees(const Cells& cells, const std::string& column, int most, int64_t line,
                       std::vector<RowRemark>* remarks);

// Sets the zone; a problem in the column when it is none that this machine knows.
void SetZone(const Cells& cells, const std::string& column, const std::string& zone,
             facility::v1::Facility* facility);

void AddName(const std::string& language, const std::string& text,
             facility::v1::Facility* facility);

// Registers the facility in the state; one that is closed is planned first and closed then, so that
// nobody misses its reports in between. The commands are one chain.
std::vector<ImportCommand> FacilityCommands(
    std::unique_ptr<facility::v1::CreateFacilityRequest> request, facility::v1::FacilityState state,
    const std::string& id_kind, const std::vector<std::string>& natural_key,
    const std::vector<CsvRow>& rows);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_FACILITY_ROW_H_
