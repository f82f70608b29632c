#include "clients/cli/text/item_text.h"

#include <cstdlib>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/words.h"
#include "google/protobuf/descriptor.h"

namespace waystation::cli {
namespace {

using inventory::v1::Nutrients;

constexpr char kPer100g[] = "_per_100g";
constexpr int64_t kMinutesPerHour = 60;
constexpr int64_t kMinutesPerDay = 24 * kMinutesPerHour;

// The two sides of the first or last '='; nullopt when one is empty.
std::optional<std::pair<std::string, std::string>> Sides(absl::string_view text, size_t equals) {
  if (equals == absl::string_view::npos || equals == 0 || equals + 1 == text.size()) {
    return std::nullopt;
  }
  return std::pair(std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)));
}

std::optional<int64_t> WholeNumber(absl::string_view text) {
  int64_t number = 0;
  const bool digits = text.find_first_not_of("0123456789") == absl::string_view::npos;
  if (!digits || !absl::SimpleAtoi(text, &number)) return std::nullopt;
  return number;
}

std::string ItemNameOf(absl::string_view text) {
  return absl::StartsWith(text, "items/") ? std::string(text) : absl::StrCat("items/", text);
}

// "sodium_mg" of "sodium_mg_per_100g" as what, and in which unit.
std::pair<std::string, std::string> WhatAndUnit(const std::string& field) {
  const absl::string_view name = absl::StripSuffix(field, kPer100g);
  const size_t line = name.rfind('_');
  return {
      absl::StrReplaceAll(name.substr(0, line),
                          {{"_", " "}, {"vitamin_a_rae", "vitamin A"}, {"vitamin_c", "vitamin C"}}),
      std::string(name.substr(line + 1))};
}

std::string Minutes(int64_t minutes) {
  const auto count = [](int64_t number, absl::string_view unit) {
    return absl::StrCat(number, " ", unit, number == 1 ? "" : "s");
  };
  if (minutes % kMinutesPerDay == 0) return count(minutes / kMinutesPerDay, "day");
  if (minutes % kMinutesPerHour == 0) return count(minutes / kMinutesPerHour, "hour");
  return count(minutes, "minute");
}

}  // namespace

absl::StatusOr<inventory::v1::Pack> ParsePack(absl::string_view text) {
  const auto sides = Sides(text, text.rfind('='));
  const std::optional<int64_t> quantity =
      sides.has_value() ? WholeNumber(sides->second) : std::nullopt;
  if (quantity.value_or(0) < 1) {
    return WrongValue(text, "NAME=BASE UNITS such as \"box of 100=100\"");
  }
  inventory::v1::Pack pack;
  pack.set_name(sides->first);
  pack.set_quantity(*quantity);
  return pack;
}

absl::StatusOr<inventory::v1::ItemCode> ParseItemCode(absl::string_view text) {
  const auto sides = Sides(text, text.find('='));
  if (!sides.has_value()) return WrongValue(text, "SYSTEM=CODE such as ifrc=DORAPARA5T");
  inventory::v1::ItemCode code;
  code.set_system(sides->first);
  code.set_code(sides->second);
  return code;
}

absl::StatusOr<inventory::v1::VitalClassOfKind> ParseVitalClassOfKind(absl::string_view text) {
  const auto sides = Sides(text, text.find('='));
  if (!sides.has_value()) return WrongValue(text, "KIND=CLASS such as field-hospital=vital");
  const auto kind = ParseWord<facility::v1::FacilityKind>(sides->first);
  if (!kind.ok()) return kind.status();
  const auto vital = ParseWord<inventory::v1::VitalClass>(sides->second);
  if (!vital.ok()) return vital.status();
  inventory::v1::VitalClassOfKind of_kind;
  of_kind.set_facility_kind(*kind);
  of_kind.set_vital_class(*vital);
  return of_kind;
}

absl::StatusOr<inventory::v1::Substitute> ParseSubstitute(absl::string_view text) {
  const auto sides = Sides(text, text.find('='));
  if (!sides.has_value() && (text.empty() || absl::StrContains(text, '='))) {
    return WrongValue(text, "ITEM or ITEM=NOTE such as \"bulgur=cooks faster\"");
  }
  inventory::v1::Substitute substitute;
  substitute.set_item(ItemNameOf(sides.has_value() ? sides->first : std::string(text)));
  if (sides.has_value()) substitute.set_note(sides->second);
  return substitute;
}

