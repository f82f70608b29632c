// Text of files that are not UTF-8, cell by cell. A file's structure (commas, quotes, line ends) is
// ASCII in all of these encodings, so a cell can be decoded on its own.
#ifndef CLIENTS_CLI_IMPORT_ENCODING_H_
#define CLIENTS_CLI_IMPORT_ENCODING_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace waystation::cli {

// Names of encodings, in the order in which help shows them:
//   utf-8          anything else is refused
//   mixed          UTF-8 where the bytes are that; where they are not, ISO-8859-1, which is told
//   iso-8859-1 iso-8859-9 windows-1250 windows-1251 windows-1252 windows-1254
// UTF-16 is not among them: it has to be saved as UTF-8 first.
std::vector<std::string> EncodingNames();

// Bytes of cells into UTF-8.
class Decoder {
 public:
  // UTF-8.
  Decoder() = default;
  // INVALID_ARGUMENT "got X, want one of ..." for any other name.
  static absl::StatusOr<Decoder> Named(absl::string_view encoding);

  struct Text {
    std::string utf8;
    // Mixed only: some of it was no UTF-8 and was read as ISO-8859-1.
    bool guessed = false;
  };

  // nullopt when the bytes can't be text in this encoding: no UTF-8, a byte that means no
  // character, or in `mixed` what looks like another alphabet in one byte a letter (three letters
  // and more next to each other that are no UTF-8), which ISO-8859-1 would turn into nonsense.
  std::optional<Text> Decode(absl::string_view bytes) const;

  // The encoding's name.
  const std::string& name() const { return name_; }

 private:
  std::optional<Text> DecodeMixed(absl::string_view bytes) const;

  std::string name_ = "utf-8";
  // What each byte means as UTF-8, empty where it means nothing; unset for utf-8 and mixed.
  std::optional<std::array<std::string, 256>> characters_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_ENCODING_H_
