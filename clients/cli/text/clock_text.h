// What a person is told of a server's clock.
#ifndef CLIENTS_CLI_TEXT_CLOCK_TEXT_H_
#define CLIENTS_CLI_TEXT_CLOCK_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "waystation/common/v1/clock.pb.h"

namespace waystation::cli {

// Whether the clock is not believed. A server of before that was told counts as good.
bool IsSuspect(common::v1::ClockState state);

// One line that goes with every derived number while the clock is suspect, in "az", "hy", "ru" or
// "en" (and for any other language); times are shown in `zone`. "" while it is good.
std::string ClockWarning(const common::v1::GetClockResponse& clock, absl::string_view language,
                         absl::TimeZone zone);

// What to do about it, in English as all that the program explains; several lines. "" while good.
std::string ClockAdvice(const common::v1::GetClockResponse& clock);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_CLOCK_TEXT_H_
