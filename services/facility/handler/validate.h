// What is wrong with a request by itself: all of it, worded "got X, want Y", in the order of
// fields. Request ids are checked by runtime::Write. Nothing here looks at rows: whether a facility
// is known is the domain's to say.
#ifndef SERVICES_FACILITY_HANDLER_VALIDATE_H_
#define SERVICES_FACILITY_HANDLER_VALIDATE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/runtime/validate.h"
#include "waystation/facility/v1/autonomy.pb.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/facility/v1/handover.pb.h"
#include "waystation/facility/v1/installation.pb.h"
#include "waystation/facility/v1/status.pb.h"
#include "waystation/facility/v1/stop.pb.h"
#include "waystation/facility/v1/warning.pb.h"

namespace waystation::facility {

using runtime::Violations;

// The zone is looked up on this machine: one that is missing here is a violation, never UTC.
Violations Validate(const v1::CreateFacilityRequest& request);
Violations Validate(const v1::GetFacilityRequest& request);
Violations Validate(const v1::ListFacilitiesRequest& request);
// The mask, and the fields that it names; the others may hold anything.
Violations Validate(const v1::UpdateFacilityRequest& request);
Violations Validate(const v1::OpenFacilityRequest& request);
Violations Validate(const v1::CloseFacilityRequest& request);
Violations Validate(const v1::MoveFacilityRequest& request);
Violations Validate(const v1::ListFacilityLocationsRequest& request);

// Only what keeps values from being interpreted (domain/measure.h).
Violations Validate(const v1::ReportStatusRequest& request);
Violations Validate(const v1::GetFacilityStatusRequest& request);
Violations Validate(const v1::ListFacilityStatusesRequest& request);
Violations Validate(const v1::ListStatusReportsRequest& request);

// An installation by itself; what it names is looked for by the domain.
Violations Validate(const v1::SetInstallationRequest& request);
Violations Validate(const v1::RemoveInstallationRequest& request);
Violations Validate(const v1::GetInstallationRequest& request);
Violations Validate(const v1::ListInstallationsRequest& request);
Violations Validate(const v1::ListInstallationChangesRequest& request);

// Whether the times are over is asked where the clock is.
Violations Validate(const v1::GetAutonomyRequest& request);
Violations Validate(const v1::GetExcursionsRequest& request);

Violations Validate(const v1::CreateHandoverRequest& request);
Violations Validate(const v1::AcceptHandoverRequest& request);
Violations Validate(const v1::CompleteTaskRequest& request);
Violations Validate(const v1::GetHandoverRequest& request);
Violations Validate(const v1::ListHandoversRequest& request);

Violations Validate(const v1::ListWarningsRequest& request);
Violations Validate(const v1::GetWarningRequest& request);
Violations Validate(const v1::MarkSeenRequest& request);
Violations Validate(const v1::StartDoingRequest& request);
Violations Validate(const v1::CloseWarningRequest& request);

// Stops by themselves; the facilities that they are at are looked for by the domain.
Violations Validate(const v1::PlanStopsRequest& request);
Violations Validate(const v1::GetStopsRequest& request);
Violations Validate(const v1::ListStopsRequest& request);
Violations Validate(const v1::RecordArrivalRequest& request);
Violations Validate(const v1::RecordDepartureRequest& request);

// What several kinds of requests say. `prefix` stands before the field names, such as "facility.".
void CheckCoordinates(Violations& violations, const std::string& prefix, int64_t latitude,
                      int64_t longitude);
// Years 1 to 9999: a device whose clock is wrong still told a time.
void CheckTime(Violations& violations, absl::string_view field, bool has,
               const google::protobuf::Timestamp& time);
// The id of a person or of a signature: at most as long as a principal may be; empty is none.
void CheckPerson(Violations& violations, absl::string_view field, const std::string& person);
// `things` is what there would be too many of, such as "names".
void CheckAtMost(Violations& violations, absl::string_view field, int count, int most,
                 absl::string_view things);
// Any of the values of an enum; empty means all.
void CheckFilter(Violations& violations, const std::string& field,
                 const google::protobuf::RepeatedField<int>& values, bool (*is_valid)(int value));

inline constexpr char kFacilityPattern[] = "facilities/*";
inline constexpr char kInstallationPattern[] = "facilities/*/installations/*";

// What is wrong with a request that only names something, and with one that lists all of a parent.
Violations NameViolations(absl::string_view name, absl::string_view pattern);
Violations PageViolations(absl::string_view parent, absl::string_view pattern, int32_t page_size);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_HANDLER_VALIDATE_H_
