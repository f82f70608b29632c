// Quantities between people and the ledger. The ledger counts whole base units; nothing here
// rounds: what does not convert exactly is refused.
#ifndef CLIENTS_CLI_TEXT_QUANTITY_H_
#define CLIENTS_CLI_TEXT_QUANTITY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {

// A quantity as entered and as posted.
struct Quantity {
  // In the item's base unit; at least 1.
  int64_t base = 0;
  // When it was given in packs: base == pack_count * pack_factor.
  std::string pack_name;
  int64_t pack_count = 0;
  int64_t pack_factor = 0;
};

// True when the text is digits alone, so needs no item to be understood.
bool IsBaseUnits(absl::string_view text);

// Understands
//   "1000"                     base units
//   "25 kg", "0.5 g", "20 L"   mg g kg t, or uL mL L m3, exactly convertible to the base unit
//   "40 pcs"                   items counted by the piece
//   "3 packs", "3 x box of 100"   packs of the item; "packs" when it has one kind of pack only
// A decimal point is a point; a comma is refused, since it means one thing in Baku and another in
// London. INVALID_ARGUMENT worded "got X, want Y".
absl::StatusOr<Quantity> ParseQuantity(absl::string_view text, const inventory::v1::Item& item);

// What `text` comes to where the item is not known, "" when it converts to no base unit:
// "5000 if it is counted in mL, 5000000 if in uL".
std::string BaseUnitsOf(absl::string_view text);

// Digits alone, 1 to the largest int64.
absl::StatusOr<Quantity> ParseBaseUnits(absl::string_view text);

// Exactly, in the unit that reads best: "1,250 kg", "1,250.4 kg", "800 g", "20 L", "1,000".
std::string FormatQuantity(int64_t base, inventory::v1::BaseUnit unit);

// consumed / days in that unit, to about three digits, for people: "12.5 kg/day". "-" for 0 days.
std::string FormatDailyUse(int64_t consumed, int64_t days, inventory::v1::BaseUnit unit);

// "g", "mL", "pcs": the base unit's own short name.
std::string BaseUnitName(inventory::v1::BaseUnit unit);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_QUANTITY_H_
