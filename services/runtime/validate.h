// Small checks that collect violations, worded "got X, want Y".
#ifndef SERVICES_RUNTIME_VALIDATE_H_
#define SERVICES_RUNTIME_VALIDATE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "storage/base/errors.h"
#include "waystation/common/v1/civil_date.pb.h"
#include "waystation/common/v1/localized_text.pb.h"

namespace waystation::runtime {

using Violations = std::vector<FieldViolation>;

// Adds "got <got>, want <want>". `got` is cut to 100 characters.
void AddViolation(Violations& violations, absl::string_view field, absl::string_view got,
                  absl::string_view want);

// [a-z0-9]([a-z0-9-]*[a-z0-9])?, 1 to 63 characters: the last part of a resource name.
bool IsId(absl::string_view text);

// The ids of a name that follows `pattern`, such as SplitName("facilities/x/movements/y",
// "facilities/*/movements/*") -> {"x", "y"}; nullopt when it does not follow it or an id is none.
std::optional<std::vector<std::string>> SplitName(absl::string_view name,
                                                  absl::string_view pattern);

// Each of the following adds a violation of `field` when the value is not as the name says.
void CheckId(Violations& violations, absl::string_view field, absl::string_view id);
// `pattern` as for SplitName.
void CheckName(Violations& violations, absl::string_view field, absl::string_view name,
               absl::string_view pattern);
// 16 bytes.
void CheckRequestId(Violations& violations, absl::string_view field, absl::string_view request_id);
// Valid UTF-8 (proto3 sees to that), without control characters but newline and tab, of `min` to
// `max` characters (code points).
void CheckText(Violations& violations, absl::string_view field, absl::string_view text, size_t min,
               size_t max);
// At least one text, one a language, each 1 to 200 characters.
void CheckLocalizedTexts(
    Violations& violations, absl::string_view field,
    const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts);
// min <= value <= max.
void CheckRange(Violations& violations, absl::string_view field, int64_t value, int64_t min,
                int64_t max);
// Year 2000 to 2199, nanoseconds in range. Not set is a violation unless `has` is false and
// `optional` is.
enum class Presence { kRequired, kOptional };
void CheckTimestamp(Violations& violations, absl::string_view field, bool has,
                    const google::protobuf::Timestamp& time, Presence presence);
// A day that exists, year 2000 to 2199.
void CheckDate(Violations& violations, absl::string_view field, bool has,
               const common::v1::CivilDate& date, Presence presence);
// Not negative. More than the largest page is not an error.
void CheckPageSize(Violations& violations, absl::string_view field, int32_t page_size);
// Not unspecified (zero), and a value that this program knows. `Enum_IsValid` and `Enum_Name` as
// protobuf generates them.
template <typename Enum>
void CheckEnum(Violations& violations, absl::string_view field, Enum value,
               bool (*is_valid)(int value)) {
  if (value == Enum{} || !is_valid(static_cast<int>(value))) {
    AddViolation(violations, field, std::to_string(static_cast<int>(value)),
                 "a value of the enum other than 0");
  }
}

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_VALIDATE_H_
