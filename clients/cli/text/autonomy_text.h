// How long a facility lasts, in words.
#ifndef CLIENTS_CLI_TEXT_AUTONOMY_TEXT_H_
#define CLIENTS_CLI_TEXT_AUTONOMY_TEXT_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/text/table.h"
#include "waystation/facility/v1/autonomy.pb.h"

namespace waystation::cli {

// "fridge cold-1", "diesel", "power of main", "drinking water"
std::string DescribeLimit(const facility::v1::AutonomyLimit& limit);

// Why there is no value: "nobody read it", "last read too long ago".
std::string DescribeUnknown(facility::v1::UnknownReason reason);

// What ends it, or what it is: "the grid's hours end, then holdover", "its readings rise".
std::string DescribeCause(const facility::v1::AutonomyLimit& limit);

// One line for each limit: what, act by, ends, time left, why. Past ones are told as over, unknown
// ones as UNKNOWN.
Table LimitTable(const facility::v1::Autonomy& autonomy, absl::TimeZone zone);

// A row for everything that the value was made of: readings with their ages, steps, what was
// missing.
Table WorkingTable(const facility::v1::Working& working, absl::TimeZone zone);

// Whom to call: role, the office as `name_of` names it, telephones, languages, hours.
Table ContactTable(const facility::v1::Autonomy& autonomy,
                   const std::function<std::string(const facility::v1::Installation&)>& name_of);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_AUTONOMY_TEXT_H_
