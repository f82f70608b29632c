#include "services/inventory/domain/catalogue/item.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/catalogue/gtin.h"
#include "services/inventory/domain/checker.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/resource.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

void CheckPacks(Checker& check, const v1::Item& item) {
  check.Count("packs", item.packs_size(), kMaxPacks);
  std::set<std::string> names;
  for (int i = 0; i < item.packs_size(); ++i) {
    const v1::Pack& pack = item.packs(i);
    const std::string path = absl::StrCat("packs[", i, "]");
    check.Text(absl::StrCat(path, ".name"), pack.name(), 1, kMaxPackNameCharacters);
    check.AtLeast(absl::StrCat(path, ".quantity"), pack.quantity(), 1);
    check.AtLeast(absl::StrCat(path, ".weight_g"), pack.weight_g(), 0);
    check.AtLeast(absl::StrCat(path, ".volume_ml"), pack.volume_ml(), 0);
    if (!names.insert(pack.name()).second) {
      check.Add(absl::StrCat(path, ".name"), absl::StrCat("\"", pack.name(), "\" again"),
                "each name once");
    }
  }
}

// The unit is in the name of each field.
void CheckNutrients(Checker& check, const v1::Nutrients& nutrients) {
  const google::protobuf::Reflection& reflection = *nutrients.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> given;
  reflection.ListFields(nutrients, &given);
  for (const google::protobuf::FieldDescriptor* field : given) {
    const std::string& name = field->name();
    int64_t most = kMostUgPer100g;
    if (name.find("_mg_") != std::string::npos) most = kMostMgPer100g;
    if (name.find("_kcal_") != std::string::npos) most = kMostKcalPer100g;
    check.InRange(absl::StrCat("nutrients.", name), reflection.GetInt64(nutrients, field), 0, most);
  }
}

void CheckMedicine(Checker& check, const v1::MedicineIdentity& medicine) {
  check.Text("medicine.inn", medicine.inn(), 1, kMaxInnCharacters);
  check.Text("medicine.strength", medicine.strength(), 1, kMaxIdentityCharacters);
  check.Text("medicine.form", medicine.form(), 1, kMaxIdentityCharacters);
  check.Text("medicine.route", medicine.route(), 0, kMaxIdentityCharacters);
}

void CheckCodes(Checker& check, const v1::Item& item) {
  check.Count("codes", item.codes_size(), kMaxCodes);
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < item.codes_size(); ++i) {
    const v1::ItemCode& code = item.codes(i);
    const std::string path = absl::StrCat("codes[", i, "]");
    check.Id(absl::StrCat(path, ".system"), code.system());
    check.Text(absl::StrCat(path, ".code"), code.code(), 1, kMaxCodeCharacters);
    if (absl::StripAsciiWhitespace(code.code()) != code.code()) {
      check.AddQuoted(absl::StrCat(path, ".code"), code.code(), "no blanks at its ends");
    }
    if (!seen.emplace(code.system(), code.code()).second) {
      check.Add(path, absl::StrCat("\"", code.system(), "=", code.code(), "\" again"),
                "each code once");
    }
  }
}

bool IsVitalClass(v1::VitalClass value) {
  return value != v1::VITAL_CLASS_UNSPECIFIED && v1::VitalClass_IsValid(value);
}

void CheckVitalClasses(Checker& check, const v1::Item& item) {
  constexpr char kWant[] = "VITAL, ESSENTIAL or NORMAL";
  if (!IsVitalClass(item.vital_class())) {
    check.Add("vital_class", absl::StrCat(item.vital_class()), kWant);
  }
  std::set<int> kinds;
  for (int i = 0; i < item.vital_classes_by_kind_size(); ++i) {
    const v1::VitalClassOfKind& of_kind = item.vital_classes_by_kind(i);
    const std::string path = absl::StrCat("vital_classes_by_kind[", i, "]");
    const facility::v1::FacilityKind kind = of_kind.facility_kind();
    if (kind == facility::v1::FACILITY_KIND_UNSPECIFIED ||
        !facility::v1::FacilityKind_IsValid(kind)) {
      check.Add(absl::StrCat(path, ".facility_kind"), absl::StrCat(kind), "a kind of facility");
    } else if (!kinds.insert(kind).second) {
      check.Add(absl::StrCat(path, ".facility_kind"),
                absl::StrCat(facility::v1::FacilityKind_Name(kind), " again"), "each kind once");
    }
    if (!IsVitalClass(of_kind.vital_class())) {
      check.Add(absl::StrCat(path, ".vital_class"), absl::StrCat(of_kind.vital_class()), kWant);
    }
  }
}

