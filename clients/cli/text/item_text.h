// Items and storage classes between people and messages. What can't be understood is
// INVALID_ARGUMENT worded "got X, want Y".
#ifndef CLIENTS_CLI_TEXT_ITEM_TEXT_H_
#define CLIENTS_CLI_TEXT_ITEM_TEXT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::cli {

// "box of 100=100", base units.
absl::StatusOr<inventory::v1::Pack> ParsePack(absl::string_view text);
// "ifrc=DORAPARA5T".
absl::StatusOr<inventory::v1::ItemCode> ParseItemCode(absl::string_view text);
// "field-hospital=vital".
absl::StatusOr<inventory::v1::VitalClassOfKind> ParseVitalClassOfKind(absl::string_view text);
// "rice-white", or with what to heed "rice-white=as much again".
absl::StatusOr<inventory::v1::Substitute> ParseSubstitute(absl::string_view text);
// "gauze-compress-10x10=20", base units.
absl::StatusOr<inventory::v1::KitContent> ParseKitContent(absl::string_view text);

// The fields of Nutrients, in the order of their numbers; the first kMainNutrients of them have no
// "not known".
const std::vector<std::string>& NutrientFields();
inline constexpr size_t kMainNutrients = 4;
// Sets one of NutrientFields.
void SetNutrient(const std::string& field, int64_t value, inventory::v1::Nutrients* nutrients);
// "sodium-mg=12" as the field and its value: field names without "_per_100g", hyphens for lines.
absl::StatusOr<std::pair<std::string, int64_t>> ParseNutrient(absl::string_view text);
// {"sodium", "12 mg"} of those that are known.
std::vector<std::pair<std::string, std::string>> FormatNutrients(
    const inventory::v1::Nutrients& nutrients);

// "2", "-18", "2.5" in degrees Celsius, as thousandths; "+" and a unit are refused.
absl::StatusOr<int64_t> ParseCelsius(absl::string_view text);
// "2 °C", "-18 °C", "2.5 °C".
std::string FormatCelsius(int64_t millicelsius);
// "2 °C to 8 °C", "up to -18 °C", "no temperature stated".
std::string FormatRange(const inventory::v1::StorageClass& storage_class);
// "28 days up to 30 °C", "not at all"; empty when there is no range to be out of.
std::string FormatOutOfRange(const inventory::v1::StorageClass& storage_class);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_ITEM_TEXT_H_
