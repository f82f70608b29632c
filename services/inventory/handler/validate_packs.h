// Quantities as entered, which lines of every kind have.
#ifndef SERVICES_INVENTORY_HANDLER_VALIDATE_PACKS_H_
#define SERVICES_INVENTORY_HANDLER_VALIDATE_PACKS_H_

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/limits.h"
#include "services/runtime/validate.h"

namespace waystation::inventory {

// At least one base unit.
template <typename Line>
void CheckQuantity(runtime::Violations& violations, const std::string& path, const Line& line) {
  if (line.quantity() >= 1) return;
  runtime::AddViolation(violations, absl::StrCat(path, ".quantity"), absl::StrCat(line.quantity()),
                        "a whole number of base units greater than 0");
}

// Packs and their factor both or neither, and their product the quantity.
template <typename Line>
void CheckPacks(runtime::Violations& violations, const std::string& path, const Line& line) {
  runtime::CheckText(violations, absl::StrCat(path, ".pack_name"), line.pack_name(), 0,
                     kMaxPackNameCharacters);
  if (line.pack_count() == 0 && line.pack_factor() == 0) return;
  const std::string field = absl::StrCat(path, ".pack_count");
  if (line.pack_count() < 1 || line.pack_factor() < 1) {
    runtime::AddViolation(violations, field,
                          absl::StrCat(line.pack_count(), " packs of ", line.pack_factor()),
                          "both greater than 0, or neither");
    return;
  }
  const bool overflow =
      line.pack_count() > std::numeric_limits<int64_t>::max() / line.pack_factor();
  if (overflow || line.pack_count() * line.pack_factor() != line.quantity()) {
    runtime::AddViolation(violations, field,
                          absl::StrCat(line.pack_count(), " packs of ", line.pack_factor()),
                          absl::StrCat("a product equal to the quantity, ", line.quantity()));
  }
}

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_HANDLER_VALIDATE_PACKS_H_
