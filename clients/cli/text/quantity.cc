#include "clients/cli/text/quantity.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

using inventory::v1::BaseUnit;
using inventory::v1::Item;

enum class Dimension { kMass, kVolume, kPiece };

// What can be typed after a number. `size` counts the dimension's smallest unit: milligrams,
// microlitres, pieces.
struct Unit {
  const char* name;
  Dimension dimension;
  int64_t size;
};

constexpr Unit kUnits[] = {
    {"mg", Dimension::kMass, 1},
    {"g", Dimension::kMass, 1000},
    {"kg", Dimension::kMass, 1000000},
    {"t", Dimension::kMass, 1000000000},
    {"ul", Dimension::kVolume, 1},
    {"µl", Dimension::kVolume, 1},
    {"ml", Dimension::kVolume, 1000},
    {"l", Dimension::kVolume, 1000000},
    {"m3", Dimension::kVolume, 1000000000},
    {"pcs", Dimension::kPiece, 1},
    {"pc", Dimension::kPiece, 1},
    {"each", Dimension::kPiece, 1},
};

Dimension DimensionOf(BaseUnit unit) {
  switch (unit) {
    case inventory::v1::BASE_UNIT_MILLIGRAM:
    case inventory::v1::BASE_UNIT_GRAM:
      return Dimension::kMass;
    case inventory::v1::BASE_UNIT_MICROLITRE:
    case inventory::v1::BASE_UNIT_MILLILITRE:
      return Dimension::kVolume;
    default:
      return Dimension::kPiece;
  }
}

int64_t SizeOf(BaseUnit unit) {
  return unit == inventory::v1::BASE_UNIT_GRAM || unit == inventory::v1::BASE_UNIT_MILLILITRE ? 1000
                                                                                              : 1;
}

std::string UnitsOf(BaseUnit unit) {
  switch (DimensionOf(unit)) {
    case Dimension::kMass:
      return "mg, g, kg, t";
    case Dimension::kVolume:
      return "uL, mL, L, m3";
    default:
      return "pcs";
  }
}

std::string Wanted(const Item& item) {
  std::vector<std::string> packs;
  for (const auto& pack : item.packs()) packs.push_back(absl::StrCat("\"3 x ", pack.name(), "\""));
  return absl::StrCat("a number in ", BaseUnitName(item.base_unit()), " or with one of ",
                      UnitsOf(item.base_unit()), packs.empty() ? "" : ", or packs such as ",
                      absl::StrJoin(packs, ", "));
}

// A decimal number: digits / 10^scale.
struct Decimal {
  absl::int128 digits = 0;
  int scale = 0;
};

// At most 18 digits before and 9 after the point.
bool ParseDecimal(absl::string_view text, Decimal* decimal) {
  size_t point = text.find('.');
  absl::string_view whole = text.substr(0, point);
  absl::string_view part =
      point == absl::string_view::npos ? absl::string_view() : text.substr(point + 1);
  if (whole.empty() || whole.size() > 19 || part.size() > 9 ||
      (point != absl::string_view::npos && part.empty())) {
    return false;
  }
  for (char c : absl::StrCat(whole, part)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
    decimal->digits = decimal->digits * 10 + (c - '0');
  }
  decimal->scale = static_cast<int>(part.size());
  return true;
}

// number * size_from / size_to when that is a whole int64 of at least 1.
absl::StatusOr<int64_t> Convert(const Decimal& number, int64_t size_from, int64_t size_to,
                                absl::string_view text, const Item& item) {
  absl::int128 divisor = size_to;
  for (int i = 0; i < number.scale; ++i) divisor *= 10;
  absl::int128 product = number.digits * size_from;
  if (product % divisor != 0) {
    return WrongValue(text, absl::StrCat("a whole number of ", BaseUnitName(item.base_unit()),
                                         ": nothing is rounded"));
  }
  absl::int128 base = product / divisor;
  if (base < 1 || base > std::numeric_limits<int64_t>::max()) {
    return WrongValue(
        text, absl::StrCat("at least 1 and at most ", std::numeric_limits<int64_t>::max(), " ",
                           BaseUnitName(item.base_unit())));
  }
  return static_cast<int64_t>(base);
}

absl::StatusOr<Quantity> FromPacks(const Decimal& number, absl::string_view name,
                                   absl::string_view text, const Item& item) {
  std::vector<inventory::v1::Pack> fitting;
  bool any = name == "pack" || name == "packs";
  for (const auto& pack : item.packs()) {
    if (any || absl::EqualsIgnoreCase(pack.name(), name)) fitting.push_back(pack);
  }
  if (fitting.size() != 1) return WrongValue(text, Wanted(item));
  if (number.scale != 0) return WrongValue(text, "a whole number of packs");
  absl::StatusOr<int64_t> base = Convert(number, fitting[0].quantity(), 1, text, item);
  if (!base.ok()) return base.status();
  return Quantity{*base, fitting[0].name(), *base / fitting[0].quantity(), fitting[0].quantity()};
}

// `numerator` / `denominator` with up to `decimals` digits after the point, no trailing zeros.
std::string Scaled(int64_t value, int64_t unit, int decimals) {
  std::string text = WithThousands(value / unit);
  int64_t rest = std::abs(value % unit);
  if (rest == 0) return text;
  std::string part = absl::StrFormat("%0*d", decimals, rest);
  part.erase(part.find_last_not_of('0') + 1);
  return absl::StrCat(value < 0 && value / unit == 0 ? "-" : "", text, ".", part);
}

}  // namespace

