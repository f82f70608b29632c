// What the verbs of requisitions and expected deliveries share: their preconditions, and what one
// that is new needs to know.
#ifndef SERVICES_INVENTORY_DOMAIN_REQUESTS_VERB_H_
#define SERVICES_INVENTORY_DOMAIN_REQUESTS_VERB_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/ledger/context.h"

namespace waystation::inventory {

// For a new requisition or expected delivery.
struct NewcomerState {
  std::optional<FacilityFacts> facility = {};
  // The last number of its series at the facility; 0: none yet.
  int64_t last_number = 0;
  // The first resource that it names and that is not known, the facility apart; empty: all are.
  std::string not_known = {};
  // EXPECTED DELIVERY: the requisition that it names, with its id.
  std::string requisition = {};
};

// NOT_KNOWN for the facility, then for what else it names.
absl::Status CheckKnown(const NewcomerState& state, const std::string& parent);

// ETAG_MISMATCH unless `given` is empty or the one that the resource has.
absl::Status CheckEtag(const std::string& given, const std::string& current,
                       const std::string& resource);

absl::Status WrongState(const std::string& resource, absl::string_view state,
                        absl::string_view message);

// Who did it: as given, or the principal.
std::string DoneBy(const std::string& given, const DecideContext& context);

// The etag that a resource gets with this command.
std::string NewEtag(const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REQUESTS_VERB_H_
