// Reads single records from rows. A row that can't be read is LOG_DAMAGED, here and in the lists.
#ifndef SERVICES_FACILITY_STORE_LOAD_H_
#define SERVICES_FACILITY_STORE_LOAD_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/facility/domain/facility.h"
#include "services/facility/domain/register/register.h"
#include "services/facility/store/keys.h"
#include "storage/base/status_macros.h"
#include "storage/rows.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

// The proto under `key`; nullopt when there is no such row.
template <typename Message>
absl::StatusOr<std::optional<Message>> LoadMessage(const storage::RowReader& rows,
                                                   absl::string_view key) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, rows.Get(key));
  if (!bytes.has_value()) return std::optional<Message>();
  Message message;
  if (!message.ParseFromString(*bytes)) return DamagedRow(Message::descriptor()->name());
  return std::optional<Message>(std::move(message));
}

// nullopt when it is not known. `id` is the {facility} of its name.
absl::StatusOr<std::optional<v1::Facility>> LoadFacility(const storage::RowReader& rows,
                                                         absl::string_view id);

// The same by full name, NOT_KNOWN when it is not known.
absl::StatusOr<v1::Facility> GetFacility(const storage::RowReader& rows, absl::string_view name);

// Never reported when there is no row.
absl::StatusOr<ContactRow> LoadContactRow(const storage::RowReader& rows, absl::string_view id);

// All that a command about the facility decides by; nullopt when it is not known.
absl::StatusOr<std::optional<FacilityRecord>> LoadRecord(const storage::RowReader& rows,
                                                         absl::string_view id);

// NOT_KNOWN when it is not registered; the facility itself is not looked for.
absl::StatusOr<v1::Installation> GetInstallation(const storage::RowReader& rows,
                                                 absl::string_view name);

// All installations of the facility, in order of their ids.
absl::StatusOr<Register> LoadRegister(const storage::RowReader& rows, absl::string_view id);

// The status at `now` of a facility that was read from the same rows.
absl::StatusOr<v1::FacilityStatus> LoadStatus(const storage::RowReader& rows,
                                              const v1::Facility& facility, absl::Time now);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_LOAD_H_
