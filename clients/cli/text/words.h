// Enums of the contracts as the words that people type and read: PURPOSE_PATIENT_CARE is
// "patient-care".
#ifndef CLIENTS_CLI_TEXT_WORDS_H_
#define CLIENTS_CLI_TEXT_WORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace waystation::cli {

// All words of the enum but the unspecified one, in the order of their numbers.
std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor* type);

// "" for the unspecified value; the number for a value that this program does not know.
std::string EnumWord(const google::protobuf::EnumDescriptor* type, int number);

// INVALID_ARGUMENT "got X, want one of ..." for anything but a word of the enum.
absl::StatusOr<int> ParseEnumWord(const google::protobuf::EnumDescriptor* type,
                                  absl::string_view word);

template <typename Enum>
std::string Word(Enum value) {
  return EnumWord(google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

// As Word with blanks for hyphens, to be read in a sentence or a table.
template <typename Enum>
std::string PlainWord(Enum value) {
  std::string word = Word(value);
  for (char& c : word) c = c == '-' ? ' ' : c;
  return word;
}

template <typename Enum>
absl::StatusOr<Enum> ParseWord(absl::string_view word) {
  absl::StatusOr<int> number = ParseEnumWord(google::protobuf::GetEnumDescriptor<Enum>(), word);
  if (!number.ok()) return number.status();
  return static_cast<Enum>(*number);
}

// "a, b or c" of the enum's words, for help texts.
template <typename Enum>
std::string WordsOf() {
  std::string text;
  std::vector<std::string> words = EnumWords(google::protobuf::GetEnumDescriptor<Enum>());
  for (size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return text;
}

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_WORDS_H_
