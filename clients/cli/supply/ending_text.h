// What ends, and when, in words that need no explanation. Times are those of the facility.
#ifndef CLIENTS_CLI_SUPPLY_ENDING_TEXT_H_
#define CLIENTS_CLI_SUPPLY_ENDING_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "clients/cli/context.h"
#include "waystation/headquarters/v1/ending.pb.h"

namespace waystation::cli {

// "fridge fridge-1", "diesel", "drinking water", "Insulin".
std::string ShowThing(const headquarters::v1::Ending& ending, Context* context);

// How long it lasts until someone must act, for a narrow column: "7 h", "25 days", "ACT NOW",
// "ENDED", "no end", "UNKNOWN".
std::string ShowLasts(const headquarters::v1::Ending& ending, absl::Time now);

// The first of the group likewise; "" of an unset one.
std::string ShowGroup(const headquarters::v1::EndingGroup& group, absl::Time now);

// "7 h generator generator-1"; "" of an unset group.
std::string ShowBinding(const headquarters::v1::EndingGroup& group, absl::Time now,
                        Context* context);

// Why it ends then, or why it is unknown: "it warms once fuel ends", "the facility is silent".
std::string ShowWhy(const headquarters::v1::Ending& ending);

// In a sentence, where someone must act on it within a day or ask: "fridge fridge-1 is safe until
// 15:05, act by 14:05 (in 2 h): it is without power". Else "".
std::string ExplainGroup(const headquarters::v1::EndingGroup& group, absl::Time now,
                         Context* context);

// "2026-06-30 14:05"; "end of 2026-06-30" of a supply that lasts its day; "" when there is none.
std::string ShowWhen(const headquarters::v1::Ending& ending);

// "in 3 h", "ACT NOW", "ENDED 3 h ago".
std::string ShowTimeLeft(const headquarters::v1::Ending& ending, absl::Time now);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_SUPPLY_ENDING_TEXT_H_
