#include "services/inventory/domain/requests/number.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

namespace waystation::inventory {

std::string NumberText(absl::string_view series, int64_t number) {
  return absl::StrFormat("%s-%04d", series, number);
}

std::optional<int64_t> NumberIn(absl::string_view series, absl::string_view text) {
  if (!absl::StartsWithIgnoreCase(text, series)) return std::nullopt;
  text.remove_prefix(series.size());
  if (text.size() < 2 || text[0] != '-') return std::nullopt;
  text.remove_prefix(1);
  int64_t number = 0;
  if (text.find_first_not_of("0123456789") != absl::string_view::npos ||
      !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace waystation::inventory
