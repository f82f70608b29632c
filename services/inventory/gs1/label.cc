#include "services/inventory/gs1/label.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/inventory/gs1/check_digit.h"
#include "services/inventory/gs1/date.h"
#include "services/inventory/gs1/identifier.h"
#include "services/inventory/gs1/value.h"
#include "services/inventory/gs1/visible.h"

namespace waystation::inventory::gs1 {
namespace {

const std::string* ValueOf(const std::vector<Element>& elements, absl::string_view ai) {
  for (const Element& element : elements) {
    if (element.ai == ai) return &element.value;
  }
  return nullptr;
}

std::string TextOf(const std::vector<Element>& elements, absl::string_view ai) {
  const std::string* value = ValueOf(elements, ai);
  return value == nullptr ? std::string() : *value;
}

// The day at the beginning of the value. REQUIRES: the value was checked.
std::optional<absl::CivilDay> DayOf(const std::vector<Element>& elements, absl::string_view ai,
                                    int current_year) {
  const std::string* value = ValueOf(elements, ai);
  if (value == nullptr) return std::nullopt;
  return ReadDate(absl::string_view(*value).substr(0, 6), current_year, DayZero::kLastOfMonth);
}

std::optional<int64_t> CountOf(const std::vector<Element>& elements, absl::string_view ai) {
  const std::string* value = ValueOf(elements, ai);
  int64_t count = 0;
  if (value == nullptr || !absl::SimpleAtoi(*value, &count)) return std::nullopt;
  return count;
}

absl::Status SetExpiry(int current_year, Label& label) {
  const auto use_by = DayOf(label.elements, kUseBy, current_year);
  const auto expiry_time = DayOf(label.elements, kExpiryTime, current_year);
  if (use_by.has_value() && expiry_time.has_value() && use_by != expiry_time) {
    return absl::InvalidArgumentError(absl::StrCat(
        "got ", absl::FormatCivilTime(*use_by), " (17) and ", absl::FormatCivilTime(*expiry_time),
        " (7003), want one day until which it may be used"));
  }
  label.expiry = use_by.has_value() ? use_by : expiry_time;
  label.kind = v1::DATE_KIND_USE_BY;
  if (label.expiry.has_value()) return absl::OkStatus();
  label.expiry = DayOf(label.elements, kBestBefore, current_year);
  label.kind = label.expiry.has_value() ? v1::DATE_KIND_BEST_BEFORE : v1::DATE_KIND_NONE;
  return absl::OkStatus();
}

// The same but for zeros before it.
bool SameCount(const Element& a, const Element& b) {
  return (a.ai == kVariableCount || a.ai == kContentCount) &&
         CountOf({a}, a.ai) == CountOf({b}, b.ai);
}

// Whose element it is, for Combine; all 0 for one scan.
struct Sourced {
  Element element;
  size_t scan = 0;
};

std::string From(const Sourced& sourced) {
  const std::string scan = sourced.scan == 0 ? "" : absl::StrCat(" in scan ", sourced.scan);
  return absl::StrCat("(", sourced.element.ai, ") \"", Visible(sourced.element.value), "\"", scan);
}

absl::StatusOr<Label> Assemble(const std::vector<Sourced>& all, int current_year) {
  Label label;
  std::vector<Sourced> kept;
  for (const Sourced& sourced : all) {
    const Sourced* before = nullptr;
    for (const Sourced& earlier : kept) {
      if (earlier.element.ai == sourced.element.ai) before = &earlier;
    }
    if (before == nullptr) {
      if (absl::Status status = CheckValue(sourced.element, current_year); !status.ok()) {
        return status;
      }
      kept.push_back(sourced);
      label.elements.push_back(sourced.element);
    } else if (before->element != sourced.element && !SameCount(before->element, sourced.element)) {
      return absl::InvalidArgumentError(absl::StrCat("got ", From(*before), " and ", From(sourced),
                                                     ", want one value, of one label"));
    }
  }
  const std::string content = TextOf(label.elements, kContent);
  label.gtin = TextOf(label.elements, kGtin);
  if (!label.gtin.empty() && !content.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("got (01) \"", label.gtin, "\" and (02) \"", content,
                     "\", want the label of a pack (01) or of a pallet or case (02), not both"));
  }
  label.is_content = !content.empty();
  if (label.is_content) label.gtin = content;
  label.sscc = TextOf(label.elements, kSscc);
  label.lot = TextOf(label.elements, kLot);
  label.serial = TextOf(label.elements, kSerial);
  label.production = DayOf(label.elements, kProductionDate, current_year);
  label.content_count = CountOf(label.elements, kContentCount);
  label.variable_count = CountOf(label.elements, kVariableCount);
  if (absl::Status status = SetExpiry(current_year, label); !status.ok()) return status;
  return label;
}

}  // namespace

absl::StatusOr<Label> LabelOf(const std::vector<Element>& elements, int current_year) {
  std::vector<Sourced> all;
  for (const Element& element : elements) all.push_back({element, 0});
  return Assemble(all, current_year);
}

absl::StatusOr<Label> Combine(const std::vector<Label>& scans, int current_year) {
  std::vector<Sourced> all;
  for (size_t i = 0; i < scans.size(); ++i) {
    for (const Element& element : scans[i].elements) {
      all.push_back({element, scans.size() == 1 ? 0 : i + 1});
    }
  }
  return Assemble(all, current_year);
}

}  // namespace waystation::inventory::gs1
