#include "services/facility/store/load.h"

#include <memory>
#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/domain/status.h"
#include "storage/base/errors.h"
#include "storage/key.h"

namespace waystation::facility {

absl::StatusOr<std::optional<v1::Facility>> LoadFacility(const storage::RowReader& rows,
                                                         absl::string_view id) {
  return LoadMessage<v1::Facility>(rows, FacilityKey(id));
}

absl::StatusOr<v1::Facility> GetFacility(const storage::RowReader& rows, absl::string_view name) {
  ASSIGN_OR_RETURN(std::optional<v1::Facility> facility, LoadFacility(rows, FacilityIdOf(name)));
  if (!facility.has_value()) return NotKnown(name);
  return *std::move(facility);
}

absl::StatusOr<ContactRow> LoadContactRow(const storage::RowReader& rows, absl::string_view id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, rows.Get(ContactKey(id)));
  return bytes.has_value() ? DecodeContact(*bytes) : ContactRow();
}

absl::StatusOr<std::optional<FacilityRecord>> LoadRecord(const storage::RowReader& rows,
                                                         absl::string_view id) {
  ASSIGN_OR_RETURN(std::optional<v1::Facility> facility, LoadFacility(rows, id));
  if (!facility.has_value()) return std::optional<FacilityRecord>();
  FacilityRecord record;
  record.facility = *std::move(facility);
  ASSIGN_OR_RETURN(const ContactRow row, LoadContactRow(rows, id));
  record.contact = row.contact;
  const std::string prefix = LocationPrefix(id);
  const std::unique_ptr<storage::RowCursor> cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  RETURN_IF_ERROR(cursor->status());
  v1::FacilityLocation location;
  if (!cursor->Valid() || !location.ParseFromString(std::string(cursor->value()))) {
    return DamagedRow("location");
  }
  record.located_us = LocatedFrom(location);
  return std::optional<FacilityRecord>(std::move(record));
}

absl::StatusOr<v1::Installation> GetInstallation(const storage::RowReader& rows,
                                                 absl::string_view name) {
  ASSIGN_OR_RETURN(std::optional<v1::Installation> installation,
                   LoadMessage<v1::Installation>(
                       rows, InstallationKey(FacilityIdOf(name), InstallationIdOf(name))));
  if (!installation.has_value()) return NotKnown(name);
  return *std::move(installation);
}

absl::StatusOr<Register> LoadRegister(const storage::RowReader& rows, absl::string_view id) {
  Register all;
  const std::string prefix = InstallationPrefix(id);
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::Installation& installation = all.emplace_back();
    if (!installation.ParseFromString(std::string(cursor->value()))) {
      return DamagedRow("installation");
    }
  }
  RETURN_IF_ERROR(cursor->status());
  return all;
}

absl::StatusOr<v1::FacilityStatus> LoadStatus(const storage::RowReader& rows,
                                              const v1::Facility& facility, absl::Time now) {
  const std::string id = FacilityIdOf(facility.name());
  ASSIGN_OR_RETURN(const ContactRow row, LoadContactRow(rows, id));
  std::vector<v1::StatusRecord> current;
  const std::string prefix = CurrentPrefix(id);
  const auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    v1::StatusRecord& record = current.emplace_back();
    if (!record.ParseFromString(std::string(cursor->value()))) return DamagedRow("current value");
  }
  RETURN_IF_ERROR(cursor->status());
  return BuildStatus(facility, row.contact, current, now);
}

}  // namespace waystation::facility