void CheckSubstitutes(Checker& check, const v1::Item& item) {
  check.Count("substitutes", item.substitutes_size(), kMaxSubstitutes);
  std::set<std::string> seen;
  for (int i = 0; i < item.substitutes_size(); ++i) {
    const v1::Substitute& substitute = item.substitutes(i);
    const std::string path = absl::StrCat("substitutes[", i, "]");
    if (!ItemId(substitute.item()).has_value()) {
      check.AddQuoted(absl::StrCat(path, ".item"), substitute.item(), "\"items/{item}\"");
    } else if (!seen.insert(substitute.item()).second) {
      check.Add(absl::StrCat(path, ".item"), absl::StrCat("\"", substitute.item(), "\" again"),
                "each item once");
    }
    check.Text(absl::StrCat(path, ".note"), substitute.note(), 0, kMaxRemarkCharacters);
  }
}

void CheckKitContents(Checker& check, const v1::Item& item) {
  check.Count("kit_contents", item.kit_contents_size(), kMaxKitContents);
  if (!item.kit_contents().empty() && item.base_unit() != v1::BASE_UNIT_EACH) {
    check.Add("kit_contents", "contents of what is not counted by the piece", "base_unit EACH");
  }
  std::set<std::string> seen;
  for (int i = 0; i < item.kit_contents_size(); ++i) {
    const v1::KitContent& content = item.kit_contents(i);
    const std::string path = absl::StrCat("kit_contents[", i, "]");
    if (!ItemId(content.item()).has_value()) {
      check.AddQuoted(absl::StrCat(path, ".item"), content.item(), "\"items/{item}\"");
    } else if (!seen.insert(content.item()).second) {
      check.Add(absl::StrCat(path, ".item"), absl::StrCat("\"", content.item(), "\" again"),
                "each item once");
    }
    check.AtLeast(absl::StrCat(path, ".quantity"), content.quantity(), 1);
  }
}

bool SameForMenus(const v1::Item& item, const v1::Item& before) {
  return item.menu_allowed() == before.menu_allowed() &&
         item.dietary_use() == before.dietary_use() && item.has_medicine() == before.has_medicine();
}

void CheckMenu(Checker& check, const v1::Item& item) {
  if (!item.menu_allowed()) return;
  if (item.has_medicine()) {
    check.Add("menu_allowed", "true for a medicine", "false");
  } else if (!MenusMayHave(item.dietary_use())) {
    check.Add(
        "menu_allowed",
        absl::StrCat("true with dietary_use ",
                     absl::StripPrefix(v1::DietaryUse_Name(item.dietary_use()), "DIETARY_USE_")),
        "false, or dietary_use FOOD or SUPPLEMENTARY_FOOD if it is that");
  }
}

}  // namespace

std::string ItemEtag(const v1::Item& item) {
  v1::Item content = item;
  content.clear_etag();
  return ContentEtag(content);
}

bool MenusMayHave(v1::DietaryUse use) {
  return use == v1::DIETARY_USE_FOOD || use == v1::DIETARY_USE_SUPPLEMENTARY_FOOD;
}

void CheckItem(std::vector<FieldViolation>& violations, absl::string_view prefix,
               const v1::Item& item, const v1::Item* before) {
  Checker check(violations, prefix);
  check.DisplayNames(item.display_names());
  check.Id("category", item.category());
  if (item.base_unit() == v1::BASE_UNIT_UNSPECIFIED || !v1::BaseUnit_IsValid(item.base_unit())) {
    check.Add("base_unit", absl::StrCat(item.base_unit()),
              "MILLIGRAM, GRAM, MICROLITRE, MILLILITRE or EACH");
  }
  CheckVitalClasses(check, item);
  check.Id("storage_class", item.storage_class());
  CheckPacks(check, item);
  CheckGtins(violations, prefix, item);
  check.AtLeast("grams_per_unit", item.grams_per_unit(), 0);
  check.AtLeast("density_mg_per_ml", item.density_mg_per_ml(), 0);
  CheckNutrients(check, item.nutrients());
  check.Count("allergens", item.allergens_size(), kMaxAllergens);
  for (int i = 0; i < item.allergens_size(); ++i) {
    check.Id(absl::StrCat("allergens[", i, "]"), item.allergens(i));
  }
  if (item.has_medicine()) CheckMedicine(check, item.medicine());
  CheckCodes(check, item);
  if (!v1::HazardClass_IsValid(item.hazard_class())) {
    check.Add("hazard_class", absl::StrCat(item.hazard_class()), "a hazard class");
  }
  if (!v1::DietaryUse_IsValid(item.dietary_use())) {
    check.Add("dietary_use", absl::StrCat(item.dietary_use()), "a dietary use");
  }
  if (before == nullptr || !SameForMenus(item, *before)) CheckMenu(check, item);
  CheckSubstitutes(check, item);
  CheckKitContents(check, item);
}

}  // namespace waystation::inventory
