// Text as people of the region type it.
#ifndef STORAGE_BASE_TEXT_H_
#define STORAGE_BASE_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace waystation {

// `text` (UTF-8) with letters of the Latin, Cyrillic and Armenian scripts in lower case, and with
// i, I, dotted capital İ and dotless ı all as "i": people type Azerbaijani on keyboards that lack
// them. Other characters, and bytes that are not UTF-8, stay as they are.
std::string FoldCase(absl::string_view text);

// `text` (UTF-8) as the words that people look for it by: as FoldCase, moreover letters without
// their marks (ğ is g, ə is e, ё is е, й is и), the Armenian ligature և as եվ, as is եւ, and what
// is no letter or digit gone. Words are one blank apart; digits and letters are words of their own.
std::string FoldForSearch(absl::string_view text);

// Characters (code points) of UTF-8 text.
int CharacterCount(absl::string_view text);

}  // namespace waystation

#endif  // STORAGE_BASE_TEXT_H_
