#include "clients/cli/text/xml_writer.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

void AppendCharacter(char c, std::string* out) {
  switch (c) {
    case '&':
      absl::StrAppend(out, "&amp;");
      return;
    case '<':
      absl::StrAppend(out, "&lt;");
      return;
    case '>':
      absl::StrAppend(out, "&gt;");
      return;
    case '"':
      absl::StrAppend(out, "&quot;");
      return;
    case '\'':
      absl::StrAppend(out, "&#39;");
      return;
    // As they are they would not survive a reader: line ends and blanks are made alike.
    case '\t':
      absl::StrAppend(out, "&#9;");
      return;
    case '\n':
      absl::StrAppend(out, "&#10;");
      return;
    case '\r':
      absl::StrAppend(out, "&#13;");
      return;
    default:
      break;
  }
  const bool control = static_cast<unsigned char>(c) < 0x20;
  absl::StrAppend(out, control ? kReplacement : absl::string_view(&c, 1));
}

void AppendValid(absl::string_view text, std::string* out) {
  while (!text.empty()) {
    // U+FFFE and U+FFFF.
    if (absl::StartsWith(text, "\xEF\xBF\xBE") || absl::StartsWith(text, "\xEF\xBF\xBF")) {
      absl::StrAppend(out, kReplacement);
      text.remove_prefix(kReplacement.size());
      continue;
    }
    AppendCharacter(text[0], out);
    text.remove_prefix(1);
  }
}

}  // namespace

std::string XmlText(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t valid = FirstInvalidUtf8(text).value_or(text.size());
    AppendValid(text.substr(0, valid), &out);
    text.remove_prefix(valid);
    if (text.empty()) break;
    absl::StrAppend(&out, kReplacement);
    text.remove_prefix(1);
  }
  return out;
}

XmlWriter::XmlWriter() : text_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void XmlWriter::Begin(absl::string_view name, const Attributes& attributes) {
  absl::StrAppend(&text_, std::string(2 * open_.size(), ' '), "<", name);
  for (const auto& [attribute, value] : attributes) {
    absl::StrAppend(&text_, " ", attribute, "=\"", XmlText(value), "\"");
  }
  absl::StrAppend(&text_, ">");
}

void XmlWriter::Open(absl::string_view name, const Attributes& attributes) {
  Begin(name, attributes);
  absl::StrAppend(&text_, "\n");
  open_.emplace_back(name);
}

void XmlWriter::Close() {
  const std::string name = open_.back();
  open_.pop_back();
  absl::StrAppend(&text_, std::string(2 * open_.size(), ' '), "</", name, ">\n");
}

void XmlWriter::Leaf(absl::string_view name, absl::string_view text, const Attributes& attributes) {
  Begin(name, attributes);
  absl::StrAppend(&text_, XmlText(text), "</", name, ">\n");
}

void XmlWriter::Comment(absl::string_view text) {
  std::string harmless = XmlText(text);
  while (absl::StrContains(harmless, "--")) {
    harmless = absl::StrReplaceAll(harmless, {{"--", "- -"}});
  }
  absl::StrAppend(&text_, std::string(2 * open_.size(), ' '), "<!-- ", harmless, " -->\n");
}

std::string XmlWriter::Finish() {
  while (!open_.empty()) Close();
  return text_;
}

}  // namespace waystation::cli
