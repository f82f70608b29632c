#include "services/inventory/domain/catalogue.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/inventory/domain/gtin.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/text_search.h"
#include "services/inventory/limits.h"
#include "storage/base/digest.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

constexpr size_t kMaxQuotedBytes = 100;

constexpr std::array<absl::string_view, 5> kStorageClasses = {"ambient", "cool", "refrigerated",
                                                              "frozen", "flammable"};

// Collects what is wrong under one prefix.
class Checker {
 public:
  Checker(std::vector<FieldViolation>& violations, absl::string_view prefix)
      : violations_(violations), prefix_(prefix) {}

  void Add(absl::string_view field, absl::string_view got, absl::string_view want) {
    violations_.push_back({absl::StrCat(prefix_, prefix_.empty() ? "" : ".", field),
                           absl::StrCat("got ", got, ", want ", want)});
  }
  void Text(absl::string_view field, absl::string_view text, int max) {
    const int count = CharacterCount(text);
    if (count < 1 || count > max) {
      Add(field, absl::StrCat(count, " characters"), absl::StrCat("1 to ", max, " characters"));
    }
  }
  void Id(absl::string_view field, absl::string_view id) {
    if (!IsId(id)) {
      Add(field, absl::StrCat("\"", CutText(id, kMaxQuotedBytes), "\""),
          "1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'");
    }
  }
  void AtLeast(absl::string_view field, int64_t value, int64_t min) {
    if (value < min) Add(field, absl::StrCat(value), absl::StrCat("a whole number from ", min));
  }
  void Count(absl::string_view field, int count, int max) {
    if (count > max) Add(field, absl::StrCat(count), absl::StrCat("at most ", max));
  }

 private:
  std::vector<FieldViolation>& violations_;
  const std::string prefix_;
};

void CheckNames(Checker& check, const v1::Item& item) {
  if (item.display_names().empty()) check.Add("display_names", "none", "at least one");
  check.Count("display_names", item.display_names_size(), kMaxDisplayNames);
  std::set<std::string> languages;
  for (int i = 0; i < item.display_names_size(); ++i) {
    const common::v1::LocalizedText& name = item.display_names(i);
    const std::string path = absl::StrCat("display_names[", i, "]");
    check.Text(absl::StrCat(path, ".language"), name.language(), kMaxLanguageTagCharacters);
    check.Text(absl::StrCat(path, ".text"), name.text(), kMaxDisplayNameCharacters);
    if (!languages.insert(name.language()).second) {
      check.Add(absl::StrCat(path, ".language"), absl::StrCat("\"", name.language(), "\" again"),
                "at most one text a language");
    }
  }
}

void CheckPacks(Checker& check, const v1::Item& item) {
  check.Count("packs", item.packs_size(), kMaxPacks);
  std::set<std::string> names;
  for (int i = 0; i < item.packs_size(); ++i) {
    const v1::Pack& pack = item.packs(i);
    const std::string path = absl::StrCat("packs[", i, "]");
    check.Text(absl::StrCat(path, ".name"), pack.name(), kMaxPackNameCharacters);
    check.AtLeast(absl::StrCat(path, ".quantity"), pack.quantity(), 1);
    check.AtLeast(absl::StrCat(path, ".weight_g"), pack.weight_g(), 0);
    check.AtLeast(absl::StrCat(path, ".volume_ml"), pack.volume_ml(), 0);
    if (!names.insert(pack.name()).second) {
      check.Add(absl::StrCat(path, ".name"), absl::StrCat("\"", pack.name(), "\" again"),
                "each name once");
    }
  }
}

void CheckNumbers(Checker& check, const v1::Item& item) {
  check.AtLeast("grams_per_unit", item.grams_per_unit(), 0);
  check.AtLeast("density_mg_per_ml", item.density_mg_per_ml(), 0);
  const v1::Nutrients& nutrients = item.nutrients();
  check.AtLeast("nutrients.energy_kcal_per_100g", nutrients.energy_kcal_per_100g(), 0);
  check.AtLeast("nutrients.protein_mg_per_100g", nutrients.protein_mg_per_100g(), 0);
  check.AtLeast("nutrients.fat_mg_per_100g", nutrients.fat_mg_per_100g(), 0);
  check.AtLeast("nutrients.carbohydrate_mg_per_100g", nutrients.carbohydrate_mg_per_100g(), 0);
}

