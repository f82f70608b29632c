#include "services/inventory/domain/checker.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"
#include "storage/base/text.h"

namespace waystation::inventory {
namespace {

constexpr size_t kMaxQuotedBytes = 100;

}  // namespace

void Checker::Add(absl::string_view field, absl::string_view got, absl::string_view want) {
  violations_.push_back({absl::StrCat(prefix_, prefix_.empty() ? "" : ".", field),
                         absl::StrCat("got ", got, ", want ", want)});
}

void Checker::AddQuoted(absl::string_view field, absl::string_view got, absl::string_view want) {
  Add(field, absl::StrCat("\"", CutText(got, kMaxQuotedBytes), "\""), want);
}

void Checker::Text(absl::string_view field, absl::string_view text, int min, int max) {
  const int count = CharacterCount(text);
  if (count < min || count > max) {
    Add(field, absl::StrCat(count, " characters"), absl::StrCat(min, " to ", max, " characters"));
  }
}

void Checker::Id(absl::string_view field, absl::string_view id) {
  if (!IsId(id)) {
    AddQuoted(field, id, "1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'");
  }
}

void Checker::InRange(absl::string_view field, int64_t value, int64_t min, int64_t max) {
  if (value < min || value > max) {
    Add(field, absl::StrCat(value), absl::StrCat("a whole number, ", min, " to ", max));
  }
}

void Checker::AtLeast(absl::string_view field, int64_t value, int64_t min) {
  if (value < min) Add(field, absl::StrCat(value), absl::StrCat("a whole number from ", min));
}

void Checker::Count(absl::string_view field, int count, int max) {
  if (count > max) Add(field, absl::StrCat(count), absl::StrCat("at most ", max));
}

void Checker::DisplayNames(
    const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& display_names) {
  if (display_names.empty()) Add("display_names", "none", "at least one");
  Count("display_names", display_names.size(), kMaxDisplayNames);
  std::set<std::string> languages;
  for (int i = 0; i < display_names.size(); ++i) {
    const common::v1::LocalizedText& name = display_names.Get(i);
    const std::string path = absl::StrCat("display_names[", i, "]");
    Text(absl::StrCat(path, ".language"), name.language(), 1, kMaxLanguageTagCharacters);
    Text(absl::StrCat(path, ".text"), name.text(), 1, kMaxDisplayNameCharacters);
    if (!languages.insert(name.language()).second) {
      Add(absl::StrCat(path, ".language"), absl::StrCat("\"", name.language(), "\" again"),
          "at most one text a language");
    }
  }
}

}  // namespace waystation::inventory
