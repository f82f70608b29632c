// What a report of bed status may say of a facility, in whichever version of EDXL-HAVE.
//
// Only what may be taken for the present is a count: figures of a facility that works and is in
// touch, no older than its report interval. All else is told in words, with its time; 0 is always a
// count of nothing.
#ifndef CLIENTS_CLI_TEXT_HAVE_BEDS_H_
#define CLIENTS_CLI_TEXT_HAVE_BEDS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::cli {

// Beds of one type at one facility: as it is set up, and as last told. Points into the status.
struct BedFigures {
  std::optional<int64_t> capacity;
  const facility::v1::CurrentValue* free = nullptr;
  const facility::v1::CurrentValue* occupied = nullptr;
};

using BedsByType = std::map<std::string, BedFigures>;

// Of all types that the facility lists or told of.
BedsByType BedsOf(const facility::v1::FacilityStatus& status);

bool IsWorking(const facility::v1::FacilityStatus& status);

// Whether the figure may be taken for the present; none may not. A facility can be in touch about
// other things than its beds.
bool IsPresentFigure(const facility::v1::CurrentValue* value,
                     const facility::v1::FacilityStatus& status);

int64_t BedCount(const facility::v1::CurrentValue* value);

// More occupied now than it is set up for.
bool IsSurgeOf(const BedFigures& beds, const facility::v1::FacilityStatus& status);

// "2027-01-15T08:00:00+00:00": the standard's common types know no "Z" and no parts of a second.
std::string HaveTime(const google::protobuf::Timestamp& time);

// "set up for 40; 6 free at T; occupied not known now, last told 30 at T".
std::string HaveBedText(const BedFigures& beds, const facility::v1::FacilityStatus& status);

// Whether it is heard, and since when not.
std::string HaveReportingText(const facility::v1::FacilityStatus& status);

// The standard's bed type (the list of version 1.0, the only one there is) for one of ours, where
// one means the same; else empty.
std::string HaveBedType(absl::string_view type);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_HAVE_BEDS_H_
