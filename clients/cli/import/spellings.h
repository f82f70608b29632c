// Which of a place's spellings is of which language, where a gazetteer does not say.
#ifndef CLIENTS_CLI_IMPORT_SPELLINGS_H_
#define CLIENTS_CLI_IMPORT_SPELLINGS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace waystation::cli {

struct Spellings {
  // By language: "az", "hy", "ru" where one was found; never "en".
  std::map<std::string, std::string> names;
  // All others, in their order, each once; not the name itself.
  std::vector<std::string> others;
  // More than one spelling is in the letters of Russian, and the first was taken.
  bool several_russian = false;
};

// `name` is the gazetteer's own, in Latin letters; `alternates` are separated by commas. By letters
// alone, and rather none than a wrong one:
//   hy  the first in Armenian letters
//   ru  the first that has no other letters than those of Russian
//   az  the first that has no other letters than those of Azerbaijani, among them one that is only
//       its own (ə), or for a place in Azerbaijan one that English does not have
// REQUIRES: both are UTF-8.
Spellings SpellingsOf(absl::string_view name, absl::string_view alternates,
                      absl::string_view country);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_SPELLINGS_H_
