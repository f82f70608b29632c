#include "clients/cli/import/encoding.h"

#include <iconv.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

constexpr char kUtf8[] = "utf-8";
constexpr char kMixed[] = "mixed";
// Of letters beyond ASCII, so many in a row are no Western European word.
constexpr size_t kForeignRun = 3;

bool IsControl(absl::string_view utf8) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(utf8[i]); };
  return utf8.size() == 2 && byte(0) == 0xC2 && byte(1) < 0xA0;
}

// By the C library's own tables, one byte at a time.
std::optional<std::array<std::string, 256>> CharactersOf(const std::string& encoding) {
  iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::array<std::string, 256> characters;
  for (size_t byte = 1; byte < characters.size(); ++byte) {
    char in = static_cast<char>(byte);
    char out[8];
    char* from = &in;
    char* to = out;
    size_t left = 1;
    size_t room = sizeof(out);
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    if (iconv(converter, &from, &left, &to, &room) == static_cast<size_t>(-1)) continue;
    std::string utf8(out, sizeof(out) - room);
    if (!IsControl(utf8)) characters[byte] = std::move(utf8);
  }
  iconv_close(converter);
  return characters;
}

// Bytes of the well-formed UTF-8 character at the beginning; 0 when there is none.
size_t Utf8CharacterAt(absl::string_view bytes) {
  for (size_t size = 1; size <= std::min<size_t>(4, bytes.size()); ++size) {
    if (!FirstInvalidUtf8(bytes.substr(0, size)).has_value()) return size;
  }
  return 0;
}

}  // namespace

std::vector<std::string> EncodingNames() {
  return {kUtf8,          kMixed,         "iso-8859-1",   "iso-8859-9",
          "windows-1250", "windows-1251", "windows-1252", "windows-1254"};
}

absl::StatusOr<Decoder> Decoder::Named(absl::string_view encoding) {
  std::vector<std::string> names = EncodingNames();
  Decoder decoder;
  decoder.name_ = std::string(encoding);
  bool known = std::find(names.begin(), names.end(), decoder.name_) != names.end();
  if (known && encoding != kUtf8 && encoding != kMixed) {
    decoder.characters_ = CharactersOf(decoder.name_);
    known = decoder.characters_.has_value();
  }
  if (known) return decoder;
  return absl::InvalidArgumentError(
      absl::StrCat("got \"", Quotable(encoding), "\", want one of ", absl::StrJoin(names, ", ")));
}

std::optional<Decoder::Text> Decoder::Decode(absl::string_view bytes) const {
  // No field of ours has a zero byte, whatever the encoding.
  if (bytes.find('\0') != absl::string_view::npos) return std::nullopt;
  if (!characters_.has_value()) {
    if (!FirstInvalidUtf8(bytes).has_value()) return Text{std::string(bytes), false};
    return name_ == kMixed ? DecodeMixed(bytes) : std::nullopt;
  }
  Text text;
  for (char byte : bytes) {
    const std::string& character = (*characters_)[static_cast<unsigned char>(byte)];
    if (character.empty()) return std::nullopt;
    text.utf8 += character;
  }
  return text;
}

std::optional<Decoder::Text> Decoder::DecodeMixed(absl::string_view bytes) const {
  Text text;
  text.guessed = true;
  size_t foreign = 0;
  while (!bytes.empty()) {
    size_t size = Utf8CharacterAt(bytes);
    if (size > 0) {
      text.utf8.append(bytes.data(), size);
      bytes.remove_prefix(size);
      foreign = 0;
      continue;
    }
    auto byte = static_cast<unsigned char>(bytes[0]);
    if (byte < 0xA0 || ++foreign >= kForeignRun) return std::nullopt;
    // ISO-8859-1 has the numbers of Unicode.
    text.utf8.push_back(static_cast<char>(0xC0 | (byte >> 6)));
    text.utf8.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    bytes.remove_prefix(1);
  }
  return text;
}

}  // namespace waystation::cli
