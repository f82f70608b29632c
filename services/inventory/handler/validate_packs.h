// Quantities and dates as entered, which lines of several kinds have.
#ifndef SERVICES_INVENTORY_HANDLER_VALIDATE_PACKS_H_
#define SERVICES_INVENTORY_HANDLER_VALIDATE_PACKS_H_

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/limits.h"
#include "services/runtime/validate.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// At least one base unit.
template <typename Line>
void CheckQuantity(runtime::Violations& violations, const std::string& path, const Line& line) {
  if (line.quantity() >= 1) return;
  runtime::AddViolation(violations, absl::StrCat(path, ".quantity"), absl::StrCat(line.quantity()),
                        "a whole number of base units greater than 0");
}

// What only an answer tells: the alias that was named.
inline void CheckNotEntered(runtime::Violations& violations, const std::string& path,
                            const std::string& entered_item) {
  if (entered_item.empty()) return;
  runtime::AddViolation(violations, absl::StrCat(path, ".entered_item"), entered_item,
                        "nothing: only answers have it");
}

// Packs and their factor both or neither, and their product the quantity; nothing that only answers
// have.
template <typename Line>
void CheckPacks(runtime::Violations& violations, const std::string& path, const Line& line) {
  if constexpr (requires { line.entered_item(); }) {
    CheckNotEntered(violations, path, line.entered_item());
  }
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

// The kind of a lot's date, which goes with there being one.
inline void CheckDateKind(runtime::Violations& violations, const std::string& path,
                          v1::DateKind kind, bool dated) {
  const std::string field = absl::StrCat(path, ".date_kind");
  if (!v1::DateKind_IsValid(kind)) {
    runtime::AddViolation(violations, field, absl::StrCat(kind), "USE_BY, BEST_BEFORE or NONE");
  } else if (!dated && (kind == v1::DATE_KIND_USE_BY || kind == v1::DATE_KIND_BEST_BEFORE)) {
    runtime::AddViolation(violations, field, v1::DateKind_Name(kind),
                          "NONE without an expiry date");
  } else if (dated && kind == v1::DATE_KIND_NONE) {
    runtime::AddViolation(violations, field, v1::DateKind_Name(kind),
                          "USE_BY or BEST_BEFORE with an expiry date");
  }
}

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_HANDLER_VALIDATE_PACKS_H_