absl::StatusOr<inventory::v1::KitContent> ParseKitContent(absl::string_view text) {
  const auto sides = Sides(text, text.find('='));
  const std::optional<int64_t> quantity =
      sides.has_value() ? WholeNumber(sides->second) : std::nullopt;
  if (quantity.value_or(0) < 1) {
    return WrongValue(text, "ITEM=BASE UNITS such as gauze-compress-10x10=20");
  }
  inventory::v1::KitContent content;
  content.set_item(ItemNameOf(sides->first));
  content.set_quantity(*quantity);
  return content;
}

const std::vector<std::string>& NutrientFields() {
  static const auto* const kFields = [] {
    auto* fields = new std::vector<std::string>;
    const google::protobuf::Descriptor& type = *Nutrients::descriptor();
    for (int i = 0; i < type.field_count(); ++i) fields->push_back(type.field(i)->name());
    return fields;
  }();
  return *kFields;
}

void SetNutrient(const std::string& field, int64_t value, Nutrients* nutrients) {
  nutrients->GetReflection()->SetInt64(nutrients, Nutrients::descriptor()->FindFieldByName(field),
                                       value);
}

absl::StatusOr<std::pair<std::string, int64_t>> ParseNutrient(absl::string_view text) {
  const auto sides = Sides(text, text.find('='));
  std::string words;
  for (const std::string& field : NutrientFields()) {
    const std::string word = absl::StrReplaceAll(absl::StripSuffix(field, kPer100g), {{"_", "-"}});
    absl::StrAppend(&words, words.empty() ? "" : ", ", word);
    if (!sides.has_value() || sides->first != word) continue;
    const std::optional<int64_t> value = WholeNumber(sides->second);
    if (value.has_value()) return std::pair(field, *value);
  }
  return WrongValue(text, absl::StrCat("NAME=WHOLE NUMBER in 100 g, the name one of ", words));
}

std::vector<std::pair<std::string, std::string>> FormatNutrients(const Nutrients& nutrients) {
  std::vector<std::pair<std::string, std::string>> lines;
  const google::protobuf::Reflection& reflection = *nutrients.GetReflection();
  for (size_t i = 0; i < NutrientFields().size(); ++i) {
    const std::string& name = NutrientFields()[i];
    const auto* field = Nutrients::descriptor()->FindFieldByName(name);
    if (i >= kMainNutrients && !reflection.HasField(nutrients, field)) continue;
    const int64_t value = reflection.GetInt64(nutrients, field);
    const auto [what, unit] = WhatAndUnit(name);
    lines.emplace_back(
        what, unit == "mg" ? FormatQuantity(value, inventory::v1::BASE_UNIT_MILLIGRAM)
                           : absl::StrCat(WithThousands(value), " ", unit == "ug" ? "µg" : unit));
  }
  return lines;
}

absl::StatusOr<int64_t> ParseCelsius(absl::string_view text) {
  const absl::StatusOr<int64_t> micro = ParseDegrees(text, 273);
  if (!micro.ok() || *micro % 1000 != 0) {
    return WrongValue(text,
                      "degrees Celsius such as 8, -18 or 2.5, with up to 3 digits after the point");
  }
  return *micro / 1000;
}

std::string FormatCelsius(int64_t millicelsius) {
  std::string text = absl::StrFormat("%s%d.%03d", millicelsius < 0 ? "-" : "",
                                     std::abs(millicelsius) / 1000, std::abs(millicelsius) % 1000);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + " °C";
}

std::string FormatRange(const inventory::v1::StorageClass& storage_class) {
  const std::string min = FormatCelsius(storage_class.min_temperature_millicelsius());
  const std::string max = FormatCelsius(storage_class.max_temperature_millicelsius());
  if (!storage_class.has_min_temperature_millicelsius()) {
    return storage_class.has_max_temperature_millicelsius() ? "up to " + max
                                                            : "no temperature stated";
  }
  if (!storage_class.has_max_temperature_millicelsius()) return "from " + min;
  return absl::StrCat(min, " to ", max);
}

std::string FormatOutOfRange(const inventory::v1::StorageClass& storage_class) {
  if (!storage_class.has_min_temperature_millicelsius() &&
      !storage_class.has_max_temperature_millicelsius()) {
    return "";
  }
  if (!storage_class.has_out_of_range()) return "not at all";
  const auto& allowance = storage_class.out_of_range();
  return absl::StrCat(Minutes(allowance.max_minutes()), " up to ",
                      FormatCelsius(allowance.max_temperature_millicelsius()));
}

}  // namespace waystation::cli
