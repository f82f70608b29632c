// Names by how they sound: the spellings of one place in Azerbaijani, Armenian, Russian and English
// brought to one short alphabet, letter by letter.
//
// Cyrillic and Armenian letters become Latin ones (ж zh, х kh, ջ j, ղ gh), ь and ъ nothing,
// Armenian ու u, and ո at the beginning of a word vo. Then, the longest group of letters first:
//
//   a   a e (and ə, я, ye, е, է, ե)       k   k g q h x kh gh (and ğ, к, г, х, ղ, խ, հ, ք)
//   i   i y o u (and ı, ö, ü, ы, ը, ու)   c   c j ch zh dj dzh tch ts tz dz (and ç, ж, ч, ц, ջ, ժ,
//   ծ) f   f ph                              s   s sh sch shch (and ş, ш, щ, շ) v   v w t   t th
//
// and b d l m n p r z stay. An i before an a is dropped, doubled letters are one. Letters that a
// language changes (Russian г for h, т for d at a word's end, -ский) and names that are translated
// or were changed are beyond a table of letters.
#ifndef SERVICES_FACILITY_DOMAIN_SPELLING_H_
#define SERVICES_FACILITY_DOMAIN_SPELLING_H_

#include <string>

#include "absl/strings/string_view.h"

namespace waystation::facility {

// The words of `folded`, a text that FoldForSearch gave, as one word of that alphabet. Digits and
// letters of other scripts stay as they are.
std::string SoundOf(absl::string_view folded);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_SPELLING_H_
