#include "clients/cli/text/names.h"

namespace waystation::cli {

Names WithNames(const Names& before, const std::map<std::string, std::string>& given) {
  Names names = before;
  for (const auto& [language, text] : given) {
    if (text.empty()) continue;
    common::v1::LocalizedText* place = nullptr;
    for (auto& name : names) {
      if (name.language() == language) place = &name;
    }
    if (place == nullptr) place = names.Add();
    place->set_language(language);
    place->set_text(text);
  }
  return names;
}

std::string NameIn(const Names& names, const std::string& language, absl::string_view fallback) {
  for (const std::string& wanted : {language, std::string("en")}) {
    for (const auto& name : names) {
      if (name.language() == wanted) return name.text();
    }
  }
  return names.empty() ? std::string(fallback) : names[0].text();
}

Names NamesOf(const std::map<std::string, std::string>& given) { return WithNames({}, given); }

}  // namespace waystation::cli
