#ifndef SERVICES_FACILITY_DOMAIN_MEASURE_H_
#define SERVICES_FACILITY_DOMAIN_MEASURE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/base/errors.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

// What a measure is about and which values it takes. The table of rules is the one place to change
// when a measure is added to the contract.
struct MeasureRule {
  v1::Measure measure = v1::MEASURE_UNSPECIFIED;
  // Which member of StatusValue.value.
  v1::StatusValue::ValueCase value_case = v1::StatusValue::VALUE_NOT_SET;
  // What the subject names, for messages: "bed type", "tank", "fridge"; empty when there is none.
  absl::string_view subject;
  // Of an amount, both included, in the measure's own unit. Bounds are those of instruments, never
  // of likelihood.
  int64_t min = 0;
  int64_t max = INT64_MAX;
  // It may be left out.
  bool subject_optional = false;
};

// Null for a measure that this program does not know, and for the unspecified one.
const MeasureRule* FindMeasureRule(v1::Measure measure);

// Adds what keeps the value from being interpreted, worded "got X, want Y", with field paths below
// `path` ("values[3]"). Nothing is wrong with an unlikely amount or time.
void CheckStatusValue(const v1::StatusValue& value, absl::string_view path,
                      std::vector<FieldViolation>& violations);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_MEASURE_H_
