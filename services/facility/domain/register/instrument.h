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

// INVALID_FIELD with all values that nobody can have seen: beyond the instruments in `installed`,
// or more beds free than the facility has of a type. A subject that is not there, or is neither
// fridge nor tank, says nothing against a value.
absl::Status CheckReadable(const v1::ReportStatusRequest& request, const v1::Facility& facility,
                           const Register& installed);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_REGISTER_INSTRUMENT_H_
