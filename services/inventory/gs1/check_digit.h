// Check digits and trade item numbers (GTIN).
#ifndef SERVICES_INVENTORY_GS1_CHECK_DIGIT_H_
#define SERVICES_INVENTORY_GS1_CHECK_DIGIT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace waystation::inventory::gs1 {

inline constexpr size_t kGtinDigits = 14;

// At least one character, all of 0-9.
bool IsDigits(absl::string_view text);

// The check digit that belongs behind `digits` (GS1 General Specifications 7.9.1: weights 3 and 1
// in turn from the right, up to the next ten). REQUIRES: IsDigits.
char CheckDigitOf(absl::string_view digits);

// Whether the last digit is the check digit of those before it. REQUIRES: IsDigits, at least two.
bool EndsWithCheckDigit(absl::string_view digits);

// How long a plain code for a trade item may be: GTIN-8, UPC-A, EAN-13, GTIN-14.
bool IsGtinLength(size_t length);

// The GTIN as it is kept: 14 digits, shorter ones with zeros before them. INVALID_ARGUMENT worded
// "got X, want Y" when it is of another length, not all digits, all zeros, or when its check digit
// is wrong; the right one is then named.
absl::StatusOr<std::string> Gtin14(absl::string_view text);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_CHECK_DIGIT_H_
