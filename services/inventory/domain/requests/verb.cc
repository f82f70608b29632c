#include "services/inventory/domain/requests/verb.h"

#include "services/inventory/domain/names.h"
#include "storage/base/errors.h"

namespace waystation::inventory {

absl::Status CheckKnown(const NewcomerState& state, const std::string& parent) {
  if (!state.facility.has_value()) return NotKnown(parent);
  if (!state.not_known.empty()) return NotKnown(state.not_known);
  return absl::OkStatus();
}

absl::Status CheckEtag(const std::string& given, const std::string& current,
                       const std::string& resource) {
  if (given.empty() || given == current) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_ETAG_MISMATCH, "it changed since it was read",
               {{"resource", resource}, {"etag", current}});
}

absl::Status WrongState(const std::string& resource, absl::string_view state,
                        absl::string_view message) {
  return Error(Reason::ERROR_REASON_WRONG_STATE, message,
               {{"resource", resource}, {"state", std::string(state)}});
}

std::string DoneBy(const std::string& given, const DecideContext& context) {
  return given.empty() ? context.principal : given;
}

std::string NewEtag(const DecideContext& context) { return DerivedId(context.request_id, "etag"); }

}  // namespace waystation::inventory
