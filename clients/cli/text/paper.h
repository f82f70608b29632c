// A paper to print: a heading, facts, one table, and places to sign; as a web page that needs
// nothing else, or as plain text.
#ifndef CLIENTS_CLI_TEXT_PAPER_H_
#define CLIENTS_CLI_TEXT_PAPER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace waystation::cli {

struct Paper {
  std::string language = "en";
  std::string title = {};
  // Beside the title, such as "EXERCISE"; empty: none.
  std::string stamp = {};
  // Label and value; an empty value is a line to write on.
  std::vector<std::pair<std::string, std::string>> facts = {};
  std::vector<std::string> columns = {};
  // One cell a column; empty cells are to be written in.
  std::vector<std::vector<std::string>> rows = {};
  // Below the table.
  std::vector<std::string> remarks = {};
  // Who signs.
  std::vector<std::string> signatures = {};
  // What a place to sign asks for.
  std::string signature_hint = {};
};

// `text` as it may stand in HTML, in an element or in an attribute's quotes.
std::string EscapeHtml(absl::string_view text);

// A whole page of A4, portrait: self-contained, every text escaped.
std::string ToHtml(const Paper& paper);
// For a terminal or a line printer.
std::string ToText(const Paper& paper);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_PAPER_H_
