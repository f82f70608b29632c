// Hospitals and treatment centres as the Sahana disaster management system exports them, such as
// its table of the West African Ebola response:
//
//   Name,Code,Type,Status,Beds Total,Organisation,Country,L1,...,Lat,Lon,Comments
#ifndef CLIENTS_CLI_IMPORT_HOSPITALS_H_
#define CLIENTS_CLI_IMPORT_HOSPITALS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "clients/cli/import/import_kind.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {

struct HospitalOptions {
  // IANA names by country as the table has it ("LR"); under "" the one of all others. The table has
  // no zones: a row for whose country there is none is rejected.
  std::map<std::string, std::string> zones;
  // Beside the usual ones: what the table's types are here, by type in small letters; "" is a row
  // without one.
  std::map<std::string, facility::v1::FacilityKind> kinds;
  // Of the names.
  std::string language = "en";
  int32_t report_interval_minutes = 1440;
};

//   id        the code in small letters; without a code, the name
//   name      as it is; "no name" is none, and its row is rejected
//   kind      ETC, Hospital: field-hospital. Triage, Holding Centre, Transit Centre: health-post
//   state     Functional: open. Pending: planned. Closed: closed
//   beds      Beds Total, as type "inpatient" of a Hospital, else "isolation": all beds of such a
//             centre are. Empty is not known; so is 0, with a remark
//   place     Lat, Lon; a row without is rejected: nobody could be sent there
// Organisation, districts and comments have no place in a facility.
std::unique_ptr<ImportKind> MakeHospitalImport(HospitalOptions options);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_HOSPITALS_H_
