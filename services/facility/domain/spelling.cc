#include "services/facility/domain/spelling.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace waystation::facility {
namespace {

struct Letters {
  absl::string_view from;
  absl::string_view to;
};

// One row for each small letter as FoldForSearch leaves it, in order of its bytes.
constexpr Letters kLatin[] = {
    {"а", "a"},   {"б", "b"},  {"в", "v"},  {"г", "g"},  {"д", "d"},  {"е", "e"},  {"ж", "zh"},
    {"з", "z"},   {"и", "i"},  {"к", "k"},  {"л", "l"},  {"м", "m"},  {"н", "n"},  {"о", "o"},
    {"п", "p"},   {"р", "r"},  {"с", "s"},  {"т", "t"},  {"у", "u"},  {"ф", "f"},  {"х", "kh"},
    {"ц", "ts"},  {"ч", "ch"}, {"ш", "sh"}, {"щ", "sh"}, {"ъ", ""},   {"ы", "y"},  {"ь", ""},
    {"э", "e"},   {"ю", "iu"}, {"я", "ia"}, {"є", "ie"}, {"і", "i"},  {"ї", "i"},  {"ј", "i"},
    {"џ", "dzh"}, {"ғ", "gh"}, {"қ", "q"},  {"ҝ", "g"},  {"ү", "u"},  {"ҹ", "j"},  {"һ", "h"},
    {"ә", "e"},   {"ө", "o"},  {"ա", "a"},  {"բ", "b"},  {"գ", "g"},  {"դ", "d"},  {"ե", "e"},
    {"զ", "z"},   {"է", "e"},  {"ը", "y"},  {"թ", "t"},  {"ժ", "zh"}, {"ի", "i"},  {"լ", "l"},
    {"խ", "kh"},  {"ծ", "ts"}, {"կ", "k"},  {"հ", "h"},  {"ձ", "dz"}, {"ղ", "gh"}, {"ճ", "ch"},
    {"մ", "m"},   {"յ", "y"},  {"ն", "n"},  {"շ", "sh"}, {"ո", "o"},  {"չ", "ch"}, {"պ", "p"},
    {"ջ", "j"},   {"ռ", "r"},  {"ս", "s"},  {"վ", "v"},  {"տ", "t"},  {"ր", "r"},  {"ց", "ts"},
    {"ւ", "v"},   {"փ", "p"},  {"ք", "k"},  {"օ", "o"},  {"ֆ", "f"},
};

// Longer groups before the shorter ones that they begin with.
constexpr Letters kSounds[] = {
    {"shch", "s"}, {"dsch", "c"}, {"tsch", "c"}, {"sch", "s"}, {"dzh", "c"}, {"tch", "c"},
    {"tsh", "c"},  {"ch", "c"},   {"ck", "k"},   {"dj", "c"},  {"dz", "c"},  {"gh", "k"},
    {"kh", "k"},   {"ph", "f"},   {"sh", "s"},   {"th", "t"},  {"ts", "c"},  {"tz", "c"},
    {"zh", "c"},   {"e", "a"},    {"g", "k"},    {"h", "k"},   {"j", "c"},   {"o", "i"},
    {"q", "k"},    {"u", "i"},    {"w", "v"},    {"x", "k"},   {"y", "i"},
};

constexpr absl::string_view kArmenianO = "ո";
constexpr absl::string_view kArmenianU = "ու";

size_t CharacterLength(char first) {
  const uint8_t byte = static_cast<uint8_t>(first);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

std::string InLatin(absl::string_view word) {
  std::string out;
  if (absl::StartsWith(word, kArmenianO) && !absl::StartsWith(word, kArmenianU)) out = "v";
  while (!word.empty()) {
    if (absl::ConsumePrefix(&word, kArmenianU)) {
      out += "u";
      continue;
    }
    const absl::string_view letter = word.substr(0, CharacterLength(word.front()));
    const auto* row = std::lower_bound(
        std::begin(kLatin), std::end(kLatin), letter,
        [](const Letters& each, absl::string_view text) { return each.from < text; });
    const bool found = row != std::end(kLatin) && row->from == letter;
    out += std::string(found ? row->to : letter);
    word.remove_prefix(letter.size());
  }
  return out;
}

// Moves behind what it takes.
absl::string_view NextSound(absl::string_view& latin) {
  for (const Letters& group : kSounds) {
    if (absl::ConsumePrefix(&latin, group.from)) return group.to;
  }
  const absl::string_view letter = latin.substr(0, 1);
  latin.remove_prefix(1);
  return letter;
}

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

void AppendSound(char sound, std::string& out) {
  if (sound == 'a' && !out.empty() && out.back() == 'i') out.pop_back();
  if (IsLetter(sound) && !out.empty() && out.back() == sound) return;
  out.push_back(sound);
}

}  // namespace

std::string SoundOf(absl::string_view folded) {
  std::string out;
  for (absl::string_view word : absl::StrSplit(folded, ' ', absl::SkipEmpty())) {
    const std::string latin = InLatin(word);
    absl::string_view rest = latin;
    while (!rest.empty()) {
      for (const char sound : NextSound(rest)) AppendSound(sound, out);
    }
  }
  return out;
}

}  // namespace waystation::facility
