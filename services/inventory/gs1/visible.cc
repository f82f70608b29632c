#include "services/inventory/gs1/visible.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace waystation::inventory::gs1 {
namespace {

constexpr size_t kMostQuoted = 100;

}  // namespace

std::string Visible(absl::string_view text) {
  std::string visible;
  for (const char c : text) {
    if (visible.size() >= kMostQuoted) return absl::StrCat(visible, "...");
    if (c == kFnc1) {
      absl::StrAppend(&visible, "<GS>");
    } else if (absl::ascii_isprint(static_cast<unsigned char>(c))) {
      visible.push_back(c);
    } else {
      absl::StrAppendFormat(&visible, "<%02X>", static_cast<unsigned char>(c));
    }
  }
  return visible;
}

}  // namespace waystation::inventory::gs1
