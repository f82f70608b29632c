#include "services/facility/domain/text_search.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/base/errors.h"

namespace waystation::facility {

bool FacilityHasText(const v1::Facility& facility, absl::string_view folded) {
  if (folded.empty()) return true;
  std::string all = FoldForSearch(absl::StripPrefix(facility.name(), "facilities/"));
  for (const common::v1::LocalizedText& name : facility.display_names()) {
    absl::StrAppend(&all, " ", FoldForSearch(name.text()));
  }
  for (absl::string_view word : absl::StrSplit(folded, ' ', absl::SkipEmpty())) {
    if (!absl::StrContains(all, word)) return false;
  }
  return true;
}

std::string QuoteForMessage(absl::string_view text) {
  constexpr size_t kMaxBytes = 80;
  return absl::StrCat("\"", absl::Utf8SafeCEscape(CutText(text, kMaxBytes)),
                      text.size() > kMaxBytes ? "\"..." : "\"");
}

}  // namespace waystation::facility
