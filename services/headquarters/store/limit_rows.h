// Limits of autonomy as rows: kept up to date at fold time, read at any time.
#ifndef SERVICES_HEADQUARTERS_STORE_LIMIT_ROWS_H_
#define SERVICES_HEADQUARTERS_STORE_LIMIT_ROWS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/headquarters/domain/limit.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/row_codec.h"
#include "storage/rows.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::headquarters {

// nullopt while the facility service's log has not been followed that far.
absl::StatusOr<std::optional<facility::v1::Facility>> LoadFacility(const storage::RowReader& rows,
                                                                   const std::string& facility);

// nullopt: it never reported.
absl::StatusOr<std::optional<Status>> LoadStatus(const storage::RowReader& rows,
                                                 const std::string& facility);

absl::StatusOr<Contact> LoadContact(const storage::RowReader& rows, const std::string& facility);

absl::StatusOr<std::optional<Limit>> LoadLimit(const storage::RowReader& rows,
                                               const std::string& facility, const LimitId& id);

absl::StatusOr<std::map<LimitId, Limit>> LoadLimits(const storage::RowReader& rows,
                                                    const std::string& facility);

// The rows of the limit in the indexes by time.
std::vector<std::string> LimitIndexKeys(const std::string& facility, const LimitId& id,
                                        const Limit& limit);

// All limits of the facility from now on. FOLDER_NEWER for a kind that this program does not know.
absl::Status FoldLimits(storage::RowWriter& rows, const facility::v1::AutonomyDerived& derived,
                        int64_t record_time_us);

// The facility has fallen silent, is back in touch, has opened or closed: its limits follow.
absl::Status FoldContact(storage::RowWriter& rows, const std::string& facility,
                         int64_t record_time_us);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_LIMIT_ROWS_H_
