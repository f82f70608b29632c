#include "services/inventory/domain/catalogue/medicine.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "storage/base/text.h"

namespace waystation::inventory {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Letters of any script.
bool IsUnitByte(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c)) ||
         static_cast<unsigned char>(c) >= 0x80;
}

struct Unit {
  const char* name;
  const char* base;
  int power;
};

// As FoldCase leaves them, in the spellings of the region's languages.
constexpr Unit kUnits[] = {
    {"kg", "ug", 9},  {"g", "ug", 6},   {"gram", "ug", 6},      {"grams", "ug", 6},
    {"mg", "ug", 3},  {"mcg", "ug", 0}, {"ug", "ug", 0},        {"µg", "ug", 0},
    {"μg", "ug", 0},  {"ng", "ug", -3}, {"microgram", "ug", 0}, {"micrograms", "ug", 0},
    {"г", "ug", 6},   {"мг", "ug", 3},  {"мкг", "ug", 0},       {"l", "ml", 3},
    {"ml", "ml", 0},  {"ul", "ml", -3}, {"µl", "ml", -3},       {"μl", "ml", -3},
    {"л", "ml", 3},   {"мл", "ml", 0},  {"iu", "iu", 0},        {"miu", "iu", 6},
    {"ui", "iu", 0},  {"ме", "iu", 0},  {"q", "ug", 6},         {"mq", "ug", 3},
    {"mkq", "ug", 0}, {"գ", "ug", 6},   {"մգ", "ug", 3},        {"մկգ", "ug", 0},
    {"լ", "ml", 3},   {"մլ", "ml", 0},  {"մմ", "iu", 0},
};

const Unit* FindUnit(absl::string_view name) {
  for (const Unit& unit : kUnits) {
    if (name == unit.name) return &unit;
  }
  return nullptr;
}

// Reads a number at `at` and moves behind it: its digits without a point, and in `power` the power
// of ten that they are to be multiplied by.
std::string ReadNumber(absl::string_view text, size_t& at, int& power) {
  std::string digits;
  bool fraction = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (IsDigit(c)) {
      digits.push_back(c);
      power -= fraction ? 1 : 0;
      continue;
    }
    const bool digit_follows = at + 1 < text.size() && IsDigit(text[at + 1]);
    if (c == '.' && !fraction && digit_follows) {
      fraction = true;
      continue;
    }
    if (c != ',' || fraction || !digit_follows) break;
    size_t end = at + 1;
    while (end < text.size() && IsDigit(text[end])) ++end;
    fraction = end - at != 4 || digits == "0";
  }
  return digits;
}

// "5e5" for {"0500", 3}.
std::string NormalNumber(std::string digits, int power) {
  while (digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
    ++power;
  }
  const size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return "0";
  return absl::StrCat(digits.substr(first), "e", power);
}

}  // namespace

std::string NormalStrength(absl::string_view strength) {
  const std::string text = FoldCase(strength);
  std::string normal;
  size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    const bool number = IsDigit(c);
    if (!number && !IsUnitByte(c)) {
      if (c != ' ') normal.push_back(c);
      ++at;
      continue;
    }
    int power = 0;
    const std::string digits = number ? ReadNumber(text, at, power) : "1";
    size_t begin = at;
    while (begin < text.size() && text[begin] == ' ') ++begin;
    size_t end = begin;
    while (end < text.size() && IsUnitByte(text[end])) ++end;
    const absl::string_view name = absl::string_view(text).substr(begin, end - begin);
    const Unit* unit = FindUnit(name);
    // A unit alone, as in "mg/mL", is one of it.
    if (number || unit != nullptr) {
      absl::StrAppend(&normal, NormalNumber(digits, power + (unit == nullptr ? 0 : unit->power)));
    }
    absl::StrAppend(&normal, unit == nullptr ? name : absl::string_view(unit->base));
    at = end;
  }
  return normal;
}

std::string IdentityKey(const v1::MedicineIdentity& medicine) {
  if (medicine.inn().empty()) return "";
  return absl::StrCat(FoldForSearch(medicine.inn()), "\n", NormalStrength(medicine.strength()),
                      "\n", FoldForSearch(medicine.form()), "\n", FoldForSearch(medicine.route()));
}

}  // namespace waystation::inventory
