// Application identifiers: which there are, and what may stand behind each.
#ifndef SERVICES_INVENTORY_GS1_IDENTIFIER_H_
#define SERVICES_INVENTORY_GS1_IDENTIFIER_H_

#include <array>

#include "absl/strings/string_view.h"

namespace waystation::inventory::gs1 {

// The identifiers that this program gives a meaning to.
inline constexpr absl::string_view kSscc = "00";
inline constexpr absl::string_view kGtin = "01";
inline constexpr absl::string_view kContent = "02";
inline constexpr absl::string_view kLot = "10";
inline constexpr absl::string_view kProductionDate = "11";
inline constexpr absl::string_view kBestBefore = "15";
inline constexpr absl::string_view kUseBy = "17";
inline constexpr absl::string_view kSerial = "21";
inline constexpr absl::string_view kVariableCount = "30";
inline constexpr absl::string_view kContentCount = "37";
inline constexpr absl::string_view kExpiryTime = "7003";

enum class Characters {
  kDigits,
  kText,   // Character set 82 (General Specifications 7.11): most of ASCII's printable ones.
  kCode,   // Character set 39: 0-9, A-Z, '#', '-', '/'.
  kToken,  // Character set 64: 0-9, A-Z, a-z, '-', '_', '='.
};

enum class Check {
  kNone,
  kCheckDigit,
  kDate,       // YYMMDD, day 00 being the last of the month.
  kWholeDate,  // YYMMDD, a day there is.
  kTime,       // HHMM.
};

// One piece of a value. A piece that may be left out is wholly there or not at all.
struct Part {
  Characters characters = Characters::kDigits;
  int min = 0;
  int max = 0;
  Check check = Check::kNone;
  bool optional = false;
};

// A run of identifiers with the same form, such as 3100 to 3105.
struct Identifier {
  absl::string_view first;
  absl::string_view last;
  // As printed on labels: "BATCH/LOT".
  absl::string_view title;
  // Those behind the last one have max 0. Only the last may differ in length.
  std::array<Part, 3> parts;
};

// nullptr for one that is not known.
const Identifier* FindIdentifier(absl::string_view ai);

// Whether elements of this identifier have a length set by its first two digits (General
// Specifications 7.8.5), so that no FNC1 stands behind them.
bool HasPredefinedLength(absl::string_view ai);

bool IsIn(Characters characters, char c);

// Characters that a value has at least and at most.
int MinLength(const Identifier& identifier);
int MaxLength(const Identifier& identifier);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_IDENTIFIER_H_
