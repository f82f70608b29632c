#include "services/inventory/gs1/encode.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/inventory/gs1/check_digit.h"
#include "services/inventory/gs1/date.h"
#include "services/inventory/gs1/identifier.h"
#include "services/inventory/gs1/visible.h"

namespace waystation::inventory::gs1 {
namespace {

std::vector<Element> InOrder(const Label& label) {
  std::vector<Element> elements = label.elements;
  std::stable_partition(elements.begin(), elements.end(),
                        [](const Element& element) { return HasPredefinedLength(element.ai); });
  return elements;
}

}  // namespace

absl::StatusOr<Label> LabelFor(const PackFacts& facts, int current_year) {
  const absl::StatusOr<std::string> gtin = Gtin14(facts.gtin);
  if (!gtin.ok()) return gtin.status();
  std::vector<Element> elements = {{std::string(kGtin), *gtin}};
  if (facts.expiry.has_value()) {
    const std::optional<std::string> date = WriteDate(*facts.expiry, current_year);
    if (!date.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("got ", absl::FormatCivilTime(*facts.expiry),
                       ", want a day at most 49 years back or 50 ahead: labels have years of two "
                       "digits"));
    }
    const bool best_before = facts.kind == v1::DATE_KIND_BEST_BEFORE;
    elements.push_back({std::string(best_before ? kBestBefore : kUseBy), *date});
  }
  if (!facts.lot.empty()) elements.push_back({std::string(kLot), facts.lot});
  if (!facts.serial.empty()) elements.push_back({std::string(kSerial), facts.serial});
  return LabelOf(elements, current_year);
}

std::string ElementString(const Label& label) {
  std::string text;
  bool separate = false;
  for (const Element& element : InOrder(label)) {
    if (separate) text.push_back(kFnc1);
    absl::StrAppend(&text, element.ai, element.value);
    separate = !HasPredefinedLength(element.ai);
  }
  return text;
}

std::string ReadableText(const Label& label) {
  std::string text;
  for (const Element& element : InOrder(label)) {
    absl::StrAppend(&text, "(", element.ai, ")",
                    absl::StrReplaceAll(element.value, {{"(", "\\("}}));
  }
  return text;
}

}  // namespace waystation::inventory::gs1
