// The alphabet of sounds: letter by letter, by spellings that are in use, and over all places of
// the region that GeoNames knows, which lie beside the repository in ../shared/data (or
// WAYSTATION_REAL_DATA) with their source; the last is skipped where they are not.
#include "services/facility/domain/spelling.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/facility/domain/text_search.h"

namespace waystation::facility {
namespace {

std::string Sound(absl::string_view text) { return SoundOf(FoldForSearch(text)); }

TEST(SoundOf, LettersOfEachScriptMeet) {
  const std::vector<std::vector<std::string>> alike = {
      {"sh", "ş", "ш", "շ", "s", "sch", "щ"},
      {"ch", "ç", "ч", "չ", "ճ", "c", "č", "j", "zh", "dzh", "ж", "дж", "ջ", "ժ", "ts", "ц", "ծ"},
      {"kh", "x", "х", "խ", "h", "һ", "հ", "gh", "ğ", "г", "ղ", "ғ", "q", "k", "к", "ք", "գ", "ck"},
      {"y", "i", "ı", "İ", "ы", "и", "й", "ը", "ի", "յ", "o", "u", "ö", "ü", "օ", "ու", "о", "у"},
      {"a", "e", "ə", "Ə", "э", "а", "я", "е", "ա", "ե", "է", "ya", "ye"},
      {"f", "ph", "ф", "ֆ"},
      {"t", "th", "т", "թ", "տ", "tt", "т’"},
      {"v", "w", "в", "վ"}};
  std::set<std::string> sounds;
  for (const std::vector<std::string>& letters : alike) {
    sounds.insert(Sound(letters[0]));
    for (const std::string& letter : letters) EXPECT_EQ(Sound(letter), Sound(letters[0])) << letter;
  }
  EXPECT_EQ(sounds.size(), alike.size());
}

TEST(SoundOf, SpellingsInUse) {
  // Azerbaijani, Armenian, Russian, English.
  const std::vector<std::vector<std::string>> places = {
      {"Xocalı", "Խոջալու", "Ходжалы", "Khojaly"},
      {"Şuşa", "Շուշի", "Шуша", "Shusha"},
      {"Ağdam", "Աղդամ", "Агдам", "Aghdam"},
      {"Laçın", "Լաչին", "Лачин", "Lachin"},
      {"Hadrut", "Հադրութ", "Гадрут", "Hadrut"},
      {"Xankəndi", "Խանքենդի", "Ханкенди", "Khankendi"},
      {"Naxçıvan", "Նախիջևան", "Нахичевань", "Nakhchivan"},
      {"Yeğeqnadzor", "Եղեգնաձոր", "Ехегнадзор", "Yeghegnadzor"},
      {"Voskevan", "Ոսկեվան", "Воскеван", "Voskevan"},
      {"Qubadlı", "Ղուբաթլը", "Кубатлы", "Gubadly"}};
  // Where the letters themselves differ: final а and и, չ/ջ with or without a vowel, t for d.
  const std::map<std::string, int> apart = {{"Şuşa", 3}, {"Naxçıvan", 4}, {"Qubadlı", 4}};
  for (const std::vector<std::string>& spellings : places) {
    int pairs_apart = 0;
    for (size_t a = 0; a < spellings.size(); ++a) {
      for (size_t b = a + 1; b < spellings.size(); ++b) {
        if (Sound(spellings[a]) != Sound(spellings[b])) ++pairs_apart;
      }
    }
    const auto expected = apart.find(spellings[0]);
    EXPECT_EQ(pairs_apart, expected == apart.end() ? 0 : expected->second) << spellings[0];
  }
}

TEST(SoundOf, KeepsDigitsAndOtherScriptsAndWhatDiffers) {
  EXPECT_EQ(Sound(""), "");
  EXPECT_EQ(Sound("ь ъ"), "");
  EXPECT_EQ(Sound("Post 11"), "pist11");
  EXPECT_EQ(Sound("თბილისი"), "თბილისი");
  for (const auto& [one, other] : {std::pair{"Agdam", "Agdash"}, std::pair{"Barda", "Tartar"},
                                   std::pair{"Goris", "Sisian"}, std::pair{"Vedi", "Vayk"}}) {
    EXPECT_NE(Sound(one), Sound(other));
  }
}

enum class Script { kLatin, kCyrillic, kArmenian, kOther };

// Of the letters, by the first bytes of their UTF-8; a text in two scripts is of none.
Script ScriptOf(absl::string_view text) {
  std::set<Script> scripts;
  for (const char c : text) {
    const uint8_t byte = static_cast<uint8_t>(c);
    if (absl::ascii_isalpha(byte) || (byte >= 0xC3 && byte <= 0xC9)) scripts.insert(Script::kLatin);
    if (byte >= 0xD0 && byte <= 0xD3) scripts.insert(Script::kCyrillic);
    if (byte >= 0xD4 && byte <= 0xD6) scripts.insert(Script::kArmenian);
    if (byte >= 0xD7 && byte != 0xE2) scripts.insert(Script::kOther);
  }
  return scripts.size() == 1 ? *scripts.begin() : Script::kOther;
}

using Spellings = std::map<Script, std::set<std::string>>;

// Of each place of Azerbaijan and Armenia: all spellings that GeoNames has, former names too.
std::vector<Spellings> Places() {
  const char* folder = std::getenv("WAYSTATION_REAL_DATA");
  std::ifstream file(absl::StrCat(folder == nullptr ? "../shared/data" : folder,
                                  "/geonames_south_caucasus/cities500_south_caucasus.tsv"));
  std::vector<Spellings> places;
  std::string line;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    if (cells.size() < 9 || (cells[8] != "AZ" && cells[8] != "AM")) continue;
    Spellings& spellings = places.emplace_back();
    spellings[ScriptOf(cells[1])].insert(cells[1]);
    for (absl::string_view text : absl::StrSplit(cells[3], ',', absl::SkipEmpty())) {
      spellings[ScriptOf(text)].insert(std::string(text));
    }
  }
  return places;
}

v1::Facility RegisteredAs(const std::set<std::string>& names) {
  v1::Facility facility;
  for (const std::string& name : names) facility.add_aliases()->set_text(name);
  return facility;
}

// How many places with spellings in both scripts are found by one in `from` when only those in `to`
// are registered, and how many there are.
std::pair<int, int> Found(const std::vector<Spellings>& places, Script from, Script to) {
  int found = 0;
  int all = 0;
  for (const Spellings& place : places) {
    if (place.count(from) == 0 || place.count(to) == 0) continue;
    const v1::Facility facility = RegisteredAs(place.at(to));
    bool any = false;
    for (const std::string& text : place.at(from)) any |= FacilitySearch(text).Finds(facility);
    found += any ? 1 : 0;
    ++all;
  }
  return {found, all};
}

// The same of single spellings: former names and other languages' forms among them.
std::pair<int, int> FoundOfAll(const std::vector<Spellings>& places, Script from, Script to) {
  int found = 0;
  int all = 0;
  for (const Spellings& place : places) {
    if (place.count(from) == 0 || place.count(to) == 0) continue;
    const v1::Facility facility = RegisteredAs(place.at(to));
    for (const std::string& text : place.at(from)) {
      found += FacilitySearch(text).Finds(facility) ? 1 : 0;
      ++all;
    }
  }
  return {found, all};
}

TEST(SoundOf, FindsThePlacesOfTheRegionAcrossScripts) {
  const std::vector<Spellings> places = Places();
  if (places.empty()) GTEST_SKIP() << "no geonames_south_caucasus beside the repository";
  struct Case {
    const char* name;
    Script from;
    Script to;
    std::pair<int, int> places;
    std::pair<int, int> spellings;
  };
  const Case cases[] = {
      {"Latin, Cyrillic registered", Script::kLatin, Script::kCyrillic, {358, 359}, {1035, 2248}},
      {"Latin, Armenian registered", Script::kLatin, Script::kArmenian, {320, 323}, {806, 1820}},
      {"Cyrillic, Latin registered", Script::kCyrillic, Script::kLatin, {358, 359}, {421, 430}},
      {"Cyrillic, Armenian registered",
       Script::kCyrillic,
       Script::kArmenian,
       {210, 244},
       {242, 303}},
      {"Armenian, Latin registered", Script::kArmenian, Script::kLatin, {320, 323}, {334, 338}},
      {"Armenian, Cyrillic registered",
       Script::kArmenian,
       Script::kCyrillic,
       {208, 244},
       {210, 255}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Found(places, c.from, c.to), c.places) << c.name;
    EXPECT_EQ(FoundOfAll(places, c.from, c.to), c.spellings) << c.name;
  }
}

// What the forgiving costs: how many places are found that were not meant.
TEST(SoundOf, FindsFewOtherPlaces) {
  const std::vector<Spellings> places = Places();
  if (places.empty()) GTEST_SKIP() << "no geonames_south_caucasus beside the repository";
  std::vector<v1::Facility> facilities;
  for (const Spellings& place : places) {
    std::set<std::string> names;
    for (const auto& [script, spellings] : place) names.insert(spellings.begin(), spellings.end());
    facilities.push_back(RegisteredAs(names));
  }
  int others = 0;
  int asked = 0;
  for (size_t i = 0; i < places.size(); ++i) {
    if (places[i].count(Script::kArmenian) == 0) continue;
    const FacilitySearch search(*places[i].at(Script::kArmenian).begin());
    ++asked;
    for (size_t j = 0; j < facilities.size(); ++j) others += i != j && search.Finds(facilities[j]);
  }
  EXPECT_EQ(std::pair(others, asked), std::pair(240, 323));
}

}  // namespace
}  // namespace waystation::facility
