#ifndef SERVICES_FACILITY_DOMAIN_TEXT_SEARCH_H_
#define SERVICES_FACILITY_DOMAIN_TEXT_SEARCH_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/base/text.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::facility {

// What someone looks for, made once and held against many facilities.
class FacilitySearch {
 public:
  explicit FacilitySearch(absl::string_view text);

  // Whether each word is somewhere in the facility's id, its display names or its aliases, in any
  // language: as FoldForSearch folds them, or as they sound (spelling.h) when the word has no digit
  // and at least three sounds. The empty text is in every facility.
  bool Finds(const v1::Facility& facility) const;

 private:
  struct Word {
    std::string folded;
    std::string sound;  // Empty: not looked for by it.
  };
  std::vector<Word> words_;
};

// The text in quotes for an error message, escaped, and cut to whole characters of at most 80
// bytes.
std::string QuoteForMessage(absl::string_view text);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_TEXT_SEARCH_H_
