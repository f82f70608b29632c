// What a registered installation says about reports: a value that its instrument can't show was not
// read there.
#ifndef SERVICES_FACILITY_DOMAIN_REGISTER_INSTRUMENT_H_
#define SERVICES_FACILITY_DOMAIN_REGISTER_INSTRUMENT_H_

#include "absl/status/status.h"
#include "services/facility/domain/register/register.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

// Whether the subject of the measure may be a registered installation: tanks and fridges.
bool HasInstrument(v1::Measure measure);

// INVALID_FIELD with all values beyond the instruments in `installed`. A subject that is not there,
// or is neither fridge nor tank, says nothing against a value.
absl::Status CheckInstruments(const v1::ReportStatusRequest& request, const Register& installed);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_REGISTER_INSTRUMENT_H_
