#include "clients/cli/text/table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

std::string Pad(const std::string& cell, size_t width, Align align) {
  size_t shown = DisplayWidth(cell);
  std::string blanks(width > shown ? width - shown : 0, ' ');
  return align == Align::kRight ? blanks + cell : cell + blanks;
}

}  // namespace

void Table::Add(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    std::replace(cell.begin(), cell.end(), '\n', ' ');
    std::replace(cell.begin(), cell.end(), '\t', ' ');
  }
  rows_.push_back(std::move(cells));
}

void Table::Narrow(const std::vector<size_t>& shown, size_t max_width,
                   std::vector<size_t>& widths) const {
  size_t total = shown.empty() ? 0 : 2 * (shown.size() - 1);
  for (size_t c : shown) total += widths[c];
  while (total > max_width) {
    size_t* widest = nullptr;
    for (size_t c : shown) {
      if (columns_[c].fit == Fit::kWhole || widths[c] <= kLeastWidth) continue;
      if (widest == nullptr || widths[c] > *widest) widest = &widths[c];
    }
    if (widest == nullptr) return;
    --*widest;
    --total;
  }
}

std::string Table::Render(size_t max_width) const {
  std::vector<size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (size_t c = 0; c < columns_.size(); ++c) {
      widths[c] = std::max(widths[c], DisplayWidth(row[c]));
    }
  }
  std::vector<size_t> shown;
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (widths[c] == 0) continue;
    widths[c] = std::max(widths[c], DisplayWidth(columns_[c].title));
    shown.push_back(c);
  }
  if (max_width != 0) Narrow(shown, max_width, widths);
  std::string text;
  auto add_line = [&](auto&& cell_of) {
    std::string line;
    for (size_t c : shown) {
      absl::StrAppend(&line, line.empty() ? "" : "  ",
                      Pad(Elide(cell_of(c), widths[c]), widths[c], columns_[c].align));
    }
    absl::StrAppend(&text, absl::StripTrailingAsciiWhitespace(line), "\n");
  };
  bool titled = false;
  for (size_t c : shown) titled = titled || !columns_[c].title.empty();
  if (titled) add_line([&](size_t c) { return columns_[c].title; });
  for (const auto& row : rows_) add_line([&](size_t c) { return row[c]; });
  return text;
}

}  // namespace waystation::cli
