#include "services/facility/store/load_warnings.h"

#include <string>
#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/limits.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_autonomy.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::facility {
namespace {

using storage::RowReader;

absl::Status LoadCurrent(const RowReader& rows, const std::string& facility,
                         WarningInputs& inputs) {
  const std::string prefix = CurrentPrefix(facility);
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::StatusRecord& record = inputs.current.emplace_back();
    if (!record.ParseFromString(std::string(cursor->value()))) return DamagedRow("current value");
  }
  return cursor->status();
}

absl::Status LoadLive(const RowReader& rows, const v1::Facility& facility, WarningInputs& inputs) {
  const std::string prefix = LiveWarningPrefix(FacilityIdOf(facility.name()));
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(std::optional<v1::Warning> warning,
                     LoadWarning(rows, WarningName(facility.name(), cursor->value())));
    if (!warning.has_value()) return DamagedRow("live warning");
    inputs.live.push_back(*std::move(warning));
  }
  return cursor->status();
}

absl::Status LoadOnceKnown(const RowReader& rows, const std::string& facility,
                           WarningInputs& inputs) {
  const std::string prefix = KnownLimitPrefix(facility);
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(LimitName limit, KnownLimitOf(cursor->key()));
    inputs.once_known.insert(std::move(limit));
  }
  return cursor->status();
}

}  // namespace

absl::StatusOr<WarningInputs> LoadWarningInputs(const RowReader& rows,
                                                const v1::Facility& facility) {
  const std::string id = FacilityIdOf(facility.name());
  WarningInputs inputs;
  inputs.facility = facility;
  ASSIGN_OR_RETURN(const ContactRow row, LoadContactRow(rows, id));
  inputs.contact = row.contact;
  RETURN_IF_ERROR(LoadLive(rows, facility, inputs));
  // Of a facility that does not work there is nothing to warn; only what there is has to end.
  if (facility.state() != v1::FACILITY_STATE_OPEN) return inputs;
  ASSIGN_OR_RETURN(const std::optional<v1::AutonomyDerived> derived, LoadLastAutonomy(rows, id));
  if (derived.has_value()) {
    inputs.limits.assign(derived->limits().begin(), derived->limits().end());
  }
  RETURN_IF_ERROR(LoadOnceKnown(rows, id, inputs));
  RETURN_IF_ERROR(LoadCurrent(rows, id, inputs));
  ASSIGN_OR_RETURN(inputs.installed, LoadRegister(rows, id));
  return inputs;
}

absl::StatusOr<std::optional<v1::Warning>> LoadWarning(const RowReader& rows,
                                                       absl::string_view name) {
  return LoadMessage<v1::Warning>(rows, WarningKey(FacilityIdOf(name), WarningIdOf(name)));
}

absl::StatusOr<std::vector<v1::WarningChange>> LoadWarningChanges(const RowReader& rows,
                                                                  absl::string_view name) {
  std::vector<v1::WarningChange> changes;
  const std::string prefix = WarningChangePrefix(FacilityIdOf(name), WarningIdOf(name));
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid() && changes.size() < kMaxWarningChanges; cursor->Next()) {
    v1::WarningChange& change = changes.emplace_back();
    if (!change.ParseFromString(std::string(cursor->value()))) return DamagedRow("warning change");
  }
  RETURN_IF_ERROR(cursor->status());
  return changes;
}

}  // namespace waystation::facility
