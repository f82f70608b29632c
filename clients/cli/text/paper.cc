#include "clients/cli/text/paper.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/text/table.h"

namespace waystation::cli {
namespace {

constexpr char kStyle[] = R"(@page{size:A4;margin:12mm}
body{font:11pt/1.35 "Noto Sans","DejaVu Sans",Arial,sans-serif;color:#000;background:#fff}
h1{font-size:16pt;margin:0 0 4mm;display:flex;justify-content:space-between}
.stamp{border:2px solid;padding:0 3mm}
dl{display:grid;grid-template-columns:max-content 1fr max-content 1fr;gap:1.5mm 4mm;margin:0 0 4mm}
dt{font-weight:bold}
dd{margin:0;border-bottom:1px solid;min-height:1.35em;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:1px solid;padding:1mm 1.5mm;text-align:left;height:1.6em;overflow-wrap:anywhere}
.sign{display:flex;gap:8mm;margin-top:12mm;break-inside:avoid}
.sign div{flex:1;border-top:1px solid;padding-top:1mm}
small{display:block}
)";

// A line to write on.
constexpr char kBlank[] = "____________________";

}  // namespace

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string ToHtml(const Paper& paper) {
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", EscapeHtml(paper.language),
      "\"><head><meta charset=\"utf-8\">\n<title>", EscapeHtml(paper.title), "</title>\n<style>\n",
      kStyle, "</style></head>\n<body>\n<h1><span>", EscapeHtml(paper.title), "</span>");
  if (!paper.stamp.empty()) {
    absl::StrAppend(&html, "<span class=\"stamp\">", EscapeHtml(paper.stamp), "</span>");
  }
  absl::StrAppend(&html, "</h1>\n<dl>\n");
  for (const auto& [label, value] : paper.facts) {
    absl::StrAppend(&html, "<dt>", EscapeHtml(label), "</dt><dd>", EscapeHtml(value), "</dd>\n");
  }
  absl::StrAppend(&html, "</dl>\n<table><thead><tr>");
  for (const std::string& column : paper.columns) {
    absl::StrAppend(&html, "<th>", EscapeHtml(column), "</th>");
  }
  absl::StrAppend(&html, "</tr></thead>\n<tbody>\n");
  for (const std::vector<std::string>& row : paper.rows) {
    absl::StrAppend(&html, "<tr>");
    for (const std::string& cell : row) {
      absl::StrAppend(&html, "<td>", EscapeHtml(cell), "</td>");
    }
    absl::StrAppend(&html, "</tr>\n");
  }
  absl::StrAppend(&html, "</tbody></table>\n");
  for (const std::string& remark : paper.remarks) {
    absl::StrAppend(&html, "<p>", EscapeHtml(remark), "</p>\n");
  }
  absl::StrAppend(&html, "<div class=\"sign\">");
  for (const std::string& who : paper.signatures) {
    absl::StrAppend(&html, "<div>", EscapeHtml(who), "<small>", EscapeHtml(paper.signature_hint),
                    "</small></div>");
  }
  absl::StrAppend(&html, "</div>\n</body></html>\n");
  return html;
}

std::string ToText(const Paper& paper) {
  std::string text =
      paper.stamp.empty() ? paper.title : absl::StrCat(paper.title, "   [", paper.stamp, "]");
  absl::StrAppend(&text, "\n\n");
  for (const auto& [label, value] : paper.facts) {
    absl::StrAppend(&text, label, ": ", value.empty() ? kBlank : value, "\n");
  }
  std::vector<Column> columns;
  for (const std::string& title : paper.columns) columns.push_back({title});
  Table table(std::move(columns));
  for (std::vector<std::string> row : paper.rows) {
    for (std::string& cell : row) {
      if (cell.empty()) cell = "________";
    }
    table.Add(std::move(row));
  }
  absl::StrAppend(&text, "\n", table.Render(), "\n");
  for (const std::string& remark : paper.remarks) absl::StrAppend(&text, remark, "\n");
  for (const std::string& who : paper.signatures) {
    absl::StrAppend(&text, "\n", who, " (", paper.signature_hint, "): ", kBlank, kBlank, "\n");
  }
  return text;
}

}  // namespace waystation::cli