bool IsBaseUnits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

absl::StatusOr<Quantity> ParseBaseUnits(absl::string_view text) {
  int64_t base = 0;
  if (!IsBaseUnits(text) || !absl::SimpleAtoi(text, &base) || base < 1) {
    return WrongValue(text, absl::StrCat("a whole number of base units, 1 to ",
                                         std::numeric_limits<int64_t>::max()));
  }
  return Quantity{base, "", 0, 0};
}

absl::StatusOr<Quantity> ParseQuantity(absl::string_view text, const Item& item) {
  text = absl::StripAsciiWhitespace(text);
  size_t number_end = text.find_first_not_of("0123456789.");
  absl::string_view number_text = text.substr(0, number_end);
  absl::string_view rest =
      number_end == absl::string_view::npos ? absl::string_view() : text.substr(number_end);
  Decimal number;
  if (!ParseDecimal(number_text, &number) || absl::StartsWith(rest, ",")) {
    return WrongValue(text, Wanted(item));
  }
  rest = absl::StripAsciiWhitespace(rest);
  int64_t base_size = SizeOf(item.base_unit());
  if (rest.empty()) {
    absl::StatusOr<int64_t> base = Convert(number, 1, 1, text, item);
    if (!base.ok()) return base.status();
    return Quantity{*base, "", 0, 0};
  }
  for (const Unit& unit : kUnits) {
    if (!absl::EqualsIgnoreCase(rest, unit.name)) continue;
    if (unit.dimension != DimensionOf(item.base_unit())) return WrongValue(text, Wanted(item));
    absl::StatusOr<int64_t> base = Convert(number, unit.size, base_size, text, item);
    if (!base.ok()) return base.status();
    return Quantity{*base, "", 0, 0};
  }
  if (!absl::ConsumePrefix(&rest, "x ") && !absl::ConsumePrefix(&rest, "X ")) {
    absl::ConsumePrefix(&rest, "×");
  }
  return FromPacks(number, absl::StripAsciiWhitespace(rest), text, item);
}

std::string BaseUnitsOf(absl::string_view text) {
  std::string all;
  for (const BaseUnit unit : {inventory::v1::BASE_UNIT_GRAM, inventory::v1::BASE_UNIT_MILLIGRAM,
                              inventory::v1::BASE_UNIT_MILLILITRE,
                              inventory::v1::BASE_UNIT_MICROLITRE, inventory::v1::BASE_UNIT_EACH}) {
    Item item;
    item.set_base_unit(unit);
    const absl::StatusOr<Quantity> quantity = ParseQuantity(text, item);
    if (!quantity.ok()) continue;
    absl::StrAppend(&all, all.empty() ? "" : ", ", quantity->base,
                    all.empty() ? " if it is counted in " : " if in ", BaseUnitName(unit));
  }
  return all;
}

std::string FormatQuantity(int64_t base, BaseUnit unit) {
  int64_t magnitude = std::abs(base);
  switch (unit) {
    case inventory::v1::BASE_UNIT_MILLIGRAM:
      if (magnitude >= 1000000) return Scaled(base, 1000000, 6) + " kg";
      if (magnitude >= 1000) return Scaled(base, 1000, 3) + " g";
      return WithThousands(base) + " mg";
    case inventory::v1::BASE_UNIT_GRAM:
      if (magnitude >= 1000) return Scaled(base, 1000, 3) + " kg";
      return WithThousands(base) + " g";
    case inventory::v1::BASE_UNIT_MICROLITRE:
      if (magnitude >= 1000000) return Scaled(base, 1000000, 6) + " L";
      if (magnitude >= 1000) return Scaled(base, 1000, 3) + " mL";
      return WithThousands(base) + " uL";
    case inventory::v1::BASE_UNIT_MILLILITRE:
      if (magnitude >= 1000) return Scaled(base, 1000, 3) + " L";
      return WithThousands(base) + " mL";
    default:
      return WithThousands(base);
  }
}

std::string FormatDailyUse(int64_t consumed, int64_t days, BaseUnit unit) {
  if (days <= 0) return "-";
  double value = static_cast<double>(consumed) / static_cast<double>(days);
  const char* name = "";
  switch (DimensionOf(unit)) {
    case Dimension::kMass:
      value *= static_cast<double>(SizeOf(unit));
      name = value >= 1e6 ? " kg" : value >= 1e3 ? " g" : " mg";
      break;
    case Dimension::kVolume:
      value *= static_cast<double>(SizeOf(unit));
      name = value >= 1e6 ? " L" : value >= 1e3 ? " mL" : " uL";
      break;
    default:
      break;
  }
  if (name[0] != '\0') value /= value >= 1e6 ? 1e6 : value >= 1e3 ? 1e3 : 1;
  std::string number = value >= 100 ? WithThousands(static_cast<int64_t>(value + 0.5))
                                    : absl::StrFormat("%.*f", value >= 10 ? 1 : 2, value);
  if (number.find('.') != std::string::npos) {
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') number.pop_back();
  }
  return absl::StrCat(number, name, "/day");
}

std::string BaseUnitName(BaseUnit unit) {
  switch (unit) {
    case inventory::v1::BASE_UNIT_MILLIGRAM:
      return "mg";
    case inventory::v1::BASE_UNIT_GRAM:
      return "g";
    case inventory::v1::BASE_UNIT_MICROLITRE:
      return "uL";
    case inventory::v1::BASE_UNIT_MILLILITRE:
      return "mL";
    default:
      return "pcs";
  }
}

}  // namespace waystation::cli
