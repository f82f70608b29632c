// A number of lines or answers on the command line.
#ifndef CLIENTS_CLI_COUNT_H_
#define CLIENTS_CLI_COUNT_H_

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {

// A check of an option: "" for a whole number from 0 to 1,000,000, else "got X, want Y". A leading
// zero is refused: the library would read an octal number.
inline std::string CheckCount(const std::string& text) {
  constexpr int kMost = 1000000;
  int count = 0;
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  const bool octal = text.size() > 1 && text[0] == '0';
  if (digits && !octal && absl::SimpleAtoi(text, &count) && count <= kMost) return "";
  return absl::StrCat("got \"", Quotable(text), "\", want a whole number from 0 to ",
                      WithThousands(kMost));
}

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_COUNT_H_
