#include "services/inventory/gs1/check_digit.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/inventory/gs1/visible.h"

namespace waystation::inventory::gs1 {

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

char CheckDigitOf(absl::string_view digits) {
  int sum = 0;
  int weight = 3;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    sum += (*digit - '0') * weight;
    weight = 4 - weight;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool EndsWithCheckDigit(absl::string_view digits) {
  return CheckDigitOf(digits.substr(0, digits.size() - 1)) == digits.back();
}

bool IsGtinLength(size_t length) {
  return length == 8 || length == 12 || length == 13 || length == kGtinDigits;
}

absl::StatusOr<std::string> Gtin14(absl::string_view text) {
  if (!IsGtinLength(text.size()) || !IsDigits(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat("got \"", Visible(text), "\", want a GTIN of 8, 12, 13 or 14 digits"));
  }
  if (text.find_first_not_of('0') == text.npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("got \"", text, "\", want a GTIN, which is not zeros alone"));
  }
  if (!EndsWithCheckDigit(text)) {
    const std::string right(1, CheckDigitOf(text.substr(0, text.size() - 1)));
    return absl::InvalidArgumentError(
        absl::StrCat("got \"", text, "\", want the check digit ", right,
                     " at its end: a digit was misread, mistyped or changed place"));
  }
  return std::string(kGtinDigits - text.size(), '0') + std::string(text);
}

}  // namespace waystation::inventory::gs1
