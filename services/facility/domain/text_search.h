#ifndef SERVICES_FACILITY_DOMAIN_TEXT_SEARCH_H_
#define SERVICES_FACILITY_DOMAIN_TEXT_SEARCH_H_

#include <string>

#include "absl/strings/string_view.h"
#include "storage/base/text.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::facility {

// Whether each word of `folded`, a text that FoldForSearch gave, is somewhere in the facility's id
// or its display names, in any language. The empty text is in every facility.
bool FacilityHasText(const v1::Facility& facility, absl::string_view folded);

// The text in quotes for an error message, escaped, and cut to whole characters of at most 80
// bytes.
std::string QuoteForMessage(absl::string_view text);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_TEXT_SEARCH_H_
