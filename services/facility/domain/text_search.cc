#include "services/facility/domain/text_search.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/base/errors.h"

namespace waystation::facility {

bool FacilityHasText(const v1::Facility& facility, absl::string_view folded) {
  if (folded.empty()) return true;
  if (absl::StrContains(absl::StripPrefix(facility.name(), "facilities/"), folded)) return true;
  for (const common::v1::LocalizedText& name : facility.display_names()) {
    if (absl::StrContains(FoldCase(name.text()), folded)) return true;
  }
  return false;
}

std::string QuoteForMessage(absl::string_view text) {
  constexpr size_t kMaxBytes = 80;
  return absl::StrCat("\"", absl::Utf8SafeCEscape(CutText(text, kMaxBytes)),
                      text.size() > kMaxBytes ? "\"..." : "\"");
}

}  // namespace waystation::facility