void CheckMask(std::vector<FieldViolation>& violations, const v1::UpdateItemRequest& request,
               const v1::Item& existing) {
  Checker check(violations, "");
  for (int i = 0; i < request.update_mask().paths_size(); ++i) {
    const std::string& path = request.update_mask().paths(i);
    const std::string field = absl::StrCat("update_mask.paths[", i, "]");
    const bool settable = path != "name" && path != "etag" &&
                          v1::Item::descriptor()->FindFieldByName(path) != nullptr;
    if (!settable) {
      check.Add(field, absl::StrCat("\"", CutText(path, kMaxQuotedBytes), "\""),
                "a field of Item to change");
    }
    if (path == "base_unit" && request.item().base_unit() != existing.base_unit()) {
      check.Add("item.base_unit", v1::BaseUnit_Name(request.item().base_unit()),
                absl::StrCat(v1::BaseUnit_Name(existing.base_unit()), ", which never changes"));
    }
  }
}

// Copies one whole field, set or not.
void CopyField(const v1::Item& from, const std::string& path, v1::Item& to) {
  const google::protobuf::FieldDescriptor* field = v1::Item::descriptor()->FindFieldByName(path);
  v1::Item only = from;
  std::vector<const google::protobuf::FieldDescriptor*> set;
  only.GetReflection()->ListFields(only, &set);
  for (const google::protobuf::FieldDescriptor* other : set) {
    if (other != field) only.GetReflection()->ClearField(&only, other);
  }
  to.GetReflection()->ClearField(&to, field);
  to.MergeFrom(only);
}

}  // namespace

std::string ItemEtag(const v1::Item& item) {
  v1::Item content = item;
  content.clear_etag();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    content.SerializeToCodedStream(&coded);
  }
  return absl::BytesToHexString(storage::DigestBytes(storage::Sha256({bytes}))).substr(0, 16);
}

void CheckItem(std::vector<FieldViolation>& violations, absl::string_view prefix,
               const v1::Item& item) {
  Checker check(violations, prefix);
  CheckNames(check, item);
  check.Id("category", item.category());
  if (item.base_unit() == v1::BASE_UNIT_UNSPECIFIED || !v1::BaseUnit_IsValid(item.base_unit())) {
    check.Add("base_unit", absl::StrCat(item.base_unit()),
              "MILLIGRAM, GRAM, MICROLITRE, MILLILITRE or EACH");
  }
  if (item.vital_class() == v1::VITAL_CLASS_UNSPECIFIED ||
      !v1::VitalClass_IsValid(item.vital_class())) {
    check.Add("vital_class", absl::StrCat(item.vital_class()), "VITAL, ESSENTIAL or NORMAL");
  }
  if (std::find(kStorageClasses.begin(), kStorageClasses.end(), item.storage_class()) ==
      kStorageClasses.end()) {
    check.Add("storage_class",
              absl::StrCat("\"", CutText(item.storage_class(), kMaxQuotedBytes), "\""),
              "ambient, cool, refrigerated, frozen or flammable");
  }
  CheckPacks(check, item);
  CheckGtins(violations, prefix, item);
  CheckNumbers(check, item);
  check.Count("allergens", item.allergens_size(), kMaxAllergens);
  for (int i = 0; i < item.allergens_size(); ++i) {
    check.Id(absl::StrCat("allergens[", i, "]"), item.allergens(i));
  }
}

absl::StatusOr<v1::Event> DecideCreateItem(const v1::CreateItemRequest& request,
                                           const std::optional<v1::Item>& existing) {
  if (existing.has_value()) {
    return Error(Reason::ERROR_REASON_ALREADY_EXISTS, "the id is taken",
                 {{"resource", existing->name()}});
  }
  v1::Event event;
  v1::Item& item = *event.mutable_item_created()->mutable_item();
  item = request.item();
  item.set_name(ItemName(request.item_id()));
  PadGtins(item);
  item.set_etag(ItemEtag(item));
  return event;
}

absl::StatusOr<v1::Event> DecideUpdateItem(const v1::UpdateItemRequest& request,
                                           const std::optional<v1::Item>& existing) {
  if (!existing.has_value()) return NotKnown(request.item().name());
  if (!request.item().etag().empty() && request.item().etag() != existing->etag()) {
    return Error(Reason::ERROR_REASON_ETAG_MISMATCH, "the item changed since it was read",
                 {{"resource", existing->name()}, {"etag", existing->etag()}});
  }
  std::vector<FieldViolation> violations;
  CheckMask(violations, request, *existing);
  if (!violations.empty()) return InvalidFields(violations);

  v1::Event event;
  v1::Item& item = *event.mutable_item_updated()->mutable_item();
  item = *existing;
  for (const std::string& path : request.update_mask().paths()) {
    CopyField(request.item(), path, item);
  }
  CheckItem(violations, "item", item);
  if (!violations.empty()) return InvalidFields(violations);
  PadGtins(item);
  item.set_etag(ItemEtag(item));
  return event;
}

}  // namespace waystation::inventory
