// XML 1.0, written element by element. There is no library for it among the program's: what a
// writer has to do is to nest and to escape, and the one hard part, characters that XML 1.0 can't
// hold in any form (most control characters), is left to the caller by the usual ones (tinyxml2,
// libxml2). Texts of others come from many files and hands, so here they are made harmless.
#ifndef CLIENTS_CLI_TEXT_XML_WRITER_H_
#define CLIENTS_CLI_TEXT_XML_WRITER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace waystation::cli {

// The text as it may stand in an element or in an attribute's quotes. What is no UTF-8 or no
// character of XML 1.0 becomes U+FFFD.
std::string XmlText(absl::string_view text);

class XmlWriter {
 public:
  using Attributes = std::vector<std::pair<std::string, std::string>>;

  // Begins with the declaration; UTF-8.
  XmlWriter();

  // Names are trusted: they are the program's own.
  void Open(absl::string_view name, const Attributes& attributes = {});
  void Close();
  // An element with text alone.
  void Leaf(absl::string_view name, absl::string_view text, const Attributes& attributes = {});
  // A comment on a line of its own; "--" in it becomes "- -".
  void Comment(absl::string_view text);

  // Closes what is open and gives the document.
  std::string Finish();

 private:
  void Begin(absl::string_view name, const Attributes& attributes);

  std::string text_;
  std::vector<std::string> open_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_XML_WRITER_H_
