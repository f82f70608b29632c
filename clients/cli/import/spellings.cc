#include "clients/cli/import/spellings.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace waystation::cli {
namespace {

constexpr char32_t kSchwaCapital = U'Ə';
constexpr char32_t kSchwaSmall = U'ə';

std::u32string CodePoints(absl::string_view text) {
  std::u32string points;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    points.push_back(point);
    i += length;
  }
  return points;
}

bool IsBetweenLetters(char32_t c) { return c == U' ' || c == U'-' || c == U'.'; }

bool IsArmenian(char32_t c) { return (c >= 0x531 && c <= 0x556) || (c >= 0x561 && c <= 0x587); }

bool IsRussian(char32_t c) { return (c >= 0x410 && c <= 0x44F) || c == 0x401 || c == 0x451; }

bool IsAzerbaijaniOnly(char32_t c) {
  static const std::u32string* const kLetters = new std::u32string(U"ÇçƏəĞğıİÖöŞşÜü");
  return kLetters->find(c) != std::u32string::npos;
}

bool IsAzerbaijani(char32_t c) {
  const bool latin = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  return (latin && c != U'w' && c != U'W') || IsAzerbaijaniOnly(c);
}

// Letters of the one sort alone, at least one.
template <typename IsLetter>
bool IsWrittenIn(const std::u32string& text, IsLetter is_letter) {
  bool any = false;
  for (char32_t c : text) {
    if (is_letter(c)) {
      any = true;
    } else if (!IsBetweenLetters(c)) {
      return false;
    }
  }
  return any;
}

bool HasSchwa(const std::u32string& text) {
  return text.find(kSchwaSmall) != std::u32string::npos ||
         text.find(kSchwaCapital) != std::u32string::npos;
}

template <typename Fits>
std::string FirstThat(const std::vector<std::string>& spellings, Fits fits) {
  for (const std::string& spelling : spellings) {
    if (fits(CodePoints(spelling))) return spelling;
  }
  return "";
}

std::string AzerbaijaniOf(const std::vector<std::string>& spellings, bool at_home) {
  std::string certain = FirstThat(spellings, [](const std::u32string& text) {
    return IsWrittenIn(text, IsAzerbaijani) && HasSchwa(text);
  });
  if (!certain.empty() || !at_home) return certain;
  return FirstThat(spellings, [](const std::u32string& text) {
    return IsWrittenIn(text, IsAzerbaijani) &&
           std::any_of(text.begin(), text.end(), IsAzerbaijaniOnly);
  });
}

}  // namespace

Spellings SpellingsOf(absl::string_view name, absl::string_view alternates,
                      absl::string_view country) {
  std::vector<std::string> all = {std::string(name)};
  for (absl::string_view part : absl::StrSplit(alternates, ',')) {
    const absl::string_view spelling = absl::StripAsciiWhitespace(part);
    if (!spelling.empty()) all.emplace_back(spelling);
  }
  Spellings result;
  const auto keep = [&result](const char* language, const std::string& spelling) {
    if (!spelling.empty()) result.names[language] = spelling;
  };
  keep("az", AzerbaijaniOf(all, country == "AZ"));
  keep("hy", FirstThat(all, [](const auto& text) { return IsWrittenIn(text, IsArmenian); }));
  keep("ru", FirstThat(all, [](const auto& text) { return IsWrittenIn(text, IsRussian); }));
  const auto russian = std::count_if(all.begin(), all.end(), [](const std::string& spelling) {
    return IsWrittenIn(CodePoints(spelling), IsRussian);
  });
  result.several_russian = russian > 1;
  std::set<std::string> kept = {std::string(name)};
  for (const auto& entry : result.names) kept.insert(entry.second);
  for (const std::string& spelling : all) {
    if (kept.insert(spelling).second) result.others.push_back(spelling);
  }
  return result;
}

}  // namespace waystation::cli
