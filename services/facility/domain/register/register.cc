#include "services/facility/domain/register/register.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/limits.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::facility {
namespace {

using Kind = v1::Installation;

absl::string_view KindWord(Kind::KindCase kind) {
  const auto* field = Kind::descriptor()->FindFieldByNumber(static_cast<int>(kind));
  return field == nullptr ? absl::string_view("nothing") : absl::string_view(field->name());
}

void AddReference(std::vector<Reference>& references, std::string field, const std::string& id,
                  Kind::KindCase kind) {
  if (!id.empty()) references.push_back({std::move(field), id, kind});
}

template <typename Source>
void AddCircuits(std::vector<Reference>& references, absl::string_view kind, const Source& source) {
  for (int i = 0; i < source.circuits_size(); ++i) {
    AddReference(references, absl::StrCat(kind, ".circuits[", i, "]"), source.circuits(i),
                 Kind::kCircuit);
  }
}

absl::Status WrongField(const std::string& field, absl::string_view got, absl::string_view want) {
  return InvalidFields(
      {{absl::StrCat("installation.", field), absl::StrCat("got ", got, ", want ", want)}});
}

absl::Status EtagMismatch(const v1::Installation& present) {
  return Error(common::v1::ERROR_REASON_ETAG_MISMATCH,
               "The installation changed since it was read.",
               {{"resource", present.name()}, {"etag", present.etag()}});
}

absl::Status CheckKnown(const Register& installed, const v1::Installation& installation) {
  for (const Reference& reference : ReferencesOf(installation)) {
    // A circuit that names itself is a loop whether or not it is there yet.
    const bool itself = reference.id == InstallationIdOf(installation.name());
    if (itself && installation.has_circuit()) continue;
    if (FindInstallation(installed, reference.id) != nullptr) continue;
    return NotKnown(
        InstallationName(FacilityName(FacilityIdOf(installation.name())), reference.id));
  }
  return absl::OkStatus();
}

absl::Status CheckKinds(const Register& installed, const v1::Installation& installation) {
  for (const Reference& reference : ReferencesOf(installation)) {
    const v1::Installation* named = FindInstallation(installed, reference.id);
    if (named == nullptr || named->kind_case() == reference.kind) continue;
    return WrongField(reference.field,
                      absl::StrCat(reference.id, ", a ", KindWord(named->kind_case())),
                      absl::StrCat("a ", KindWord(reference.kind)));
  }
  return absl::OkStatus();
}

// Goes up from the parent. What is registered has no loop, so the way ends, or comes back here.
absl::Status CheckLoop(const Register& installed, const v1::Installation& installation) {
  if (!installation.has_circuit()) return absl::OkStatus();
  const std::string id = InstallationIdOf(installation.name());
  std::string above = installation.circuit().parent();
  while (!above.empty()) {
    if (above == id) {
      return WrongField("circuit.parent", installation.circuit().parent(),
                        absl::StrCat("a circuit that ", id, " does not feed"));
    }
    const v1::Installation* circuit = FindInstallation(installed, above);
    above = circuit == nullptr ? "" : circuit->circuit().parent();
  }
  return absl::OkStatus();
}

// To be called last: the etag covers everything else.
void StampChange(v1::Installation& installation, absl::string_view etag_before,
                 const CommandContext& context) {
  *installation.mutable_update_time() = ToTimestamp(ToMicros(context.now));
  installation.set_changed_by(context.principal);
  installation.clear_etag();
  installation.set_etag(ShortDigest({etag_before, installation.SerializeAsString()}));
}

}  // namespace

const v1::Installation* FindInstallation(const Register& installed, absl::string_view id) {
  const auto found = std::find_if(
      installed.begin(), installed.end(),
      [id](const v1::Installation& each) { return InstallationIdOf(each.name()) == id; });
  return found == installed.end() ? nullptr : &*found;
}

std::vector<Reference> ReferencesOf(const v1::Installation& installation) {
  std::vector<Reference> references;
  switch (installation.kind_case()) {
    case Kind::kGenerator:
      AddReference(references, "generator.tank", installation.generator().tank(), Kind::kTank);
      AddCircuits(references, "generator", installation.generator());
      break;
    case Kind::kGridFeeder:
      AddCircuits(references, "grid_feeder", installation.grid_feeder());
      break;
    case Kind::kSolarArray:
      AddCircuits(references, "solar_array", installation.solar_array());
      break;
    case Kind::kCircuit:
      AddReference(references, "circuit.parent", installation.circuit().parent(), Kind::kCircuit);
      break;
    case Kind::kFridge:
      AddReference(references, "fridge.circuit", installation.fridge().circuit(), Kind::kCircuit);
      break;
    case Kind::kWaterSource:
      AddReference(references, "water_source.circuit", installation.water_source().circuit(),
                   Kind::kCircuit);
      break;
    case Kind::kFuelUse:
      AddReference(references, "fuel_use.tank", installation.fuel_use().tank(), Kind::kTank);
      break;
    case Kind::kTank:
    case Kind::kContact:
    case Kind::KIND_NOT_SET:
      break;
  }
  return references;
}

absl::StatusOr<Events> DecideSet(const Register& installed,
                                 const v1::SetInstallationRequest& request,
                                 const CommandContext& context) {
  const v1::Installation& wanted = request.installation();
  const v1::Installation* present = FindInstallation(installed, InstallationIdOf(wanted.name()));
  if (!wanted.etag().empty()) {
    if (present == nullptr) return NotKnown(wanted.name());
    if (present->etag() != wanted.etag()) return EtagMismatch(*present);
  }
  RETURN_IF_ERROR(CheckKnown(installed, wanted));
  if (present != nullptr && present->kind_case() != wanted.kind_case()) {
    return WrongField(std::string(KindWord(wanted.kind_case())), "another kind",
                      absl::StrCat(KindWord(present->kind_case()), ", as it is registered"));
  }
  RETURN_IF_ERROR(CheckKinds(installed, wanted));
  RETURN_IF_ERROR(CheckLoop(installed, wanted));
  if (present == nullptr && installed.size() >= static_cast<size_t>(kMaxInstallations)) {
    return WrongField("name", "one more",
                      absl::StrCat("at most ", kMaxInstallations, " at a facility"));
  }
  // From here it must succeed.
  Events events(1);
  v1::Installation& set = *events[0].mutable_installation_set()->mutable_installation();
  set = wanted;
  StampChange(set, present == nullptr ? "" : present->etag(), context);
  return events;
}

absl::StatusOr<Events> DecideRemove(const Register& installed,
                                    const v1::RemoveInstallationRequest& request,
                                    const CommandContext& context) {
  const std::string id = InstallationIdOf(request.name());
  const v1::Installation* present = FindInstallation(installed, id);
  if (present == nullptr) return NotKnown(request.name());
  if (!request.etag().empty() && request.etag() != present->etag()) return EtagMismatch(*present);
  for (const v1::Installation& other : installed) {
    for (const Reference& reference : ReferencesOf(other)) {
      if (reference.id != id) continue;
      return Error(
          common::v1::ERROR_REASON_WRONG_STATE, "Another installation names it.",
          {{"resource", request.name()}, {"state", absl::StrCat("named by ", other.name())}});
    }
  }
  // From here it must succeed.
  Events events(1);
  v1::Installation& removed = *events[0].mutable_installation_removed()->mutable_installation();
  removed = *present;
  StampChange(removed, present->etag(), context);
  return events;
}

}  // namespace waystation::facility
