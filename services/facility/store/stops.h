// The stops of a mobile cafeteria in rows. A row that can't be read is LOG_DAMAGED.
#ifndef SERVICES_FACILITY_STORE_STOPS_H_
#define SERVICES_FACILITY_STORE_STOPS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/facility/store/list.h"
#include "storage/rows.h"
#include "waystation/facility/v1/stop.pb.h"

namespace waystation::facility {

// nullopt when nothing is known of the day. `id` is the {facility} of its name, `day` the day's
// number.
absl::StatusOr<std::optional<v1::StopPlan>> LoadStopPlan(const storage::RowReader& rows,
                                                         absl::string_view id, int64_t day);

// nullopt when nobody told of the stop on that day.
absl::StatusOr<std::optional<v1::StopVisit>> LoadStopVisit(const storage::RowReader& rows,
                                                           absl::string_view id, int64_t day,
                                                           absl::string_view stop);

// Plan and visits of one service day, empty when nothing is known of it. NOT_KNOWN for the
// facility.
absl::StatusOr<v1::StopDay> GetStopDay(const storage::RowReader& rows,
                                       const v1::GetStopsRequest& request);

// By the days of `request`, in order. Its page fields are not looked at. NOT_KNOWN.
absl::StatusOr<Page<v1::StopDay>> ListStopDays(const storage::RowReader& rows,
                                               const v1::ListStopsRequest& request,
                                               const PageRequest& page);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_STOPS_H_
