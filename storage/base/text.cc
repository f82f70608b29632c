#include "storage/base/text.h"

#include <cstdint>

namespace waystation {
namespace {

constexpr uint32_t kDottedCapitalI = 0x0130;
constexpr uint32_t kDotlessI = 0x0131;

bool IsContinuation(char byte) { return (static_cast<uint8_t>(byte) & 0xC0) == 0x80; }

// Every capital of these scripts lies below U+0800, in two bytes of UTF-8 at most.
uint32_t Lower(uint32_t c) {
  if (c == 'I' || c == kDottedCapitalI || c == kDotlessI) return 'i';
  if (c >= 'A' && c <= 'Z') return c + 0x20;
  if (c >= 0x00C0 && c <= 0x00DE && c != 0x00D7) return c + 0x20;
  if (c == 0x018F) return 0x0259;  // Schwa, the Azerbaijani Ə.
  if (c == 0x0178) return 0x00FF;
  // Latin Extended-A alternates capital and small, with the parity turned twice on the way.
  if ((c >= 0x0100 && c <= 0x0137) || (c >= 0x014A && c <= 0x0177)) return c | 1;
  if ((c >= 0x0139 && c <= 0x0148) || (c >= 0x0179 && c <= 0x017E)) return c + (c & 1);
  if (c >= 0x0410 && c <= 0x042F) return c + 0x20;
  if (c >= 0x0400 && c <= 0x040F) return c + 0x50;
  if ((c >= 0x0460 && c <= 0x0481) || (c >= 0x048A && c <= 0x04BF) ||
      (c >= 0x04D0 && c <= 0x052F)) {
    return c | 1;
  }
  if (c == 0x04C0) return 0x04CF;
  if (c >= 0x04C1 && c <= 0x04CE) return c + (c & 1);
  if (c >= 0x0531 && c <= 0x0556) return c + 0x30;
  return c;
}

void AppendUpTo0x7FF(uint32_t c, std::string& out) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  out.push_back(static_cast<char>(0xC0 | (c >> 6)));
  out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
}

}  // namespace

std::string FoldCase(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const uint8_t byte = static_cast<uint8_t>(text[i]);
    if (byte < 0x80) {
      AppendUpTo0x7FF(Lower(byte), out);
    } else if (byte >= 0xC2 && byte <= 0xDF && i + 1 < text.size() && IsContinuation(text[i + 1])) {
      const uint32_t c = (byte & 0x1Fu) << 6 | (static_cast<uint8_t>(text[i + 1]) & 0x3Fu);
      // The combining dot that decomposed İ leaves behind would keep it from matching "i".
      if (c != 0x0307) AppendUpTo0x7FF(Lower(c), out);
      ++i;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

int CharacterCount(absl::string_view text) {
  int count = 0;
  for (const char c : text) count += IsContinuation(c) ? 0 : 1;
  return count;
}

}  // namespace waystation
