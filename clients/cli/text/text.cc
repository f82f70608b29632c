#include "clients/cli/text/text.h"

#include <locale.h>
#include <wchar.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace waystation::cli {
namespace {

struct CodePoint {
  char32_t value = 0;
  // Bytes it takes; 0 when they are not well-formed UTF-8.
  size_t size = 0;
};

CodePoint Decode(absl::string_view text) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || size > text.size()) return {};
  char32_t value = first & (0xFF >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest[size] || surrogate || value > 0x10FFFF) return {};
  return {value, size};
}

// wcwidth knows the Unicode tables only in a UTF-8 locale; C.UTF-8 is always there.
int WidthOf(char32_t value) {
  static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (utf8 == nullptr) return 1;
  locale_t previous = uselocale(utf8);
  int width = wcwidth(static_cast<wchar_t>(value));
  uselocale(previous);
  return width < 0 ? 1 : width;
}

}  // namespace

namespace {

// Bytes and columns of the first character. REQUIRES: not empty.
struct Extent {
  size_t size = 1;
  size_t width = 1;
};

Extent FirstExtent(absl::string_view text) {
  CodePoint point = Decode(text);
  if (point.size == 0) return {};
  return {point.size, point.value < 0x80 ? 1 : static_cast<size_t>(WidthOf(point.value))};
}

}  // namespace

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    Extent first = FirstExtent(text);
    width += first.width;
    text.remove_prefix(first.size);
  }
  return width;
}

std::string Elide(absl::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  size_t bytes = 0;
  for (size_t columns = 0; bytes < text.size();) {
    Extent next = FirstExtent(text.substr(bytes));
    columns += next.width;
    if (columns > width - 1) break;
    bytes += next.size;
  }
  return absl::StrCat(text.substr(0, bytes), "…");
}

std::optional<size_t> FirstInvalidUtf8(absl::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    CodePoint point = Decode(text.substr(at));
    if (point.size == 0) return at;
    at += point.size;
  }
  return std::nullopt;
}

std::string Quotable(absl::string_view text, size_t max_bytes) {
  std::string shown;
  while (!text.empty()) {
    if (shown.size() >= max_bytes) return shown + "...";
    CodePoint point = Decode(text);
    if (point.size == 0 || point.value < 0x20 || point.value == 0x7F) {
      absl::StrAppendFormat(&shown, "\\x%02x", static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
      continue;
    }
    absl::StrAppend(&shown, text.substr(0, point.size));
    text.remove_prefix(point.size);
  }
  return shown;
}

absl::Status WrongValue(absl::string_view text, absl::string_view want) {
  return absl::InvalidArgumentError(absl::StrCat("got \"", Quotable(text), "\", want ", want));
}

std::string WithThousands(int64_t number) {
  std::string digits = absl::StrCat(number);
  size_t first = digits[0] == '-' ? 1 : 0;
  std::string shown;
  for (size_t at = 0; at < digits.size(); ++at) {
    if (at > first && (digits.size() - at) % 3 == 0) shown.push_back(',');
    shown.push_back(digits[at]);
  }
  return shown;
}

}  // namespace waystation::cli
