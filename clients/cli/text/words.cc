#include "clients/cli/text/words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

using google::protobuf::EnumDescriptor;

// "SUPPLY_STATE_" for SupplyState.
std::string Prefix(const EnumDescriptor* type) {
  std::string prefix;
  for (char c : type->name()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return prefix + "_";
}

}  // namespace

std::string EnumWord(const EnumDescriptor* type, int number) {
  if (number == 0) return "";
  const auto* value = type->FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat(number);
  std::string word = absl::AsciiStrToLower(absl::StripPrefix(value->name(), Prefix(type)));
  std::replace(word.begin(), word.end(), '_', '-');
  return word;
}

std::vector<std::string> EnumWords(const EnumDescriptor* type) {
  std::vector<std::string> words;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0) words.push_back(EnumWord(type, type->value(i)->number()));
  }
  return words;
}

absl::StatusOr<int> ParseEnumWord(const EnumDescriptor* type, absl::string_view word) {
  for (int i = 0; i < type->value_count(); ++i) {
    int number = type->value(i)->number();
    if (number != 0 && EnumWord(type, number) == word) return number;
  }
  return absl::InvalidArgumentError(absl::StrCat("got \"", Quotable(word), "\", want one of ",
                                                 absl::StrJoin(EnumWords(type), ", ")));
}

}  // namespace waystation::cli
