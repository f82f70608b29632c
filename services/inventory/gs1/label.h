// What a GS1 label says, once its barcodes are read.
#ifndef SERVICES_INVENTORY_GS1_LABEL_H_
#define SERVICES_INVENTORY_GS1_LABEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory::gs1 {

// One element string: an application identifier and its value, such as {"10", "LOT7"}.
struct Element {
  std::string ai;
  std::string value;

  friend bool operator==(const Element&, const Element&) = default;
};

struct Label {
  // In the order scanned, each identifier once. All the rest is derived from them.
  std::vector<Element> elements = {};
  // 14 digits, of (01), or of (02) where the label is a logistic unit's; empty when it has none.
  std::string gtin = {};
  // The GTIN is that of the trade items inside.
  bool is_content = false;
  // Empty where not on the label; so below.
  std::string sscc = {};
  std::string lot = {};
  std::string serial = {};
  // The last good day: of (17) or (7003), else of (15). kind is NONE without one.
  std::optional<absl::CivilDay> expiry = {};
  v1::DateKind kind = v1::DATE_KIND_NONE;
  std::optional<absl::CivilDay> production = {};
  // (37): trade items in a logistic unit.
  std::optional<int64_t> content_count = {};
  // (30): items in one trade item of variable count.
  std::optional<int64_t> variable_count = {};

  friend bool operator==(const Label&, const Label&) = default;
};

// The label of these elements. Two-digit years are taken as in `current_year`. Errors,
// INVALID_ARGUMENT worded "got X, want Y": an unknown identifier; a value of another form than its
// identifier's, with a wrong check digit or an impossible date; an identifier twice with different
// values; (01) together with (02); (17) and (7003) on different days.
absl::StatusOr<Label> LabelOf(const std::vector<Element>& elements, int current_year);

// One pack's label from several scans of it, such as GTIN in one barcode, lot and date in another.
// Errors: as LabelOf, a contradiction naming both values and the scans they are from.
absl::StatusOr<Label> Combine(const std::vector<Label>& scans, int current_year);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_LABEL_H_
