#ifndef SERVICES_INVENTORY_GS1_VISIBLE_H_
#define SERVICES_INVENTORY_GS1_VISIBLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace waystation::inventory::gs1 {

// FNC1 between the elements of a scan, as scanners send it: the group separator of ASCII.
inline constexpr char kFnc1 = '\x1D';

// The text as an error can quote it: at most 100 characters, "<GS>" for FNC1, "<0A>" for other
// bytes that are not printable ASCII.
std::string Visible(absl::string_view text);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_VISIBLE_H_
