#include "services/inventory/domain/catalogue/text_search.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/inventory/domain/catalogue/merge.h"
#include "services/inventory/gs1/check_digit.h"
#include "storage/base/text.h"

namespace waystation::inventory {
namespace {

// Before each GTIN, behind all that words are looked for in: parts of a GTIN find nothing.
constexpr char kGtinMark = '\f';

bool IsBorder(char c) { return c == ' ' || c == '\n'; }

std::optional<SearchRank> RankOfWord(absl::string_view text, absl::string_view word) {
  std::optional<SearchRank> best;
  for (size_t at = text.find(word); at != absl::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool begins = at == 0 || IsBorder(text[at - 1]);
    const bool ends = end == text.size() || IsBorder(text[end]);
    if (begins && ends) return SearchRank::kWords;
    const SearchRank here = begins ? SearchRank::kBeginnings : SearchRank::kInside;
    best = std::min(best.value_or(here), here);
  }
  return best;
}

bool HasLine(absl::string_view text, absl::string_view line) {
  for (absl::string_view one : absl::StrSplit(text, '\n')) {
    if (one == line) return true;
  }
  return false;
}

std::string SearchLinesOf(const v1::ItemAlias& item) {
  std::string text = FoldForSearch(absl::StripPrefix(item.item(), "items/"));
  const auto add = [&text](absl::string_view line) {
    if (!line.empty()) text += "\n" + FoldForSearch(line);
  };
  add(item.inn());
  for (const v1::ItemCode& code : item.codes()) add(code.code());
  for (const common::v1::LocalizedText& name : item.display_names()) add(name.text());
  return text;
}

std::string SearchGtinsOf(const google::protobuf::RepeatedPtrField<v1::Pack>& packs) {
  std::string gtins;
  for (const v1::Pack& pack : packs) {
    if (!pack.gtin().empty()) gtins += kGtinMark + pack.gtin();
  }
  return gtins;
}

}  // namespace

std::string SearchTextOf(const v1::Item& item) {
  std::string lines = SearchLinesOf(AliasOf(item));
  std::string gtins = SearchGtinsOf(item.packs());
  for (const v1::ItemAlias& alias : item.aliases()) {
    lines += "\n" + SearchLinesOf(alias);
    gtins += SearchGtinsOf(alias.packs());
  }
  return lines + gtins;
}

std::string OwnSearchTextOf(const v1::Item& item) { return SearchTextOf(AliasOf(item)); }

std::string SearchTextOf(const v1::ItemAlias& alias) {
  return SearchLinesOf(alias) + SearchGtinsOf(alias.packs());
}

SearchQuery::SearchQuery(absl::string_view text)
    : whole_(FoldForSearch(text)),
      words_(absl::StrSplit(whole_, ' ', absl::SkipEmpty())),
      gtin_(gs1::Gtin14(whole_).value_or("")) {}

std::optional<SearchRank> SearchQuery::RankIn(absl::string_view search_text) const {
  const size_t words_end = std::min(search_text.find(kGtinMark), search_text.size());
  if (!gtin_.empty() && absl::StrContains(search_text.substr(words_end), kGtinMark + gtin_)) {
    return SearchRank::kWhole;
  }
  search_text = search_text.substr(0, words_end);
  std::optional<SearchRank> worst;
  for (const std::string& word : words_) {
    const std::optional<SearchRank> rank = RankOfWord(search_text, word);
    if (!rank.has_value()) return std::nullopt;
    worst = std::max(worst.value_or(*rank), *rank);
  }
  return worst == SearchRank::kWords && HasLine(search_text, whole_) ? SearchRank::kWhole : worst;
}

}  // namespace waystation::inventory
