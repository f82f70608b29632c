// Writes labels: for printers, and as people read them.
#ifndef SERVICES_INVENTORY_GS1_ENCODE_H_
#define SERVICES_INVENTORY_GS1_ENCODE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/inventory/gs1/label.h"

namespace waystation::inventory::gs1 {

// What a label for a pack is to say; what is empty is left out.
struct PackFacts {
  std::string gtin;  // 8, 12, 13 or 14 digits.
  std::string lot = {};
  std::optional<absl::CivilDay> expiry = {};
  // USE_BY or BEST_BEFORE, with an expiry.
  v1::DateKind kind = v1::DATE_KIND_USE_BY;
  std::string serial = {};
};

// INVALID_ARGUMENT worded "got X, want Y" for what a GS1 label can't hold: a GTIN with a wrong
// check digit, a lot or serial of more than 20 characters or with others than character set 82 has,
// a day more than 49 years back or 50 ahead of `current_year`.
absl::StatusOr<Label> LabelFor(const PackFacts& facts, int current_year);

// The data of a GS1 symbol, without the FNC1 at its beginning: values of set length first, FNC1
// (ASCII 29) behind each other one but the last. Parse reads it back.
std::string ElementString(const Label& label);

// "(01)09506000134352(17)271231(10)A1", in the order of ElementString. Parse reads it back.
std::string ReadableText(const Label& label);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_ENCODE_H_
