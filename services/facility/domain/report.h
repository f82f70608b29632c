#ifndef SERVICES_FACILITY_DOMAIN_REPORT_H_
#define SERVICES_FACILITY_DOMAIN_REPORT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/facility/domain/facility.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

// StatusReported with all values in the order of the request; with BackInTouch when this ends a
// silence. NOT_KNOWN when there is no such facility, otherwise never refused, in whatever state the
// facility is. REQUIRES: a request without violations.
absl::StatusOr<Events> DecideReport(const std::optional<FacilityRecord>& existing,
                                    const v1::ReportStatusRequest& request,
                                    const CommandContext& context);

// One value as it enters the history at `context.now`: without a time it was observed now, without
// a reporter the principal saw it. Times are flagged, not judged; under a suspect clock one out of
// range counts as observed now.
v1::StatusRecord MakeRecord(const v1::StatusValue& value, const std::string& report,
                            const CommandContext& context);

// Whether `later`, recorded after `current`, is the current value from then on. Reports may come in
// any order: only the effective times decide, and the order of recording where those are equal.
bool Supersedes(const v1::StatusRecord& later, const v1::StatusRecord& current);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_REPORT_H_
