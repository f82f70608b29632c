#include "services/facility/domain/text_search.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/facility/domain/spelling.h"
#include "storage/base/errors.h"

namespace waystation::facility {
namespace {

// Two sounds are in almost every name.
constexpr size_t kLeastSounds = 3;

// The id, names and aliases, a line each.
std::string FoldedNames(const v1::Facility& facility) {
  std::string all = FoldForSearch(absl::StripPrefix(facility.name(), "facilities/"));
  for (const common::v1::LocalizedText& name : facility.display_names()) {
    absl::StrAppend(&all, "\n", FoldForSearch(name.text()));
  }
  for (const v1::FacilityAlias& alias : facility.aliases()) {
    absl::StrAppend(&all, "\n", FoldForSearch(alias.text()));
  }
  return all;
}

// Each line as it sounds.
std::string SoundsOf(absl::string_view names) {
  std::string all;
  for (absl::string_view line : absl::StrSplit(names, '\n')) {
    absl::StrAppend(&all, SoundOf(line), "\n");
  }
  return all;
}

bool HasDigit(absl::string_view word) {
  return word.find_first_of("0123456789") != absl::string_view::npos;
}

}  // namespace

FacilitySearch::FacilitySearch(absl::string_view text) {
  const std::string folded = FoldForSearch(text);
  for (absl::string_view each : absl::StrSplit(folded, ' ', absl::SkipEmpty())) {
    Word word = {std::string(each), HasDigit(each) ? "" : SoundOf(each)};
    if (word.sound.size() < kLeastSounds) word.sound.clear();
    words_.push_back(std::move(word));
  }
}

bool FacilitySearch::Finds(const v1::Facility& facility) const {
  if (words_.empty()) return true;
  const std::string names = FoldedNames(facility);
  std::string sounds;
  for (const Word& word : words_) {
    if (absl::StrContains(names, word.folded)) continue;
    if (word.sound.empty()) return false;
    if (sounds.empty()) sounds = SoundsOf(names);
    if (!absl::StrContains(sounds, word.sound)) return false;
  }
  return true;
}

std::string QuoteForMessage(absl::string_view text) {
  constexpr size_t kMaxBytes = 80;
  return absl::StrCat("\"", absl::Utf8SafeCEscape(CutText(text, kMaxBytes)),
                      text.size() > kMaxBytes ? "\"..." : "\"");
}

}  // namespace waystation::facility
