#include "storage/base/text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

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

// The letters that small letters of the Latin and Cyrillic scripts are without their marks. Each
// row holds for the code points after the last row's up to its own.
struct Bare {
  uint32_t last;
  const char* letters;
};
constexpr Bare kBareLetters[] = {
    {0x00DE, nullptr}, {0x00DF, "ss"},    {0x00E5, "a"},     {0x00E6, "ae"},    {0x00E7, "c"},
    {0x00EB, "e"},     {0x00EF, "i"},     {0x00F0, "d"},     {0x00F1, "n"},     {0x00F6, "o"},
    {0x00F7, nullptr}, {0x00F8, "o"},     {0x00FC, "u"},     {0x00FD, "y"},     {0x00FE, "th"},
    {0x00FF, "y"},     {0x0105, "a"},     {0x010D, "c"},     {0x0111, "d"},     {0x011B, "e"},
    {0x0123, "g"},     {0x0127, "h"},     {0x0131, "i"},     {0x0133, "ij"},    {0x0135, "j"},
    {0x0138, "k"},     {0x0142, "l"},     {0x014B, "n"},     {0x0151, "o"},     {0x0153, "oe"},
    {0x0159, "r"},     {0x0161, "s"},     {0x0167, "t"},     {0x0173, "u"},     {0x0175, "w"},
    {0x0178, "y"},     {0x017E, "z"},     {0x017F, "s"},     {0x0217, nullptr}, {0x0219, "s"},
    {0x021B, "t"},     {0x0258, nullptr}, {0x0259, "e"},     {0x0438, nullptr}, {0x0439, "и"},
    {0x0450, nullptr}, {0x0451, "е"},     {0x045D, nullptr}, {0x045E, "у"},
};

const char* BareLetters(uint32_t c) {
  const auto* row =
      std::lower_bound(std::begin(kBareLetters), std::end(kBareLetters), c,
                       [](const Bare& bare, uint32_t code) { return bare.last < code; });
  return row == std::end(kBareLetters) ? nullptr : row->letters;
}

enum class Sort { kLetter, kDigit, kSeparator, kMark };

Sort SortOf(uint32_t c) {
  if (c < 0x80) {
    if (c >= '0' && c <= '9') return Sort::kDigit;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? Sort::kLetter : Sort::kSeparator;
  }
  // Combining marks, and the Armenian ones that stand above a letter within a word.
  if ((c >= 0x0300 && c <= 0x036F) || (c >= 0x055A && c <= 0x055F)) return Sort::kMark;
  if (c == 0x00AA || c == 0x00B5 || c == 0x00BA) return Sort::kLetter;
  const bool separator = c < 0x00C0 || c == 0x00D7 || c == 0x00F7 || c == 0x0589 || c == 0x058A ||
                         (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F);
  return separator ? Sort::kSeparator : Sort::kLetter;
}

// The code point at `at`, and moves behind it. A byte that is not UTF-8 stands for a blank.
uint32_t NextCodePoint(absl::string_view text, size_t& at) {
  const uint8_t byte = static_cast<uint8_t>(text[at++]);
  if (byte < 0x80) return byte;
  const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC2 ? 1 : 0;
  uint32_t c = byte & (0x3Fu >> more);
  for (int i = 0; i < more; ++i, ++at) {
    if (at >= text.size() || !IsContinuation(text[at])) return ' ';
    c = c << 6 | (static_cast<uint8_t>(text[at]) & 0x3Fu);
  }
  return more == 0 ? ' ' : c;
}

// Subscripts and superscripts, as in O₂.
uint32_t PlainDigit(uint32_t c) {
  if (c >= 0x2080 && c <= 0x2089) return '0' + (c - 0x2080);
  if (c == 0x00B2 || c == 0x00B3) return '2' + (c - 0x00B2);
  return c == 0x00B9 ? '1' : c;
}

constexpr uint32_t kYech = 0x0565;
constexpr uint32_t kYiwn = 0x0582;
constexpr char kYechVew[] = "եվ";
constexpr char kVew[] = "վ";

}  // namespace

std::string FoldForSearch(absl::string_view text) {
  std::string out;
  Sort last = Sort::kSeparator;
  uint32_t before = ' ';
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const uint32_t c = Lower(PlainDigit(NextCodePoint(text, at)));
    const Sort sort = SortOf(c);
    if (sort == Sort::kMark) continue;
    if (sort != last && !out.empty() && last != Sort::kSeparator) out.push_back(' ');
    last = sort;
    if (sort != Sort::kSeparator) {
      if (const char* bare = BareLetters(c)) {
        out += bare;
      } else if (c == 0x0587) {
        out += kYechVew;
      } else if (c == kYiwn && before == kYech) {
        out += kVew;
      } else if (c < 0x800) {
        AppendUpTo0x7FF(c, out);
      } else {
        out += std::string(text.substr(begin, at - begin));
      }
    }
    before = c;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

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
