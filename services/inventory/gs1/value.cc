#include "services/inventory/gs1/value.h"

#include "absl/strings/str_cat.h"
#include "services/inventory/gs1/check_digit.h"
#include "services/inventory/gs1/date.h"
#include "services/inventory/gs1/identifier.h"
#include "services/inventory/gs1/visible.h"

namespace waystation::inventory::gs1 {
namespace {

absl::string_view NameOf(Characters characters) {
  switch (characters) {
    case Characters::kDigits:
      return "digits";
    case Characters::kText:
      return "letters, digits and !\"%&'()*+,-./:;<=>?_ without spaces";
    case Characters::kCode:
      return "0-9, A-Z, #, - and /";
    case Characters::kToken:
      return "0-9, A-Z, a-z, -, _ and =";
  }
  return "";
}

std::string LengthOf(const Identifier& identifier) {
  const int min = MinLength(identifier);
  const int max = MaxLength(identifier);
  return min == max ? absl::StrCat(max) : absl::StrCat(min, " to ", max);
}

// What is wrong with one part's piece of the value, worded as what is wanted; empty: nothing.
std::string WantedInstead(const Part& part, absl::string_view piece, int current_year) {
  for (const char c : piece) {
    if (!IsIn(part.characters, c)) {
      return absl::StrCat(NameOf(part.characters), ", not \"", Visible(std::string(1, c)), "\"");
    }
  }
  switch (part.check) {
    case Check::kNone:
      return "";
    case Check::kCheckDigit:
      if (EndsWithCheckDigit(piece)) return "";
      return absl::StrCat("the check digit ",
                          std::string(1, CheckDigitOf(piece.substr(0, piece.size() - 1))),
                          " at its end: a digit was misread, mistyped or changed place");
    case Check::kDate:
      if (ReadDate(piece, current_year, DayZero::kLastOfMonth).has_value()) return "";
      return "a day that there is, YYMMDD, or day 00 for the last of the month";
    case Check::kWholeDate:
      if (ReadDate(piece, current_year, DayZero::kRefused).has_value()) return "";
      return "a day that there is, YYMMDD";
    case Check::kTime:
      return piece.substr(0, 2) <= "23" && piece.substr(2) <= "59" ? "" : "a time, HHMM";
  }
  return "";
}

// As WantedInstead, over all parts in turn. A fixed part takes its length, the last one the rest.
std::string WantedInstead(const Identifier& identifier, absl::string_view value, int current_year) {
  absl::string_view rest = value;
  for (const Part& part : identifier.parts) {
    if (part.max == 0 || (part.optional && rest.empty())) break;
    const absl::string_view piece = rest.substr(0, part.max);
    if (static_cast<int>(piece.size()) < part.min) {
      return absl::StrCat(LengthOf(identifier), " characters");
    }
    const std::string wanted = WantedInstead(part, piece, current_year);
    if (!wanted.empty()) return wanted;
    rest.remove_prefix(piece.size());
  }
  return rest.empty() ? "" : absl::StrCat(LengthOf(identifier), " characters");
}

}  // namespace

absl::Status CheckValue(const Element& element, int current_year) {
  const Identifier* identifier = FindIdentifier(element.ai);
  if (identifier == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("got the identifier (", Visible(element.ai),
                                                   "), want a GS1 application identifier of a pack "
                                                   "or a logistic label"));
  }
  const std::string name = absl::StrCat("(", element.ai, " ", identifier->title, ")");
  const int length = static_cast<int>(element.value.size());
  if (length < MinLength(*identifier) || length > MaxLength(*identifier)) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": got \"", Visible(element.value), "\", ",
                                                   length, " characters, want ",
                                                   LengthOf(*identifier)));
  }
  const std::string wanted = WantedInstead(*identifier, element.value, current_year);
  if (wanted.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, ": got \"", Visible(element.value), "\", want ", wanted));
}

}  // namespace waystation::inventory::gs1
