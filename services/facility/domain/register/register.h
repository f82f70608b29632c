// What is decided about a facility's installations: what they name must be there, no circuit feeds
// itself, and what is named stays. Pure. REQUIRES of all: a request without violations.
#ifndef SERVICES_FACILITY_DOMAIN_REGISTER_REGISTER_H_
#define SERVICES_FACILITY_DOMAIN_REGISTER_REGISTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/domain/facility.h"
#include "waystation/facility/v1/installation.pb.h"

namespace waystation::facility {

// The installations of one facility.
using Register = std::vector<v1::Installation>;

// nullptr when there is none of that id.
const v1::Installation* FindInstallation(const Register& installed, absl::string_view id);

// One installation that another one names, and the kind that it must be of.
struct Reference {
  std::string field;  // "generator.circuits[0]"
  std::string id;
  v1::Installation::KindCase kind = v1::Installation::KIND_NOT_SET;
};

// All that it names, in the order of fields; empty names left out.
std::vector<Reference> ReferencesOf(const v1::Installation& installation);

// InstallationSet. Errors in this order: NOT_KNOWN for an etag of nothing, ETAG_MISMATCH; NOT_KNOWN
// for what it names; INVALID_FIELD for the wrong kind, a circuit that feeds itself, too many.
absl::StatusOr<Events> DecideSet(const Register& installed,
                                 const v1::SetInstallationRequest& request,
                                 const CommandContext& context);

// InstallationRemoved. NOT_KNOWN, ETAG_MISMATCH, WRONG_STATE when another one names it.
absl::StatusOr<Events> DecideRemove(const Register& installed,
                                    const v1::RemoveInstallationRequest& request,
                                    const CommandContext& context);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_REGISTER_REGISTER_H_
