// Stops of a mobile cafeteria between people and messages.
#ifndef CLIENTS_CLI_TEXT_STOP_TEXT_H_
#define CLIENTS_CLI_TEXT_STOP_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "waystation/facility/v1/stop.pb.h"

namespace waystation::cli {

// A facility's id or name, or "39.91/46.80": latitude and longitude in decimal degrees.
// INVALID_ARGUMENT worded "got X, want Y"; so below.
absl::StatusOr<facility::v1::StopPlace> ParseStopPlace(absl::string_view text);

// "noon=village-3,12:00-13:30,220": its id, place, times, and people expected, who may be left out.
// Times are those of the clock, in a service day that begins `day_start_minutes` after midnight.
absl::StatusOr<facility::v1::PlannedStop> ParseStop(absl::string_view text,
                                                    int32_t day_start_minutes);

// "village-3", "39.910000 46.800000".
std::string ShowStopPlace(const facility::v1::StopPlace& place);

// "12:00-13:30".
std::string ShowStopTimes(const facility::v1::PlannedStop& stop, int32_t day_start_minutes);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_STOP_TEXT_H_
